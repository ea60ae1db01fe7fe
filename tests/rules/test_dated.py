"""Rows of dated law: how they are read, told as JSON, and laid over one another."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from participation.rules.dated import Dated, ParametersError, laid_over, read_parameters
from participation.rules.determination import Citation, Source
from participation.rules.in_force import edition, joined

CITED = {"citation": "90 FR 1", "url": "https://www.federalregister.gov/citation/90-FR-1", "source": "memory"}
FIRST, LAST = date(2020, 1, 1), date(2020, 12, 31)


def rows_of(*rows: dict[str, Any]) -> tuple[Dated, ...]:
    return read_parameters({"rule": [row(**each) for each in rows]})["rule"]


def row(**members: Any) -> dict[str, Any]:
    always = {} if {"from", "to"} & set(members) else {"always": True}
    return {"value": "x", **CITED, **always, **members}


def spans(rows: tuple[Dated, ...]) -> list[tuple[str, str, str]]:
    return [(each.value, str(each.start), str(each.end)) for each in rows]


def test_a_row_is_read_whole() -> None:
    (read,) = rows_of({"from": FIRST, "to": FIRST, "title": "Rule of a day", "note": "One day only."})

    assert (read.name, read.title, read.value, read.start, read.end) == (
        "rule",
        "Rule of a day",
        "x",
        FIRST,
        FIRST,
    )
    assert (read.citation, read.source) == (Citation("90 FR 1", CITED["url"]), Source.MEMORY)
    assert read.note == "One day only."


def test_a_row_without_dates_title_and_note_has_none() -> None:
    (read,) = rows_of({})

    assert (read.start, read.end, read.title, read.note) == (None, None, "", "")


def test_a_row_as_json() -> None:
    (read,) = rows_of({"from": FIRST, "to": LAST, "title": "Rule", "note": "Note."})

    told = {
        "from": "2020-01-01",
        "to": "2020-12-31",
        "title": "Rule",
        "value": "x",
        "citation": "90 FR 1",
        "url": "https://www.federalregister.gov/citation/90-FR-1",
        "source": "memory",
        "note": "Note.",
    }
    assert read.as_json() == told
    assert replace(read, start=None, end=None).as_json() == {**told, "from": None, "to": None}


def test_tables_within_tables_are_named_with_a_dot() -> None:
    one = row(value=1)

    found = read_parameters({"a": [one], "b": {"c": [one], "d": {"e": [one]}}})

    assert sorted(found) == ["a", "b.c", "b.d.e"]
    assert joined([("one.toml", {"a": [one]}), ("two.toml", {"b": {"c": [one]}})])["b.c"][0].value == 1


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"citation": ["90 FR 1"]}, "rule: a row lacks its citation or its url"),
    ({"url": ["https://x"]}, "rule: a row lacks its citation or its url"),
    (
        {"colour": "red"},
        "rule: a row has a value and the keys "
        "always, citation, from, note, source, title, to, url, value only",
    ),
    ({"from": date(2020, 1, 2), "to": FIRST}, "rule: a row ends on 2020-01-01, before it begins"),
    ({"note": 1}, "rule: the note of a row is a text"),
    ({"title": 1}, "rule: the title of a row is a text"),
    ({"from": True}, "rule: True is not a date"),
    ({"always": False}, "rule: a row has a first or a last day, or says `always = true`"),
    ({"always": True, "to": FIRST}, "rule: a row has a first or a last day, or says `always = true`"),
]


@pytest.mark.parametrize(("faulty", "message"), REFUSED, ids=str)
def test_a_faulty_row_is_refused_by_name(faulty: dict[str, Any], message: str) -> None:
    with pytest.raises(ParametersError) as refused:
        rows_of(faulty)

    assert str(refused.value) == message


OPEN = [{"value": "old"}]
CLOSED = [{"value": "old", "from": FIRST, "to": LAST}]
LAID: list[tuple[list[dict[str, Any]], dict[str, Any], list[tuple[str, str, str]]]] = [
    (
        OPEN,
        {"from": FIRST, "to": LAST},
        [("old", "None", "2019-12-31"), ("new", "2020-01-01", "2020-12-31"), ("old", "2021-01-01", "None")],
    ),
    (OPEN, {}, [("new", "None", "None")]),
    (OPEN, {"from": FIRST}, [("old", "None", "2019-12-31"), ("new", "2020-01-01", "None")]),
    (OPEN, {"to": LAST}, [("new", "None", "2020-12-31"), ("old", "2021-01-01", "None")]),
    (CLOSED, {"from": FIRST, "to": LAST}, [("new", "2020-01-01", "2020-12-31")]),
    (
        CLOSED,
        {"from": FIRST, "to": date(2020, 6, 30)},
        [("new", "2020-01-01", "2020-06-30"), ("old", "2020-07-01", "2020-12-31")],
    ),
    (
        CLOSED,
        {"from": date(2020, 7, 1), "to": LAST},
        [("old", "2020-01-01", "2020-06-30"), ("new", "2020-07-01", "2020-12-31")],
    ),
    (
        CLOSED,
        {"from": date(2021, 1, 1)},
        [("old", "2020-01-01", "2020-12-31"), ("new", "2021-01-01", "None")],
    ),
    (
        CLOSED,
        {"to": date(2019, 12, 31)},
        [("new", "None", "2019-12-31"), ("old", "2020-01-01", "2020-12-31")],
    ),
]


@pytest.mark.parametrize(("under", "front", "expected"), LAID, ids=str)
def test_a_row_in_front_leaves_the_other_days(
    under: list[dict[str, Any]], front: dict[str, Any], expected: list[tuple[str, str, str]]
) -> None:
    laid = laid_over(rows_of(*under), rows_of({"value": "new", **front}))

    assert spans(laid) == expected


def test_a_row_in_front_that_leaves_a_gap_is_refused_by_name() -> None:
    with pytest.raises(ParametersError, match=r"^rule: no row covers the days between"):
        laid_over(rows_of(*CLOSED), rows_of({"value": "new", "from": date(2021, 1, 2)}))


def test_an_overlay_says_the_same_in_dates_and_in_texts() -> None:
    in_texts = {"affiliates_rule": [{"value": "in_force", "from": "2026-11-10", **CITED}]}
    in_dates = {"affiliates_rule": [{"value": "in_force", "from": date(2026, 11, 10), **CITED}]}

    assert edition(in_texts).fingerprint == edition(in_dates).fingerprint
    assert edition(in_texts).fingerprint != edition({**in_texts, "rules_known_until": KNOWN}).fingerprint


KNOWN = [row(value="2027-01-31")]
