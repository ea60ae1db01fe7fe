"""Put a parsed list in force: rows are staged under a loading snapshot, one short transaction switches.

The snapshot in force stays until that transaction, and stays for good where the new one is doubted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from participation import files, index_cache
from participation.lists.records import ListError, ListRecord, ParsedList, content_hash, identity_of
from participation.lists.snapshot import reasons_to_quarantine
from participation.models import ListedParty, ListedPartyVersion, Snapshot
from participation.workflow.journal import SERVICE, By, enter, note

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a list file. `added` and `gone` count versions of parties."""

    snapshot: Snapshot
    added: int
    gone: int
    unchanged: bool = False


Key = tuple[str, bytes]


def _standing() -> tuple[Snapshot | None, dict[Key, int]]:
    """The snapshot in force and its versions by identity and content."""
    current = index_cache.snapshot_in_force()
    if current is None:
        return None, {}
    rows = index_cache.versions_of(current).values_list("party__identity", "content_hash", "pk")
    return current, {(identity, bytes(digest)): pk for identity, digest, pk in rows.iterator(5000)}


def import_list(
    content: bytes,
    parsed: ParsedList,
    *,
    source: str,
    title: str,
    by: By = SERVICE,
    accept_doubts: bool = False,
) -> Imported:
    """The list in force, or quarantined with its doubts.

    Takes: `content` the bytes as received, `parsed` what they hold; `accept_doubts` puts a doubted list
    in force all the same, and the entry says so.
    """
    current, standing = _standing()
    if current is not None and bytes(current.file_hash) == parsed.sha256:
        return Imported(current, 0, 0, unchanged=True)
    files.keep_list(content)
    doubts = _doubts(parsed, current)
    snapshot = _stage(parsed, source=source, title=title, doubts=doubts, by=by)
    records: dict[Key, ListRecord] = {}
    for record in parsed.records:
        records.setdefault((identity_of(record), content_hash(record)), record)
    new = {key: record for key, record in records.items() if key not in standing}
    _insert(new, snapshot)
    if doubts and not accept_doubts:
        _quarantine(snapshot, by=by)
        return Imported(snapshot, len(new), 0)
    gone = [pk for key, pk in standing.items() if key not in records]
    index_cache.prepare(snapshot, leaving=frozenset(gone))
    _switch(snapshot, current, gone=gone, added=len(new), by=by)
    return Imported(snapshot, len(new), len(gone))


def _doubts(parsed: ParsedList, current: Snapshot | None) -> list[str]:
    # A partial list says nothing of what should be there, so the first whole one is not held against it.
    counts: Mapping[str, int] = {} if current is None or current.partial else current.counts
    return [] if parsed.partial else reasons_to_quarantine(parsed.records, previous_counts=counts)


@transaction.atomic
def _stage(parsed: ParsedList, *, source: str, title: str, doubts: list[str], by: By) -> Snapshot:
    at = timezone.now()
    snapshot = Snapshot.objects.create(
        source=source,
        title=title,
        partial=parsed.partial,
        file_hash=parsed.sha256,
        rows=parsed.rows,
        counts=dict(parsed.counts),
        published_on=parsed.as_of_on,
        imported_at=at,
        doubts=doubts,
    )
    enter("snapshot.staged", snapshot, by=by, at=at, lists=[parsed.sha256.hex()])
    return snapshot


def _insert(records: Mapping[Key, ListRecord], snapshot: Snapshot) -> None:
    for some in _pieces(records):
        with transaction.atomic():
            identities = {identity for identity, _ in some}
            ListedParty.objects.bulk_create(
                [ListedParty(source=records[key].source, identity=key[0]) for key in _first_of_each(some)],
                ignore_conflicts=True,
            )
            parties = dict(ListedParty.objects.filter(identity__in=identities).values_list("identity", "pk"))
            ListedPartyVersion.objects.bulk_create(
                [_version(records[key], parties[key[0]], key[1], snapshot) for key in some]
            )


def _pieces(records: Mapping[Key, ListRecord]) -> list[Sequence[Key]]:
    """The keys in order, at most BATCH in one piece: one piece is one transaction."""
    keys = list(records)
    return [keys[start : start + BATCH] for start in range(0, len(keys), BATCH)]


def _first_of_each(keys: Sequence[Key]) -> list[Key]:
    return list({identity: (identity, digest) for identity, digest in keys}.values())


def _version(record: ListRecord, party_id: int, digest: bytes, snapshot: Snapshot) -> ListedPartyVersion:
    return ListedPartyVersion(
        party_id=party_id,
        content_hash=digest,
        first=snapshot,
        name=record.name,
        aliases=list(record.aliases),
        countries=list(record.countries),
        addresses=list(record.addresses),
        citations=list(record.federal_register),
        programs=list(record.programs),
        entity_type=record.entity_type,
        license_requirement=record.license_requirement,
        license_policy=record.license_policy,
        remarks=record.remarks,
        start_on=record.start_on,
        end_on=record.end_on,
        official_number=record.official_number or "",
        row=record.row,
    )


@transaction.atomic
def _quarantine(snapshot: Snapshot, *, by: By) -> None:
    at = timezone.now()
    snapshot.state = Snapshot.State.QUARANTINED
    snapshot.save(update_fields=["state"])
    enter("snapshot.quarantined", snapshot, by=by, at=at, lists=[bytes(snapshot.file_hash).hex()])


@transaction.atomic
def _switch(snapshot: Snapshot, current: Snapshot | None, *, gone: Sequence[int], added: int, by: By) -> None:
    """One short transaction: the old list ends, what is gone is marked, the new list is in force."""
    at = timezone.now()
    if current is not None:
        current.state, current.ended_at = Snapshot.State.SUPERSEDED, at
        current.save(update_fields=["state", "ended_at"])
        enter("snapshot.superseded", current, by=by, at=at)
    for start in range(0, len(gone), BATCH):
        ListedPartyVersion.objects.filter(pk__in=gone[start : start + BATCH]).update(gone=snapshot)
    snapshot.state, snapshot.in_force_at = Snapshot.State.IN_FORCE, at
    snapshot.save(update_fields=["state", "in_force_at"])
    payload = {"added": added, "gone": len(gone)}
    enter(
        "snapshot.in_force", snapshot, by=by, at=at, payload=payload, lists=[bytes(snapshot.file_hash).hex()]
    )


def refuse_list(error: ListError, *, title: str, by: By = SERVICE) -> None:
    """Record that a file was refused; the list in force stays as it is."""
    payload: dict[str, Any] = {"title": title, "error": str(error)[:500]}
    with transaction.atomic():
        note("snapshot.refused", by=by, at=timezone.now(), payload=payload)
