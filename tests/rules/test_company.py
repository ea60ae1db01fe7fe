"""Company policy and counsel's sign-off: what an overlay may say of them, and what they change."""

from datetime import date
from typing import Any

import pytest

from participation.rules.company import SignOff
from participation.rules.dated import ParametersError
from participation.rules.decide import decide
from participation.rules.determination import Answer, Determination, Finding, Outcome, Source
from participation.rules.facts import load_facts
from participation.rules.in_force import edition
from participation.rules.rulebook import sign_offs
from tests.rules.case_tables import facts_with, party

DOCUMENT = {
    "citation": "Export policy of the company, section 4",
    "url": "https://example.org/policy",
    "source": "inference",
}


def row(*value: Any, **dates: str) -> dict[str, Any]:
    days = {key.rstrip("_"): day for key, day in dates.items()}
    return {"from": "2024-01-01", **days, "value": list(value), **DOCUMENT}


def entry(match: str, value: str, reason: str = "the board decided so.") -> dict[str, str]:
    return {"match": match, "value": value, "reason": reason}


def decided(
    *entries: dict[str, str], changes: dict[str, Any] | None = None, recipients: Any = None
) -> Determination:
    facts = load_facts(facts_with(changes, recipients))
    return decide(facts, edition({"company_policy": [row(*entries)]}))


def finding(determination: Determination) -> Finding:
    (found,) = (each for each in determination.findings if each.step == "company_policy")
    return found


def test_no_policy_is_recorded_at_first_and_no_finding_speaks_of_it() -> None:
    determination = decide(load_facts(facts_with()), edition())

    assert "company_policy" not in {each.step for each in determination.findings}


def test_policy_on_a_country_turns_a_clear_release_into_a_review() -> None:
    determination = decided(entry("country", "CN"), recipients=["unlisted_chinese", "unlisted_german"])

    assert determination.outcome is Outcome.NEEDS_REVIEW
    assert [each.outcome.value for each in determination.recipients] == ["needs_review", "not_subject_to_ear"]
    found = next(each for each in determination.findings if each.step == "company_policy" and each.recipient)
    assert (found.answer, found.decides, found.source) == (Answer.YES, True, Source.INFERENCE)
    assert found.explanation == (
        "Company policy asks for a review of releases to Chinese vendor because of China: "
        "the board decided so."
    )
    assert [each.cite for each in found.citations] == ["Export policy of the company, section 4"]
    assert found.in_force_from == date(2024, 1, 1)
    assert [each.question for each in determination.questions] == [
        "Does the company's own policy allow this release?"
    ]


MATCHES: list[tuple[dict[str, str], dict[str, Any], Any, Outcome]] = [
    (entry("eccn", "5D002"), {"item.eccn": "5D002.c.1"}, None, Outcome.NEEDS_REVIEW),
    (entry("eccn", "EAR99"), {}, None, Outcome.NEEDS_REVIEW),
    (entry("eccn", "5E991"), {}, None, Outcome.NOT_SUBJECT_TO_EAR),
    (
        entry("eccn", "5E001"),
        {"item.eccn": "5E991", "item.reasons_for_control": ["AT"]},
        None,
        Outcome.NOT_SUBJECT_TO_EAR,
    ),
    (
        entry("eccn", "5E992.a"),
        {"item.eccn": "5E992.b", "item.reasons_for_control": ["AT"]},
        None,
        Outcome.NOT_SUBJECT_TO_EAR,
    ),
    (entry("country", "DE"), {}, None, Outcome.NEEDS_REVIEW),
    (entry("country", "CN"), {}, None, Outcome.NOT_SUBJECT_TO_EAR),
    (
        entry("country", "FR"),
        {},
        [{**party("unlisted_german"), "nationality": "FR"}],
        Outcome.NEEDS_REVIEW,
    ),
    (entry("list", "EL"), {}, ["listed_huawei"], Outcome.NEEDS_REVIEW),
    (entry("list", "EL"), {"released_on": "2024-07-18"}, ["unlisted_chinese"], Outcome.NOT_SUBJECT_TO_EAR),
    (entry("list", "UVL"), {}, ["unverified"], Outcome.NEEDS_REVIEW),
    (entry("list", "UVL"), {}, ["listed_huawei"], Outcome.NOT_SUBJECT_TO_EAR),
    (entry("list", "EL"), {}, ["possible"], Outcome.NEEDS_REVIEW),
    (entry("body", "ETSI"), {}, None, Outcome.NEEDS_REVIEW),
    (entry("body", "etsi tc cyber"), {}, None, Outcome.NEEDS_REVIEW),
    (entry("body", "ETS"), {}, None, Outcome.NOT_SUBJECT_TO_EAR),
    (entry("body", "3GPP"), {}, None, Outcome.NOT_SUBJECT_TO_EAR),
]


