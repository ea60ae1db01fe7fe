import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.merkle.proofs import consistency_proof, inclusion_proof
from audits.merkle.tree import TreeError
from audits.merkle.verify import verify_consistency, verify_inclusion
from tests.merkle import reference

HASHES = reference.hashes_of(80)


def read(level, index):
    return reference.root(HASHES[index << level : (index + 1) << level])


@st.composite
def pairs(draw):
    size = draw(st.integers(1, 80))
    return draw(st.integers(0, size - 1)), size


@settings(deadline=None)
@given(pairs())
def test_inclusion_proof_equals_reference_and_verifies(pair):
    index, size = pair

    proof = inclusion_proof(index, size, read)

    assert proof == reference.inclusion(index, HASHES[:size])
    verify_inclusion(HASHES[index], index=index, size=size, proof=proof, root=reference.root(HASHES[:size]))


@settings(deadline=None)
@given(pairs())
def test_consistency_proof_equals_reference_and_verifies(pair):
    old, new = pair[0] + 1, pair[1]

    proof = consistency_proof(old, new, read)

    assert proof == reference.consistency(old, HASHES[:new])
    verify_consistency(
        old_size=old,
        new_size=new,
        old_root=reference.root(HASHES[:old]),
        new_root=reference.root(HASHES[:new]),
        proof=proof,
    )


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda: inclusion_proof(3, 3, read), "no leaf 3 in a tree of 3 leaves"),
        (lambda: inclusion_proof(-1, 3, read), "no leaf -1 in a tree of 3 leaves"),
        (lambda: inclusion_proof(0, 0, read), "no leaf 0 in a tree of 0 leaves"),
        (lambda: consistency_proof(0, 3, read), "no proof from 0 to 3 leaves: 1 <= old <= new"),
        (lambda: consistency_proof(4, 3, read), "no proof from 4 to 3 leaves: 1 <= old <= new"),
    ],
)
def test_impossible_proofs_are_refused(act, message):
    with pytest.raises(TreeError) as refused:
        act()

    assert str(refused.value) == message
