"""Writes the golden digests anew: python -m tests.rules.write_golden, after raising ENGINE."""

import json

from participation.rules.in_force import ENGINE, edition
from tests.rules.test_decide import GOLDEN, golden_digests

if __name__ == "__main__":
    content = {"engine": ENGINE, "edition": edition().fingerprint, "determinations": golden_digests()}
    GOLDEN.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
