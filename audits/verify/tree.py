"""From the bytes of the entries to the root of every tree head, in constant memory."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from audits.bundle import Bundle, split_entries
from audits.canonical import CanonicalError
from audits.envelope import EnvelopeError
from audits.gist import Gist, gist_of
from audits.merkle.hashing import EMPTY_ROOT, leaf_hashes
from audits.merkle.tiles import TILE_HEIGHT, TILE_WIDTH, Tile, TileBuilder, split_hashes, tile_width
from audits.merkle.tree import Frontier, root_of
from audits.verify.failure import ContradictionError, InsufficientError


class SeenEntry(NamedTuple):
    """One entry whose bytes are in the bundle: where it stands, its leaf hash, its bytes and their gist."""

    index: int  # type: ignore[assignment]  # not the method of a tuple
    place: str
    offset: int
    leaf: bytes
    body: bytes
    gist: Gist


@dataclass(frozen=True, slots=True)
class Head:
    """A root that a checkpoint states, and which checkpoint that is."""

    place: str
    root: bytes


@dataclass(frozen=True, slots=True)
class _Group:
    """Up to 256 entries: their leaf hashes, or for a hidden group perhaps only the hash over all."""

    entries: Sequence[SeenEntry]
    hashes: Sequence[bytes]
    subtree: bytes | None = None


def walk(bundle: Bundle, size: int, heads: Mapping[int, Sequence[Head]]) -> Iterator[Sequence[SeenEntry]]:
    """Every entry that the bundle shows, in order, up to 256 at a time; the tree is right when it ends.

    Takes: for each size, the heads that state a root of it; no size above `size`.
    Raises: ContradictionError at the first byte, hash or root that does not fit.
    """
    _check_places(bundle, size)
    for head in heads.get(0, ()):
        _check_root(head, EMPTY_ROOT, "root of no entries is not that of the empty tree", 0)
    tree, builder, proven = Frontier(), TileBuilder(), 0
    for n in range(-(-size // TILE_WIDTH)):
        width = tile_width(0, n, size)
        group = _group(bundle, n, size)
        proven = _grow(tree, group, width, heads, proven)
        if width == TILE_WIDTH:
            subtree = group.subtree or root_of(group.hashes)
            for tile, hashes in builder.append_at(1, subtree):
                _check_tile(bundle, tile, hashes)
        if group.entries:
            yield group.entries
    for tile, hashes in builder.partial_tiles():
        _check_tile(bundle, tile, hashes)


def _grow(tree: Frontier, group: _Group, width: int, heads: Mapping[int, Sequence[Head]], proven: int) -> int:
    """Append a group and check each head on the way; gives the last size whose root is proven."""
    start = tree.size
    wanted = [size for size in range(start + 1, start + width + 1) if size in heads]
    whole = width == TILE_WIDTH and wanted in ([], [start + width])
    if whole:
        # The usual case: whole groups are hashed row by row, which is twice as fast.
        tree.append(group.subtree or root_of(group.hashes), TILE_HEIGHT)
    elif group.subtree is not None:
        place = heads[wanted[0]][0].place
        raise InsufficientError("no hashes to recompute its root from", place=place, index=wanted[0] - 1)
    for size in wanted:
        if not whole:
            tree.extend(group.hashes[tree.size - start : size - start])
        proven = _check_heads(heads[size], size, proven, tree.root())
    if not whole:
        tree.extend(group.hashes[tree.size - start :])
    return proven


def _check_heads(heads: Sequence[Head], size: int, proven: int, root: bytes) -> int:
    """Compare heads of one size, at least one entry; gives the size, which is proven now."""
    first, *others = heads
    changed = f"root of {size} entries; the change is in entries {proven} to {size - 1}"
    _check_root(first, root, changed, proven)
    for head in others:
        _check_root(head, root, f"root of {size} entries differs from that of another checkpoint", size - 1)
    return size


def _check_root(head: Head, root: bytes, problem: str, index: int) -> None:
    if head.root != root:
        raise ContradictionError(
            problem, place=head.place, index=index, expected=head.root.hex(), actual=root.hex()
        )


def _group(bundle: Bundle, n: int, size: int) -> _Group:
    width = tile_width(0, n, size)
    tile = Tile(None, n, width)
    below = Tile(0, n, width)
    stored = _stored(bundle, below)
    if tile in bundle.tiles:
        entries = _entries(bundle, tile)
        hashes = [entry.leaf for entry in entries]
        if stored is not None:
            _compare(below, stored, hashes)
        return _Group(entries, hashes)
    if stored is not None:
        return _Group((), stored)
    row, place = divmod(n, TILE_WIDTH)
    above = _stored(bundle, Tile(1, row, tile_width(1, row, size)))
    if width == TILE_WIDTH and above is not None:
        return _Group((), (), above[place])
    raise ContradictionError(
        "the checkpoint counts entries that are not here, not even as hashes",
        place=tile.path,
        index=n * TILE_WIDTH,
    )


def _entries(bundle: Bundle, tile: Tile) -> list[SeenEntry]:
    place = tile.path
    content = bundle.read(place)
    bodies = split_entries(content)[: tile.width]
    leaves = leaf_hashes(body for _, body in bodies)
    found: list[SeenEntry] = []
    start, end = tile.n * TILE_WIDTH, 0
    for index, (offset, body), leaf in zip(range(start, start + len(bodies)), bodies, leaves, strict=True):
        try:
            gist = gist_of(body)
        except (CanonicalError, EnvelopeError) as error:
            raise ContradictionError(
                str(error),
                place=place,
                index=index,
                offset=offset,
                expected="the canonical bytes of an envelope",
                actual=f"{len(body)} bytes, SHA-256 {sha256(body).hexdigest()}",
            ) from error
        found.append(SeenEntry._make((index, place, offset, leaf, body, gist)))
        end = offset + len(body)
    if len(found) != tile.width or end != len(content):
        raise ContradictionError(
            f"is not {tile.width} whole entries",
            place=place,
            index=start + len(found),
            offset=end,
            expected=f"{tile.width} entries, {end} bytes",
            actual=f"{len(found)} entries, {len(content)} bytes",
        )
    return found


def _stored(bundle: Bundle, tile: Tile) -> tuple[bytes, ...] | None:
    if tile not in bundle.tiles:
        return None
    content = bundle.read(tile.path)
    if len(content) != tile.width * 32:
        raise ContradictionError(
            "tile has another length than its name says",
            place=tile.path,
            index=_first_leaf(tile, 0),
            expected=tile.width * 32,
            actual=len(content),
        )
    return split_hashes(content, tile.width)


def _check_tile(bundle: Bundle, tile: Tile, hashes: Sequence[bytes]) -> None:
    if (stored := _stored(bundle, tile)) is not None:
        _compare(tile, stored, hashes)


def _compare(tile: Tile, stored: Sequence[bytes], calculated: Sequence[bytes]) -> None:
    for number, (there, ours) in enumerate(zip(stored, calculated, strict=True)):
        if there != ours:
            raise ContradictionError(
                "hash in the tile is not that of the entries",
                place=tile.path,
                index=_first_leaf(tile, number),
                offset=number * 32,
                expected=there.hex(),
                actual=ours.hex(),
            )


def _check_places(bundle: Bundle, size: int) -> None:
    for tile in sorted(bundle.tiles, key=lambda tile: (-1 if tile.level is None else tile.level, tile.n)):
        width = tile_width(tile.level or 0, tile.n, size)
        if tile.width != width:
            raise ContradictionError(
                f"tile does not belong to a tree of {size} entries",
                place=tile.path,
                index=_first_leaf(tile, min(width, tile.width)),
                expected=f"width {width}",
                actual=f"width {tile.width}",
            )


def _first_leaf(tile: Tile, number: int) -> int:
    return (tile.n * TILE_WIDTH + number) << (TILE_HEIGHT * (tile.level or 0))
