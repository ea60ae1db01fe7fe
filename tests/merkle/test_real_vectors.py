"""The public proof vectors: each is accepted or refused as its authors say.

Every file of the folder whose name says inclusion or consistency is read, whoever put it there.
"""

from base64 import b64decode

import pytest

from audits.merkle.verify import ProofError, verify_consistency, verify_inclusion
from tests.published import known_names, params


def accepted(check):
    try:
        check()
    except ProofError:
        return False
    return True


def hashes(case):
    return [b64decode(text) for text in case["proof"] or []]


@pytest.mark.parametrize("case", params("inclusion"))
def test_inclusion_vector(case):
    assert case["wantErr"] != accepted(
        lambda: verify_inclusion(
            b64decode(case["leafHash"]),
            index=case["leafIdx"],
            size=case["treeSize"],
            proof=hashes(case),
            root=b64decode(case["root"]),
        )
    )


@pytest.mark.parametrize("case", params("consistency"))
def test_consistency_vector(case):
    assert case["wantErr"] != accepted(
        lambda: verify_consistency(
            old_size=case["size1"],
            new_size=case["size2"],
            old_root=b64decode(case["root1"]),
            new_root=b64decode(case["root2"]),
            proof=hashes(case),
        )
    )


def test_no_vector_is_left_unread():
    assert known_names() == {"inclusion": True, "consistency": True, "canonical": True, "others": []}
