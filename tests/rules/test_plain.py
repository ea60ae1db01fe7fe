"""What a delegate reads: no law, no jargon, and what to do next; for every case of the tables."""

import re
from functools import cache
from typing import Any

import pytest

from participation.rules.decide import decide
from participation.rules.facts import load_facts
from participation.rules.in_force import edition
from participation.rules.plain import plain_finding, plain_sentence
from tests.rules.case_tables import all_cases, facts_with, party

JARGON = re.compile(
    r"CFR|\bFR\b|§|\b7\d\d\b|ECCN|EAR99|\bEAR\b|Entity List|carve-out|\bNS\b|\bAT\b|734|\x00|[{}]"
)


@cache
def answers() -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    found = []
    for case in all_cases():
        facts = load_facts(case.facts)
        named = facts.as_json()
        for row in named["recipients"] or ():
            row["name"] = "Somebody"
        found.append((case.name, decide(facts, edition()).as_json(), named))
    return found


def of(changes: dict[str, Any], recipients: Any = None) -> str:
    facts = load_facts(facts_with(changes, recipients))
    return plain_sentence(decide(facts, edition()).as_json(), facts.as_json())


SENTENCES: list[tuple[dict[str, Any], Any, str]] = [
    (
        {},
        None,
        "The export rules do not reach this release: it is work on a standard that is or will be public.",
    ),
    (
        {"item.published_before_release": True},
        ["listed_huawei"],
        "The export rules do not reach this release: it was public before.",
    ),
    (
        {"item.us_nexus": "foreign_none"},
        ["listed_huawei"],
        "The export rules do not reach this release: it does not come from the United States.",
    ),
    ({"item.kind": "non_technical"}, None, "Nothing technical is released."),
    ({"released_on": "2023-05-02"}, None, "This release needs no licence."),
    (
        {"activity.for_a_standard": False},
        ["listed_huawei"],
        "Huawei entry is on a US trade list, and the exemption for standards work does not cover this. "
        "Compliance can tell what would help.",
    ),
    (
        {"released_on": "2023-05-02"},
        ["denied"],
        "Denied person is barred from US exports. Compliance can tell what would help.",
    ),
    (
        {"activity.intent_to_publish": "null"},
        ["listed_other"],
        "An answer is missing: Is the resulting standard meant to be published, open to everyone, and what "
        "shows it?",
    ),
    (
        {"item.eccn": "null", "item.classification": "unknown"},
        ["listed_other"],
        "It is open whether it counts as work on a public standard. "
        "It waits for whoever classifies it; share nothing until then.",
    ),
    (
        {"activity.for_a_standard": False},
        ["possible"],
        "It is open whether Resembles a listed name is the company on a US trade list. "
        "Compliance looks into it; share nothing until they are done.",
    ),
    (
        {"released_on": "2023-05-02"},
        ["unverified"],
        "A recipient has to give a statement first. "
        "Compliance looks into it; share nothing until they are done.",
    ),
]


@pytest.mark.parametrize(
    ("changes", "recipients", "sentence"), SENTENCES, ids=[row[2][:40] for row in SENTENCES]
)
def test_the_one_sentence(changes: dict[str, Any], recipients: Any, sentence: str) -> None:
    assert of(changes, recipients) == sentence


def test_every_case_has_its_sentence_without_law() -> None:
    for name, answer, facts in answers():
        sentence = plain_sentence(answer, facts)
        assert not JARGON.search(sentence), (name, sentence)
        assert sentence[-1] in ".?"
        assert len(sentence) < 260


def test_every_finding_has_its_sentence_without_law() -> None:
    for name, answer, facts in answers():
        for finding in answer["findings"]:
            sentence = plain_finding(finding, facts)
            assert not JARGON.search(sentence), (name, sentence)
            assert sentence.endswith(".")
            assert sentence[0] == sentence[0].upper()


def test_a_condition_is_told_by_what_it_is_about() -> None:
    facts = load_facts(facts_with({"activity.for_a_standard": False}, ["listed_other"]))
    answer = decide(facts, edition()).as_json()

    said = [
        plain_finding(each, facts.as_json()) for each in answer["findings"] if each["step"] == "exclusion"
    ]

    assert said == [
        "It does not count as work on a public standard with material that may be shared for it.",
        "The kind of material fits the exemption.",
        "The classification of the material fits the exemption.",
        "That it was made for a standard does not fit the exemption.",
        "The stage of the standard fits the exemption.",
        "That the standard is or will be public fits the exemption.",
    ]


def test_the_check_for_jargon_sees_some() -> None:
    assert JARGON.search("under 15 CFR 744.11")
    assert JARGON.search("the item, EAR99, is")


def test_a_name_keeps_its_letters() -> None:
    listed = {**party("listed_other"), "name": "vivo"}

    assert of({"activity.for_a_standard": False}, [listed]).startswith("vivo is on a US trade list")


def test_a_step_of_former_rules_keeps_its_sentence() -> None:
    former = {"step": "retired_step", "answer": "yes", "explanation": "It was so.", "recipient": None}

    assert plain_finding(former, {}) == "It was so."


def test_each_step_and_answer_that_occurs_has_its_words() -> None:
    own = {
        finding["explanation"]
        for _, answer, facts in answers()
        for finding in answer["findings"]
        if plain_finding(finding, facts) == finding["explanation"]
    }

    assert own <= {"Nothing technical is released."}
