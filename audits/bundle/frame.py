"""Whether a zip is nothing but its members, one after the other, and one list of them.

A zip may hold bytes before, between and behind its members, members that overlap, and two lists that
disagree; programs then see different files in it. A bundle has one reading alone.
"""

import struct
from collections.abc import Sequence
from typing import BinaryIO
from zipfile import ZipInfo

from audits.bundle.layout import BundleError

_LOCAL = struct.Struct("<4s5H3I2H")
_LOCAL_MAGIC = b"PK\x03\x04"
_DESCRIPTOR = 0x8
# Programs that cannot go back write a member's sizes behind it: with or without a mark, in 32 or 64 bits.
_DESCRIPTOR_SIZES = (12, 16, 20, 24)


def check_frame(file: BinaryIO, members: Sequence[ZipInfo], *, listed: int, directory: int) -> None:
    """Returns only when the members fill the file up to the list of members, and the list has them all.

    Takes: the number of members that the end of the zip states; the place where their list begins.
    Raises: BundleError naming the member.
    """
    if len(members) != listed:
        raise BundleError(f"lists {len(members)} members and states {listed}")
    place = 0
    gaps: tuple[int, ...] = (0,)
    for member in sorted(members, key=lambda member: member.header_offset):
        _check_gap(member.header_offset - place, gaps, member.filename)
        place, gaps = _end_of(file, member)
    _check_gap(directory - place, gaps, "the list of members")


def _check_gap(size: int, allowed: Sequence[int], what: str) -> None:
    if size not in allowed:
        owner = "are of two members" if size < 0 else "belong to no member"
        raise BundleError(f"{abs(size)} bytes before {what} {owner}")


def _end_of(file: BinaryIO, member: ZipInfo) -> tuple[int, tuple[int, ...]]:
    """Where the member ends, and how many bytes may stand behind it."""
    file.seek(member.header_offset)
    header = file.read(_LOCAL.size)
    if len(header) < _LOCAL.size:
        raise BundleError(f"{member.filename} is cut off")
    magic, _, flags, way, _, _, _, _, _, name_size, extra_size = _LOCAL.unpack(header)
    here = (magic, file.read(name_size), flags, way)
    # Every name that has a place in a bundle is ASCII.
    if here != (_LOCAL_MAGIC, member.filename.encode(), member.flag_bits, member.compress_type):
        raise BundleError(f"{member.filename} is another member where it stands than in the list")
    end = member.header_offset + _LOCAL.size + name_size + extra_size + member.compress_size
    return end, _DESCRIPTOR_SIZES if flags & _DESCRIPTOR else (0,)
