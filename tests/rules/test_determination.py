"""Outcomes, status, and the published schemas against what is really emitted."""

import copy
import json
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


def test_determinations_keep_to_the_schema() -> None:
    """Of all tables but those of pairs, whose answers say the same things in other combinations."""
    schema = validator("determination")
    cases = [
        case for table, found in tables().items() if not table.startswith("conditions") for case in found
    ]

    for case in cases:
        answer = decide(load_facts(case.facts), edition(), counterfactuals=True).as_json()
        assert list(schema.iter_errors(json.loads(json.dumps(answer)))) == []


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
