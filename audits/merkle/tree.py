"""Roots of ranges, and appending with the memory of one path (a compact range)."""

from collections.abc import Callable, Iterable, Sequence

from audits.merkle.hashing import EMPTY_ROOT, HASH_SIZE, node_hash, node_hashes

# (level, index) -> hash of the complete subtree over leaves [index << level, (index + 1) << level)
NodeReader = Callable[[int, int], bytes]


class TreeError(ValueError):
    """A tree was asked for something that it cannot be: wrong size of a hash, wrong alignment."""


def root_of(hashes: Sequence[bytes]) -> bytes:
    """The root over leaf hashes, or over equal complete subtrees of which only the last may be smaller.

    Gives: EMPTY_ROOT for no hashes.
    """
    if not hashes:
        return EMPTY_ROOT
    row = list(hashes)
    while len(row) > 1:
        paired = node_hashes(row)
        # An odd last node goes up as it is; copying it would be another tree than RFC 9162.
        if len(row) % 2:
            paired.append(row[-1])
        row = paired
    return row[0]


def complete_subtrees(begin: int, end: int) -> list[tuple[int, int]]:
    """(level, index) of the complete subtrees that cover leaves [begin, end), from the left.

    Takes: `begin` a multiple of the largest power of two that is at most `end - begin`.
    """
    found: list[tuple[int, int]] = []
    while begin < end:
        level = (end - begin).bit_length() - 1
        if begin & ((1 << level) - 1):
            raise TreeError(f"leaves [{begin}, {end}) do not start where a subtree starts")
        found.append((level, begin >> level))
        begin += 1 << level
    return found


def fold(subtrees: Sequence[bytes]) -> bytes:
    """The root over complete subtrees of falling size, from the left; at least one."""
    root = subtrees[-1]
    for left in reversed(subtrees[:-1]):
        root = node_hash(left, root)
    return root


class Frontier:
    """A tree that only grows, kept as the hashes of its complete subtrees, largest first."""

    __slots__ = ("_nodes", "_size")

    def __init__(self, size: int = 0, nodes: Iterable[bytes] = ()) -> None:
        """The tree of `size` leaves whose complete subtrees have the hashes `nodes`, largest first."""
        self._size = size
        self._nodes = list(nodes)
        if size < 0 or len(self._nodes) != size.bit_count():
            raise TreeError(f"a tree of {size} leaves has not {len(self._nodes)} complete subtrees")
        for node in self._nodes:
            _check_hash(node)

    @classmethod
    def restored(cls, size: int, read: NodeReader) -> "Frontier":
        """The tree of `size` leaves, its subtrees read from storage."""
        return cls(size, [read(level, index) for level, index in complete_subtrees(0, size)])

    @property
    def size(self) -> int:
        """The number of leaves."""
        return self._size

    @property
    def nodes(self) -> tuple[bytes, ...]:
        """The hashes of the complete subtrees, largest first: all that must be kept to go on."""
        return tuple(self._nodes)

    def append(self, digest: bytes, level: int = 0) -> None:
        """Add one leaf hash, or a complete subtree of 2**level leaves.

        Raises: TreeError when the size is not a multiple of 2**level.
        """
        _check_hash(digest)
        if self._size & ((1 << level) - 1):
            raise TreeError(f"a subtree of 2**{level} leaves cannot follow {self._size} leaves")
        grown = self._size + (1 << level)
        while self._size >> level & 1:
            digest = node_hash(self._nodes.pop(), digest)
            level += 1
        self._nodes.append(digest)
        self._size = grown

    def extend(self, hashes: Iterable[bytes]) -> None:
        """Add leaf hashes in order, as many at a time as make a complete subtree."""
        row, place = list(hashes), 0
        for digest in row:
            _check_hash(digest)
        while place < len(row):
            # The largest subtree that may stand here: aligned to the size, and not beyond the row.
            room = len(row) - place
            level = min(_zeros(self._size), room.bit_length() - 1)
            self.append(root_of(row[place : place + (1 << level)]), level)
            place += 1 << level

    def root(self) -> bytes:
        """The root of the tree as it stands; EMPTY_ROOT for size 0."""
        return fold(self._nodes) if self._nodes else EMPTY_ROOT

    def copy(self) -> "Frontier":
        """A second tree that grows on its own."""
        return Frontier(self._size, self._nodes)


def _zeros(number: int) -> int:
    """How many times two divides the number; for 0, more than any level."""
    return (number & -number).bit_length() - 1 if number else 64


def _check_hash(digest: bytes) -> None:
    if len(digest) != HASH_SIZE:
        raise TreeError(f"a hash has {HASH_SIZE} bytes, not {len(digest)}")
