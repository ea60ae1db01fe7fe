"""An export that an auditor carries away: all envelopes of a range, and what else was asked for.

The export is recorded first, in its own transaction, so that no file exists that the log does not know.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import BinaryIO

from audits import keys, log, storage
from audits.anchors.exported import exported, exported_sizes, ladder
from audits.anchors.published import cosigned_note, published
from audits.bundle import write_bundle
from audits.envelope import Actor
from audits.key_change import Loss
from audits.merkle.tiles import TILE_WIDTH, split_hashes, tiles_of
from audits.merkle.tiles import Tile as Place
from audits.models import Checkpoint, Entry, Leaf, PrivateValue
from audits.payload import private_bytes
from audits.policy import format_policy
from audits.verify.app import build_app

ALL = "all"
# Above this many, one checkpoint of each hour goes along, besides those that outsiders hold.
MANY_CHECKPOINTS = 5000
README = """Export of an audit log, made by Plenary.

checkpoint      the signed head of the tree: {size} entries
checkpoints/    earlier signed heads
anchors/        what outsiders said of heads: cosignatures of witnesses, time stamps of authorities
tile/           the tree and its entries, as C2SP tlog-tiles describes them
payloads/       what entries say beyond their envelope, as far as it was asked for: a file goes with
                each file of tile/entries/, with one line an entry: its number, a space, the payload
private/        personal values with the keys of their commitments, as far as they were asked for
policy.txt      the public key of the log. Use the copy that was handed to you, not this one.
verify.pyz      the verifier; use your own copy of it where you have one

To verify, without a network, with Python 3.11 or later:

    python verify.pyz bundle THIS_FILE.zip --policy YOUR_POLICY.txt --held A_CHECKPOINT_YOU_HOLD.txt

