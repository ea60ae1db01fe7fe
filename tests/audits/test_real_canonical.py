"""The public vectors of RFC 8785, as far as their data is ours: ASCII keys, no floats."""

import json
import os
from pathlib import Path

import pytest

from audits.canonical import CanonicalError, canonical

CASES = json.loads(Path(os.environ["REAL_DATA_DIR"], "vectors", "rfc8785_canonical_json.json").read_bytes())
OURS = {"arrays", "unicode"}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_vector(case):
    value = json.loads(case["input"])

    if case["name"] in OURS:
        assert canonical(value) == case["canonical"].encode()
    else:
        with pytest.raises(CanonicalError):
            canonical(value)
