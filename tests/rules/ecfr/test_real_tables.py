"""The tables that ship, against independent readings of the official text of July 2026."""

import json
import os
import re
import tomllib
from pathlib import Path
from typing import Any

from participation.rules import shipped
from participation.rules.control_list import entry_of
from participation.rules.country_tables import members
from participation.rules.ecfr.control_list import entries_of
from participation.rules.ecfr.countries import chart_of, groups_of
from participation.rules.ecfr.names import CODES
from participation.rules.ecfr.scope import scope_of
from participation.rules.ecfr.tables import Source, chart_file, groups_file
from tests.rules.ecfr.pages import chart_page, groups_page

DATA = Path(os.environ["REAL_DATA_DIR"])
ISSUE = shipped.issues()[-1]
LIST: dict[str, dict[str, Any]] = {
    each["eccn"]: each for each in json.loads((DATA / "ccl_2026-07-23.json").read_text())["entries"]
}
CHART: dict[str, Any] = json.loads((DATA / "country_chart_2026.json").read_text())
GROUPS: dict[str, list[str]] = json.loads((DATA / "country_groups_2026-07-23.json").read_text())["groups"]
SHIPPED = {
    eccn: row
    for category in "0123456789"
    for eccn, row in shipped.table(ISSUE, f"control_list_{category}")["entries"].items()
}

# The other reading knows one form of heading, and takes these five for a part of the entry before them.
LOST_THERE = {"0D614", "2B352", "3D006", "3E002", "8D001"}
SWALLOWED_THEM = {"0D606", "2B351", "3D005", "3E001", "8C609"}
# Reasons that stand in a paragraph of another kind there, and are null in that reading.
REASONS_NULL_THERE = {
    "0A919",
    "2A001",
    "2B910",
    "3C005",
    "3C006",
    "3E003",
    "5E002",
    "7A006",
    "9B104",
    "9D620",
}


def test_every_entry_is_in_both_readings() -> None:
    assert set(SHIPPED) - set(LIST) == LOST_THERE
    assert set(LIST) - set(SHIPPED) == set()


def test_every_reason_is_that_of_the_entry() -> None:
    stated = {
        eccn: re.findall(r"\b[A-Z]{2}\b", each["reasonForControl"] or "") for eccn, each in LIST.items()
    }
    different = {eccn for eccn, reasons in stated.items() if reasons != SHIPPED[eccn]["reasons"]}

    assert different == {*REASONS_NULL_THERE, "3E001"}
    assert stated["3E001"] == SHIPPED["3E002"]["reasons"]


def requirements(rows: list[dict[str, str]], eccn: str) -> list[tuple[Any, ...]]:
    """The rows of the other reading in our words; sanctions on Russia have no reason and are left out."""
    found = []
    for each in rows:
        stated = re.match(r"([A-Z]{2}),? (?:apply|applies)(?: to)?,?\s+(.*)", each["control"])
        column = re.fullmatch(r"(?:[A-Z]{2} )?Column ([1-3])\.?", each["countryChart"])
        if stated and not each["control"].startswith("CB applies to entire entry CB"):
            scope = scope_of(stated[2], eccn)
            found.append(
                (stated[1], f"{stated[1]}{column[1]}" if column else "", scope.paragraphs, scope.without)
            )
    return found


def test_every_row_has_the_same_reason_column_and_paragraphs() -> None:
    ours = {
        eccn: [
            (
                each["reason"],
                each.get("column", ""),
                tuple(each.get("paragraphs", ())),
                tuple(each.get("without", ())),
            )
            for each in row.get("controls", ())
        ]
        for eccn, row in SHIPPED.items()
    }
    different = {
        eccn: (ours[eccn], theirs)
        for eccn, each in LIST.items()
        if eccn not in SWALLOWED_THEM and (theirs := requirements(each["countryChart"], eccn)) != ours[eccn]
    }

    # Its one row holds reason and column in one cell, which the other reading does not part.
    assert different == {"1C350": ([("CB", "CB2", (), ())], [])}


def test_every_paragraph_is_among_those_of_the_other_reading() -> None:
    """It also takes the lines of notes for paragraphs, so it holds more; what it lacks are spellings."""
    lacking = {}
    for eccn, each in LIST.items():
        if eccn[0] not in "1345" or eccn in SWALLOWED_THEM:
            continue
        theirs = {item["paragraph"] for item in each["items"] if item["kind"] == "item"}
        above = {part for one in theirs for part in _with_those_above(one)}
        told = " ".join(item["text"] for item in each["items"])
        extra = {
            one
            for one in SHIPPED[eccn]["paragraphs"]
            if one not in above
            and one not in {"a", "a.1"}
            and not re.search(rf"\b{re.escape(one)}[. ]", told)
        }
        if extra:
            lacking[eccn] = sorted(extra)

    assert lacking == {}


def _with_those_above(paragraph: str) -> list[str]:
    parts = paragraph.split(".")
    return [".".join(parts[:length]) for length in range(1, len(parts) + 1)]


def test_every_mark_of_every_country_is_that_of_the_chart() -> None:
    compiled = chart_of(chart_page(CHART))
    ours = shipped.table(ISSUE, "country_chart")
    theirs = {CODES[name]: facts for name, facts in CHART["countries"].items() if CODES[name]}

    assert ours["marks"] == {
        code: [each.replace(" ", "") for each in facts["marks"]] for code, facts in theirs.items()
    }
    assert set(ours["elsewhere"]) == {"CU", "IR", "KP", "SY"}
    assert tomllib.loads(chart_file(compiled, Source(ISSUE, ours["source"]["url"]))) == ours


def test_every_member_of_every_group_is_that_of_the_supplement() -> None:
    ours = shipped.table(ISSUE, "country_groups")
    compiled = groups_file(groups_of(groups_page(GROUPS)), Source(ISSUE, ours["source"]["url"]))

    assert {group: set(codes) for group, codes in ours["members"].items()} == {
        group: {CODES[name] for name in names if CODES[name]} for group, names in GROUPS.items()
    }
    assert tomllib.loads(compiled) == ours
    assert "HK" in members("D:5", ISSUE)
    assert "MO" not in members("D:5", ISSUE)


def test_the_page_in_the_tests_compiles_to_what_ships() -> None:
    """The entries of the page are whole, so the compiler must give for them what ships."""
    page = (Path(__file__).parent.parent / "pages" / "control_list.xml").read_bytes()

    for entry in entries_of(page, fewest=7):
        found = entry_of(entry.eccn, ISSUE)
        assert found is not None
        assert (found.heading, found.reasons, len(found.controls)) == (
            entry.heading,
            entry.reasons,
            len(entry.controls),
        )