@pytest.mark.parametrize(
    ("policy", "changes", "recipients", "outcome"), MATCHES, ids=lambda each: str(each)[:60]
)
def test_a_policy_matches_what_it_names(
    policy: dict[str, str], changes: dict[str, Any], recipients: Any, outcome: Outcome
) -> None:
    assert decided(policy, changes=changes, recipients=recipients).outcome is outcome


OPEN: list[tuple[dict[str, str], dict[str, Any], Any, str]] = [
    (
        entry("eccn", "5D002"),
        {"item.classification": "unknown", "item.eccn": "null", "item.published_before_release": True},
        None,
        "item.eccn",
    ),
    (
        entry("eccn", "5E992.b"),
        {"item.eccn": "5E992", "item.reasons_for_control": ["AT"], "item.published_before_release": True},
        None,
        "item.eccn",
    ),
    (entry("country", "CN"), {"item.published_before_release": True}, "unknown", "recipients"),
    (entry("list", "MEU"), {"item.published_before_release": True}, "unknown", "recipients"),
]


@pytest.mark.parametrize(("policy", "changes", "recipients", "fact"), OPEN, ids=lambda each: str(each)[:60])
def test_what_is_not_known_may_match_and_is_asked_for(
    policy: dict[str, str], changes: dict[str, Any], recipients: Any, fact: str
) -> None:
    determination = decided(policy, changes=changes, recipients=recipients)

    assert determination.outcome is Outcome.NEEDS_REVIEW
    assert finding(determination).answer is Answer.UNKNOWN
    assert [each.fact for each in determination.questions] == [fact]


def test_policy_stands_beyond_the_ear_too_but_not_where_nothing_technical_is_released() -> None:
    published = {"item.published_before_release": True}

    assert decided(entry("body", "ETSI"), changes=published).outcome is Outcome.NEEDS_REVIEW
    assert decided(entry("country", "US"), recipients=["us_citizen"]).outcome is Outcome.NEEDS_REVIEW
    agenda = {"item.kind": "non_technical"}
    assert decided(entry("body", "ETSI"), changes=agenda).outcome is Outcome.NO_TECHNOLOGY


def test_policy_never_eases_the_law() -> None:
    policy = entry("country", "CN")

    barred = decided(policy, changes={"activity.for_a_standard": False}, recipients=["listed_huawei"])
    denied = decided(policy, changes={"activity.for_a_standard": False}, recipients=["denied"])

    assert (barred.outcome, denied.outcome) == (Outcome.LICENSE_REQUIRED, Outcome.PROHIBITED)
    assert finding(barred).decides is False


def test_policy_that_asks_nothing_says_so_once() -> None:
    determination = decided(entry("body", "3GPP"), recipients=["listed_huawei", "unlisted_german"])

    assert finding(determination).explanation == "Company policy asks nothing more of this release."


def test_two_entries_that_match_are_both_told() -> None:
    found = finding(decided(entry("body", "ETSI", "new group"), entry("eccn", "EAR99", "trial")))

    assert found.explanation == (
        "Company policy asks for a review of work in ETSI: new group. "
        "Company policy asks for a review of items of EAR99: trial."
    )
    assert found.facts_used == ("body.name", "item.eccn")


