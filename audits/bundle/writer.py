"""Writing a bundle. The same parts give the same bytes, on any day and machine."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, TypeVar
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from audits.bundle.layout import (
    APP,
    ASKED,
    CHECKPOINT,
    MAX_LINE,
    POLICY,
    README,
    README_TEXT,
    BundleError,
    entry_tile,
    join_entries,
    member_limit,
    pack_line,
    pack_path,
)
from audits.merkle.tiles import TILE_WIDTH, Tile

_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644 << 16
_UNIX = 3
_IN_MEMORY, _PIECE = 8 * 1024 * 1024, 256 * 1024
_Part = TypeVar("_Part")


def write_bundle(out: BinaryIO, **parts: Any) -> None:
    """Write one bundle to `out`, which can be sought in. Takes and raises: as `write_members`."""
    for _ in write_members(out, **parts):
        pass


def stream_bundle(**parts: Any) -> Iterator[bytes]:
    """The bytes that `write_bundle` writes, member by member, for who is sent them while they are made."""
    window = _Window()
    for _ in write_members(window, **parts):  # type: ignore[arg-type]  # all of a file that zipfile asks for
        yield from window.drained()
    yield from window.drained()


def write_members(
    out: BinaryIO,
    *,
    checkpoint: bytes,
    policy: bytes,
    readme: str = README_TEXT,
    app: bytes,
    asked: bytes | None = None,
    checkpoints: Iterable[tuple[int, bytes]] = (),
    anchors: Iterable[tuple[int, str, bytes]] = (),
    entries: Iterable[tuple[int, Sequence[bytes]]] = (),
    tiles: Iterable[tuple[Tile, Sequence[bytes]]] = (),
    payloads: Iterable[tuple[int, bytes]] = (),
    private: Iterable[tuple[int, bytes]] = (),
) -> Iterator[str]:
    """Write one bundle to `out`, member by member; gives the name of each as soon as it is whole.

    Takes: `asked` as `Asked.encode` gives it; notes as bytes, `checkpoints` as (size, note); `anchors` as
    (size, name, content), each with its checkpoint among `checkpoints`; `entries` as (n, bodies of entry
    tile n); `tiles` as (place, hashes), every tile of hashes of the checkpoint's tree (`tiles_of`), where
    tiles of level 0 may be left out if entries stand there; payloads and private values by entry index.
    Each rises strictly in size, n, place or index.
    Raises: BundleError for parts out of order or too large.
    """
    fixed = {README: readme.encode(), POLICY: policy, APP: app, ASKED: asked, CHECKPOINT: checkpoint}
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for name, content in fixed.items():
            if content is not None:
                yield _add(archive, name, content)
        for size, note in _rising(checkpoints, "checkpoints"):
            yield _add(archive, f"checkpoints/{size}", note)
        for size, name, content in anchors:
            yield _add(archive, f"anchors/{size}/{name}", content)
        for n, bodies in _rising(entries, "entries"):
            yield _add(archive, entry_tile(n, len(bodies)).path, join_entries(bodies))
        last: tuple[int, int] = (-1, -1)
        for tile, hashes in tiles:
            if tile.level is None or (tile.level, tile.n) <= last or len(hashes) != tile.width:
                raise BundleError(f"{tile.path} is out of order or not of its width")
            last = (tile.level, tile.n)
            yield _add(archive, tile.path, b"".join(hashes))
        yield from _add_packs(archive, "payloads", payloads)
        yield from _add_packs(archive, "private", private)


class _Window:
    """A file that is kept only from the last drain on: enough for a member whose size is known at its end."""

    def __init__(self) -> None:
        self._start = 0
        self._kept = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - ends with this object

    def write(self, content: bytes) -> int:
        return self._kept.write(content)

    def tell(self) -> int:
        return self._start + self._kept.tell()

    def seek(self, place: int, whence: int = 0) -> int:
        self._kept.seek(place - self._start if whence == 0 else place, whence)
        return self.tell()

    def seekable(self) -> bool:
        return True

    def flush(self) -> None:
        """Nothing waits elsewhere."""

    def drained(self) -> Iterator[bytes]:
        """All that was written since the last time."""
        self._start += self._kept.seek(0, 2)
        self._kept.seek(0)
        while piece := self._kept.read(_PIECE):
            yield piece
        self._kept.seek(0)
        self._kept.truncate()


def _add_packs(archive: ZipFile, folder: str, parts: Iterable[tuple[int, bytes]]) -> Iterator[str]:
    """One member for each 256 entries, line by line: a member each would fill the reader's memory."""
    for n, lines in groupby(_rising(parts, folder), lambda part: part[0] // TILE_WIDTH):
        path = pack_path(folder, n)
        with archive.open(_member(path), "w") as pack:
            for index, content in lines:
                line = pack_line(index, content)
                if len(line) > MAX_LINE or b"\n" in content:
                    raise BundleError(f"{path} cannot hold {len(content)} bytes of entry {index}")
                pack.write(line)
        yield path


def _rising(parts: Iterable[tuple[int, _Part]], what: str) -> Iterable[tuple[int, _Part]]:
    last = -1
    for number, content in parts:
        if number <= last:
            raise BundleError(f"{what}: {number} after {last}")
        last = number
        yield number, content


def _add(archive: ZipFile, path: str, content: bytes) -> str:
    if len(content) > member_limit(path):
        raise BundleError(f"{path} has {len(content)} bytes, more than {member_limit(path)}")
    archive.writestr(_member(path), content)
    return path


def _member(path: str) -> ZipInfo:
    # Stored, not deflated: compressed bytes differ between versions of zlib.
    member = ZipInfo(path, _EPOCH)
    member.create_system = _UNIX
    member.external_attr = _MODE
    return member
