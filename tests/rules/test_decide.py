"""The case tables, and what a determination says beside its outcome."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from participation.rules.decide import STEP_QUESTIONS, STEPS, decide
from participation.rules.determination import Answer, Determination, Outcome, Source, Status
from participation.rules.facts import canonical, load_facts
from participation.rules.in_force import ENGINE, edition
from tests.rules.case_tables import TableCase, all_cases, facts_with, party, tables

GOLDEN = Path(__file__).parent / "golden.json"


def decided(changes: dict[str, Any] | None = None, recipients: Any = None, **options: Any) -> Determination:
    return decide(load_facts(facts_with(changes, recipients)), edition(), **options)


@pytest.mark.parametrize("table", tables())
def test_decide_gives_the_outcomes_of_the_table(table: str) -> None:
    cases = tables()[table]

    answers = {case.name: decide(load_facts(case.facts), edition()) for case in cases}

    assert {name: (each.outcome.value, list(each.flags)) for name, each in answers.items()} == {
        case.name: (case.outcome, case.flags) for case in cases
    }
    assert {case.name: _fates(answers[case.name]) for case in cases if case.fates} == {
        case.name: case.fates for case in cases if case.fates
    }


def _fates(answer: Determination) -> list[str]:
    return [each.outcome.value for each in answer.recipients]


def test_case_names_are_unique() -> None:
    names = [case.name for case in all_cases()]

    assert len(names) == len(set(names))


def test_golden_determinations_change_only_with_the_engine() -> None:
    """Written anew by `python -m tests.rules.write_golden`, after raising ENGINE."""
    stored = json.loads(GOLDEN.read_text("utf-8"))
    edition_then = stored.pop("edition")

    assert (stored["engine"], edition_then) == (ENGINE, edition().fingerprint)
    assert set(stored["determinations"]) == {case.name for case in all_cases()}
    for case in all_cases():
        assert (case.name, golden_digest(case)) == (case.name, stored["determinations"][case.name])


def golden_digest(case: TableCase) -> str:
    """A digest over the answer without the edition's fingerprint."""
    answer = decide(load_facts(case.facts), edition(), counterfactuals=True).as_json()
    del answer["rules_edition"]
    return hashlib.sha256(canonical(answer)).hexdigest()


def test_each_step_has_its_question_once() -> None:
    assert list(STEP_QUESTIONS) == [step.name for step in STEPS]
    assert all(question.endswith("?") for question in STEP_QUESTIONS.values())
    assert len(set(STEP_QUESTIONS.values())) == len(STEPS)


def test_findings_stand_in_the_order_of_the_steps() -> None:
    order = list(STEP_QUESTIONS)

    for case in all_cases():
        found = [order.index(each.step) for each in decide(load_facts(case.facts), edition()).findings]
        assert found == sorted(found)


def test_finding_names_the_listed_party_its_date_and_its_law() -> None:
    determination = decided({"released_on": "2023-05-02"}, ["listed_huawei", "unlisted_german"])

    huawei, others = (each for each in determination.findings if each.step == "entity_list")
    assert huawei.as_json() == {
        "step": "entity_list",
        "answer": "yes",
        "recipient": "recipients[0]",
        "explanation": "Huawei entry is on the Entity List since 16 May 2019.",
        "citations": [
            {
                "cite": "15 CFR 744.11, 744.16(a), 748.5(c) to (f); 85 FR 51596",
                "url": "https://www.ecfr.gov/current/title-15/section-744.16",
            }
        ],
        "in_force": {"from": "2020-08-17", "to": None},
        "source": "regulation",
        "facts_used": [
            "recipients[].lists",
            "recipients[].entity_list",
            "recipients[].match",
            "recipients[].employer_listed",
        ],
        "decides": False,
    }
    assert (others.recipient, others.explanation) == (
        None,
        "No other recipient is on the Entity List on the day of the release.",
    )


def test_finding_of_a_carve_out_carries_its_interval() -> None:
    determination = decided({"released_on": "2023-05-02"}, ["listed_other"])

    finding = next(each for each in determination.findings if each.step == "carve_out")
    assert finding.decides
    assert str(finding.in_force_from) == "2022-09-09"
    assert str(finding.in_force_to) == "2024-07-17"
    assert finding.source is Source.REGULATION


