"""The smallest changes that turn an answer: which are told, in which order, in which words."""

from itertools import pairwise
from typing import Any

import pytest

from participation.rules.alternatives import decide_alternatives
from participation.rules.case import Case
from participation.rules.changes import Size, changes_of_release
from participation.rules.decide import decide
from participation.rules.determination import Determination, Status
from participation.rules.facts import load_facts
from participation.rules.in_force import edition
from participation.rules.steps import STEPS
from tests.rules.case_tables import all_cases, facts_with, party


def decided(changes: dict[str, Any], recipients: Any = None) -> Determination:
    return decide(load_facts(facts_with(changes, recipients)), edition(), counterfactuals=True)


def told(changes: dict[str, Any], recipients: Any = None) -> list[tuple[str, str, str]]:
    found = decided(changes, recipients).counterfactuals
    return [(each.status.value, each.fact, each.sentence) for each in found]


def test_they_come_only_when_asked_for() -> None:
    facts = load_facts(facts_with({"released_on": "2023-05-02"}, ["listed_other"]))

    assert decide(facts, edition()).counterfactuals == ()
    assert decide(facts, edition(), counterfactuals=True).counterfactuals != ()


def test_what_is_open_comes_first_and_what_clears_before_what_bars() -> None:
    facts = {"released_on": "2023-05-02", "activity.intent_to_publish": "null"}

    assert told(facts, ["listed_other", "unlisted_german"]) == [
        (
            "clear",
            "activity.intent_to_publish",
            "If the resulting standard were meant to be published, the exemption for standards work would "
            "authorise it.",
        ),
        (
            "stop",
            "activity.intent_to_publish",
            "If the resulting standard were not meant to be published, it would need a licence.",
        ),
        ("clear", "recipients", "If Other listed company were not there, it would need no licence."),
        (
            "clear",
            "item.published_before_release",
            "If the item were published before the release, the export rules would not reach it.",
        ),
        (
            "stop",
            "activity.for_a_standard",
            "If the release were not made for a standard, it would need a licence.",
        ),
        (
            "clear",
            "item.us_nexus",
            "If the item were foreign-made and outside the EAR by its content, the export rules would not "
            "reach it.",
        ),
        (
            "stop",
            "item.eccn",
            "If the item were controlled for more than anti-terrorism reasons, as 5E001 is, it would need a "
            "licence.",
        ),
        ("stop", "item.kind", "If hardware were released instead, it would need a licence."),
    ]


FIRST: list[tuple[dict[str, Any], Any, tuple[str, str, str]]] = [
    (
        {"item.eccn": "null", "item.classification": "unknown"},
        None,
        ("clear", "item.eccn", "If the item were EAR99, the export rules would not reach it."),
    ),
    (
        {"released_on": "2021-02-01", "item.kind": "source_code"},
        ["listed_huawei"],
        (
            "clear",
            "item.published_before_release",
            "If the item were published before the release, the export rules would not reach it.",
        ),
    ),
    (
        {"released_on": "2019-05-15"},
        ["listed_huawei"],
        ("stop", "released_on", "If the release came on 16 May 2019, it would need a licence."),
    ),
    (
        {"released_on": "2021-02-01", "body.voluntary_consensus_body": "null"},
        ["listed_huawei"],
        (
            "clear",
            "body.voluntary_consensus_body",
            "If the body were a voluntary consensus standards body, the exemption for standards work would "
            "authorise it.",
        ),
    ),
    (
        {"released_on": "2019-06-03", "activity.topic": "null"},
        ["listed_huawei"],
        (
            "clear",
            "activity.topic",
            "If the topic were 5G, the temporary general licence of 2019 would authorise it.",
        ),
    ),
    (
        {"activity.for_a_standard": False},
        ["possible"],
        (
            "clear",
            "recipients[].match",
            "If Resembles a listed name were found to be somebody else than the listed party, it would need "
            "no licence.",
        ),
    ),
    (
        {"released_on": "2023-05-02"},
        ["unverified"],
        (
            "clear",
            "recipients[].uvl_statement_on",
            "If Unverified company had given its statement, it would need no licence.",
        ),
    ),
    (
        {"released_on": "2025-10-06", "activity.for_a_standard": False},
        ["owned_60"],
        (
            "clear",
            "recipients[].owned_by_listed_percent",
            "If listed parties owned less than half of Joint venture, it would need no licence.",
        ),
    ),
    (
        {"end_use_red_flag": "military-intelligence"},
        None,
        (
            "clear",
            "end_use_red_flag",
            "If the red flag about the end use were resolved, the export rules would not reach it.",
        ),
    ),
    (
        {"item.other_agency": "unknown"},
        None,
        (
            "clear",
            "item.other_agency",
            "If no other agency governed the item, the export rules would not reach it.",
        ),
    ),
    (
        {
            "item.kind": "source_code",
            "item.eccn": "5D002.c.1",
            "item.reasons_for_control": ["NS", "EI"],
            "item.published_before_release": True,
            "item.nonstandard_crypto": True,
        },
        ["listed_other"],
        (
            "clear",
            "item.encryption_notification_sent",
            "If the notice for published encryption software had been sent, the export rules would not reach "
            "it.",
        ),
    ),
    (
        {
            "released_on": "2023-05-02",
            "item.eccn": "5E002.a",
            "item.reasons_for_control": ["NS", "EI"],
            "item.crypto_functionality_only": True,
        },
        ["unlisted_chinese"],
        (
            "clear",
            "country_chart_cleared",
            "If the Country Chart were recorded as met, it would need no licence.",
        ),
    ),
    (
        {"item.eccn": "5E991", "item.reasons_for_control": "null"},
        ["listed_other"],
        (
            "clear",
            "item.reasons_for_control",
            "If the item were controlled for anti-terrorism reasons only, the export rules would not reach "
            "it.",
        ),
    ),
    (
        {},
        [{"name": "US firm", "country": "US", "lists": []}],
        (
            "clear",
            "recipients[].us_person",
            "If the person of US firm were a US person, it would not be an export.",
        ),
    ),
]


