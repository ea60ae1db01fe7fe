"""Each property notices a deciding function that breaks it: the faults planted here are found."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from participation.rules.determination import Determination, Flag, Outcome
from tests.rules import properties
from tests.rules.case_tables import facts_with, party
from tests.rules.properties import Decide, Facts, really, with_fact

NOT_PUBLISHED = facts_with({"released_on": "2023-05-02"}, ["unlisted_german"])
TWO = facts_with({"released_on": "2019-09-02"}, ["unlisted_german", "listed_huawei"])
LISTED = facts_with({"activity.for_a_standard": False}, ["listed_other"])
OPEN = with_fact(
    facts_with({"released_on": "2023-05-02"}, ["listed_other"]), "activity.intent_to_publish", None
)


def unknown_is_yes(facts: Facts) -> Determination:
    open_intent = facts["activity"]["intent_to_publish"] is None
    return really(with_fact(facts, "activity.intent_to_publish", True) if open_intent else facts)


def the_best_recipient_counts(facts: Facts) -> Determination:
    answer = really(facts)
    return replace(answer, outcome=max((each.outcome for each in answer.recipients), key=list(Outcome).index))


def the_first_recipient_counts(facts: Facts) -> Determination:
    answer = really(facts)
    return replace(answer, outcome=answer.recipients[0].outcome)


def a_denied_person_is_overlooked_when_unverified(facts: Facts) -> Determination:
    lists = facts["recipients"][0]["lists"]
    return really(with_fact(facts, "recipients[].lists", []) if {"DPL", "UVL"} <= set(lists) else facts)


def the_entity_list_is_overlooked(facts: Facts) -> Determination:
    unlisted = [
        {"name": each["name"], "country": each["country"], "lists": []} for each in facts["recipients"]
    ]
    return really({**facts, "recipients": unlisted})


def a_commercial_talk_is_cleared(facts: Facts) -> Determination:
    answer = really(facts)
    clear = facts["activity"]["for_a_standard"] is False
    return replace(answer, outcome=Outcome.NOT_SUBJECT_TO_EAR) if clear else answer


def a_named_recipient_is_flagged(facts: Facts) -> Determination:
    answer = really(facts)
    return replace(answer, flags=(Flag.OFAC,)) if "id" in facts["recipients"][0] else answer


def the_first_key_is_told(facts: Facts) -> Determination:
    return replace(really(facts), list_snapshots=(next(iter(facts)),))


def a_leap_day_is_too_much(facts: Facts) -> Determination:
    if facts["released_on"].endswith("02-29"):
        raise ArithmeticError("29 February")
    return really(facts)


PLANTED: list[tuple[Decide, Callable[[Decide], list[str]]]] = [
    (
        unknown_is_yes,
        lambda decide: properties.clear_with_an_unknown(
            decide, OPEN, [with_fact(OPEN, "activity.intent_to_publish", value) for value in (True, False)]
        ),
    ),
    (
        the_best_recipient_counts,
        lambda decide: properties.one_more_recipient(decide, TWO, party("us_citizen")),
    ),
    (the_first_recipient_counts, lambda decide: properties.order_of_recipients(decide, TWO, [1, 0])),
    (
        a_denied_person_is_overlooked_when_unverified,
        lambda decide: properties.one_more_list(
            decide, with_fact(NOT_PUBLISHED, "recipients[].lists", ["DPL"]), "UVL"
        ),
    ),
    (the_entity_list_is_overlooked, lambda decide: properties.listed_without_carve_out(decide, LISTED)),
    (
        a_commercial_talk_is_cleared,
        lambda decide: properties.one_condition_less(decide, TWO, "activity.for_a_standard", False),
    ),
    (a_named_recipient_is_flagged, lambda decide: properties.names_of_recipients(decide, TWO)),
    (the_first_key_is_told, lambda decide: properties.same_bytes(decide, TWO)),
    (
        a_leap_day_is_too_much,
        lambda decide: properties.decides_on(decide, TWO, ["2024-02-28", "2024-02-29", "2024-03-01"]),
    ),
]


@pytest.mark.parametrize(("planted", "check"), PLANTED, ids=lambda each: getattr(each, "__name__", ""))
def test_a_planted_fault_is_found(planted: Decide, check: Callable[[Decide], Any]) -> None:
    assert check(really) == []
    assert len(check(planted)) == 1
