"""Reading a bundle made by anybody: names, sizes and places are checked before a byte is unpacked."""

import stat
import struct
import zlib
from collections.abc import Iterator
from io import BufferedReader, RawIOBase
from typing import BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from audits.bundle.frame import check_frame
from audits.bundle.layout import (
    CHECKPOINT,
    MAX_DIRECTORY,
    MAX_LINE,
    MAX_MEMBERS,
    MAX_RATIO,
    MAX_TOTAL,
    RATIO_FROM,
    BundleError,
    anchored,
    member_limit,
    numbered,
)
from audits.merkle.tiles import Tile, parse_tile_path

_END = b"PK\x05\x06"
_END_SIZE = 22
_LOCATOR = b"PK\x06\x07"
_LOCATOR_SIZE = 20
_END64_SIZE = 56
_BUFFER = 256 * 1024
# What zipfile raises on hostile input besides its own error.
_ZIP_ERRORS = (BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError)


class Bundle:
    """An open bundle whose table of contents has been checked; members are read one at a time."""

    def __init__(self, archive: ZipFile) -> None:
        """Raises: BundleError, see `open_bundle`."""
        self._archive = archive
        self.tiles: set[Tile] = set()
        self.numbers: dict[str, set[int]] = {"checkpoints": set(), "payloads": set(), "private": set()}
        self.anchors: set[tuple[int, str]] = set()
        names: set[str] = set()
        total = 0
        for member in archive.infolist():
            _check_member(member, names)
            names.add(member.filename)
            total += member.file_size
            if total > MAX_TOTAL:
                raise BundleError(f"members have more than {MAX_TOTAL} bytes in all")
            if (tile := parse_tile_path(member.filename)) is not None:
                self.tiles.add(tile)
            elif (place := numbered(member.filename)) is not None:
                self.numbers[place[0]].add(place[1])
            elif (anchor := anchored(member.filename)) is not None:
                self.anchors.add(anchor)
        if CHECKPOINT not in names:
            raise BundleError(f"has no {CHECKPOINT}")

    def __contains__(self, path: str) -> bool:
        """Whether there is such a member."""
        return path in self._archive.NameToInfo

    def read(self, path: str) -> bytes:
        """The bytes of one member. Raises: BundleError when it is absent, damaged or cut off."""
        try:
            # Never more than the list states: read whole, a member that lies unpacks without bound.
            size = self._archive.getinfo(path).file_size
            with self._archive.open(path) as member:
                return member.read(size)
        except KeyError as error:
            raise BundleError(f"has no {path}") from error
        except _ZIP_ERRORS as error:
            raise BundleError(f"{path} cannot be unpacked: {error}") from error

    def lines(self, path: str) -> Iterator[tuple[int, bytes]]:
        """(offset, line) of a pack, one in memory at a time; a line that is too long comes cut off.

        Raises: BundleError when the member is absent, damaged or cut off.
        """
        offset = 0
        try:
            with BufferedReader(cast(RawIOBase, self._archive.open(path)), _BUFFER) as pack:
                while line := pack.readline(MAX_LINE + 1):
                    yield offset, line
                    offset += len(line)
        except KeyError as error:
            raise BundleError(f"has no {path}") from error
        except _ZIP_ERRORS as error:
            raise BundleError(f"{path} cannot be unpacked: {error}") from error


def open_bundle(file: BinaryIO) -> Bundle:
    """The bundle in a seekable file, which must stay open while it is read.

    Raises: BundleError for a file that is no zip, is cut off or has anything after its end; for an
    unknown, doubled, encrypted or too large member; for more bytes or members than a bundle may have; for
    bytes that belong to no member or to two.
    """
    listed = _check_end(file)
    try:
        archive = ZipFile(file)
    except _ZIP_ERRORS as error:
        raise BundleError(f"is not a zip file: {error}") from error
    bundle = Bundle(archive)
    check_frame(file, archive.infolist(), listed=listed, directory=archive.start_dir)
    return bundle


def _check_member(member: ZipInfo, names: set[str]) -> None:
    path = member.filename
    # zipfile cuts a name at a NUL; the name as written must be the name that is used.
    if member.orig_filename != path or path in names:
        raise BundleError(f"member {path[:200]!r} is there twice or has a hidden name")
    if member.file_size > member_limit(path):
        raise BundleError(f"{path} has {member.file_size} bytes, more than {member_limit(path)}")
    if member.flag_bits & 1 or member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise BundleError(f"{path} is encrypted or packed in a way that bundles do not use")
    if stat.S_IFMT(member.external_attr >> 16) not in (0, stat.S_IFREG):
        raise BundleError(f"{path} is a link or a device, not a file")
    if member.file_size > max(RATIO_FROM, MAX_RATIO * member.compress_size):
        raise BundleError(f"{path} unpacks to more than {MAX_RATIO} times its size")


def _check_end(file: BinaryIO) -> int:
    """Bound the table of contents before zipfile reads it whole; gives the number of members it states."""
    length = file.seek(0, 2)
    tail_size = min(length, _END_SIZE + _LOCATOR_SIZE + _END64_SIZE)
    file.seek(length - tail_size)
    tail = file.read(tail_size)
    end = tail[-_END_SIZE:]
    if len(end) < _END_SIZE or not end.startswith(_END) or end[20:] != b"\x00\x00":
        raise BundleError("is not a zip file that ends where it should (cut off, or something follows)")
    count, size = struct.unpack_from("<HI", end, 10)
    if tail[-_END_SIZE - _LOCATOR_SIZE :].startswith(_LOCATOR) and len(tail) == (
        _END_SIZE + _LOCATOR_SIZE + _END64_SIZE
    ):
        count, size = struct.unpack_from("<QQ", tail, 32)
    if count > MAX_MEMBERS or size > MAX_DIRECTORY:
        raise BundleError(f"lists more than {MAX_MEMBERS} members")
    return int(count)
