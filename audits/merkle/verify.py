"""Checking proofs. Nothing is trusted but the arguments; every refusal says why.

Source: RFC 9162, sections 2.1.3.2 (inclusion) and 2.1.4.2 (consistency).
"""

from collections.abc import Sequence

from audits.merkle.hashing import HASH_SIZE, node_hash


class ProofError(ValueError):
    """A proof does not show what it should show."""


class MalformedProofError(ProofError):
    """Sizes, index or lengths make no sense, so there is nothing to calculate."""


class RootMismatchError(ProofError):
    """The proof leads to another root than the one it is held against."""

    def __init__(self, which: str, *, expected: bytes, calculated: bytes) -> None:
        super().__init__(f"{which}: expected {expected.hex()}, calculated {calculated.hex()}")
        self.expected = expected
        self.calculated = calculated


def verify_inclusion(leaf: bytes, *, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Returns only when `leaf` is number `index` of the `size` leaves under `root`.

    Takes: 32-byte hashes; 0 <= index < size.
    Raises: MalformedProofError, RootMismatchError.
    """
    calculated = inclusion_root(leaf, index=index, size=size, proof=proof)
    _check_hashes("root", [root])
    if calculated != root:
        raise RootMismatchError(f"root of {size} leaves", expected=root, calculated=calculated)


def inclusion_root(leaf: bytes, *, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """The root to which an inclusion proof leads.

    Raises: MalformedProofError unless 0 <= index < size and the proof has exactly the needed length.
    """
    if not 0 <= index < size:
        raise MalformedProofError(f"no leaf {index} in a tree of {size} leaves")
    _check_hashes("leaf", [leaf])
    _check_hashes("proof", proof)
    position, last, calculated = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise MalformedProofError(f"proof has {len(proof)} hashes, too many for leaf {index} of {size}")
        if position & 1 or position == last:
            calculated = node_hash(sibling, calculated)
            # On the right edge the node goes up unpaired until it is a right child.
            while not position & 1 and position:
                position >>= 1
                last >>= 1
        else:
            calculated = node_hash(calculated, sibling)
        position >>= 1
        last >>= 1
    if last != 0:
        raise MalformedProofError(f"proof has {len(proof)} hashes, too few for leaf {index} of {size}")
    return calculated


def verify_consistency(
    *, old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Returns only when the tree under `old_root` is the beginning of the tree under `new_root`.

    Takes: 32-byte hashes (at equal sizes the roots are only compared); 1 <= old_size <= new_size.
    Raises: MalformedProofError, RootMismatchError.
    """
    if not 1 <= old_size <= new_size:
        raise MalformedProofError(f"sizes {old_size} and {new_size}: 1 <= old <= new")
    if old_size == new_size:
        # Nothing is hashed, so the length of a root is left to who parsed it; a public vector has 12 bytes.
        if proof:
            raise MalformedProofError(f"proof between equal sizes has {len(proof)} hashes, not none")
        old_calculated = new_calculated = new_root
    else:
        _check_hashes("root", [old_root, new_root])
        _check_hashes("proof", proof)
        old_calculated, new_calculated = _consistency_roots(old_size, new_size, old_root, proof)
    if old_calculated != old_root:
        raise RootMismatchError(f"root of {old_size} leaves", expected=old_root, calculated=old_calculated)
    if new_calculated != new_root:
        raise RootMismatchError(f"root of {new_size} leaves", expected=new_root, calculated=new_calculated)


def _consistency_roots(
    old_size: int, new_size: int, old_root: bytes, proof: Sequence[bytes]
) -> tuple[bytes, bytes]:
    path = list(proof)
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)
    if not proof:
        raise MalformedProofError(f"proof between {old_size} and {new_size} is empty")
    position, last = old_size - 1, new_size - 1
    while position & 1:
        position >>= 1
        last >>= 1
    old_calculated = new_calculated = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise MalformedProofError(f"proof has {len(proof)} hashes, too many for {old_size} to {new_size}")
        if position & 1 or position == last:
            old_calculated = node_hash(sibling, old_calculated)
            new_calculated = node_hash(sibling, new_calculated)
            while not position & 1 and position:
                position >>= 1
                last >>= 1
        else:
            new_calculated = node_hash(new_calculated, sibling)
        position >>= 1
        last >>= 1
    if last != 0:
        raise MalformedProofError(f"proof has {len(proof)} hashes, too few for {old_size} to {new_size}")
    return old_calculated, new_calculated


def _check_hashes(what: str, hashes: Sequence[bytes]) -> None:
    for digest in hashes:
        if len(digest) != HASH_SIZE:
            raise MalformedProofError(f"{what}: a hash has {HASH_SIZE} bytes, not {len(digest)}")
