"""Which columns an item falls under, and what is marked for a country."""

from datetime import date

import pytest

from participation.rules.control_list import entry_of, split
from participation.rules.countries import COUNTRIES
from participation.rules.country_tables import Asked, columns_asked, footnotes, marked, members
from participation.rules.in_force import edition

ISSUE = date(2026, 7, 23)


@pytest.mark.parametrize(
    ("eccn", "reasons", "asked"),
    [
        ("5E001.a", "NS AT", Asked(("NS1", "AT1"))),
        ("5E001.a", "NS", Asked(("NS1", "AT1"))),
        ("5B001.a", "NS AT", Asked(("NS2", "AT1"))),
        ("5A001.b.5", "NS AT", Asked(("NS1", "AT1"))),
        ("5A001.b.4", "NS AT", Asked(("NS2", "AT1"))),
        ("5A001", "NS AT", Asked(("NS1", "NS2", "AT1"))),
        ("5D002.c.2", "NS AT", Asked(("NS1", "AT1"))),
        ("3A001.a.7", "NS AT", Asked(("NS2", "AT1"))),
        ("3A001.b.2", "NS RS AT", Asked(("NS1", "NS2", "RS1", "AT1"))),
        (
            "5E002.a",
            "NS AT EI",
            Asked(("NS1", "AT1"), "for EI the requirement stands in 742.15, not in the chart"),
        ),
        ("5E002.a", "NS AT", Asked(("NS1", "AT1"), "5E002 is controlled for EI too, which is not stated")),
        ("5E001.a", "NS SL AT", Asked(("NS1",), "for SL the requirement stands in 742.13, not in the chart")),
        ("5E001.a", "SL AT", Asked((), "for SL the requirement stands in 742.13, not in the chart")),
        ("5E001.a", "NS UN AT", Asked(("NS1",), "5E001 has no column for UN")),
        ("5E991", "NS AT", Asked((), "5E991 has no column for NS")),
        ("3E992", "RS AT", Asked((), "for RS the requirement stands in 742.6(a)(6)(i), not in the chart")),
        ("5D002.c.2", "AT", Asked(("AT1",), "5D002 is controlled for NS too, which is not stated")),
        ("5A980", "SL AT", Asked((), "5A980 has no column for SL")),
        (
            "0A501.a",
            "NS RS FC AT",
            Asked(("NS1", "RS1", "FC1", "AT1"), "0A501 has requirements beside the chart"),
        ),
    ],
)
def test_the_chart_answers_for_stated_reasons_that_have_columns(
    eccn: str, reasons: str, asked: Asked
) -> None:
    entry = entry_of(eccn, ISSUE)
    assert entry is not None

    assert columns_asked(entry, split(eccn)[1], reasons.split()) == asked


@pytest.mark.parametrize(
    ("country", "columns", "found"),
    [
        ("DE", ("NS1", "AT1"), ("NS1",)),
        ("DE", ("NS2", "AT1"), ()),
        ("CA", ("NS1", "NS2", "RS1"), ()),
        ("CN", ("NS2", "AT1"), ("NS2",)),
        ("HK", ("NS2", "AT1"), ("NS2",)),
        ("MO", ("NS2",), ("NS2",)),
        ("IR", ("AT1",), None),
        ("KP", ("AT1",), None),
        ("US", ("NS1",), None),
        ("GG", ("NS1",), None),
    ],
)
def test_marks_of_a_country(country: str, columns: tuple[str, ...], found: tuple[str, ...] | None) -> None:
    assert marked(country, columns, ISSUE) == found


def test_anti_terrorism_columns_are_marked_for_no_country() -> None:
    assert {country for country in COUNTRIES if marked(country, ("AT1", "AT2"), ISSUE)} == set()


def test_a_footnote_that_is_not_limited_to_entries_is_told_of() -> None:
    limited = edition().on(ISSUE)["chart_footnotes"].value

    assert (footnotes("DE", ISSUE), footnotes("RU", ISSUE), footnotes("HK", ISSUE)) == ((3,), (6,), ())
    assert {each["footnote"] for each in limited} == {2, 3, 4, 5, 7, 10}


def test_the_licence_of_2025_named_the_groups_of_the_table_without_its_later_member() -> None:
    """The United Arab Emirates came to A:5 between June and July 2026."""
    licensed = edition().on(date(2025, 10, 1))["affiliates_general_license"].value

    assert set(licensed) == (members("A:5", ISSUE) | members("A:6", ISSUE)) - {"AE"}


def test_a_group_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        members("Z:9", ISSUE)
