"""A whole list at one moment: its fingerprint, what changed since the last one, whether to trust it."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from participation.lists.records import ListRecord, content_hash, content_of, identity_of, normalised_name

# A daily change is a few dozen entries. A tenth of a list never goes in one day;
# small lists change by a larger share, so a handful of entries is always allowed.
ALLOWED_LOSS_PERCENT = 10
ALLOWED_LOSS_ENTRIES = 10

# Names that have stood on their lists for years. Their absence means a broken file, not a removal.
SENTINELS: tuple[tuple[str, str], ...] = (
    ("EL", "Huawei Technologies Co., Ltd."),
    ("EL", "Hangzhou Hikvision Digital Technology Co., Ltd."),
    ("EL", "FiberHome Technologies Group"),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One entry in both snapshots with other content; `fields` names what differs, sorted."""

    identity: str
    before: ListRecord
    after: ListRecord
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a new snapshot adds, drops and changes, each in order of identity."""

    added: tuple[ListRecord, ...]
    gone: tuple[ListRecord, ...]
    changed: tuple[Change, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.gone or self.changed)


def fingerprint(records: Iterable[ListRecord]) -> bytes:
    """SHA-256 (32 bytes) over the sorted content hashes: the same entries in any order give the same."""
    return hashlib.sha256(b"".join(sorted(content_hash(record) for record in records))).digest()


def counts_by_source(records: Iterable[ListRecord]) -> dict[str, int]:
    """Number of entries by short code of the source, codes sorted."""
    return dict(sorted(Counter(record.source for record in records).items()))


def difference(old: Iterable[ListRecord], new: Iterable[ListRecord]) -> Difference:
    """What changed from `old` to `new`.

    Some entries share an identity (one name, several orders); those are compared as a set, and what is
    left on both sides is paired in order.
    """
    before, after = _by_identity(old), _by_identity(new)
    added: list[ListRecord] = []
    gone: list[ListRecord] = []
    changed: list[Change] = []
    for identity in sorted(before.keys() | after.keys()):
        left, right = before.get(identity, {}), after.get(identity, {})
        lost = [left[key] for key in left if key not in right]
        found = [right[key] for key in right if key not in left]
        pairs = min(len(lost), len(found))
        changed.extend(_change(identity, a, b) for a, b in zip(lost, found, strict=False))
        gone.extend(lost[pairs:])
        added.extend(found[pairs:])
    return Difference(tuple(added), tuple(gone), tuple(changed))


def _by_identity(records: Iterable[ListRecord]) -> dict[str, dict[bytes, ListRecord]]:
    grouped: dict[str, dict[bytes, ListRecord]] = defaultdict(dict)
    for record in records:
        grouped[identity_of(record)].setdefault(content_hash(record), record)
    return grouped


def _change(identity: str, before: ListRecord, after: ListRecord) -> Change:
    left, right = content_of(before), content_of(after)
    return Change(identity, before, after, tuple(sorted(name for name in left if left[name] != right[name])))


def reasons_to_quarantine(
    new: Sequence[ListRecord],
    *,
    previous_counts: Mapping[str, int],
    sentinels: Sequence[tuple[str, str]] = SENTINELS,
) -> list[str]:
    """Why this snapshot must not be put in force, in plain words; empty when nothing is wrong.

    Takes: the counts by source of the snapshot in force, empty for the first import; pairs of source and
    name that must be present. A sentinel of a source that neither snapshot has is not asked for.
    """
    counts = counts_by_source(new)
    reasons: list[str] = []
    for source, before in sorted(previous_counts.items()):
        now = counts.get(source, 0)
        if before and not now:
            reasons.append(f"{source}: the source has vanished; the version in force has {before} entries")
        elif before - now > max(ALLOWED_LOSS_ENTRIES, before * ALLOWED_LOSS_PERCENT // 100):
            reasons.append(f"{source}: dropped from {before} to {now} entries")
    present = {(record.source, normalised_name(record.name)) for record in new}
    for source, name in sentinels:
        if source in counts and (source, normalised_name(name)) not in present:
            reasons.append(f"{source}: the entry {name!r}, which must be there, is missing")
    return reasons
