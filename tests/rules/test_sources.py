"""Every finding of every case says its law, the days of it, and how well it is verified."""

import copy
import re
from typing import Any

import pytest

from participation.rules.decide import decide
from participation.rules.determination import Source
from participation.rules.facts import load_facts
from participation.rules.in_force import edition
from tests.rules.case_tables import all_cases, tables

SOURCES = {each.value for each in Source}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def faults_of(finding: dict[str, Any], released_on: str) -> list[str]:
    """What one finding lacks of its source; the law must be in force on the day of the release."""
    faults = []
    citations = finding.get("citations") or []
    if not citations:
        faults.append("no citation")
    if not all(each.get("cite") and str(each.get("url")).startswith("https://") for each in citations):
        faults.append("a citation without text or address")
    if finding.get("source") not in SOURCES:
        faults.append("no source quality")
    days = finding.get("in_force") or {}
    if set(days) != {"from", "to"} or not all(each is None or DAY.fullmatch(each) for each in days.values()):
        return [*faults, "no dates"]
    if (days["from"] or released_on) > released_on or (days["to"] or released_on) < released_on:
        faults.append("not in force on the day")
    return faults


@pytest.mark.parametrize("table", tables())
def test_every_finding_carries_its_source(table: str) -> None:
    for case in tables()[table]:
        findings = decide(load_facts(case.facts), edition()).as_json()["findings"]
        faults = {each["step"]: faults_of(each, case.facts["released_on"]) for each in findings}
        assert findings != []
        assert (case.name, {step: found for step, found in faults.items() if found}) == (case.name, {})


def test_every_case_says_its_source() -> None:
    assert [case.name for case in all_cases() if not case.source.strip()] == []


SOUND = {
    "citations": [{"cite": "15 CFR 734.10(b)", "url": "https://www.ecfr.gov/"}],
    "in_force": {"from": "2024-07-18", "to": None},
    "source": "secondary",
}
FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"citations": []}, "no citation"),
    ({"citations": [{"cite": "", "url": "https://www.ecfr.gov/"}]}, "a citation without text or address"),
    ({"citations": [{"cite": "15 CFR 734.10(b)"}]}, "a citation without text or address"),
    ({"source": "rumour"}, "no source quality"),
    ({"source": None}, "no source quality"),
    ({"in_force": None}, "no dates"),
    ({"in_force": {"from": "2024-07-18"}}, "no dates"),
    ({"in_force": {"from": "July 2024", "to": None}}, "no dates"),
    ({"in_force": {"from": "2025-03-02", "to": None}}, "not in force on the day"),
    ({"in_force": {"from": None, "to": "2025-02-28"}}, "not in force on the day"),
]


@pytest.mark.parametrize(("planted", "fault"), FAULTS, ids=str)
def test_a_finding_without_its_source_is_found(planted: dict[str, Any], fault: str) -> None:
    assert faults_of(SOUND, "2025-03-01") == []
    assert faults_of({**copy.deepcopy(SOUND), **planted}, "2025-03-01") == [fault]
