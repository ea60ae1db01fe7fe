"""Tiles, entries and head as files in a folder on another disk or host: a tlog-tiles log that anybody serves.

A full tile is written once and never again; the head comes last and at one moment, so that a reader never
sees a head whose tiles are not there. What was cut off goes on where it was.
"""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from audits import log, storage
from audits.anchors.outside import AnchorError, ContradictionError
from audits.bundle.layout import CHECKPOINT
from audits.checkpoint import MAX_NOTE, Checkpoint, NoteError, parse_checkpoint, parse_note
from audits.merkle.tiles import TILE_WIDTH, Tile, tile_width, tiles_of
from audits.whole_file import replace_file

# One turn takes at most so long; what is left is the next turn's.
TURN_SECONDS = 40


def copied(folder: Path, note: bytes, *, held: int | None, seconds: float = TURN_SECONDS) -> bool:
    """Whether the folder now holds the log as this note states it; False where the time was too short.

    Takes: `held`, the size of the tree that an earlier turn left there, None before the first.
    Raises: AnchorError, also where the folder holds another history.
    """
    end = time.monotonic() + seconds
    head = parse_checkpoint(parse_note(note).text)
    try:
        begin = _present(folder, head, held)
        full = []
        for tile in _missing(folder, begin, head.size):
            if time.monotonic() > end:
                return False
            replace_file(folder / tile.path, log.tile_content(tile))
            full += [tile] if tile.width == TILE_WIDTH else []
        replace_file(folder / CHECKPOINT, note)
    except OSError as error:
        raise AnchorError(f"{type(error).__name__}: {error.strerror}") from error
    for tile in full:
        # Smaller pieces of what is whole now. A place that lets nothing be deleted keeps them.
        shutil.rmtree(folder / f"{tile.path}.p", ignore_errors=True)
    return True


def _present(folder: Path, head: Checkpoint, held: int | None) -> int:
    """The size of the tree that lies there, which is a beginning of ours; 0 in an empty folder."""
    if not folder.is_dir():
        raise AnchorError("there is no such folder: is the disk mounted?")
    path = folder / CHECKPOINT
    if not path.exists():
        if held:
            raise AnchorError(f"the folder has lost the head of {held} entries: is the disk mounted?")
        return 0
    try:
        with path.open("rb") as file:
            there = parse_checkpoint(parse_note(file.read(MAX_NOTE)).text)
    except NoteError as error:
        raise AnchorError(f"the head in the folder cannot be read: {error}") from error
    if there.origin != head.origin or there.size > head.size:
        raise ContradictionError(
            f"the folder holds {there.size} entries of {there.origin}, more than there are, or another log"
        )
    if storage.open_tree(there.size).root() != there.root:
        raise ContradictionError(f"the folder holds another history of the first {there.size} entries")
    return there.size


def _missing(folder: Path, begin: int, size: int) -> Iterator[Tile]:
    """Tiles of a tree of `size` that a tree of `begin` did not have, and that no cut-off turn has left."""
    for tile in _tiles(size):
        had = tile_width(tile.level or 0, tile.n, begin) == tile.width
        if not had and not (folder / tile.path).exists():
            yield tile


def _tiles(size: int) -> Iterator[Tile]:
    for n in range(-(-size // TILE_WIDTH)):
        yield Tile(None, n, tile_width(0, n, size))
    yield from tiles_of(size)
