"""The lists that were read, and one entry as it stood in them. Reads only."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from participation.models import ListedPartyVersion, PairDecision, Snapshot
from participation.queries.match_shown import LISTS


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """One list file: its age in whole days, and what each source had, with the change against the last."""

    snapshot: Snapshot
    age: int
    counts: list[dict[str, object]]
    file_hash: str


def snapshots(*, now: datetime) -> list[SnapshotRow]:
    """All list files, newest first. The change is against the newest older one that was in force."""
    rows = list(Snapshot.objects.order_by("-id"))
    found = []
    for place, row in enumerate(rows):
        older = next((one for one in rows[place + 1 :] if one.in_force_at is not None), None)
        since = row.published_on or row.imported_at.date()
        found.append(
            SnapshotRow(row, (now.date() - since).days, _counts(row, older), bytes(row.file_hash).hex())
        )
    return found


def _counts(row: Snapshot, older: Snapshot | None) -> list[dict[str, object]]:
    before = older.counts if older else {}
    counts = []
    for source in sorted({*row.counts, *before}):
        count = row.counts.get(source, 0)
        change = count - before.get(source, 0) if older else None
        counts.append({"source": source, "list": LISTS.get(source, source), "count": count, "change": change})
    return counts


def in_force_before(instant: datetime) -> Snapshot | None:
    """The list that was in force last before an instant; None where none was kept yet."""
    return Snapshot.objects.filter(in_force_at__lt=instant).order_by("-in_force_at", "-pk").first()


def entry_versions() -> QuerySet[ListedPartyVersion]:
    """Versions of entries with their party and the list files that bound them."""
    return ListedPartyVersion.objects.select_related("party", "first", "gone")


def versions_of_party(version: ListedPartyVersion) -> list[ListedPartyVersion]:
    """Every version of the same entry, oldest first."""
    return list(entry_versions().filter(party=version.party_id).order_by("first_id", "id"))


def decisions_on(version: ListedPartyVersion) -> list[PairDecision]:
    """What officers said of stated names and this entry, newest first."""
    rows = PairDecision.objects.filter(party=version.party_id).order_by("-id")
    return list(rows.select_related("stated_name", "reason", "decided_by"))
