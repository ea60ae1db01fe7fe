"""A library by others, pymerkle, gives the roots and proofs of our tree."""

import random

import pymerkle
import pytest

from audits.merkle.hashing import leaf_hash
from audits.merkle.proofs import consistency_proof, inclusion_proof
from audits.merkle.tree import Frontier, root_of
from audits.merkle.verify import verify_consistency, verify_inclusion

SIZE = 1000
BODIES = [b"entry %d" % number for number in range(SIZE)]
HASHES = [leaf_hash(body) for body in BODIES]


def read(level, index):
    return root_of(HASHES[index << level : (index + 1) << level])


@pytest.fixture(scope="module")
def theirs():
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    for body in BODIES:
        tree.append_entry(body)
    return tree


def test_root_of_every_size(theirs):
    ours = Frontier()
    for size, leaf in enumerate(HASHES, 1):
        ours.append(leaf)
        assert ours.root() == theirs.get_root(size)


def test_inclusion_proofs(theirs):
    draw = random.Random(7)
    for size in (1, 2, 255, 256, 257, *(draw.randint(1, SIZE) for _ in range(100))):
        index, root = draw.randrange(size), theirs.get_root(size)
        given = theirs.prove_inclusion(index + 1, size)

        pymerkle.verify_inclusion(HASHES[index], root, given)
        assert given.path[1:] == inclusion_proof(index, size, read)
        verify_inclusion(HASHES[index], index=index, size=size, proof=given.path[1:], root=root)


def test_consistency_proofs(theirs):
    """Each accepts its own between the same roots: theirs are cut in another way than RFC 9162 says."""
    draw = random.Random(7)
    for new in (1, 2, 255, 256, 257, *(draw.randint(1, SIZE) for _ in range(100))):
        old = draw.randint(1, new)
        old_root, new_root = theirs.get_root(old), theirs.get_root(new)
        given = theirs.prove_consistency(old, new)
        ours = consistency_proof(old, new, read)

        pymerkle.verify_consistency(old_root, new_root, given)
        verify_consistency(old_size=old, new_size=new, old_root=old_root, new_root=new_root, proof=ours)


def test_they_find_a_wrong_leaf(theirs):
    given = theirs.prove_inclusion(8, SIZE)

    with pytest.raises(pymerkle.InvalidProof):
        pymerkle.verify_inclusion(HASHES[8], theirs.get_root(), given)
