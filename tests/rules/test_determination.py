"""Outcomes, status, and the published schemas against what is really emitted."""

import copy
import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from participation.rules.decide import decide
from participation.rules.determination import (
    FLAG_SENTENCES,
    OUTCOME_SENTENCES,
    STATUS_SENTENCES,
    Flag,
    Outcome,
    Status,
    status_of,
    worst,
)
from participation.rules.facts import Activity, Body, EntityListing, Facts, Item, Recipient, load_facts
from participation.rules.in_force import edition
from tests.rules.case_tables import all_cases, facts_with, tables

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"


def validator(name: str) -> jsonschema.Draft202012Validator:
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_every_case_and_its_canonical_facts_keep_to_the_schema() -> None:
    schema = validator("facts")

    for case in all_cases():
        assert list(schema.iter_errors(case.facts)) == []
        assert list(schema.iter_errors(load_facts(case.facts).as_json())) == []


def test_every_determination_keeps_to_the_schema() -> None:
    """The answers of the tables of pairs say the same in other combinations: without counterfactuals."""
    schema = validator("determination")

    for table, cases in tables().items():
        for case in cases:
            asks = not table.startswith("conditions")
            answer = decide(load_facts(case.facts), edition(), counterfactuals=asks).as_json()
            assert list(schema.iter_errors(json.loads(json.dumps(answer)))) == []


def with_a_key_more(value: Any) -> Iterator[Any]:
    """Copies of the value, each with a key that nobody knows in another one of its objects."""
    if isinstance(value, dict):
        yield {**value, "mood": "good"}
        for key, inner in value.items():
            yield from ({**value, key: changed} for changed in with_a_key_more(inner))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from (
                [*value[:number], changed, *value[number + 1 :]] for changed in with_a_key_more(inner)
            )


def test_both_schemas_refuse_an_unknown_key_wherever_it_stands() -> None:
    facts = facts_with({"released_on": "2020-06-18"}, ["listed_huawei", "unlisted_german"])
    answer = decide(load_facts(facts), edition(), counterfactuals=True).as_json()

    for name, value in (("facts", facts), ("determination", json.loads(json.dumps(answer)))):
        schema, odd = validator(name), list(with_a_key_more(value))
        assert schema.is_valid(value)
        assert [one for one in odd if schema.is_valid(one)] == []
        assert len(odd) > 5


@pytest.mark.parametrize(
    "changes",
    [
        {"surprise": 1},
        {"item.kind": "poem"},
        {"item.eccn": "5E2"},
        {"recipients": []},
        {"released_on": "null"},
    ],
    ids=str,
)
def test_facts_schema_refuses_what_the_reader_refuses(changes: dict[str, Any]) -> None:
    assert list(validator("facts").iter_errors(facts_with(changes))) != []


def test_determination_schema_refuses_an_unknown_key() -> None:
    answer = decide(load_facts(facts_with()), edition()).as_json()

    assert list(validator("determination").iter_errors({**copy.deepcopy(answer), "mood": "good"})) != []


def test_facts_schema_has_the_keys_of_the_format() -> None:
    schema = validator("facts").schema["properties"]
    recipient = schema["recipients"]["anyOf"][1]["items"]["properties"]
    listing = recipient["entity_list"]["properties"]

    for shape, properties in (
        (Facts, schema),
        (Item, schema["item"]["properties"]),
        (Activity, schema["activity"]["properties"]),
        (Body, schema["body"]["properties"]),
        (Recipient, recipient),
        (EntityListing, listing),
    ):
        assert [each.name for each in fields(shape)] == list(properties)


def test_worst_keeps_the_published_order() -> None:
    assert [each.value for each in Outcome] == [
        "prohibited",
        "license_required",
        "needs_review",
        "authorized_tgl",
        "authorized_standards_exemption",
        "no_license_required",
        "not_subject_to_ear",
        "not_an_export",
        "no_technology",
    ]
    assert worst([Outcome.NEEDS_REVIEW, Outcome.LICENSE_REQUIRED]) is Outcome.LICENSE_REQUIRED
    assert worst(reversed(Outcome)) is Outcome.PROHIBITED


STATUSES = [
    (Outcome.PROHIBITED, [], Status.STOP),
    (Outcome.LICENSE_REQUIRED, [Flag.OFAC], Status.STOP),
    (Outcome.NEEDS_REVIEW, [], Status.WAIT),
    (Outcome.NO_LICENSE_REQUIRED, [Flag.UVL_STATEMENT], Status.WAIT),
    (Outcome.NO_LICENSE_REQUIRED, [Flag.DIVERSION_RED_FLAG], Status.WAIT),
    (Outcome.NOT_SUBJECT_TO_EAR, [Flag.OFAC_SCREEN], Status.WAIT),
    (Outcome.NOT_SUBJECT_TO_EAR, [Flag.FORECAST], Status.CLEAR),
    (Outcome.NO_LICENSE_REQUIRED, [Flag.MINORITY_LISTED_OWNER], Status.CLEAR),
    (Outcome.AUTHORIZED_TGL, [], Status.CLEAR),
]


@pytest.mark.parametrize(("outcome", "flags", "status"), STATUSES)
def test_status_of(outcome: Outcome, flags: list[Flag], status: Status) -> None:
    assert status_of(outcome, flags) is status


def test_each_word_has_its_sentence() -> None:
    assert list(OUTCOME_SENTENCES) == list(Outcome)
    assert list(FLAG_SENTENCES) == list(Flag)
    assert list(STATUS_SENTENCES) == list(Status)
