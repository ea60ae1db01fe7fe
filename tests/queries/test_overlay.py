"""From statements to the overlay of the rules: who stands on which day, what is joined, what is left out."""

import ast
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from participation.queries import overlay
from participation.queries.overlay import Statement, overlay_of
from participation.rules.in_force import edition

DAY = date.fromisoformat
URL = "https://example.com/source"


def said(number: int | None = 1, **changes: Any) -> Statement:
    given: dict[str, Any] = {
        "number": number,
        "what": "affiliates_rule",
        "begins_on": DAY("2026-11-10"),
        "ends_on": None,
        "value": "not_in_force",
        "citation": f"Source {number}",
        "url": URL,
        "source": "regulation",
    }
    return Statement(**given | changes)


def withdrawal(number: int, of: int) -> Statement:
    return said(
        number, what="withdrawal", begins_on=None, value=None, citation="", url="", source="", withdraws=of
    )


def policy(number: int, value: str, begins_on: str, ends_on: str | None = None) -> Statement:
    entry = {"match": "eccn", "value": value, "reason": "Board decision"}
    end = DAY(ends_on) if ends_on else None
    return said(
        number,
        what="company_policy",
        begins_on=DAY(begins_on),
        ends_on=end,
        value=entry,
        source="inference",
    )


def runs(statements: list[Statement]) -> list[tuple[str | None, str | None, Any]]:
    return [(row["from"], row["to"], row["value"]) for row in overlay_of(statements)["affiliates_rule"]]


def test_nothing_stated_is_no_overlay() -> None:
    assert overlay_of([]) == {}
    assert edition(overlay_of([])) is edition()


def test_one_statement_is_one_row() -> None:
    assert overlay_of([said()]) == {
        "affiliates_rule": [
            {
                "from": "2026-11-10",
                "to": None,
                "value": "not_in_force",
                "citation": "Source 1",
                "url": URL,
                "source": "regulation",
            }
        ]
    }


def test_a_statement_without_days_holds_always() -> None:
    rows = overlay_of([said(what="rules_known_until", begins_on=None, value="2027-06-30")])

    assert rows["rules_known_until"][0] == {
        "always": True,
        "value": "2027-06-30",
        "citation": "Source 1",
        "url": URL,
        "source": "regulation",
    }


def test_the_later_statement_stands_in_front_on_its_own_days() -> None:
    first = said(1)
    second = said(2, value="in_force", begins_on=DAY("2027-03-01"), ends_on=DAY("2027-05-31"))

    assert runs([first, second]) == [
        ("2026-11-10", "2027-02-28", "not_in_force"),
        ("2027-03-01", "2027-05-31", "in_force"),
        ("2027-06-01", None, "not_in_force"),
    ]
    assert runs([second, first]) == [("2026-11-10", None, "not_in_force")]


def test_days_between_two_statements_are_left_to_the_package() -> None:
    first = said(1, begins_on=DAY("2027-01-01"), ends_on=DAY("2027-01-31"))
    second = said(2, begins_on=DAY("2027-03-01"), ends_on=DAY("2027-03-31"))

    assert [row[:2] for row in runs([second, first])] == [
        ("2027-01-01", "2027-01-31"),
        ("2027-03-01", "2027-03-31"),
    ]


def test_a_withdrawn_statement_is_as_if_it_were_not_there() -> None:
    assert overlay_of([said(1), withdrawal(2, of=1)]) == {}


def test_a_statement_in_place_of_another_takes_its_place() -> None:
    corrected = said(2, value="in_force", withdraws=1)

    assert runs([said(1), corrected]) == [("2026-11-10", None, "in_force")]
    assert overlay_of([said(1), corrected, withdrawal(3, of=2)]) == {}


def test_company_policy_is_joined_on_common_days() -> None:
    five, four = policy(1, "5D002", "2026-01-01", "2026-06-30"), policy(2, "4E001", "2026-03-01")

    found = overlay_of([five, four])["company_policy"]

    assert [(row["from"], row["to"], [entry["value"] for entry in row["value"]]) for row in found] == [
        ("2026-01-01", "2026-02-28", ["5D002"]),
        ("2026-03-01", "2026-06-30", ["5D002", "4E001"]),
        ("2026-07-01", None, ["4E001"]),
    ]
    assert [(row["citation"], row["title"]) for row in found] == [
        ("Source 1", "Company policy"),
        ("Source 1; Source 2", "Company policy"),
        ("Source 2", "Company policy"),
    ]


def sign_off(number: int | None, rule: str) -> Statement:
    value = {"rule": rule, "on": "2026-11-01"}
    return said(number, what="sign_off", begins_on=None, value=value, source="inference")


def test_a_sign_off_names_its_record_and_never_the_person() -> None:
    entries = overlay_of([sign_off(7, "affiliates_rule.from 2026-11-10")])["sign_off"][0]["value"]
    tried = overlay_of([sign_off(None, "affiliates_rule.from 2026-11-10")])["sign_off"][0]["value"]

    assert entries == [
        {"rule": "affiliates_rule.from 2026-11-10", "on": "2026-11-01", "counsel": "Counsel (rule/7)"}
    ]
    assert tried[0]["counsel"] == "Counsel (not recorded yet)"


def test_a_sign_off_of_a_rule_that_is_gone_is_left_out() -> None:
    both = [sign_off(1, "affiliates_rule.from 2026-11-10"), sign_off(2, "gone")]

    found = overlay_of(both, rules={"affiliates_rule.from 2026-11-10"})

    assert [one["rule"] for one in found["sign_off"][0]["value"]] == ["affiliates_rule.from 2026-11-10"]
    assert overlay_of(both[1:], rules=set()) == {}


@pytest.mark.parametrize(
    "statements",
    [
        [said(1), said(2, value="in_force", begins_on=DAY("2027-03-01"))],
        [said(1, what="rules_known_until", begins_on=None, value="2027-06-30")],
        [policy(1, "5D002", "2026-01-01"), policy(2, "4E001", "2026-03-01", "2026-04-30")],
        [sign_off(1, "affiliates_rule.from 2026-11-10")],
    ],
)
def test_the_rules_take_what_comes_out(statements: list[Statement]) -> None:
    made = edition(overlay_of(statements))

    assert made.fingerprint != edition().fingerprint
    assert made.fingerprint == edition(overlay_of(statements)).fingerprint


def test_the_same_statements_give_the_same_overlay_in_whatever_order_of_other_kinds() -> None:
    affiliates, known = said(1), said(2, what="rules_known_until", begins_on=None, value="2027-06-30")

    assert overlay_of([affiliates, known]) == overlay_of([known, affiliates])


def test_it_knows_neither_django_nor_the_clock() -> None:
    tree = ast.parse(Path(overlay.__file__).read_text())
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert imported == {"collections.abc", "dataclasses", "datetime", "typing"}
