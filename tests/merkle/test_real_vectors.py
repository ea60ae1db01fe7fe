"""The public proof vectors: each is accepted or refused as its authors say."""

import json
import os
from base64 import b64decode
from pathlib import Path

import pytest

from audits.merkle.verify import ProofError, verify_consistency, verify_inclusion

VECTORS = Path(os.environ["REAL_DATA_DIR"], "vectors")


def cases(name):
    return [pytest.param(case, id=case["name"]) for case in json.loads((VECTORS / name).read_bytes())]


def accepted(check):
    try:
        check()
    except ProofError:
        return False
    return True


@pytest.mark.parametrize("case", cases("merkle_inclusion_proofs.json"))
def test_inclusion_vector(case):
    proof = [b64decode(text) for text in case["proof"] or []]

    assert case["wantErr"] != accepted(
        lambda: verify_inclusion(
            b64decode(case["leafHash"]),
            index=case["leafIdx"],
            size=case["treeSize"],
            proof=proof,
            root=b64decode(case["root"]),
        )
    )


@pytest.mark.parametrize("case", cases("merkle_consistency_proofs.json"))
def test_consistency_vector(case):
    proof = [b64decode(text) for text in case["proof"] or []]

    assert case["wantErr"] != accepted(
        lambda: verify_consistency(
            old_size=case["size1"],
            new_size=case["size2"],
            old_root=b64decode(case["root1"]),
            new_root=b64decode(case["root2"]),
            proof=proof,
        )
    )
