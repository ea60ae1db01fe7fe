"""The Country Chart and the Country Groups from pages of the official shape."""

from typing import Any

import pytest

from participation.rules.ecfr.countries import Chart, chart_of, groups_of
from participation.rules.ecfr.names import CODES
from participation.rules.ecfr.supplement import SupplementError
from tests.rules.ecfr.pages import appendix, chart_page, groups_page, row, table

NAMES = ("CB 1", "CB 2", "CB 3", "NP 1", "NP 2", "NS 1", "NS 2", "MT 1", "RS 1", "RS 2", "FC 1", "CC 1")
COLUMNS = [*NAMES, "CC 2", "CC 3", "AT 1", "AT 2"]
CHART: dict[str, Any] = {
    "columns": COLUMNS,
    "countries": {
        "Canada": {"marks": [], "footnotes": []},
        "Germany": {"marks": ["CB 1", "NS 1", "MT 1", "RS 1"], "footnotes": [3]},
        "Cyprus": {"marks": ["NS 1", "AT 2"], "footnotes": [2, 3]},
        "Kosovo": {"marks": ["NS 1"], "footnotes": []},
    },
    "embargoed": {"Iran": {"pointer": "See part 746.", "footnotes": [1]}},
    "footnotes": {"1": "See § 746.1(b).", "3": "See § 742.6(a)(3).", "": "A sentence without a number."},
}


def test_an_empty_cell_keeps_its_place() -> None:
    assert chart_of(chart_page(CHART), fewest=3) == Chart(
        marks={"CA": (), "DE": ("CB1", "NS1", "MT1", "RS1"), "CY": ("NS1", "AT2")},
        footnotes={"DE": (3,), "CY": (2, 3), "IR": (1,)},
        elsewhere={"IR": "See part 746."},
        texts={1: "See § 746.1(b).", 3: "See § 742.6(a)(3)."},
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"columns": [*COLUMNS[:-1], "AT 3"]}, "The chart has other columns than expected: CB1, "),
        (
            {"countries": {"Atlantis": {"marks": [], "footnotes": []}}},
            "'Atlantis' is not a country that is known",
        ),
        ({"columns": ["Country"]}, "No table with the columns of the chart is here."),
    ],
)
def test_another_chart_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(SupplementError) as refused:
        chart_of(chart_page(CHART | changes), fewest=1)

    assert str(refused.value).startswith(said)


def page_with(cells: list[str]) -> bytes:
    head = "<TR>" + "".join(f"<TH>{each}</TH>" for each in COLUMNS) + "</TR>"
    return appendix("Supplement No. 1 to Part 738", table(head, [row(cells)]))


def test_a_row_that_does_not_fit_is_refused() -> None:
    for cells, said in (
        (["Germany", *["X"] * 15], "Germany has 15 cells, not 16."),
        (["Germany", *["X"] * 15, "Y"], "Germany has a mark that is not an X."),
        (["Germany", *["X"] * 16], "Only 1 countries are here; at least 190 are expected."),
    ):
        with pytest.raises(SupplementError) as refused:
            chart_of(page_with(cells))
        assert str(refused.value) == said


LABELS = [f"{letter}:{each + 1}" for letter, last in (("A", 6), ("D", 5), ("E", 2)) for each in range(last)]


def test_groups_have_their_members_and_notes_are_no_countries() -> None:
    listed = sorted({code: name for name, code in CODES.items() if code}.values())
    some: dict[str, list[str]] = {"A:5": ["Germany", "Canada"], "E:1": ["Korea, North"], "B": listed}
    notes = table("<TR><TH>Country Group Z</TH></TR>", []) + "<P>1 A note.</P>"
    page = groups_page({label: [] for label in LABELS} | some)
    page = page.replace(b"</TBODY>", row(["1 A note in one cell."]).encode() + b"</TBODY>")
    page = page.replace(b"</TBODY>", row(["", *["X"] * 6]).encode() + b"</TBODY>", 1)

    groups = groups_of(page.replace(b"<HD1>", notes.encode() + b"<HD1>"))

    assert (groups["A:5"], groups["E:1"], groups["D:1"]) == (("CA", "DE"), ("KP",), ())
    assert groups["B"] == tuple(sorted({code for code in CODES.values() if code}))


def test_groups_that_are_not_whole_are_refused() -> None:
    for page, said in (
        (
            groups_page({label: [] for label in LABELS} | {"B": ["Canada", "Germany", "The Bahamas"]}),
            "Country Group B has only 3 countries here.",
        ),
        (appendix("Supplement No. 1 to Part 740", ""), "The table of Country Group A is not here."),
    ):
        with pytest.raises(SupplementError) as refused:
            groups_of(page)
        assert str(refused.value) == said