Who holds heads of this log besides its owner:
{ladder}
"""


class ExportError(RuntimeError):
    """There is nothing to export as asked."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What an export holds.

    since <= at < until chooses the range of entries, of which all in between are shown; `payloads` are
    objects as `type/id`, or ALL; `private` are fields, or ALL, of the entries whose payload goes along.
    """

    since: datetime | None = None
    until: datetime | None = None
    payloads: frozenset[str] = frozenset()
    private: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """An export that has been decided and recorded: tree, range of leaves, what was chosen."""

    checkpoint: bytes
    size: int
    root: bytes
    begin: int
    end: int
    choice: Choice


def record_export(choice: Choice, *, by: Actor, at: datetime, request: str | None = None) -> Plan:
    """Decide the export and record it, in the caller's transaction; `write_export` comes after its commit.

    Raises: ExportError when nothing is signed yet or no entry lies in the range.
    """
    row = published(now=at)
    if row is None:
        raise ExportError("no checkpoint has been signed yet; the sequencer makes the first one")
    head = log.head_of(row)
    begin, end = _leaf_range(choice, head.size)
    log.record(
        "audit.exported",
        by=by,
        at=at,
        request=request,
        payload={
            "tree_size": head.size,
            "root": head.root.hex(),
            "begin": begin,
            "end": end,
            "payloads": sorted(choice.payloads),
            "private": sorted(choice.private),
        },
    )
    return Plan(cosigned_note(row), head.size, head.root, begin, end, choice)


def write_export(out: BinaryIO, plan: Plan) -> None:
    """Write the bundle.

    The same plan gives the same bytes while no private value is erased and no anchor of its heads is added.
    """
    write_bundle(
        out,
        checkpoint=plan.checkpoint,
        policy=policy_text(),
        readme=README.format(size=plan.size, ladder=ladder(plan.size)),
        app=build_app(),
        checkpoints=_checkpoints(plan.size),
        anchors=exported(plan.size),
        entries=_entry_tiles(plan),
        tiles=_tiles(plan.size),
        payloads=_payloads(plan),
        private=_private(plan),
    )


def policy_text() -> bytes:
    """The policy file of this installation: every key it knows, each with the tree sizes that it signs."""
    known = keys.known_policy()
    return format_policy(known.logs, known.spans)


def parse_day(text: str) -> datetime:
    """Midnight UTC of a day written `2026-11-22`. Raises: ValueError."""
    return datetime.combine(datetime.strptime(text, "%Y-%m-%d").date(), time(), UTC)  # noqa: DTZ007 day only


def _leaf_range(choice: Choice, size: int) -> tuple[int, int]:
    """The leaves to show, widened to whole tiles of entries."""
    if choice.since is None and choice.until is None:
        return 0, size
    inside = log.entries(since=choice.since, until=choice.until).filter(leaf__leaf_index__lt=size)
    first = inside.order_by("leaf__leaf_index").values_list("leaf__leaf_index", flat=True).first()
    last = inside.order_by("-leaf__leaf_index").values_list("leaf__leaf_index", flat=True).first()
    if first is None or last is None:
        raise ExportError("no signed entry lies in this period")
    return first - first % TILE_WIDTH, min(size, (last // TILE_WIDTH + 1) * TILE_WIDTH)


def _entry_tiles(plan: Plan) -> Iterator[tuple[int, list[bytes]]]:
    # Entries that change the log's key go along whatever the period: they say which key signs what.
    changes = {change.index // TILE_WIDTH for change in log.key_changes() if change.index < plan.size}
    for n in sorted(changes | set(range(plan.begin // TILE_WIDTH, -(-plan.end // TILE_WIDTH)))):
        chunk = storage.leaf_entries(n * TILE_WIDTH, min(plan.size, (n + 1) * TILE_WIDTH))
        yield n, [bytes(entry.body) for _, entry in chunk]


def _tiles(size: int) -> Iterator[tuple[Place, tuple[bytes, ...]]]:
    read = storage.tile_reader()
    for place in tiles_of(size):
        yield place, split_hashes(read(place.level or 0, place.n, place.width), place.width)


def _checkpoints(size: int) -> Iterator[tuple[int, bytes]]:
    rows = Checkpoint.objects.filter(tree_size__lte=size).order_by("tree_size")
    thin = rows.count() > MANY_CHECKPOINTS
    anchored = exported_sizes(size) if thin else set()
    anchored |= {change.index + 1 for change in log.key_changes()}
    anchored |= {change.last.size for change in log.key_changes() if isinstance(change, Loss)}
    hour = None
    for row in rows.iterator(chunk_size=500):
        this_hour = row.signed_at.replace(minute=0, second=0, microsecond=0)
        if not thin or this_hour != hour or row.tree_size in anchored:
            yield row.tree_size, row.note.encode()
        hour = this_hour


def _payloads(plan: Plan) -> Iterator[tuple[int, bytes]]:
    for index, entry in _chosen(plan):
        yield index, bytes(entry.payload)


def _private(plan: Plan) -> Iterator[tuple[int, bytes]]:
    if not plan.choice.private:
        return
    for index, entry in _chosen(plan):
        rows = PrivateValue.objects.filter(entry=entry, key__isnull=False).order_by("field")
        if ALL not in plan.choice.private:
            rows = rows.filter(field__in=plan.choice.private)
        values: dict[str, tuple[bytes, object]] = {row.field: (bytes(row.key), row.value) for row in rows}
        if values:
            yield index, private_bytes(values)


def _chosen(plan: Plan) -> Iterator[tuple[int, Entry]]:
    """(leaf index, entry) of the entries whose payload goes along, in order."""
    wanted: Collection[str] = plan.choice.payloads
    rows = Leaf.objects.filter(leaf_index__gte=plan.begin, leaf_index__lt=plan.end).select_related("entry")
    if not wanted:
        return
    for row in rows.order_by("leaf_index").iterator(chunk_size=100):
        if ALL in wanted or row.entry.subject in wanted:
            yield row.leaf_index, row.entry
