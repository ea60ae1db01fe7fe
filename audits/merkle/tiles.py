"""Tiles: the tree cut into rows of up to 256 hashes, their names, and how they grow.

Source: C2SP tlog-tiles. A level here is the level of the tile: its hashes cover 256**level leaves each.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from struct import Struct

from audits.merkle.hashing import EMPTY_ROOT, HASH_SIZE
from audits.merkle.tree import NodeReader, TreeError, root_of

TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT

# (level, n, width) -> width hashes, one after the other
TileReader = Callable[[int, int, int], bytes]

_NAME = re.compile(
    r"tile/(?P<level>entries|0|[1-5][0-9]?|6[0-3]?|[7-9])/"
    r"(?P<n>(?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Tile:
    """A place in the tree: `level` None is a tile of entries; width 256 is a full tile."""

    level: int | None
    n: int
    width: int = TILE_WIDTH

    @property
    def path(self) -> str:
        """The name of the tile, as in `tile/0/x001/234` or `tile/entries/007.p/12`."""
        level = "entries" if self.level is None else str(self.level)
        digits = str(self.n)
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
        name = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
        part = "" if self.width == TILE_WIDTH else f".p/{self.width}"
        return f"tile/{level}/{name}{part}"


def parse_tile_path(path: str) -> Tile | None:
    """The tile with this name, or None when the text is not the one proper name of a tile."""
    match = _NAME.fullmatch(path)
    if match is None:
        return None
    level, n, width = match["level"], match["n"], match["width"]
    tile = Tile(
        None if level == "entries" else int(level),
        int(n.replace("x", "").replace("/", "")),
        TILE_WIDTH if width is None else int(width),
    )
    return tile if tile.path == path else None


def tile_width(level: int, n: int, size: int) -> int:
    """How many hashes tile `n` of `level` has in a tree of `size` leaves, 0..256."""
    return max(0, min(TILE_WIDTH, (size >> (TILE_HEIGHT * level)) - n * TILE_WIDTH))


def tiles_of(size: int) -> Iterator[Tile]:
    """Every tile of hashes that a tree of `size` leaves has, level by level, from the left."""
    level = 0
    while size >> (TILE_HEIGHT * level):
        count = -(-(size >> (TILE_HEIGHT * level)) // TILE_WIDTH)
        for n in range(count):
            yield Tile(level, n, tile_width(level, n, size))
        level += 1


def node_reader(read_tile: TileReader, size: int) -> NodeReader:
    """A reader of subtree hashes out of the tiles of a tree of `size` leaves.

    Raises: TreeError, when called, for a tile of another length than its width asks for.
    """

    @lru_cache(maxsize=64)
    def row(level: int, n: int) -> tuple[bytes, ...]:
        width = tile_width(level, n, size)
        return split_hashes(read_tile(level, n, width), width)

    def read(level: int, index: int) -> bytes:
        tile_level, height = divmod(level, TILE_HEIGHT)
        n, start = divmod(index << height, TILE_WIDTH)
        hashes = row(tile_level, n)[start : start + (1 << height)]
        if len(hashes) != 1 << height:
            raise TreeError(f"no complete subtree at level {level}, index {index}, size {size}")
        return root_of(hashes)

    return read


def split_hashes(content: bytes, width: int) -> tuple[bytes, ...]:
    """The `width` hashes of a tile's bytes; TreeError when there are more or fewer."""
    if len(content) != width * HASH_SIZE:
        raise TreeError(f"a tile of width {width} has {width * HASH_SIZE} bytes, not {len(content)}")
    return _hashes(width)(content)


@lru_cache(maxsize=TILE_WIDTH)
def _hashes(width: int) -> Callable[[bytes], tuple[bytes, ...]]:
    """What cuts the bytes of a tile of this width into its hashes."""
    return Struct(f"{HASH_SIZE}s" * width).unpack


class TileBuilder:
    """The open (rightmost, partial) rows of a growing tree: at most 255 hashes a level."""

    __slots__ = ("_rows",)

    def __init__(self, rows: Iterable[Iterable[bytes]] = ()) -> None:
        """Takes: the hashes of the partial tile of each level, from level 0; empty where none is open."""
        self._rows = [list(row) for row in rows]
        for level, row in enumerate(self._rows):
            if len(row) >= TILE_WIDTH or any(len(digest) != HASH_SIZE for digest in row):
                raise TreeError(f"level {level} is not an open row of at most 255 hashes of 32 bytes")

    @property
    def rows(self) -> tuple[tuple[bytes, ...], ...]:
        """The open rows from level 0: what is stored as partial tiles and restores this object."""
        return tuple(tuple(row) for row in self._rows)

    @property
    def size(self) -> int:
        """The number of leaves."""
        return sum(len(row) << (TILE_HEIGHT * level) for level, row in enumerate(self._rows))

    def append(self, leaf: bytes) -> list[tuple[Tile, tuple[bytes, ...]]]:
        """Add one leaf hash; gives the tiles that became full by it, from level 0."""
        return self.append_at(0, leaf)

    def append_at(self, level: int, digest: bytes) -> list[tuple[Tile, tuple[bytes, ...]]]:
        """Add a complete subtree of 256**level leaves; the rows below must be empty."""
        if len(digest) != HASH_SIZE or any(self._rows[:level]):
            raise TreeError(f"no subtree of level {level} can follow {self.size} leaves")
        full: list[tuple[Tile, tuple[bytes, ...]]] = []
        while True:
            while len(self._rows) <= level:
                self._rows.append([])
            row = self._rows[level]
            row.append(digest)
            if len(row) < TILE_WIDTH:
                return full
            full.append((Tile(level, self._place(level)), tuple(row)))
            digest = root_of(row)
            row.clear()
            level += 1

    def partial_tiles(self) -> list[tuple[Tile, tuple[bytes, ...]]]:
        """The partial tiles of the tree as it stands, from level 0."""
        return [
            (Tile(level, self._place(level), len(row)), tuple(row))
            for level, row in enumerate(self._rows)
            if row
        ]

    def root(self) -> bytes:
        """The root of the tree as it stands; EMPTY_ROOT for size 0."""
        below: list[bytes] = []
        for row in self._rows:
            if row or below:
                below = [root_of([*row, *below])]
        return below[0] if below else EMPTY_ROOT

    def _place(self, level: int) -> int:
        """The number n of the open tile of `level`: how many full tiles stand left of it."""
        above = self._rows[level + 1 :]
        return sum(len(row) << (TILE_HEIGHT * i) for i, row in enumerate(above))
