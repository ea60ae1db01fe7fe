"""Zips made by hand, for bundles that no honest program writes."""

import io
import struct
import zipfile
import zlib

from tests.audits.made_log import MadeLog, pack

LOG = MadeLog(300)
PARTS = LOG.parts(payloads=[7], private=[7])
ZIP = pack(PARTS)
NOTE = PARTS["checkpoint"]
MEGABYTE = 1 << 20


def member_at(content: bytes, name: str) -> int:
    """Where the local header of a member stands."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.getinfo(name).header_offset


def listed_at(content: bytes, name: str) -> int:
    """Where the list of members speaks of this one."""
    end = content.rindex(name.encode(), 0, content.rindex(b"PK\x05\x06"))
    return content.rindex(b"PK\x01\x02", 0, end)


def patched(content: bytes, place: int, new: bytes) -> bytes:
    return content[:place] + new + content[place + len(new) :]


def deflated(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in ({"checkpoint": NOTE} | members).items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def bomb(size: int) -> bytes:
    """A tile of `size` zeros."""
    return deflated(tile__entries__000=bytes(size))


def lying_bomb(size: int) -> bytes:
    """A member that says it has 1,000 bytes and unpacks to `size`: both lists of the zip lie alike."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = packed.compress(bytes(size)) + packed.flush()
    name = b"tile/entries/000"
    sizes = struct.pack("<3I", zlib.crc32(bytes(1000)), len(content), 1000)
    local = b"PK\x03\x04" + struct.pack("<5H", 20, 0, 8, 0, 33) + sizes + struct.pack("<2H", len(name), 0)
    whole = pack({"checkpoint": LOG.note(256)})
    first = whole[: listed_at(whole, "checkpoint")]
    listing = whole[len(first) : whole.rindex(b"PK\x05\x06")]
    listing += b"PK\x01\x02" + struct.pack("<6H", 20, 20, 0, 8, 0, 33) + sizes
    listing += struct.pack("<5H2I", len(name), 0, 0, 0, 0, 0, len(first)) + name
    body = first + local + name + content
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 2, 2, len(listing), len(body), 0)
    return body + listing + end


def many(count: int) -> bytes:
    """Very many small members, each of which has a place in a bundle."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("checkpoint", NOTE)
        for number in range(count):
            archive.writestr(f"checkpoints/{number}", b"")
    return out.getvalue()


def overlapping() -> bytes:
    """Two members of the list that are the same bytes of the file."""
    first, second = member_at(ZIP, "tile/0/000"), listed_at(ZIP, "tile/0/001.p/44")
    return patched(ZIP, second + 42, struct.pack("<I", first))


def end64(count: int, size: int, offset: int) -> bytes:
    """The zip with the end of a larger kind of zip, which states what it likes."""
    end = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, offset)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, len(ZIP) - 22, 1)
    return ZIP[:-22] + end + locator + ZIP[-22:-14] + b"\xff" * 12 + b"\0\0"


def symlink(name: str, target: bytes) -> bytes:
    out = io.BytesIO(ZIP)
    with zipfile.ZipFile(out, "a") as archive:
        link = zipfile.ZipInfo(name)
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, target)
    return out.getvalue()


def without_member(name: str) -> bytes:
    return pack({other: content for other, content in PARTS.items() if other != name})


FIRST = member_at(ZIP, "tile/0/000")
LIST = listed_at(ZIP, next(iter(PARTS)))
END = len(ZIP) - 22
