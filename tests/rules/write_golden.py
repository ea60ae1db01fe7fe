"""Writes the golden digests anew: python -m tests.rules.write_golden, after raising ENGINE."""

import json

from participation.rules.in_force import ENGINE, edition
from tests.rules.case_tables import all_cases
from tests.rules.test_decide import GOLDEN, golden_digest

if __name__ == "__main__":
    digests = {case.name: golden_digest(case) for case in all_cases()}
    content = {"engine": ENGINE, "edition": edition().fingerprint, "determinations": digests}
    GOLDEN.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
