"""A refused proof says what is wrong with it, in these words."""

import pytest

from audits.merkle.proofs import consistency_proof, inclusion_proof
from audits.merkle.tiles import Tile, TileBuilder
from audits.merkle.tree import root_of
from audits.merkle.verify import ProofError, verify_consistency, verify_inclusion
from tests.merkle import reference

HASHES = reference.hashes_of(40)
ROOT, EARLIER, OTHER = root_of(HASHES[:7]), root_of(HASHES[:3]), b"\xee" * 32
PROOF, LINK = reference.inclusion(4, HASHES[:7]), reference.consistency(3, HASHES[:7])


def said(check, **case):
    with pytest.raises(ProofError) as refused:
        check(**case)
    return str(refused.value)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"index": 7}, "no leaf 7 in a tree of 7 leaves"),
        ({"leaf": b""}, "leaf: a hash has 32 bytes, not 0"),
        ({"proof": [b"short"]}, "proof: a hash has 32 bytes, not 5"),
        ({"root": b"short"}, "root: a hash has 32 bytes, not 5"),
        ({"proof": PROOF[:-1]}, "proof has 2 hashes, too few for leaf 4 of 7"),
        ({"proof": [*PROOF, OTHER]}, "proof has 4 hashes, too many for leaf 4 of 7"),
        ({"root": OTHER}, f"root of 7 leaves: expected {OTHER.hex()}, calculated {ROOT.hex()}"),
    ],
)
def test_inclusion(changes, message):
    case = {"leaf": HASHES[4], "index": 4, "size": 7, "proof": PROOF, "root": ROOT}

    assert said(verify_inclusion, **case | changes) == message


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"old_size": 8}, "sizes 8 and 7: 1 <= old <= new"),
        ({"old_size": 7}, "proof between equal sizes has 4 hashes, not none"),
        ({"proof": []}, "proof between 3 and 7 is empty"),
        ({"proof": [b"short"]}, "proof: a hash has 32 bytes, not 5"),
        ({"old_root": b"short"}, "root: a hash has 32 bytes, not 5"),
        ({"new_root": b"short"}, "root: a hash has 32 bytes, not 5"),
        ({"proof": LINK[:-1]}, "proof has 3 hashes, too few for 3 to 7"),
        ({"proof": [*LINK, OTHER]}, "proof has 5 hashes, too many for 3 to 7"),
        ({"old_root": OTHER}, f"root of 3 leaves: expected {OTHER.hex()}, calculated {EARLIER.hex()}"),
        ({"new_root": OTHER}, f"root of 7 leaves: expected {OTHER.hex()}, calculated {ROOT.hex()}"),
    ],
)
def test_consistency(changes, message):
    case = {"old_size": 3, "new_size": 7, "old_root": EARLIER, "new_root": ROOT, "proof": LINK}

    assert said(verify_consistency, **case | changes) == message


def read(level, index):
    return root_of(HASHES[index << level : (index + 1) << level])


def test_every_pair_of_sizes_and_every_place():
    for new in range(1, 41):
        root = root_of(HASHES[:new])
        for old in range(1, new + 1):
            proof, old_root = consistency_proof(old, new, read), root_of(HASHES[:old])
            verify_consistency(old_size=old, new_size=new, old_root=old_root, new_root=root, proof=proof)
            given = inclusion_proof(old - 1, new, read)
            verify_inclusion(HASHES[old - 1], index=old - 1, size=new, proof=given, root=root)


def test_open_tile_under_two_levels():
    builder = TileBuilder([[], [], [OTHER]])

    builder.append(OTHER)

    assert [tile for tile, _ in builder.partial_tiles()] == [Tile(0, 256, 1), Tile(2, 0, 1)]
