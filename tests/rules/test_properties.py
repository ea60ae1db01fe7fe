"""What must hold for all facts: order, monotony, no clear answer for a listed party, unknown is never yes."""

from dataclasses import fields
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as some

from participation.rules.determination import Status
from participation.rules.facts import Activity, Body, EntityListing, Facts, Item, Recipient
from tests.rules import properties
from tests.rules.case_tables import facts_with, party
from tests.rules.properties import really, with_fact
from tests.rules.releases import PARTIES, changes, definite, release, rooms
from tests.rules.unknowns import (
    CLASS,
    CLASS_VALUES,
    DEFINITE,
    UNKNOWN,
    UNKNOWN_WORDS,
)

LISTS = ["EL", "MEU", "DPL", "UVL", "SDN"]
# A recipient whose open facts matter to each of the unknowns about recipients.
OPEN_PARTIES: dict[str, dict[str, Any]] = {
    "recipients[].us_person": {"name": "Party", "country": "US", "lists": []},
    "recipients[].nationality": {"name": "Party", "country": "US", "lists": [], "us_person": False},
    "recipients[].owned_by_listed_percent": party("owned_unknown"),
}
quick = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=True,
)


def test_every_fact_that_may_be_null_is_said_to_be_unknown_or_definite() -> None:
    nullable = {
        f"{prefix}{each.name}"
        for prefix, shape in (
            ("", Facts),
            ("item.", Item),
            ("activity.", Activity),
            ("body.", Body),
            ("recipients[].", Recipient),
            ("recipients[].entity_list.", EntityListing),
        )
        for each in fields(shape)
        if each.default is None
    }

    assert {*UNKNOWN, CLASS, *DEFINITE} == nullable


@pytest.mark.parametrize("path", UNKNOWN)
@quick
@given(changes, rooms)
def test_clear_with_an_unknown_is_clear_for_each_of_its_values(
    path: str, changes: dict[str, Any], room: list[dict[str, Any]]
) -> None:
    recipients = [OPEN_PARTIES.get(path, room[0]), *room[1:]]
    facts = with_fact(release(changes, recipients), path, None)
    values = [with_fact(facts, path, value) for value in UNKNOWN[path]]

    assert properties.clear_with_an_unknown(really, facts, values) == []


@pytest.mark.parametrize(("path", "word"), UNKNOWN_WORDS)
@quick
@given(changes, rooms)
def test_clear_with_the_word_unknown_is_clear_for_each_value(
    path: str, word: str, changes: dict[str, Any], room: list[dict[str, Any]]
) -> None:
    facts = with_fact(release(changes, room), path, word)
    values = [with_fact(facts, path, value) for value in UNKNOWN_WORDS[path, word]]

    assert properties.clear_with_an_unknown(really, facts, values) == []


@quick
@given(changes, rooms)
def test_clear_without_a_class_is_clear_for_each_class(
    changes: dict[str, Any], room: list[dict[str, Any]]
) -> None:
    unclassified = {
        "item.eccn": "null",
        "item.classification": "unknown",
        "item.reasons_for_control": "null",
        "item.crypto_equipment": "null",
    }
    facts = release({**changes, **unclassified}, room)
    values = [
        release({**changes, **unclassified, "item.classification": "known", **each}, room)
        for each in CLASS_VALUES
    ]

    assert properties.clear_with_an_unknown(really, facts, values) == []


@quick
@given(changes)
def test_unknown_attendees_are_never_clear(changes: dict[str, Any]) -> None:
    facts = {**release(changes, []), "recipients": None}

    assert really(facts).status is not Status.CLEAR or changes["item.kind"] == "non_technical"


@quick
@given(changes, rooms, some.sampled_from(PARTIES))
def test_one_more_recipient_is_never_more_permissive(
    changes: dict[str, Any], room: list[dict[str, Any]], more: str
) -> None:
    assert properties.one_more_recipient(really, release(changes, room), party(more)) == []