CONDITIONS: list[tuple[str, str, dict[str, Any], str, list[str]]] = [
    (
        "exclusion",
        "2025-03-01",
        {"activity.for_a_standard": False, "activity.intent_to_publish": "null"},
        "listed_other",
        [
            "Condition met: technology may be released for standards work.",
            "Condition met: the item, EAR99, is of a class that the rule covers.",
            "Condition not met: the release (contribution to a meeting) was not made for a standard.",
            "Condition met: the standard is in development.",
            "Condition open: it is not documented that the resulting standard is meant to be published.",
        ],
    ),
    (
        "carve_out",
        "2019-06-03",
        {"activity.topic": "null"},
        "listed_other",
        [
            "Condition not met: Other listed company is not one of the Huawei entries.",
            "Condition met: the release (contribution to a meeting) was made for a standard.",
            "Condition open: the topic is not recorded.",
            "Condition met: ETSI TC CYBER is one of the bodies named.",
            "Condition met: the item, EAR99, and the stage of the standard are within the licence.",
        ],
    ),
    (
        "carve_out",
        "2021-02-01",
        {"item.eccn": "5E001", "item.reasons_for_control": ["NS", "AT"]},
        "listed_huawei",
        [
            "Condition met: Huawei entry is one of the Huawei entries.",
            "Condition met: technology may be released for standards work.",
            "Condition not met: the item, 5E001 (NS, AT), is neither EAR99 nor controlled for anti-terrorism "
            "reasons only.",
            "Condition met: the release (contribution to a meeting) was made for a standard.",
            "Condition met: the standard is in development.",
            "Condition met: ETSI TC CYBER is a voluntary consensus standards body.",
        ],
    ),
    (
        "carve_out",
        "2023-05-02",
        {"item.kind": "hardware", "activity.compliance_mandatory": "null"},
        "listed_other",
        [
            "Condition met: the rule covers every listed party.",
            "Condition not met: hardware is not technology or software.",
            "Condition met: the item, EAR99, is of a class that the rule covers.",
            "Condition met: the release (contribution to a meeting) was made for a standard.",
            "Condition met: the standard is in development.",
            "Condition met: the resulting standard is meant to be published.",
            "Condition open: it is not recorded whether the standard is voluntary or mandatory by law.",
            "Condition met: Other listed company is not listed on a ground that stands by itself.",
        ],
    ),
    ("carve_out", "2020-01-15", {}, "listed_huawei", []),
    ("exclusion", "2023-05-02", {}, "listed_huawei", []),
]


@pytest.mark.parametrize(("step", "day", "changes", "recipient", "sentences"), CONDITIONS)
def test_each_condition_of_the_rule_of_the_day_is_shown_by_itself(
    step: str, day: str, changes: dict[str, Any], recipient: str, sentences: list[str]
) -> None:
    determination = decided({"released_on": day, **changes}, [recipient])

    shown = [each for each in determination.findings if each.step == step][1:]
    assert [each.explanation for each in shown] == sentences
    words = {"met": Answer.YES, "not": Answer.NO, "open": Answer.UNKNOWN}
    assert [each.answer for each in shown] == [words[each.split()[1].rstrip(":")] for each in sentences]
    for each in shown:
        assert each.citations
        assert each.in_force_from is not None
        assert not each.decides


def test_a_condition_about_the_party_is_shown_for_each_and_the_others_once() -> None:
    determination = decided(
        {"released_on": "2021-02-01"}, ["listed_huawei", "listed_other", "unlisted_german"]
    )

    shown = [each for each in determination.findings if each.explanation.startswith("Condition")]
    assert [(each.recipient, each.answer.value) for each in shown] == [
        ("recipients[0]", "yes"),
        ("recipients[1]", "no"),
        *[(None, "yes")] * 5,
    ]


def test_a_name_with_a_full_stop_ends_the_sentence_once() -> None:
    listed = {**party("listed_other"), "name": "Listed Co., Ltd."}

    determination = decided({"released_on": "2023-05-02"}, [listed])

    finding = next(each for each in determination.findings if each.step == "carve_out")
    assert finding.explanation == "The standards rule of 2022 authorises the release to Listed Co., Ltd."


def test_unknown_fact_that_decides_becomes_a_question() -> None:
    determination = decided(
        {"released_on": "2023-05-02", "activity.intent_to_publish": "null"}, ["listed_other"]
    )

    assert [each.as_json() for each in determination.questions] == [
        {
            "fact": "activity.intent_to_publish",
            "question": "Is the resulting standard meant to be published, open to everyone, "
            "and what shows it?",
            "who": "delegate",
            "recipients": [],
        }
    ]
    finding = next(each for each in determination.findings if each.step == "carve_out")
    assert (finding.answer, finding.decides) == (Answer.UNKNOWN, True)


