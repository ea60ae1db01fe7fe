"""The strict reading of facts, and their canonical form."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from participation.rules.facts import FactsError, canonical, load_facts
from tests.rules.case_tables import facts_with, party

ECCN = "EAR99 or an ECCN such as 5E002.a is needed, not "
DAY = "a date such as 2024-07-18 is needed, not "

FAULTS: list[tuple[dict[str, Any], str, str]] = [
    ({"released_on": "null"}, "released_on", "is missing"),
    ({"released_on": "18 July 2024"}, "released_on", DAY + "'18 July 2024'"),
    ({"released_on": 20240718}, "released_on", DAY + "20240718"),
    ({"released_on": "2025-02-29"}, "released_on", "2025-02-29 is not a day of the calendar"),
    ({"released_at": "2025-03-01T09:00:00"}, "released_at", ""),
    ({"released_at": "2025-03-01T25:00:00Z"}, "released_at", "2025-03-01T25:00:00Z is not a possible time"),
    (
        {"released_at": "2025-03-01T04:59:59Z"},
        "released_at",
        "is 2025-02-28 in New York, but released_on is 2025-03-01",
    ),
    ({"surprise": 1}, "surprise", "is not a key of this format"),
    ({"item.colour": "red"}, "item.colour", "is not a key of this format"),
    ({"item": []}, "item", "an object is needed, not []"),
    ({"item.kind": "null"}, "item.kind", "is missing"),
    ({"item.kind": "poem"}, "item.kind", ""),
    ({"item.eccn": "5E2"}, "item.eccn", ECCN + "'5E2'"),
    ({"item.eccn": "5e002.a"}, "item.eccn", ECCN + "'5e002.a'"),
    ({"item.eccn": "5E002."}, "item.eccn", ECCN + "'5E002.'"),
    ({"item.crypto_equipment": "mobile"}, "item.crypto_equipment", ECCN + "'mobile'"),
    ({"item.reasons_for_control": "NS"}, "item.reasons_for_control", "a list is needed, not 'NS'"),
    ({"item.reasons_for_control": ["NS", "NS"]}, "item.reasons_for_control", "a word is listed twice"),
    ({"item.reasons_for_control": ["AT", "XX"]}, "item.reasons_for_control[1]", ""),
    ({"item.crypto_functionality_only": "null"}, "item.crypto_functionality_only", "is missing"),
    (
        {"item.crypto_functionality_only": 1},
        "item.crypto_functionality_only",
        "true or false is needed, not 1",
    ),
    ({"activity.topic": " "}, "activity.topic", "text is needed, not ' '"),
    ({"activity.topic": "a\x00b"}, "activity.topic", "text must not contain the character NUL"),
    ({"activity.topic": "\ud800"}, "activity.topic", "text must not contain half of a surrogate pair"),
    (
        {"released_on": "0001-01-01", "released_at": "0001-01-01T00:00:00+14:00"},
        "released_at",
        "is not within the years 1 to 9999 in New York",
    ),
    ({"country_chart_cleared": False}, "country_chart_cleared", "only true or null is possible, not False"),
]


@pytest.mark.parametrize(("changes", "path", "problem"), FAULTS, ids=lambda each: str(each)[:50])
def test_load_facts_refuses_with_the_path_of_the_fault(
    changes: dict[str, Any], path: str, problem: str
) -> None:
    with pytest.raises(FactsError) as refused:
        load_facts(facts_with(changes))

    assert refused.value.path == path
    assert problem in refused.value.problem


RECIPIENT_FAULTS: list[tuple[dict[str, Any], str, str]] = [
    ({"country": "UK"}, "country", "a two-letter ISO 3166 country code is needed, not 'UK'"),
    ({"country": None}, "country", "is missing"),
    ({"location": "cn"}, "location", "a two-letter ISO 3166 country code is needed, not 'cn'"),
    ({"lists": None}, "lists", "is missing"),
    ({"lists": ["EL", "OFAC"]}, "lists[1]", "one of EL, MEU, DPL, UVL, SDN is needed, not 'OFAC'"),
    ({"lists": [], "entity_list": {"footnote": 1}}, "entity_list", "is given, but lists does not name EL"),
    ({"lists": ["EL"], "entity_list": {"footnote": 6}}, "entity_list.footnote", ""),
    ({"lists": ["EL"], "entity_list": {"footnote": True}}, "entity_list.footnote", ""),
    ({"lists": ["EL"], "entity_list": {"listed_on": "2019-13-01"}}, "entity_list.listed_on", ""),
    ({"owned_by_listed_percent": 101}, "owned_by_listed_percent", "101 is more than 100 per cent"),
    ({"owned_by_listed_percent": "100.01"}, "owned_by_listed_percent", "100.01 is more than 100 per cent"),
    ({"owned_by_listed_percent": -1}, "owned_by_listed_percent", ""),
    ({"owned_by_listed_percent": True}, "owned_by_listed_percent", ""),
    ({"owned_by_listed_percent": float("nan")}, "owned_by_listed_percent", ""),
    ({"match": "certain"}, "match", "one of possible is needed, not 'certain'"),
]


@pytest.mark.parametrize(("changes", "key", "problem"), RECIPIENT_FAULTS, ids=lambda each: str(each)[:50])
def test_load_facts_refuses_a_recipient_with_its_number(
    changes: dict[str, Any], key: str, problem: str
) -> None:
    faulty = {**party("unlisted_german"), **changes}

    with pytest.raises(FactsError) as refused:
        load_facts(facts_with({}, ["unlisted_chinese", "unlisted_german", faulty]))

    assert refused.value.path == f"recipients[2].{key}"
    assert problem in refused.value.problem


def test_load_facts_refuses_no_recipients() -> None:
    with pytest.raises(FactsError, match=r"^recipients: the list is empty"):
        load_facts(facts_with({"recipients": []}))


def test_load_facts_refuses_an_id_used_twice() -> None:
    twice = [{**party("unlisted_german"), "id": "x"}, {**party("unlisted_chinese"), "id": "x"}]

    with pytest.raises(FactsError, match=r"^recipients\[1\]\.id: 'x' stands for another recipient already$"):
        load_facts(facts_with({}, twice))


def test_load_facts_refuses_an_id_that_stands_for_a_row_without_one() -> None:
    clash = [party("unlisted_german"), {**party("unlisted_chinese"), "id": "recipients[0]"}]

    with pytest.raises(FactsError, match=r"^recipients\[1\]\.id: 'recipients\[0\]' stands for another"):
        load_facts(facts_with({}, clash))


def test_load_facts_refuses_what_is_not_an_object() -> None:
    with pytest.raises(FactsError, match=r"^an object is needed, not \[\]$"):
        load_facts([])


def test_released_at_on_the_same_day_in_new_york_is_accepted() -> None:
    facts = load_facts(facts_with({"released_at": "2025-03-02T04:59:59Z"}))

    assert facts.released_on == date(2025, 3, 1)


def test_canonical_facts_have_every_key_and_read_back_the_same() -> None:
    facts = load_facts(facts_with({"item.reasons_for_control": ["AT", "NS"]}, ["owned_minority"]))

    plain = facts.as_json()
    assert set(plain["item"]) == set(facts.item.__dataclass_fields__)
    assert plain["item"]["reasons_for_control"] == ["NS", "AT"]
    assert plain["recipients"][0]["owned_by_listed_percent"] == "49.9"
    assert plain["recipients"][0]["entity_list"] is None
    assert load_facts(plain) == facts


@pytest.mark.parametrize("given", [60, 60.0, "60", "60.00"])
def test_percent_has_one_canonical_form(given: object) -> None:
    recipient = {**party("owned_60"), "owned_by_listed_percent": given}

    facts = load_facts(facts_with({}, [recipient]))

    assert facts.recipients is not None
    assert facts.recipients[0].owned_by_listed_percent == Decimal(60)
    assert facts.as_json()["recipients"][0]["owned_by_listed_percent"] == 60


def test_percent_computed_from_shares_is_accepted() -> None:
    facts = load_facts(facts_with({}, [{**party("owned_60"), "owned_by_listed_percent": 0.1 + 0.2}]))

    assert facts.as_json()["recipients"][0]["owned_by_listed_percent"] == "0.30000000000000004"


def test_absent_and_null_have_the_same_hash() -> None:
    absent, null = facts_with(), facts_with({"activity.topic": "null", "end_use_red_flag": "null"})

    assert load_facts(absent).facts_hash == load_facts(null).facts_hash
    assert load_facts(absent).facts_hash != load_facts(facts_with({"activity.topic": "5G"})).facts_hash


def test_canonical_bytes_are_those_of_rfc_8785() -> None:
    import rfc8785

    value = load_facts(facts_with({"activity.topic": "é \u2028 \U0001f600"}, ["owned_minority"])).as_json()

    assert canonical(value) == rfc8785.dumps(value)
