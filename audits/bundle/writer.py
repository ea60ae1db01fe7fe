"""Writing a bundle. The same parts give the same bytes, on any day and machine."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import BinaryIO, TypeVar
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
_Part = TypeVar("_Part")


def write_bundle(
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
) -> None:
    """Write one bundle to `out`, member by member.

    Takes: `asked` as `Asked.encode` gives it; notes as bytes, `checkpoints` as (size, note); `anchors` as
    (size, name, content), each with its checkpoint among `checkpoints`; `entries` as (n, bodies of entry tile n);
    `tiles` as (place, hashes), every tile of hashes of the checkpoint's tree (`tiles_of`), where tiles of
    level 0 may be left out if entries stand there; payloads and private values by entry index. Each
    rises strictly in size, n, place or index.
    Raises: BundleError for parts out of order or too large.
    """
    with ZipFile(out, "w", ZIP_STORED) as archive:
        _add(archive, README, readme.encode())
        _add(archive, POLICY, policy)
        _add(archive, APP, app)
        if asked is not None:
            _add(archive, ASKED, asked)
        _add(archive, CHECKPOINT, checkpoint)
        for size, note in _rising(checkpoints, "checkpoints"):
            _add(archive, f"checkpoints/{size}", note)
        for size, name, content in anchors:
            _add(archive, f"anchors/{size}/{name}", content)
        for n, bodies in _rising(entries, "entries"):
            _add(archive, entry_tile(n, len(bodies)).path, join_entries(bodies))
        last: tuple[int, int] = (-1, -1)
        for tile, hashes in tiles:
            if tile.level is None or (tile.level, tile.n) <= last or len(hashes) != tile.width:
                raise BundleError(f"{tile.path} is out of order or not of its width")
            last = (tile.level, tile.n)
            _add(archive, tile.path, b"".join(hashes))
        _add_packs(archive, "payloads", payloads)
        _add_packs(archive, "private", private)


def _add_packs(archive: ZipFile, folder: str, parts: Iterable[tuple[int, bytes]]) -> None:
    """One member for each 256 entries, line by line: a member each would fill the reader's memory."""
    for n, lines in groupby(_rising(parts, folder), lambda part: part[0] // TILE_WIDTH):
        path = pack_path(folder, n)
        with archive.open(_member(path), "w") as pack:
            for index, content in lines:
                line = pack_line(index, content)
                if len(line) > MAX_LINE or b"\n" in content:
                    raise BundleError(f"{path} cannot hold {len(content)} bytes of entry {index}")
                pack.write(line)


def _rising(parts: Iterable[tuple[int, _Part]], what: str) -> Iterable[tuple[int, _Part]]:
    last = -1
    for number, content in parts:
        if number <= last:
            raise BundleError(f"{what}: {number} after {last}")
        last = number
        yield number, content


def _add(archive: ZipFile, path: str, content: bytes) -> None:
    if len(content) > member_limit(path):
        raise BundleError(f"{path} has {len(content)} bytes, more than {member_limit(path)}")
    archive.writestr(_member(path), content)


def _member(path: str) -> ZipInfo:
    # Stored, not deflated: compressed bytes differ between versions of zlib.
    member = ZipInfo(path, _EPOCH)
    member.create_system = _UNIX
    member.external_attr = _MODE
    return member
