"""Where stated reasons and the list do not agree; the classifier's word stands all the same."""

from datetime import date

import pytest

from participation.rules.contradictions import contradictions
from participation.rules.control_list import entry_of, split
from participation.rules.decide import decide
from participation.rules.facts import load_facts
from participation.rules.in_force import edition
from tests.rules.case_tables import facts_with

ISSUE = date(2026, 7, 23)


def said(eccn: str, reasons: str) -> list[str]:
    entry = entry_of(eccn, ISSUE)
    assert entry is not None
    return list(contradictions(entry, split(eccn)[1], reasons.split()))


def test_3e992_looks_as_if_controlled_for_anti_terrorism_only_and_is_not() -> None:
    assert said("3E992", "AT") == ["3E992 is controlled for NS and RS as well, not for anti-terrorism only."]


@pytest.mark.parametrize(
    ("eccn", "reasons", "warnings"),
    [
        ("5E991", "AT", []),
        ("5E002.a", "NS AT EI", []),
        ("5E002.a", "NS EI", []),
        ("5E992.b", "AT", []),
        ("5E992.z", "RS AT", []),
        ("5D992.c", "AT", []),
        ("5E001.a", "NS AT", []),
        ("5A001", "NS AT", []),
        ("5E002.a", "", []),
        ("4A102", "AT", []),
        ("5E001.a", "AT", ["5E001.a is controlled for NS as well, not for anti-terrorism only."]),
        ("5E001.a", "SL AT", ["5E001.a is controlled for NS as well."]),
        ("5E001.a", "NS AT EI", ["5E001 is not controlled for EI."]),
        ("5E991", "AT NS RS", ["5E991 is not controlled for NS or RS."]),
        (
            "5E002.a",
            "NS AT",
            ["Some items of 5E002.a are controlled for EI: is this one not among them?"],
        ),
        ("5D002.c.2", "NS AT EI", ["In 5D002, EI concerns other items than those of 5D002.c.2."]),
        (
            "3E001",
            "AT",
            ["Some items of 3E001 are controlled for NS, MT, NP or RS: is this one not among them?"],
        ),
        ("5D992", "AT", ["Some items of 5D992 are controlled for RS: is this one not among them?"]),
        ("5E992.z", "AT", ["Some items of 5E992.z are controlled for RS: is this one not among them?"]),
    ],
)
def test_each_disagreement_is_one_sentence(eccn: str, reasons: str, warnings: list[str]) -> None:
    assert said(eccn, reasons) == warnings


def test_the_finding_says_so_and_decides_nothing() -> None:
    stated = {"item.eccn": "3E992", "item.reasons_for_control": ["AT"], "released_on": "2026-08-03"}

    found = decide(load_facts(facts_with(stated)), edition())
    agreed = decide(load_facts(facts_with(stated | {"item.eccn": "3E991"})), edition())

    (finding,) = [each for each in found.findings if each.step == "classification"]
    assert finding.explanation == (
        "The item is classified: 3E992 (AT). The Commerce Control List of 23 July 2026 says otherwise: "
        "3E992 is controlled for NS and RS as well, not for anti-terrorism only."
    )
    assert [each.cite for each in finding.citations][1:] == ["Supplement 1 to part 774"]
    assert found.outcome == agreed.outcome
