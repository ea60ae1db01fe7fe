"""How leaves and nodes of the log's Merkle tree are hashed. Nothing else lives here.

Source: RFC 9162, section 2.1.1 (the same tree as RFC 6962, section 2.1).
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from hashlib import sha256
from struct import Struct

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(body: bytes) -> bytes:
    """The 32-byte hash of one entry's exact bytes."""
    return sha256(b"\x00" + body).digest()


def leaf_hashes(bodies: Iterable[bytes]) -> list[bytes]:
    """The same of many entries, without the cost of a call for each."""
    return [sha256(b"\x00" + body).digest() for body in bodies]


def node_hash(left: bytes, right: bytes) -> bytes:
    """The 32-byte hash of a node over its two children.

    Takes: two 32-byte hashes; the prefix keeps a node from ever passing for a leaf.
    """
    return sha256(b"\x01" + left + right).digest()


def node_hashes(row: Sequence[bytes]) -> list[bytes]:
    """The nodes over a row's pairs, from the left; a last one without a partner is left out.

    Takes: 32-byte hashes. Raises: struct.error where their bytes are more or fewer.
    """
    count = len(row) // 2
    # One string cut anew: putting each two together by itself takes as long as a third of the hashing.
    pairs = _cut(count)(b"".join(row[: 2 * count]))
    return [node.digest() for node in map(sha256, map(b"\x01".__add__, pairs))]


@lru_cache(maxsize=256)
def _cut(count: int) -> Callable[[bytes], tuple[bytes, ...]]:
    """What cuts so many pairs of hashes out of their bytes."""
    return Struct(f"{2 * HASH_SIZE}s" * count).unpack
