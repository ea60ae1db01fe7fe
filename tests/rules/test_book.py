"""The rulebook as people read it: nothing missing or twice, a story true to the rules, sign-offs in place."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from participation.rules import shipped
from participation.rules.book import STORY, Book, Interval, book
from participation.rules.book_document import document
from participation.rules.days import spoken
from participation.rules.in_force import edition
from participation.rules.steps import STEPS

TODAY = date(2026, 11, 22)
DOCUMENT = Path(__file__).parents[2] / "docs" / "rulebook.md"
RULE_2022 = "carve_out.from 2022-09-09"


@pytest.fixture(scope="module")
def plain() -> Book:
    return book(edition(), TODAY)


def intervals(found: Book) -> list[Interval]:
    return [one for section in found.sections for rule in section.rules for one in rule.intervals]


def signed_by_counsel(*rules: str, note: str = "") -> dict[str, Any]:
    """An overlay in which the company's counsel signed these rules off."""
    signature = {"counsel": "General counsel", "on": "2026-10-01", "note": note}
    row = {
        "value": [{"rule": rule} | signature for rule in rules],
        "from": "2026-10-01",
        "citation": "Memorandum of 1 October 2026",
        "url": "https://example.org/memorandum",
        "source": "inference",
    }
    return {"sign_off": [row]}


def test_each_rule_stands_in_the_book_once_with_all_its_rows(plain: Book) -> None:
    told = {rule.name: len(rule.intervals) for section in plain.sections for rule in section.rules}
    names = [rule.name for section in plain.sections for rule in section.rules]

    assert told == {
        name: len(rows) for name, rows in edition().values.items() if name not in (STORY, "sign_off")
    }
    assert len(names) == len(told)
    assert plain.count == len(intervals(plain)) + len(plain.eras)


def test_sections_are_the_steps_in_their_order(plain: Book) -> None:
    assert [(one.number, one.question) for one in plain.sections[:-1]] == [
        (number, step.question) for number, step in enumerate(STEPS, 1)
    ]


def test_a_rule_told_before_is_named_again(plain: Book) -> None:
    exclusion = next(one for one in plain.sections if one.step == "carve_out")

    assert "Entity List" in exclusion.also
    assert "Military end users by country" in exclusion.also


def test_an_interval_says_everything(plain: Book) -> None:
    found = next(one for one in intervals(plain) if one.key == RULE_2022)

    assert (found.title, found.value, found.days, found.state, found.signed) == (
        "Standards rule of 2022",
        "",
        "9 September 2022 to 17 July 2024",
        "was in force",
        "",
    )
    assert (found.cite, found.url, found.source.value) == (
        "15 CFR 744.11(a)(1); 87 FR 55241",
        "https://www.federalregister.gov/citation/87-FR-55241",
        "regulation",
    )


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2022, 9, 8), "comes into force"),
        (date(2022, 9, 9), "in force"),
        (date(2024, 7, 17), "in force"),
        (date(2024, 7, 18), "was in force"),
    ],
)
def test_the_day_of_the_book_tells_what_is_past(on: date, state: str) -> None:
    found = next(one for one in intervals(book(edition(), on)) if one.key == RULE_2022)

    assert found.state == state


def test_a_sign_off_stands_at_its_rule() -> None:
    found = book(edition(signed_by_counsel(RULE_2022, "denial_order", note="2022 text read")), TODAY)

    told = {one.key: one.signed for one in intervals(found) if one.signed}
    assert told == {
        RULE_2022: "General counsel, 1 October 2026 (2022 text read)",
        "denial_order": "General counsel, 1 October 2026 (2022 text read)",
    }
    assert found.signed == 2


# ---- The story in plain words ----------------------------------------------------------------------


def test_the_story_covers_every_day_newest_first(plain: Book) -> None:
    spans = [era.interval for era in reversed(plain.eras)]

    assert (spans[0].start, spans[-1].end) == (None, None)
    for earlier, later in pairwise(spans):
        assert earlier.end is not None
        assert later.start == earlier.end + timedelta(days=1)
    assert [era.interval.when for era in plain.eras] == ["today"] + ["past"] * 6


def test_the_story_changes_on_the_days_of_the_rules_and_of_the_first_listing(plain: Book) -> None:
    rules = edition().values
    days = {row.start for name in ("carve_out", "standards_exclusion") for row in rules[name] if row.start}

    assert {era.interval.start for era in plain.eras} - {None} == days | {date(2019, 5, 16)}


def test_the_story_is_as_well_verified_as_its_rule(plain: Book) -> None:
    """A plain sentence claims no better source than the rule that it retells."""
    for era in plain.eras:
        start = era.interval.start
        if start is None or start == date(2019, 5, 16):
            continue
        on = edition().on(start)
        rule = on.find("standards_exclusion") or on["carve_out"]
        assert era.interval.source is rule.source
        assert era.interval.cite in rule.citation.cite


# ---- Tables that ship whole ------------------------------------------------------------------------


def test_each_table_that_ships_is_told_in_a_line_with_source_and_date(plain: Book) -> None:
    assert [(one.title, one.issued, one.source.value) for one in plain.tables] == [
        (title, spoken(issue), "regulation")
        for issue in shipped.issues()
        for title in ("Commerce Control List", "Country Chart", "Country Groups")
    ]
    entries = sum(
        len(shipped.table(shipped.issues()[0], f"control_list_{category}")["entries"])
        for category in range(10)
    )
    assert plain.tables[0].holds.startswith(f"{entries} entries with ")
    assert f"| {plain.tables[0].holds} |" in document(plain)


# ---- The document ----------------------------------------------------------------------------------


def test_the_document_has_every_row_with_its_citation(plain: Book) -> None:
    text = document(plain)

    for one in [*intervals(plain), *(era.interval for era in plain.eras)]:
        assert f"[{one.cite}]({one.url})".replace("|", "\\|") in text
        assert one.days in text
        assert one.note in text
    assert text.count("| not signed off |") == len(intervals(plain))


def test_the_document_is_the_same_for_the_same_book(plain: Book) -> None:
    assert document(plain) == document(book(edition(), TODAY))


def test_the_document_names_who_signed() -> None:
    text = document(book(edition(signed_by_counsel(RULE_2022)), TODAY))

    assert "1 signed off by counsel" in text
    assert "| General counsel, 1 October 2026 |" in text


def test_a_bar_in_a_text_does_not_break_the_table() -> None:
    text = document(book(edition(signed_by_counsel(RULE_2022, note="a | b\nc")), TODAY))

    assert "General counsel, 1 October 2026 (a \\| b c) |" in text


def test_the_shipped_document_is_that_of_the_parameters() -> None:
    """Write it anew with `python manage.py write_rulebook`."""
    known_until = date.fromisoformat(edition().values["rules_known_until"][-1].value)

    assert DOCUMENT.read_text("utf-8") == document(book(edition(), known_until))
