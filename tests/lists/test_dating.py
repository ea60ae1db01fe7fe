from collections.abc import Callable
from datetime import date

import pytest

from participation.lists.dating import ListingDate, citations, earliest_citation, listed_on, parse_citations
from participation.lists.records import ListRecord

MakeRecord = Callable[..., ListRecord]


@pytest.mark.parametrize(
    ("citation", "effective_on", "quality"),
    [
        ("84 FR 22961", date(2019, 5, 16), "secondary"),
        ("84 FR 43495", date(2019, 8, 19), "secondary"),
        ("84 FR 54002", date(2019, 10, 9), "regulation"),
        ("85 FR 51603", date(2020, 8, 17), "secondary"),
        ("85 FR 83420", date(2020, 12, 18), "regulation"),
        ("87 FR 77505", date(2022, 12, 16), "regulation"),
        ("88 FR 71992", date(2023, 10, 17), "regulation"),
        ("77 FR 58006", date(2012, 9, 19), "inference"),
    ],
)
def test_table_gives_day_and_quality(citation: str, effective_on: date, quality: str) -> None:
    known = citations()[citation]

    assert (known.effective_on, known.quality) == (effective_on, quality)


def test_days_fit_the_volume_of_the_register() -> None:
    # Volume 84 is 2019.
    wrong = [c for c in citations().values() if c.effective_on.year - 1935 != int(c.text.split(" ")[0])]

    assert wrong == []


def test_own_start_date_comes_first(make_record: MakeRecord) -> None:
    record = make_record(start_on=date(2019, 5, 21))

    assert listed_on(record, date(2026, 7, 31)) == ListingDate(date(2019, 5, 21), "list", None)


def test_earliest_notice_comes_next_whatever_the_order(make_record: MakeRecord) -> None:
    record = make_record(federal_register=("87 FR 6026", "84 FR 22961", "100 FR 1"))

    assert earliest_citation(record) == "84 FR 22961"
    assert listed_on(record, date(2026, 7, 31)) == ListingDate(date(2019, 5, 16), "secondary", "84 FR 22961")


def test_unknown_notice_leaves_the_first_snapshot(make_record: MakeRecord) -> None:
    record = make_record(federal_register=("83 FR 1", "84 FR 22961"))

    assert listed_on(record, date(2026, 7, 31)) == ListingDate(date(2026, 7, 31), "snapshot", "83 FR 1")
    assert listed_on(record, None) == ListingDate(None, "unknown", "83 FR 1")


def test_entry_without_a_plain_citation_has_none(make_record: MakeRecord) -> None:
    record = make_record(federal_register=("Vol. 83, No. 91, 05/10/2018",))

    assert listed_on(record, None) == ListingDate(None, "unknown", None)


@pytest.mark.parametrize(
    "row",
    [
        'quality = "memory", note = ""',
        'effective_on = "2019-05-16", quality = "memory", note = ""',
        'effective_on = 2019-05-16, quality = "rumour", note = ""',
        'effective_on = 2019-05-16, quality = "memory"',
    ],
)
def test_citation_of_another_shape_is_refused(row: str) -> None:
    with pytest.raises(ValueError, match="'84 FR 22961' needs effective_on"):
        parse_citations(f'"84 FR 22961" = {{ {row} }}')
