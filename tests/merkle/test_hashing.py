"""The hashes of leaves and nodes, held against values that are known from elsewhere."""

from hashlib import sha256

from audits.merkle.hashing import EMPTY_ROOT, leaf_hash, leaf_hashes, node_hash, node_hashes

# The leaf without bytes and the empty tree, as in the published vectors of certificate transparency.
EMPTY_LEAF = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
NO_LEAVES = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
LEFT, RIGHT = b"l" * 32, b"r" * 32


def test_a_leaf_has_the_prefix_zero() -> None:
    assert (leaf_hash(b"").hex(), EMPTY_ROOT.hex()) == (EMPTY_LEAF, NO_LEAVES)
    assert leaf_hash(b"abc") == sha256(b"\x00abc").digest()
    assert leaf_hashes([b"", b"abc"]) == [leaf_hash(b""), leaf_hash(b"abc")]
    assert leaf_hashes([]) == []


def test_a_node_has_the_prefix_one() -> None:
    assert node_hash(LEFT, RIGHT) == sha256(b"\x01" + LEFT + RIGHT).digest()
    assert node_hashes([LEFT, RIGHT, RIGHT]) == [node_hash(LEFT, RIGHT)]
    assert node_hashes([LEFT, RIGHT, RIGHT, LEFT]) == [node_hash(LEFT, RIGHT), node_hash(RIGHT, LEFT)]
    assert node_hashes([]) == []
