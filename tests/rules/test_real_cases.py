"""The shipped tables against the collection of cases they were written from.

Collected only where REAL_DATA_DIR names the folder of the real lists; the collection lies beside that folder.
"""

import json
import os
from pathlib import Path
from typing import Any

from participation.rules.facts import load_facts
from tests.rules.case_tables import all_cases

COLLECTION = Path(os.environ["REAL_DATA_DIR"]).parent / "domain" / "cases.json"


def fingerprint(facts: dict[str, Any], outcome: str, flags: list[str]) -> str:
    """What a case says, but for the names of parties, bodies and places of publication."""
    plain = load_facts(facts).as_json()
    plain["item"]["publication_basis"] = None
    for each in plain["recipients"] or []:
        each["name"] = ""
    return json.dumps([plain, outcome, sorted(flags)], sort_keys=True)


def missing_from(tables: set[str], collection: list[dict[str, Any]]) -> list[str]:
    return [
        each["id"]
        for each in collection
        if fingerprint(each["facts"], each["expected"]["outcome"], each["expected"]["flags"]) not in tables
    ]


def test_every_case_of_the_collection_stands_in_the_tables() -> None:
    tables = {fingerprint(case.facts, case.outcome, case.flags) for case in all_cases()}
    collection = json.loads(COLLECTION.read_text("utf-8"))

    assert len(collection) >= 76
    assert missing_from(tables, collection) == []


def test_a_case_with_another_outcome_is_missing() -> None:
    tables = {fingerprint(case.facts, case.outcome, case.flags) for case in all_cases()}
    first = json.loads(COLLECTION.read_text("utf-8"))[0]

    changed = {**first, "expected": {"outcome": "prohibited", "flags": []}}

    assert missing_from(tables, [first, changed]) == [changed["id"]]
