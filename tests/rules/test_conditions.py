"""Steps asked with an assumed reading: the sentence that a reader of the law would get."""

from typing import Any

import pytest

from participation.rules.alternatives import decide_alternatives
from participation.rules.case import Case, open_reading
from participation.rules.determination import Answerer, Outcome
from participation.rules.facts import load_facts
from participation.rules.in_force import edition
from participation.rules.item_class import UNCLASSIFIED
from participation.rules.listing import IDENTITY, Entry
from participation.rules.steps import STEPS
from participation.rules.vocabulary import Footnote, LicenseRequirement
from tests.rules.case_tables import facts_with

BY_NAME = {step.name: step for step in STEPS}


def asked(step: str, changes: dict[str, Any], listed: str, assumed: dict[str, object]) -> tuple[str, Any]:
    facts = load_facts(facts_with(changes, [listed]))
    assert facts.recipients is not None
    case = Case(facts, facts.recipients[0], edition().on(facts.released_on), assumed)
    ruling = BY_NAME[step].rule(case)
    assert ruling is not None
    return ruling.explanation.replace("\x00", "the party"), ruling.outcome


IN_2019 = {"released_on": "2019-06-03", "activity.topic": "5G"}
IN_2022 = {"released_on": "2023-05-02"}
READINGS: list[tuple[str, dict[str, Any], str, str, bool, str, Outcome | None]] = [
    (
        "carve_out",
        {**IN_2019, "item.kind": "hardware"},
        "listed_huawei",
        "general_license_2019",
        False,
        "; the temporary general licence of 2019 does not lift it: the licence does not reach this release.",
        Outcome.LICENSE_REQUIRED,
    ),
    (
        "carve_out",
        {**IN_2019, "activity.standard_stage": "published"},
        "listed_huawei",
        "general_license_2019",
        True,
        "The temporary general licence of 2019 authorises the release to the party.",
        Outcome.AUTHORIZED_TGL,
    ),
    (
        "carve_out",
        {**IN_2022, "activity.compliance_mandatory": True},
        "listed_other",
        "mandatory_standard",
        False,
        "; the standards rule of 2022 does not lift it: the standard is mandatory by law.",
        Outcome.LICENSE_REQUIRED,
    ),
    (
        "carve_out",
        {**IN_2022, "activity.compliance_mandatory": True},
        "listed_other",
        "mandatory_standard",
        True,
        "The standards rule of 2022 authorises the release to the party.",
        Outcome.AUTHORIZED_STANDARDS_EXEMPTION,
    ),
    (
        "carve_out",
        {**IN_2022, "activity.standard_stage": "published"},
        "listed_other",
        "published_standard_2022",
        False,
        "; the standards rule of 2022 does not lift it: work on a published standard is not covered.",
        Outcome.LICENSE_REQUIRED,
    ),
    (
        "exclusion",
        {"activity.standard_stage": "published", "activity.intent_to_publish": False},
        "listed_other",
        "publication",
        False,
        "The exclusion for standards work does not apply: the standard is not published.",
        None,
    ),
    (
        "exclusion",
        {"activity.standard_stage": "published", "activity.intent_to_publish": False},
        "listed_other",
        "publication",
        True,
        "The release serves a standard that is published or meant to be, ",
        Outcome.NOT_SUBJECT_TO_EAR,
    ),
    (
        "exclusion",
        {"item.kind": "object_code"},
        "listed_other",
        "object_code",
        False,
        "The exclusion for standards work does not apply: object code is not covered.",
        None,
    ),
    (
        "exclusion",
        {"activity.kind": "training"},
        "listed_other",
        "occasion",
        False,
        "The exclusion for standards work does not apply: the occasion (training) did not serve a standard.",
        None,
    ),
]


@pytest.mark.parametrize(("step", "changes", "listed", "reading", "value", "sentence", "outcome"), READINGS)
def test_a_reading_that_is_assumed_decides(
    step: str,
    changes: dict[str, Any],
    listed: str,
    reading: str,
    value: bool,
    sentence: str,
    outcome: Outcome | None,
) -> None:
    said, came_out = asked(step, changes, listed, {f"reading.{reading}": value})

    assert came_out is outcome
    assert sentence in said


def test_an_open_reading_is_decided_both_ways_and_asked_of_the_officer() -> None:
    point = open_reading("x", "It is open.", "Is it so?")

    assert (point.fact, point.values, point.statement) == ("reading.x", (True, False), "It is open.")
    assert (point.question, point.who) == ("Is it so?", Answerer.OFFICER)


def test_an_unresolved_name_may_be_nobody_or_one_of_three_kinds_of_entries() -> None:
    listed = [Entry(each, None, LicenseRequirement.ALL, None, through_employer=False) for each in FOOTNOTES]

    assert IDENTITY.values == (None, *listed)


FOOTNOTES = (None, Footnote.HUAWEI, Footnote.RUSSIA_BELARUS_MILITARY)


def test_an_unclassified_item_may_be_of_each_class_that_the_steps_tell_apart() -> None:
    classes = {
        nature: [(each.eccn, each.at_only, each.crypto_equipment) for each in unknown.values]
        for nature, unknown in UNCLASSIFIED.items()
    }

    assert classes == {
        "technology": [
            ("EAR99", False, None),
            ("5E991", True, None),
            ("5E992.b", True, None),
            ("5E001", False, None),
            ("5E002.a", False, "5A002.a"),
        ],
        "software": [
            ("EAR99", False, None),
            ("5D991", True, None),
            ("5D001", False, None),
            ("5D002.c.2", False, None),
            ("5D002.c.1", False, "5A002.a"),
        ],
        "commodity": [("EAR99", False, None), ("5A991", True, None), ("5A001", False, None)],
    }
    functional = [
        each.eccn
        for unknown in UNCLASSIFIED.values()
        for each in unknown.values
        if each.crypto_functionality_only
    ]
    assert functional == ["5E002.a", "5D002.c.1"]


def test_a_settled_release_takes_the_worst_of_its_branches_and_asks_nothing() -> None:
    facts = load_facts(facts_with({"activity.intent_to_publish": "null"}, ["unlisted_chinese"]))
    assert facts.recipients is not None
    decided = decide_alternatives(Case(facts, facts.recipients[0], edition().on(facts.released_on)), STEPS)

    settled = decided.settled()

    assert (decided.outcome, [each.decides for each in decided.open_points]) == (
        Outcome.NEEDS_REVIEW,
        [True],
    )
    assert (settled.outcome, [each.decides for each in settled.open_points]) == (
        Outcome.NO_LICENSE_REQUIRED,
        [False],
    )
