"""How leaves and nodes of the log's Merkle tree are hashed. Nothing else lives here.

Source: RFC 9162, section 2.1.1 (the same tree as RFC 6962, section 2.1).
"""

from hashlib import sha256

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(body: bytes) -> bytes:
    """The 32-byte hash of one entry's exact bytes."""
    return sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The 32-byte hash of a node over its two children.

    Takes: two 32-byte hashes; the prefix keeps a node from ever passing for a leaf.
    """
    return sha256(b"\x01" + left + right).digest()