def test_unknown_fact_that_decides_nothing_is_not_asked() -> None:
    determination = decided(
        {"released_on": "2019-09-02", "item.eccn": "null", "item.classification": "unknown"},
        ["listed_other"],
    )

    assert determination.outcome is Outcome.LICENSE_REQUIRED
    assert determination.questions == ()


def test_each_determination_has_a_finding_that_decides_and_a_question_when_it_waits() -> None:
    for case in all_cases():
        determination = decide(load_facts(case.facts), edition())
        assert any(each.decides for each in determination.findings)
        assert determination.questions or determination.status is not Status.WAIT


def test_unknown_without_consequence_says_so() -> None:
    determination = decided({"item.us_nexus": "unknown"}, ["listed_other"])

    finding = next(each for each in determination.findings if each.step == "us_nexus")
    assert (finding.answer, finding.decides) == (Answer.UNKNOWN, False)
    assert finding.explanation == (
        "Not settled: The US origin or content of the item is not recorded. "
        "The outcome is the same either way."
    )


def test_finding_after_a_deciding_unknown_says_that_it_depends() -> None:
    determination = decided({"item.eccn": "null", "item.classification": "unknown"}, ["listed_other"])

    finding = next(each for each in determination.findings if each.step == "carve_out")
    assert finding.explanation.startswith("It depends on an open point. The Entity List asks a licence")


def test_question_about_recipients_names_each_of_them() -> None:
    first, second = {**party("possible"), "id": "a"}, {**party("possible"), "id": "b"}

    determination = decided({"released_on": "2023-05-02"}, [first, second, "unlisted_german"])

    assert [(each.fact, each.recipients) for each in determination.questions] == [
        ("recipients[].match", ("a", "b"))
    ]
    assert [(each.id, each.outcome) for each in determination.recipients] == [
        ("a", Outcome.NEEDS_REVIEW),
        ("b", Outcome.NEEDS_REVIEW),
        ("recipients[2]", Outcome.NO_LICENSE_REQUIRED),
    ]


def test_open_flag_becomes_a_question() -> None:
    determination = decided({"released_on": "2023-05-02"}, ["unverified"])

    assert [each.fact for each in determination.questions] == ["recipients[].uvl_statement_on"]
    assert determination.status.value == "wait"


def test_list_snapshots_are_passed_through() -> None:
    assert decided(list_snapshots=("bis-el:2025-03-01",)).as_json()["list_snapshots"] == ["bis-el:2025-03-01"]


def test_overlay_that_settles_the_affiliates_rule_bars_the_owned_party() -> None:
    overlay = {
        "affiliates_rule": [
            {
                "from": "2026-11-10",
                "value": "in_force",
                "citation": "90 FR 47201",
                "url": "https://www.federalregister.gov/citation/90-FR-47201",
                "source": "regulation",
            }
        ]
    }
    facts = load_facts(
        facts_with({"released_on": "2026-11-10", "activity.for_a_standard": False}, ["owned_60"])
    )

    assert decide(facts, edition()).outcome is Outcome.NEEDS_REVIEW
    assert decide(facts, edition(overlay)).outcome is Outcome.LICENSE_REQUIRED


US_FIRM = {"id": "us", "name": "US firm", "country": "US", "lists": []}


def test_a_us_person_is_not_asked_for_where_the_room_is_foreign_anyway() -> None:
    facts = facts_with({"released_on": "2025-03-01"}, ["listed_huawei"])
    facts["recipients"].append(US_FIRM)

    determination = decide(load_facts(facts), edition())

    assert (determination.outcome, determination.status) == (Outcome.NOT_SUBJECT_TO_EAR, Status.CLEAR)
    assert determination.questions == ()
    assert determination.recipients[-1].outcome is Outcome.NOT_SUBJECT_TO_EAR


def test_a_us_person_is_asked_for_in_a_room_of_us_firms() -> None:
    facts = facts_with({"released_on": "2025-03-01"})
    facts["recipients"] = [US_FIRM]

    determination = decide(load_facts(facts), edition())

    assert determination.outcome is Outcome.NEEDS_REVIEW
    assert [question.fact for question in determination.questions] == ["recipients[].us_person"]
