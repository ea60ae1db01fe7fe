"""The full check of the database's own log: everything is computed again from the stored bytes.

It finds what a verifier of an export finds, and more: search columns, tiles, the queue, private values.
It cannot find a history that was replaced whole and signed again; `held` heads from elsewhere do.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from django.db.models import F

from audits import keys as key_files
from audits import storage
from audits.checkpoint import NoteError, VerifierKey
from audits.log.entry_check import Chains, Problem, problems_of_entry
from audits.log.head import HeadMismatchError, own_head, standing
from audits.log.view import one_view
from audits.merkle.hashing import leaf_hash
from audits.merkle.tiles import TileBuilder
from audits.merkle.tree import root_of
from audits.models import Checkpoint, Entry, Leaf, Pending, PrivateValue, Tile
from audits.policy import Policy, trusted_checkpoint

CHUNK = 256


def verify_log_tables(
    *,
    keys: Sequence[VerifierKey] | None = None,
    held: Mapping[int, bytes] | None = None,
) -> list[Problem]:
    """Everything that is wrong with the log in this database, while others write; empty when it holds.

    Takes: the log's public keys, by default all that the installation knows; `held` roots by tree size, as
    signed before and kept outside the database, by default the sequencer's head file.
    """
    policy = key_files.known_policy() if keys is None else Policy(tuple(keys))
    found: list[Problem] = []
    head = None
    if held is None:
        try:
            head = own_head()
        except HeadMismatchError as error:
            found.append(Problem(None, "head file", "a head of this log", str(error)))
    with one_view():
        return found + list(_problems(policy, standing(head) if held is None else dict(held)))


def _problems(policy: Policy, held: dict[int, bytes]) -> Iterator[Problem]:
    tree = TileBuilder()
    chains = Chains()
    heads = _Heads()
    full: list[tuple[int, int]] = []
    for expected, (index, entry) in enumerate(_in_order()):
        if index != expected:
            yield Problem(index, "leaf index", str(expected), str(index))
            return
        yield from problems_of_entry(index, entry, chains)
        for place, hashes in tree.append(leaf_hash(bytes(entry.body))):
            full.append((place.level or 0, place.n))
            yield from _tile_problems(index, full[-1], hashes)
        for note in heads.of(tree.size):
            yield from _head_problems(note, tree, policy)
        if (root := held.pop(tree.size, None)) is not None and root != tree.root():
            yield Problem(
                index,
                f"root held for {tree.size} leaves",
                root.hex(),
                tree.root().hex(),
            )
    for size in heads.beyond():
        yield Problem(
            None,
            f"checkpoint of {size} leaves",
            f"at most {tree.size} leaves",
            str(size),
        )
    for size in sorted(held):
        yield Problem(None, f"leaves under the held head of {size}", str(size), str(tree.size))
    yield from _edge_problems(tree.size, len(full))
    yield from _queue_problems(chains)


class _Heads:
    """The signed heads, smallest first, read as the tree grows."""

    def __init__(self) -> None:
        rows = Checkpoint.objects.order_by("tree_size").values_list("tree_size", "note")
        self._rows = rows.iterator(chunk_size=CHUNK)
        self._next = next(self._rows, None)

    def of(self, size: int) -> Iterator[str]:
        """The note of this size, if there is one; one of a size that never was is of the next."""
        while self._next is not None and self._next[0] <= size:
            note, self._next = self._next[1], next(self._rows, None)
            yield note

    def beyond(self) -> Iterator[int]:
        """The sizes of the heads that are left."""
        if self._next is not None:
            yield self._next[0]
        yield from (size for size, _ in self._rows)


def _in_order() -> Iterator[tuple[int, Entry]]:
    """(leaf index, entry with its private values), by index; chunked, so that memory stays flat."""
    first = -1
    while True:
        rows = (
            Leaf.objects.filter(leaf_index__gt=first).order_by("leaf_index").select_related("entry")[:CHUNK]
        )
        chunk = [(row.leaf_index, row.entry) for row in rows]
        if not chunk:
            return
        _attach_private([entry for _, entry in chunk])
        yield from chunk
        first = chunk[-1][0]


def _attach_private(entries: Sequence[Entry]) -> None:
    by_id = {entry.pk: entry for entry in entries}
    for entry in entries:
        entry.kept = {}  # type: ignore[attr-defined]
    rows = PrivateValue.objects.filter(entry_id__in=by_id).values_list("entry_id", "field", "key", "value")
    for entry_id, field, key, value in rows:
        by_id[entry_id].kept[field] = (key, value)  # type: ignore[attr-defined]


def _tile_problems(index: int, place: tuple[int, int], hashes: Sequence[bytes]) -> Iterator[Problem]:
    level, n = place
    stored = Tile.objects.filter(level=level, n=n).values_list("hashes", "root").first()
    wanted = (b"".join(hashes), root_of(hashes))
    if stored is None:
        yield Problem(index, f"tile {level}/{n}", "a row", "none")
    elif (bytes(stored[0]), bytes(stored[1])) != wanted:
        yield Problem(
            index,
            f"tile {level}/{n}",
            wanted[1].hex(),
            root_of_bytes(bytes(stored[0])).hex(),
        )


def root_of_bytes(hashes: bytes) -> bytes:
    """The root over a stored tile's bytes, whatever they are."""
    return root_of([hashes[i : i + 32] for i in range(0, len(hashes), 32)])


def _head_problems(note: str, tree: TileBuilder, policy: Policy) -> Iterator[Problem]:
    index = tree.size - 1
    what = f"checkpoint of {tree.size} leaves"
    try:
        head = trusted_checkpoint(note.encode(), policy)
    except NoteError as error:
        yield Problem(index, what, "a note signed by the log", str(error))
        return
    if (head.size, head.root) != (tree.size, tree.root()):
        yield Problem(
            index,
            f"{what}, root",
            f"{tree.size} {tree.root().hex()}",
            f"{head.size} {head.root.hex()}",
        )


def _edge_problems(size: int, full: int) -> Iterator[Problem]:
    head = storage.latest_checkpoint()
    signed = 0 if head is None else head.tree_size
    if signed < size:
        yield Problem(signed, "leaves without a checkpoint", str(signed), str(size))
    if (stored := Tile.objects.count()) > full:
        yield Problem(None, "tiles", str(full), str(stored))


def _queue_problems(chains: Chains) -> Iterator[Problem]:
    """Entries that wait are checked too, and every entry is either in the tree or in the queue."""
    waiting = Entry.objects.filter(leaf__isnull=True).order_by("id").annotate(queued=F("pending__entry_id"))
    rows = waiting.iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        _attach_private(chunk)
        for entry in chunk:
            if entry.queued is None:
                yield Problem(None, f"entry {entry.pk}", "in the tree or in the queue", "in neither")
            yield from problems_of_entry(None, entry, chains)
    for entry_id in Pending.objects.filter(entry__leaf__isnull=False).values_list("entry_id", flat=True):
        yield Problem(None, f"entry {entry_id}", "in the tree or in the queue", "in both")
    for subject in storage.unsettled():
        yield Problem(None, subject, "an entry of its last change", "none")
