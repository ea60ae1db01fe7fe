"""The facts about bodies: closed words, a quality and a date on every value, fitting patterns."""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

FILE = Path(__file__).parents[2] / "participation" / "bodies" / "bodies.toml"
SLUGS = [
    *("3gpp", "ietf", "ieee802", "etsi", "itu-t", "iso-iec-jtc1", "w3c", "oasis", "gsma", "o-ran"),
    *("bluetooth-sig", "wi-fi-alliance", "atis", "tia", "oma", "ccsa", "khronos", "pci-sig", "jedec", "ucie"),
]
QUALITIES = {"official", "secondary", "memory"}
WORDS: dict[str, set[Any]] = {
    "open_to": {"anyone", "anyone_registering", "members", "members_and_guests", "nominated"},
    "contributions_access": {"public", "members", "group_choice"},
    "published_access": {
        *("free", "free_after_embargo", "free_registration", "paid", "members_free_else_paid", "mixed"),
    },
    "redistribution": {"allowed_unmodified", "restricted", "prohibited_without_permission"},
    "attendance_access": {"public", "in_minutes", "members_only", "not_to_be_shared"},
    "named_in_772_1": {True, False},
    "export_statement": {"yes", "none_found"},
}
A119 = {"openness", "balance", "due_process", "appeals", "consensus"}
TEXTS = {"name", "full_name", "seat_country"}
VALUE_KEYS = {"value", "quality", "checked_on", "source", "dated", "note"}
NUMBER_KEYS = {"kind", "regex", "examples", "quality", "checked_on"}
ALWAYS = {"slug", "name", "full_name", "open_to", "named_in_772_1", "export_statement", "number"}


def load() -> list[dict[str, Any]]:
    with FILE.open("rb") as file:
        bodies: list[dict[str, Any]] = tomllib.load(file)["body"]
    return bodies


def faults(body: dict[str, Any]) -> list[str]:
    """What is wrong with one body, as `key: fault`."""
    found = [f"{key}: missing" for key in ALWAYS - body.keys()]
    found += [
        f"{key}: unknown key" for key in body.keys() - WORDS.keys() - TEXTS - {"slug", "a119", "number"}
    ]
    values = {key: body[key] for key in (WORDS.keys() | TEXTS) & body.keys()}
    attributes = body.get("a119", {})
    found += [f"a119.{key}: unknown key" for key in attributes.keys() - A119]
    values |= {f"a119.{key}": value for key, value in attributes.items()}
    for key, value in values.items():
        allowed = {"yes", "no"} if key.startswith("a119.") else WORDS.get(key)
        if allowed is not None and value["value"] not in allowed:
            found.append(f"{key}: not one of the words")
        found += [f"{key}: {fault}" for fault in provenance_faults(value, VALUE_KEYS)]
    for number in body.get("number", []):
        found += [f"number {number['kind']}: {fault}" for fault in provenance_faults(number, NUMBER_KEYS)]
        misfits = [one for one in number["examples"] if not re.fullmatch(number["regex"], one)]
        found += [f"number {number['kind']}: {one} does not fit" for one in misfits]
    return sorted(found)


def provenance_faults(value: dict[str, Any], keys: set[str]) -> list[str]:
    found = [f"unknown key {key}" for key in value.keys() - keys]
    if value.get("quality") not in QUALITIES:
        found.append("no quality")
    if not isinstance(value.get("checked_on"), date):
        found.append("no date")
    return found


def test_all_twenty_bodies_are_there_once() -> None:
    assert [body["slug"] for body in load()] == SLUGS


@pytest.mark.parametrize("body", load(), ids=lambda body: str(body["slug"]))
def test_every_value_is_a_known_word_with_its_quality(body: dict[str, Any]) -> None:
    assert faults(body) == []


def test_no_text_prefills_a_finding() -> None:
    text = FILE.read_text(encoding="utf-8")

    assert "voluntary_consensus_body" not in text


def test_unknown_is_absent_and_none_found_is_no_better_than_secondary() -> None:
    bodies = {body["slug"]: body for body in load()}

    assert "seat_country" not in bodies["3gpp"]
    assert "contributions_access" not in bodies["tia"]
    assert "a119" not in bodies["jedec"]
    none_found = [
        b["export_statement"] for b in bodies.values() if b["export_statement"]["value"] == "none_found"
    ]
    assert {(found["quality"], bool(found["note"])) for found in none_found} == {("secondary", True)}


def test_the_check_sees_a_bad_body() -> None:
    body = load()[0]
    body["open_to"] = {"value": "everybody", "checked_on": date(2026, 11, 22)}
    body["voluntary_consensus_body"] = {"value": True}
    body["number"][0]["examples"] = ["nonsense"]
    del body["export_statement"]

    assert faults(body) == [
        "export_statement: missing",
        "number contribution (TDoc): nonsense does not fit",
        "open_to: no quality",
        "open_to: not one of the words",
        "voluntary_consensus_body: unknown key",
    ]
