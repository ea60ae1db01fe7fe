"""An export that an auditor carries away: all envelopes of a range, and what else was asked for.

The export is recorded first, in its own transaction, so that no file exists that the log does not know.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from audits import keys, log, storage
from audits.anchors.exported import exported, exported_sizes, ladder
from audits.anchors.published import cosigned_note, published
from audits.asked import Asked
from audits.bundle import stream_bundle, write_bundle
from audits.envelope import Actor
from audits.key_change import Loss
from audits.merkle.tiles import TILE_WIDTH, split_hashes, tiles_of
from audits.merkle.tiles import Tile as Place
from audits.models import Checkpoint
from audits.payload import private_bytes
from audits.policy import format_policy
from audits.reports.choice import Choice, private_values, with_payload
from audits.reports.span import ExportError, leaf_range
from audits.verify.app import build_app

# Above this many, one checkpoint of each hour goes along, besides those that outsiders hold.
MANY_CHECKPOINTS = 5000
README = """Export of an audit log, made by Plenary.

asked.json      what was asked for: {asked}
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


@dataclass(frozen=True, slots=True)
class Plan:
    """An export that has been decided: tree, range of leaves, what was chosen and is stated."""

    checkpoint: bytes
    size: int
    root: bytes
    begin: int
    end: int
    choice: Choice
    asked: Asked


def plan_export(choice: Choice, *, at: datetime) -> Plan:
    """What the export would hold, under the newest head that is published `at` this time.

    Raises: ExportError when nothing is signed yet or the signed log ends before the period begins.
    """
    row = published(now=at)
    if row is None:
        raise ExportError("no checkpoint has been signed yet; the sequencer makes the first one")
    head = log.head_of(row)
    begin, end, to_head = leaf_range(choice, head.size)
    asked = choice.asked(to_head=to_head)
    return Plan(cosigned_note(row), head.size, head.root, begin, end, choice, asked)


def record_export(choice: Choice, *, by: Actor, at: datetime, request: str | None = None) -> Plan:
    """Decide the export and record it, in the caller's transaction; `write_export` comes after its commit.

    Raises: ExportError, as `plan_export`.
    """
    plan = plan_export(choice, at=at)
    log.record(
        "audit.exported",
        by=by,
        at=at,
        request=request,
        payload={
            "tree_size": plan.size,
            "root": plan.root.hex(),
            "begin": plan.begin,
            "end": plan.end,
            "asked": plan.asked.stated(),
            "payloads": sorted(choice.payloads),
            "private": sorted(choice.private),
        },
    )
    return plan


def write_export(out: BinaryIO, plan: Plan) -> None:
    """Write the bundle.

    The same plan gives the same bytes while no private value is erased and no anchor of its heads is added.
    """
    write_bundle(out, **_parts(plan))


def stream_export(plan: Plan) -> Iterator[bytes]:
    """The same bytes, a piece at a time: nothing of an export stays on the server's disk or in its memory."""
    return stream_bundle(**_parts(plan))


def policy_text() -> bytes:
    """The policy file of this installation: every key it knows, each with the tree sizes that it signs."""
    known = keys.known_policy()
    return format_policy(known.logs, known.spans)


def _parts(plan: Plan) -> dict[str, Any]:
    return {
        "checkpoint": plan.checkpoint,
        "policy": policy_text(),
        "readme": README.format(size=plan.size, asked=plan.asked.words(), ladder=ladder(plan.size)),
        "app": build_app(),
        "asked": plan.asked.encode(),
        "checkpoints": _checkpoints(plan.size, around=plan.choice),
        "anchors": exported(plan.size),
        "entries": _entry_tiles(plan),
        "tiles": _tiles(plan.size),
        "payloads": _payloads(plan),
        "private": _private(plan),
    }


def _groups(plan: Plan) -> Iterator[tuple[int, int]]:
    """[begin, end) of the leaves of each entry tile shown: so much is read from the tables at a time."""
    for begin in range(plan.begin, plan.end, TILE_WIDTH):
        yield begin, min(plan.end, begin + TILE_WIDTH)


def _entry_tiles(plan: Plan) -> Iterator[tuple[int, list[bytes]]]:
    # Entries that change the log's key go along whatever the period: they say which key signs what.
    changes = {change.index // TILE_WIDTH for change in log.key_changes() if change.index < plan.size}
    for n in sorted(changes | {begin // TILE_WIDTH for begin, _ in _groups(plan)}):
        yield n, storage.leaf_bodies(n * TILE_WIDTH, min(plan.size, (n + 1) * TILE_WIDTH))


def _tiles(size: int) -> Iterator[tuple[Place, tuple[bytes, ...]]]:
    read = storage.tile_reader()
    for place in tiles_of(size):
        yield place, split_hashes(read(place.level or 0, place.n, place.width), place.width)


def _checkpoints(size: int, *, around: Choice) -> Iterator[tuple[int, bytes]]:
    rows = Checkpoint.objects.filter(tree_size__lte=size).order_by("tree_size")
    thin = rows.count() > MANY_CHECKPOINTS
    kept = set(_bounds(around, size))
    kept |= {change.index + 1 for change in log.key_changes()}
    kept |= {change.last.size for change in log.key_changes() if isinstance(change, Loss)}
    if thin:
        kept |= exported_sizes(size)
    hour = None
    for row in rows.iterator(chunk_size=500):
        this_hour = row.signed_at.replace(minute=0, second=0, microsecond=0)
        if not thin or this_hour != hour or row.tree_size in kept:
            yield row.tree_size, row.note.encode()
        hour = this_hour


def _bounds(choice: Choice, size: int) -> Iterable[int]:
    """The sizes of the heads next to the ends of the period."""
    rows = Checkpoint.objects.filter(tree_size__lte=size).values_list("tree_size", flat=True)
    if choice.since is not None:
        yield from rows.filter(signed_at__lte=choice.since).order_by("-tree_size")[:1]
    if choice.until is not None:
        yield from rows.filter(signed_at__gte=choice.until).order_by("tree_size")[:1]


def _payloads(plan: Plan) -> Iterator[tuple[int, bytes]]:
    if not plan.choice.payloads:
        return
    for begin, end in _groups(plan):
        rows = with_payload(plan.choice, begin=begin, end=end)
        for index, payload in rows.values_list("leaf_index", "entry__payload"):
            yield index, bytes(payload)


def _private(plan: Plan) -> Iterator[tuple[int, bytes]]:
    if not (plan.choice.private and plan.choice.payloads):
        return
    for begin, end in _groups(plan):
        leaves = with_payload(plan.choice, begin=begin, end=end)
        yield from private_lines(plan.choice, dict(leaves.values_list("entry_id", "leaf_index")))


def private_lines(choice: Choice, leaves: dict[int, int]) -> Iterator[tuple[int, bytes]]:
    """(leaf index, keys and values) of those of the entries that have any. Takes: leaf index by entry."""
    found: dict[int, dict[str, tuple[bytes, object]]] = {}
    rows = private_values(choice).filter(entry_id__in=leaves).order_by("field")
    for entry_id, field, key, value in rows.values_list("entry_id", "field", "key", "value"):
        found.setdefault(leaves[entry_id], {})[field] = (bytes(key), value)
    for index in sorted(found):
        yield index, private_bytes(found[index])
