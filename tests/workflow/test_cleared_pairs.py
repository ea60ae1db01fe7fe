"""Cleared pairs: how long they hold, what reopens them and is named, and what they cost."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.log import Subject, entries, payload_of
from participation import index_cache
from participation.models import (
    Check,
    Determination,
    Disclosure,
    Organisation,
    PairDecision,
    ReasonCode,
    Review,
    StatedName,
    User,
)
from participation.queries.case import case_of
from participation.workflow import review
from participation.workflow.check import run_check
from participation.workflow.import_list import import_list
from participation.workflow.list_files import parse_list
from participation.workflow.recheck import check_again
from participation.workflow.screening import screened
from participation.workflow.seed import seed_reason_codes
from participation.workflow.submit import submit
from tests.conftest import NOW
from tests.factories import work

COLUMNS = (
    "source,name,alt_names,addresses,federal_register_notice,license_requirement,license_policy,type,"
    "programs,remarks"
)
LISTS = {
    "EL": "Entity List (EL) - Bureau of Industry and Security",
    "UVL": "Unverified List (UVL) - Bureau of Industry and Security",
}
ENTRY = {
    "source": LISTS["UVL"],
    "name": "Northern Example Machines GmbH",
    "alt_names": "",
    "addresses": "1 Example Street, Berlin, DE",
    "federal_register_notice": "84 FR 22961",
    "license_requirement": "All items",
    "license_policy": "Case by case",
    "type": "",
    "programs": "",
    "remarks": "",
}
OURS = ("Northern Example Machinery", "DE")


def in_force(*rows: dict[str, str]) -> None:
    """The list with these rows in place of what was in force."""
    lines = [",".join(json.dumps(row[name]) for name in COLUMNS.split(",")) for row in rows]
    content = "\n".join([COLUMNS, *lines, ""]).encode()
    import_list(content, parse_list(content, source="csl"), source="csl", title="CSL", accept_doubts=True)


@pytest.fixture
def listed(database: None) -> None:
    seed_reason_codes()
    in_force(ENTRY)


Cleared = Callable[..., Disclosure]


@pytest.fixture
def cleared(listed: None, delegate: User, officer: User) -> Cleared:
    """A disclosure whose one pair the officer judged, checked again with that word."""

    def judged(scope: str = "until_change", verdict: str = "different", **fields: Any) -> Disclosure:
        disclosure = work.disclosure(delegate, to=(OURS,), intent_to_publish=False, **fields)
        run_check(submit(disclosure, by=delegate).pk)
        judge(disclosure, officer, scope, verdict)
        run_check(disclosure.checks.get(state=Check.State.QUEUED).pk)
        return disclosure

    return judged


def judge(disclosure: Disclosure, officer: User, scope: str, verdict: str = "different") -> PairDecision:
    case = review.claim(disclosure.reviews.get(state=Review.State.OPEN), by=officer)
    match = case.check_row.determinations.get().matches.get()
    code = ReasonCode.objects.get(code="N1")
    return review.judge_pair(case, match, by=officer, verdict=verdict, scope=scope, reason=code)


def newest(disclosure: Disclosure) -> Determination:
    return Determination.objects.filter(line__disclosure=disclosure).latest("pk")


def standings(disclosure: Disclosure) -> list[tuple[str, list[str]]]:
    """How each match of the disclosure stands against the list in force, and what reopened it."""
    found = screened(disclosure, index_cache.snapshot_in_force())
    return [(one.standing, [each.text for each in one.reopened]) for row in found for one in row.judged]


def another(by: User, to: tuple[tuple[str, str], ...] = (OURS,), **fields: Any) -> Disclosure:
    return work.disclosure(by, to=to, intent_to_publish=False, **fields)


def test_once_holds_for_that_disclosure_alone(cleared: Cleared, delegate: User) -> None:
    disclosure = cleared("once")

    assert standings(disclosure) == [("dismissed", [])]
    assert standings(another(delegate)) == [("possible", [])]


def test_this_meeting_holds_for_every_disclosure_of_the_meeting(cleared: Cleared, delegate: User) -> None:
    meeting, other = work.meeting(delegate), work.meeting(delegate, number="#179")
    disclosure = cleared("meeting", meeting=meeting)

    assert standings(disclosure) == [("dismissed", [])]
    assert standings(another(delegate, meeting=meeting)) == [("dismissed", [])]
    assert standings(another(delegate, meeting=other)) == [("possible", [])]
    assert standings(another(delegate)) == [("possible", [])]


def test_until_change_holds_for_all(cleared: Cleared, delegate: User) -> None:
    cleared("until_change")

    assert standings(another(delegate)) == [("dismissed", [])]


CHANGES = [
    ("alt_names", "Northern Machines", "aliases changed from none to Northern Machines"),
    ("addresses", "2 Example Street, Berlin, DE",
     "addresses changed from 1 Example Street, Berlin, DE to 2 Example Street, Berlin, DE"),
    ("license_requirement", "All items on the CCL",
     "licence requirement changed from All items to All items on the CCL"),
    ("license_policy", "Presumption of denial",
     "licence policy changed from Case by case to Presumption of denial"),
    ("type", "Entity", "kind of party changed from none to Entity"),
    ("programs", "IRAN", "programmes changed from none to IRAN"),
    ("remarks", "Linked to another.", "remarks changed from none to Linked to another."),
    ("source", LISTS["EL"], "list changed from UVL to EL"),
]  # fmt: skip


@pytest.mark.parametrize(("column", "value", "told"), CHANGES)
def test_a_relevant_change_of_the_entry_reopens_and_is_named(
    cleared: Cleared, delegate: User, column: str, value: str, told: str
) -> None:
    cleared()

    in_force(ENTRY | {column: value})

    assert standings(another(delegate)) == [("possible", [f"the entry's {told}"])]


@pytest.mark.parametrize(
    ("countries", "told"), [("DE; FR", "from DE to DE, FR"), ("DE; AT", "from DE to DE, AT")]
)
def test_another_country_reopens_whichever_comes_first(
    cleared: Cleared, delegate: User, countries: str, told: str
) -> None:
    rows = [f"1 Example Street, Berlin, {country}" for country in countries.split("; ")]
    cleared()

    in_force(ENTRY | {"addresses": "; ".join(rows)})

    ((standing, reopened),) = standings(another(delegate))
    assert (standing, reopened[0]) == ("possible", f"the entry's countries changed {told}")


def test_a_new_name_of_the_same_party_reopens(cleared: Cleared) -> None:
    disclosure = cleared()
    decided = PairDecision.objects.select_related("version__party").get().version
    in_force(ENTRY | {"license_policy": "Presumption of denial", "name": "Northern Example Machinen GmbH"})
    renamed = index_cache.versions_of(index_cache.snapshot_in_force()).get()  # type: ignore[arg-type]
    renamed.party = decided.party
    renamed.save()

    told = ["name changed from Northern Example Machines GmbH to Northern Example Machinen GmbH",
            "licence policy changed from Case by case to Presumption of denial"]  # fmt: skip
    assert [reopened for _, reopened in standings(disclosure)] == [[f"the entry's {one}" for one in told]]


@pytest.mark.parametrize("column", ["federal_register_notice"])
def test_what_does_not_matter_reopens_nothing(cleared: Cleared, delegate: User, column: str) -> None:
    cleared()
    other = ENTRY | {"name": "Unrelated Foundry", "addresses": "9 Far Road, Lyon, FR"}

    in_force(other, ENTRY | {column: "90 FR 12345"})

    assert PairDecision.objects.get().version.gone is not None
    assert standings(another(delegate)) == [("dismissed", [])]


def test_another_stated_country_reopens(cleared: Cleared, delegate: User) -> None:
    cleared()

    found = standings(another(delegate, to=((OURS[0], ""), OURS)))

    assert found == [("possible", ["the stated country changed from DE to none"]), ("dismissed", [])]


def test_another_confirmed_organisation_reopens(cleared: Cleared, delegate: User, officer: User) -> None:
    cleared()
    group = Organisation.objects.create(name="Example Group", confirmed_by=officer, confirmed_at=NOW)
    StatedName.objects.filter(text=OURS[0]).update(organisation=group)

    assert standings(another(delegate)) == [
        ("possible", ["the stated organisation changed from none to Example Group"])
    ]


def test_who_was_found_to_be_listed_stays_so_whatever_else_changes(cleared: Cleared, delegate: User) -> None:
    cleared(verdict="same")

    in_force(ENTRY | {"license_policy": "Presumption of denial"})

    assert standings(another(delegate)) == [("confirmed", [])]


def test_an_entry_beside_the_one_that_was_judged_is_not_a_change(cleared: Cleared, delegate: User) -> None:
    cleared()

    in_force(ENTRY, ENTRY | {"license_policy": "Presumption of denial"})

    assert standings(another(delegate)) == [("dismissed", []), ("possible", [])][::-1]


def test_a_reopened_pair_can_be_judged_anew(cleared: Cleared, officer: User) -> None:
    disclosure = cleared()
    in_force(ENTRY | {"alt_names": "Northern Machines"})
    run_check(check_again(disclosure, reason="test").pk)
    assert standings(disclosure)[0][0] == "possible"

    judge(disclosure, officer, "until_change")

    assert standings(disclosure) == [("dismissed", [])]


def test_determination_log_and_case_name_the_field(cleared: Cleared) -> None:
    disclosure = cleared()
    in_force(ENTRY | {"alt_names": "Northern Machines"})

    run_check(check_again(disclosure, reason="test").pk)

    made, told = newest(disclosure), "the entry's aliases changed from none to Northern Machines"
    assert [hold["text"] for hold in made.holds if hold["kind"] == "pair_reopened"] == [
        f"{OURS[0]} and {ENTRY['name']} (UVL) were judged before. Reopened: {told}."
    ]
    entry = entries(subject=Subject("determination", str(made.pk))).get()
    (row,) = [
        one["set"]
        for one in payload_of(entry)["changes"]
        if one["row"].startswith("participation_recipientm")
    ]
    assert [one["text"] for one in row["reopened"]] == [told]
    case = case_of(disclosure.reviews.get(state=Review.State.OPEN))
    assert case.title == f"Is “{OURS[0]}” the listed {ENTRY['name']}? Reopened: {told}."
    (pair,) = case.pairs
    assert not pair.match.is_settled
    assert [one["text"].endswith(f" Reopened: {told}.") for one in pair.history] == [True]


def test_a_cleared_pair_hides_no_other(cleared: Cleared, officer: User) -> None:
    disclosure = cleared()

    in_force(
        ENTRY,
        ENTRY | {"name": "Northern Example Machine Works Holding", "alt_names": "Northern Example Machin"},
    )
    run_check(check_again(disclosure, reason="test").pk)

    case = case_of(disclosure.reviews.get(state=Review.State.OPEN))
    assert (case.pending, case.pairs[0].match.version.name) == (1, "Northern Example Machine Works Holding")
    assert [pair.match.is_cleared for pair in case.pairs] == [False, True]


def test_a_check_asks_once_and_only_for_what_matched(cleared: Cleared, delegate: User) -> None:
    disclosure = cleared()
    names = [(f"Northern Example Machinery {number}", "DE") for number in range(20)]
    index_cache.index_for(index_cache.snapshot_in_force())  # type: ignore[arg-type]
    counted = []
    for shown in (disclosure, another(delegate, to=tuple(names))):
        with CaptureQueriesContext(connection) as queries:
            found = screened(shown, index_cache.snapshot_in_force())
        asked = [one["sql"] for one in queries if "pairdecision" in one["sql"].split("WHERE")[0]]
        counted.append((len(queries), len(asked), sum(len(row.judged) for row in found)))

    assert counted == [(7, 1, 1), (7, 1, 20)]