def test_only_an_open_us_person_may_cease_to_matter_in_a_foreign_room() -> None:
    """The one exception to the last property: both answers clear, and the room is foreign anyway."""
    open_person = OPEN_PARTIES["recipients[].us_person"]

    assert properties.one_more_recipient(really, facts_with({}, [open_person]), party("listed_other")) == [
        "needs_review [], then not_subject_to_ear []"
    ]


@pytest.mark.parametrize("word", LISTS)
@quick
@given(changes, rooms)
def test_one_more_list_is_never_more_permissive(
    word: str, changes: dict[str, Any], room: list[dict[str, Any]]
) -> None:
    first = room[0]
    assume(word not in first["lists"] and "match" not in first)

    assert properties.one_more_list(really, release(changes, room), word) == []


FAILING: list[tuple[str, Any, Any]] = [
    ("activity.for_a_standard", True, False),
    ("activity.intent_to_publish", True, False),
    ("activity.compliance_mandatory", False, True),
    ("body.voluntary_consensus_body", True, False),
    ("activity.topic", "5G", "6G"),
    ("item.crypto_functionality_only", True, False),
    ("item.published_before_release", True, False),
    ("item.us_nexus", "foreign_none", "us_origin"),
    ("country_chart_cleared", True, None),
]


@pytest.mark.parametrize(("path", "held", "failing"), FAILING, ids=[path for path, _, _ in FAILING])
@quick
@given(definite, rooms)
def test_a_condition_that_fails_is_never_more_permissive(
    path: str, held: Any, failing: Any, changes: dict[str, Any], room: list[dict[str, Any]]
) -> None:
    facts = with_fact(release(changes, room), path, held)

    assert properties.one_condition_less(really, facts, path, failing) == []


@quick
@given(definite, rooms)
def test_a_stricter_class_is_never_more_permissive(
    changes: dict[str, Any], room: list[dict[str, Any]]
) -> None:
    at_only = {"item.eccn": "5E991", "item.reasons_for_control": ["AT"], "item.crypto_equipment": "null"}
    facts = release({**changes, **at_only}, room)

    assert properties.one_condition_less(really, facts, "item.reasons_for_control", ["NS", "AT"]) == []


@quick
@given(changes, some.sampled_from(["listed_huawei", "listed_other"]))
def test_a_listed_recipient_without_carve_out_is_never_clear(changes: dict[str, Any], listed: str) -> None:
    assume(changes["released_on"] >= "2019-05-16" or listed != "listed_huawei")
    out_of_every_scope = {
        "activity.for_a_standard": False,
        "item.us_nexus": "us_origin",
        "item.published_before_release": False,
    }

    facts = release({**changes, **out_of_every_scope}, [party(listed)])

    assert properties.listed_without_carve_out(really, facts) == []


@quick
@given(changes, rooms.flatmap(lambda room: some.tuples(some.just(room), some.permutations(range(len(room))))))
def test_order_of_recipients_is_irrelevant(
    changes: dict[str, Any], room_and_order: tuple[list[dict[str, Any]], list[int]]
) -> None:
    room, order = room_and_order

    assert properties.order_of_recipients(really, release(changes, room), list(order)) == []


@quick
@given(changes, rooms)
def test_names_and_ids_of_recipients_are_irrelevant(
    changes: dict[str, Any], room: list[dict[str, Any]]
) -> None:
    assert properties.names_of_recipients(really, release(changes, room)) == []


@quick
@given(changes, rooms)
def test_the_same_facts_and_edition_give_the_same_bytes(
    changes: dict[str, Any], room: list[dict[str, Any]]
) -> None:
    assert properties.same_bytes(really, release(changes, room)) == []


def test_every_day_from_2018_to_2030_is_decided() -> None:
    first, last = date(2018, 1, 1), date(2030, 12, 31)
    days = [str(first + timedelta(days=number)) for number in range((last - first).days + 1)]

    assert len(days) == 4748
    for number, name in enumerate(PARTIES):
        facts = facts_with({"item.eccn": "5E991", "item.reasons_for_control": ["AT"]}, [party(name)])
        assert properties.decides_on(really, facts, days[number :: len(PARTIES)]) == []
