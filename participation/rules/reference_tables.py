"""The tables of the regulation that ship whole, each told in one line: they are looked into, not read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from participation.rules import shipped
from participation.rules.days import spoken
from participation.rules.determination import Citation, Source

CATEGORIES = "0123456789"


@dataclass(frozen=True)
class ReferenceTable:
    """One table of one issue: what it holds, and where it was read."""

    title: str
    issued: str
    holds: str
    citation: Citation
    source: Source
    note: str


def reference_tables() -> tuple[ReferenceTable, ...]:
    """The tables of each issue that ships, earliest issue first."""
    return tuple(table for issue in shipped.issues() for table in _of(issue))


def _of(issue: date) -> Iterator[ReferenceTable]:
    entries: dict[str, Any] = {}
    for category in CATEGORIES:
        entries |= shipped.table(issue, f"control_list_{category}").get("entries", {})
    paragraphs = sum(len(each.get("paragraphs", ())) for each in entries.values())
    by_hand = ", ".join(each["eccn"] for each in shipped.readings()["recorded"])
    held = f"{len(entries):,} entries with {paragraphs:,} paragraphs; read into it by hand: {by_hand}"
    yield _table("Commerce Control List", issue, held, shipped.table(issue, "control_list_0"))
    chart = shipped.table(issue, "country_chart")
    yield _table("Country Chart", issue, f"the marks of {len(chart['marks']):,} countries", chart)
    groups = shipped.table(issue, "country_groups")
    yield _table("Country Groups", issue, f"the members of {len(groups['members']):,} groups", groups)


def _table(title: str, issue: date, holds: str, table: Mapping[str, Any]) -> ReferenceTable:
    told = table["source"]
    citation = Citation(told["citation"], told["url"])
    return ReferenceTable(title, spoken(issue), holds, citation, Source(told["source"]), told.get("note", ""))
