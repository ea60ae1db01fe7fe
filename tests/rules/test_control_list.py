"""What the shipped Commerce Control List says of an entry, and whom its rows concern."""

from datetime import date

import pytest

from participation.rules import control_list, shipped
from participation.rules.control_list import Concern, Control, entry_of, issue_for, newest_issue, source_of
from participation.rules.determination import Source

ISSUE = date(2026, 7, 23)
SURELY, NAMED, PERHAPS, NOT = Concern.SURELY, Concern.NAMED, Concern.PERHAPS, Concern.NOT


def test_an_entry_has_its_heading_reasons_and_rows() -> None:
    entry = entry_of("5E002.a", ISSUE)

    assert entry is not None
    assert (entry.eccn, entry.heading, entry.reasons) == ("5E002", "“Technology”", ("NS", "RS", "AT", "EI"))
    assert (entry.paragraphs, entry.reserved, entry.beside_chart) == (("a", "b"), (), False)
    assert [(each.reason, each.column, each.elsewhere) for each in entry.controls] == [
        ("NS", "NS1", ""),
        ("RS", "", "742.6(a)(6)(iii)(A)"),
        ("RS", "", "742.6(a)(6)(iii)(B)"),
        ("AT", "AT1", ""),
        ("EI", "", "742.15"),
    ]


def test_there_is_nothing_to_say_of_what_is_no_entry() -> None:
    assert (entry_of("EAR99", ISSUE), entry_of("5E999", ISSUE)) == (None, None)


@pytest.mark.parametrize(
    ("control", "paragraph", "concern"),
    [
        (Control("NS"), "", SURELY),
        (Control("NS"), "a.1", SURELY),
        (Control("NS", without=("y",)), "y.3", NOT),
        (Control("NS", without=("y",)), "x", SURELY),
        (Control("NS", without=("y",)), "", PERHAPS),
        (Control("NS", without=("b.5",)), "b", PERHAPS),
        (Control("NS", paragraphs=("b.5", "e")), "b.5.a", SURELY),
        (Control("NS", paragraphs=("b.5", "e")), "b", PERHAPS),
        (Control("NS", paragraphs=("b.5", "e")), "", PERHAPS),
        (Control("NS", paragraphs=("b.5", "e")), "c", NOT),
        (Control("NS", paragraphs=("b",), without=("b.5",)), "b.5", NOT),
        (Control("NS", paragraphs=("b",), without=("b.5",)), "b.4", SURELY),
        (Control("EI", paragraphs=("a",), scope="some"), "a", NAMED),
        (Control("EI", paragraphs=("a",), scope="some"), "b", NOT),
        (Control("NS", scope="“technology” for commodities of 3A001"), "", PERHAPS),
        # `b.1` does not stand below `b.10`, nor the other way round.
        (Control("NS", paragraphs=("b.1",)), "b.10", NOT),
    ],
)
def test_whom_a_row_concerns(control: Control, paragraph: str, concern: Concern) -> None:
    assert control.concern(paragraph) is concern


def test_the_first_table_stands_for_earlier_days_and_is_then_an_inference() -> None:
    before, then = source_of(date(2023, 2, 1)), source_of(ISSUE)

    assert (issue_for(date(2019, 5, 1)), issue_for(ISSUE), issue_for(date(2030, 1, 1))) == (
        ISSUE,
        ISSUE,
        ISSUE,
    )
    assert newest_issue() == ISSUE
    assert (before.start, before.source) == (None, Source.INFERENCE)
    assert (then.start, then.source) == (ISSUE, Source.REGULATION)
    assert then.citation.cite == "Supplement 1 to part 774"


def test_a_later_table_counts_from_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    later = date(2027, 1, 15)
    monkeypatch.setattr(control_list.shipped, "issues", lambda: (ISSUE, later))

    assert [issue_for(day) for day in (date(2019, 1, 1), ISSUE, date(2027, 1, 14), later)] == [
        ISSUE,
        ISSUE,
        ISSUE,
        later,
    ]


def test_every_table_names_its_source_and_every_file_is_in_the_fingerprint() -> None:
    names = [*(f"control_list_{category}" for category in "0123456789"), "country_chart", "country_groups"]
    tables = {f"{ISSUE}/{name}.toml": shipped.table(ISSUE, name)["source"] for name in names}

    assert set(shipped.digests()) == {"readings.toml", *tables}
    assert {(each["from"], each["source"]) for each in tables.values()} == {(ISSUE, "regulation")}
    assert all(
        each["url"].startswith(f"https://www.ecfr.gov/api/versioner/v1/full/{ISSUE}/")
        for each in tables.values()
    )
    assert all(each["citation"] and each["url"] and each["source"] for each in shipped.readings()["recorded"])