def test_policy_holds_on_its_own_days_and_days_left_out_have_none() -> None:
    rules = edition(
        {
            "company_policy": [
                row(entry("body", "ETSI"), from_="2025-01-01", to="2025-01-31"),
                row(entry("body", "3GPP"), from_="2025-03-01"),
            ]
        }
    )

    days = [date(2024, 12, 31), date(2025, 1, 31), date(2025, 2, 1), date(2025, 3, 1)]
    assert [[each["value"] for each in rules.on(day)["company_policy"].value] for day in days] == [
        [],
        ["ETSI"],
        [],
        ["3GPP"],
    ]


SIGNED = {"rule": "carve_out.from 2022-09-09", "counsel": "J. D.", "on": "2026-11-01", "note": "as read"}


def test_sign_off_is_part_of_the_edition_and_changes_no_outcome() -> None:
    signed = edition(
        {"sign_off": [row(SIGNED, {"rule": "entity_list", "counsel": "GC", "on": "2026-11-02"})]}
    )
    facts = load_facts(facts_with({"released_on": "2023-05-02"}, ["listed_other"]))

    assert signed.fingerprint != edition().fingerprint
    then, now = decide(facts, signed).as_json(), decide(facts, edition()).as_json()
    assert {**then, "rules_edition": ""} == {**now, "rules_edition": ""}
    assert sign_offs(signed) == (
        SignOff("carve_out.from 2022-09-09", "J. D.", date(2026, 11, 1), "as read"),
        SignOff("entity_list", "GC", date(2026, 11, 2), ""),
    )
    assert sign_offs(edition()) == ()


FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"company_policy": [{**row(), "source": "regulation"}]}, "company_policy: no regulation says this"),
    (
        {"company_policy": [{**row(), "url": "intranet/policy"}]},
        "company_policy: the url of a row begins with",
    ),
    ({"company_policy": [{**row(), "value": {}}]}, "company_policy: a list of entries is needed"),
    ({"company_policy": [row("CN")]}, "company_policy[0]: an object with match, reason, value is needed"),
    ({"company_policy": [row({"match": "eccn"})]}, "company_policy[0].value: "),
    (
        {"company_policy": [row(entry("mood", "x"))]},
        "company_policy[0].match: one of eccn, country, list, body",
    ),
    ({"company_policy": [row(entry("eccn", "5E2"))]}, "company_policy[0].value: EAR99 or an ECCN"),
    ({"company_policy": [row(entry("country", "UK"))]}, "company_policy[0].value: a two-letter ISO 3166"),
    ({"company_policy": [row(entry("list", "XX"))]}, "company_policy[0].value: one of EL, MEU"),
    (
        {"company_policy": [row(entry("body", "ETSI"), entry("body", " "))]},
        "company_policy[1].value: text is needed",
    ),
    ({"company_policy": [row(entry("body", "ETSI", ""))]}, "company_policy[0].reason: text is needed"),
    (
        {"company_policy": [row({**entry("body", "ETSI"), "until": "x"})]},
        "company_policy[0].until: is not a key of an entry",
    ),
    ({"sign_off": [row({**SIGNED, "on": "soon"})]}, "sign_off[0].on: a date such as"),
    ({"sign_off": [row({**SIGNED, "counsel": ""})]}, "sign_off[0].counsel: text is needed"),
    ({"sign_off": [row({**SIGNED, "note": 1})]}, "sign_off[0].note: text is needed"),
    ({"sign_off": [row({**SIGNED, "rule": "carve_out.from 2022-09-10"})]}, "sign_off: there is no rule"),
]


@pytest.mark.parametrize(("overlay", "message"), FAULTS, ids=lambda each: str(each)[-50:])
def test_a_company_row_is_refused_by_name(overlay: dict[str, Any], message: str) -> None:
    with pytest.raises(ParametersError) as refused:
        edition(overlay)

    assert str(refused.value).startswith(message)
