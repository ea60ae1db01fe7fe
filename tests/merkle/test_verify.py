import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.merkle.verify import (
    MalformedProofError,
    ProofError,
    RootMismatchError,
    verify_consistency,
    verify_inclusion,
)
from tests.merkle import reference

HASHES = reference.hashes_of(40)
OTHER = b"\xee" * 32


def root(size):
    return reference.root(HASHES[:size])


def inclusion(**changes):
    case = {"index": 4, "size": 7, "proof": reference.inclusion(4, HASHES[:7]), "root": root(7)} | changes
    verify_inclusion(case.pop("leaf", HASHES[4]), **case)


def consistency(**changes):
    case = {
        "old_size": 3,
        "new_size": 7,
        "old_root": root(3),
        "new_root": root(7),
        "proof": reference.consistency(3, HASHES[:7]),
    }
    verify_consistency(**(case | changes))


PROOF = reference.inclusion(4, HASHES[:7])
LINK = reference.consistency(3, HASHES[:7])


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"index": 7}, MalformedProofError),
        ({"index": -1}, MalformedProofError),
        ({"size": 0, "index": 0, "proof": []}, MalformedProofError),
        ({"proof": PROOF[:-1]}, MalformedProofError),
        ({"proof": [*PROOF, OTHER]}, MalformedProofError),
        ({"proof": [OTHER[:31], *PROOF[1:]]}, MalformedProofError),
        ({"leaf": b""}, MalformedProofError),
        ({"root": root(7)[:31]}, MalformedProofError),
        ({"index": 5}, RootMismatchError),
        ({"leaf": HASHES[3]}, RootMismatchError),
        ({"root": root(6)}, RootMismatchError),
        ({"proof": [*PROOF[:-1], OTHER]}, RootMismatchError),
        ({"proof": PROOF[::-1]}, RootMismatchError),
    ],
)
def test_wrong_inclusion_is_refused(changes, error):
    inclusion()

    with pytest.raises(error):
        inclusion(**changes)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"old_size": 0}, MalformedProofError),
        ({"old_size": 8}, MalformedProofError),
        ({"proof": []}, MalformedProofError),
        ({"proof": LINK[:-1]}, MalformedProofError),
        ({"proof": [*LINK, OTHER]}, MalformedProofError),
        ({"proof": [*LINK[:-1], b"short"]}, MalformedProofError),
        ({"old_root": b"short"}, MalformedProofError),
        ({"old_size": 7, "old_root": root(7)}, MalformedProofError),
        ({"old_size": 7, "proof": []}, RootMismatchError),
        ({"old_root": root(4)}, RootMismatchError),
        ({"new_root": root(6)}, RootMismatchError),
        ({"proof": [OTHER, *LINK[1:]]}, RootMismatchError),
    ],
)
def test_wrong_consistency_is_refused(changes, error):
    consistency()

    with pytest.raises(error):
        consistency(**changes)


def test_mismatch_carries_both_roots():
    with pytest.raises(RootMismatchError) as refused:
        inclusion(root=OTHER)

    assert (refused.value.expected, refused.value.calculated) == (OTHER, root(7))
    assert str(refused.value) == f"root of 7 leaves: expected {OTHER.hex()}, calculated {root(7).hex()}"


@settings(deadline=None)
@given(st.data())
def test_one_flipped_bit_is_never_accepted(data):
    size = data.draw(st.integers(2, 40))
    index = data.draw(st.integers(0, size - 1))
    proof = reference.inclusion(index, HASHES[:size])
    bit = data.draw(st.integers(0, len(proof) * 256 - 1))
    place, flipped = bit // 256, bytearray(proof[bit // 256])
    flipped[bit % 256 // 8] ^= 1 << bit % 8
    proof[place] = bytes(flipped)

    with pytest.raises(ProofError):
        verify_inclusion(HASHES[index], index=index, size=size, proof=proof, root=root(size))
