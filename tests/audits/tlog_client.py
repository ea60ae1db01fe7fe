"""A little client of C2SP tlog-tiles, written from the specification and using nothing of the service.

It is given a function from a path below the log's prefix to bytes: a web server, or a folder.
"""

import base64
import hashlib
from collections.abc import Callable

Get = Callable[[str], bytes]


def tile_path(kind: str, n: int, width: int) -> str:
    parts = [f"{n % 1000:03}"]
    while n >= 1000:
        n //= 1000
        parts.insert(0, f"x{n % 1000:03}")
    return f"tile/{kind}/{'/'.join(parts)}" + ("" if width == 256 else f".p/{width}")


def head(note: bytes) -> tuple[str, int, bytes]:
    """Origin, size and root of a checkpoint."""
    origin, size, root = note.decode().split("\n")[:3]
    return origin, int(size), base64.b64decode(root)


def root_of(hashes: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, word for word."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return hashlib.sha256(b"\x01" + root_of(hashes[:k]) + root_of(hashes[k:])).digest()


def entries(get: Get, size: int) -> list[bytes]:
    """Every entry, from the bundles of entries."""
    found: list[bytes] = []
    for n in range((size + 255) // 256):
        content, place = get(tile_path("entries", n, min(256, size - n * 256))), 0
        while place < len(content):
            length = int.from_bytes(content[place : place + 2], "big")
            found.append(content[place + 2 : place + 2 + length])
            place += 2 + length
    return found


def level(get: Get, number: int, size: int) -> list[bytes]:
    """Every hash of one level of tiles."""
    count = size >> (8 * number)
    content = b"".join(
        get(tile_path(str(number), n, min(256, count - n * 256))) for n in range((count + 255) // 256)
    )
    assert len(content) == 32 * count
    return [content[i : i + 32] for i in range(0, len(content), 32)]


def recomputed(get: Get) -> tuple[int, bytes]:
    """Size and root that the checkpoint states, after both entries and tiles have given the same root."""
    _, size, root = head(get("checkpoint"))
    leaves = [hashlib.sha256(b"\x00" + entry).digest() for entry in entries(get, size)]
    assert len(leaves) == size
    assert root_of(leaves) == root
    rows, number = leaves, 0
    while rows:
        assert level(get, number, size) == rows
        rows = [root_of(rows[i : i + 256]) for i in range(0, len(rows) - len(rows) % 256, 256)]
        number += 1
    return size, root