@pytest.mark.parametrize(("changes", "recipients", "first"), FIRST, ids=[each[2][1] for each in FIRST])
def test_the_smallest_change(changes: dict[str, Any], recipients: Any, first: tuple[str, str, str]) -> None:
    assert told(changes, recipients)[0] == first


def test_equal_recipients_go_together_and_so_do_all_that_stand_out() -> None:
    twins = [{**party("listed_other"), "name": name} for name in ("A Ltd.", "B Ltd.")]
    more = [{**party("listed_huawei"), "name": name} for name in ("C Ltd.", "D Ltd.")]

    found = told({"released_on": "2020-01-15"}, [*twins, "unlisted_german"])
    assert ("clear", "recipients", "If A Ltd. and B Ltd. were not there, it would need no licence.") in found
    found = told({"released_on": "2020-01-15"}, [*twins, *more, "unlisted_german"])
    assert [each for each in found if each[1] == "recipients"] == [
        ("clear", "recipients", "If A Ltd., B Ltd. and 2 others were not there, it would need no licence.")
    ]


def test_the_chart_is_told_for_one_recipient_where_others_differ() -> None:
    ns = {"item.eccn": "5E001", "item.reasons_for_control": ["NS", "AT"], "activity.for_a_standard": False}
    german = {**party("unlisted_german"), "country_chart_cleared": True}

    facts = [fact for _, fact, _ in told(ns, ["unlisted_chinese", german])]

    assert "recipients[].country_chart_cleared" in facts
    assert "country_chart_cleared" in facts


def test_unknown_attendees_are_not_left_out() -> None:
    assert all(fact != "recipients" for _, fact, _ in told({"released_on": "2023-05-02"}, "unknown"))


def test_each_turns_the_answer_of_every_case_and_says_so_once() -> None:
    for case in all_cases():
        answer = decide(load_facts(case.facts), edition(), counterfactuals=True)
        sentences = [each.sentence for each in answer.counterfactuals]
        assert len(set(sentences)) == len(sentences)
        for each in answer.counterfactuals:
            assert each.status not in (answer.status, Status.WAIT)
            assert (each.sentence[:3], each.sentence[-1]) == ("If ", ".")
            assert {"{", "\x00"}.isdisjoint(each.sentence)


def test_later_days_are_tried_in_their_order() -> None:
    facts = load_facts(facts_with({"released_on": "2025-10-06"}))

    days = [each.facts.released_on for each in changes_of_release(facts, edition()) if each.size is Size.DAY]

    assert all(facts.released_on < one < other for one, other in pairwise(days))
    assert len(days) >= 2


def test_the_short_way_to_an_outcome_is_the_long_one() -> None:
    for case in all_cases():
        facts = load_facts(case.facts)
        for recipient in facts.recipients or (None,):
            one = Case(facts, recipient, edition().on(facts.released_on))
            long, short = decide_alternatives(one, STEPS), decide_alternatives(one, STEPS, outcome_only=True)
            assert short.outcome is long.outcome
            assert len(short.branches) <= len(long.branches)
