"""The Commerce Control List as it ships: what an entry says, which paragraphs exist, whom its rows concern.

A table holds from the day of its issue; for earlier days the first one stands, and findings say so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

from participation.rules import shipped
from participation.rules.dated import Dated
from participation.rules.determination import Citation, Source

EAR99 = "EAR99"


class Concern(Enum):
    """Whether a row of an entry's licence requirements concerns an item."""

    SURELY = "all items of its paragraph"
    NAMED = "some items of its paragraph, which the row names"
    PERHAPS = "some items of the entry, which the row does not name by paragraph"
    NOT = "other items"


@dataclass(frozen=True)
class Control:
    """One row: its reason, and the chart's column or the place where the requirement stands instead."""

    reason: str
    column: str = ""
    elsewhere: str = ""
    paragraphs: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    scope: str = ""

    def concern(self, paragraph: str) -> Concern:
        """Takes: the item's paragraph, empty where the classification stops at the entry."""
        if any(is_within(paragraph, each) for each in self.without):
            return Concern.NOT
        if self.paragraphs and not any(is_within(paragraph, each) for each in self.paragraphs):
            coarser = any(is_within(each, paragraph) for each in self.paragraphs)
            return Concern.PERHAPS if coarser else Concern.NOT
        if self.scope:
            return Concern.NAMED if self.paragraphs else Concern.PERHAPS
        return Concern.PERHAPS if any(is_within(each, paragraph) for each in self.without) else Concern.SURELY


@dataclass(frozen=True)
class Entry:
    """One entry; `paragraphs` null: this table does not go down to them."""

    eccn: str
    heading: str
    reasons: tuple[str, ...]
    paragraphs: tuple[str, ...] | None
    reserved: tuple[str, ...]
    controls: tuple[Control, ...]
    beside_chart: bool

    def concerning(self, paragraph: str, *concerns: Concern) -> tuple[Control, ...]:
        """The rows that concern an item of the paragraph in one of these ways."""
        return tuple(each for each in self.controls if each.concern(paragraph) in concerns)


def is_within(paragraph: str, wider: str) -> bool:
    """Whether a paragraph is the other or stands below it; every one stands below the empty one."""
    return not wider or paragraph == wider or paragraph.startswith(f"{wider}.")


def split(eccn: str) -> tuple[str, str]:
    """The entry and the paragraph of `5E002.a`; the paragraph is empty for `5E002`."""
    entry, _, paragraph = eccn.partition(".")
    return entry, paragraph


def issue_for(on: date) -> date:
    """The issue that counts on a day: the newest one of that day, or the first where all are later."""
    return max((each for each in shipped.issues() if each <= on), default=shipped.issues()[0])


def newest_issue() -> date:
    return shipped.issues()[-1]


def entry_of(eccn: str, on: date) -> Entry | None:
    """The entry of an ECCN, with or without its paragraph, in the list that counts on the day."""
    return _entries(issue_for(on), eccn[:1]).get(split(eccn)[0])


def source_of(on: date) -> Dated:
    """The list that counts on the day, as a row of law; applied to an earlier day it is an inference."""
    return dated_source("control_list", shipped.table(issue_for(on), "control_list_0")["source"], on)


def dated_source(name: str, source: Mapping[str, Any], on: date) -> Dated:
    issue: date = source["from"]
    holds = issue <= on
    return Dated(
        name=name,
        title="",
        value=None,
        start=issue if holds else None,
        end=None,
        citation=Citation(source["citation"], source["url"]),
        source=Source(source["source"]) if holds else Source.INFERENCE,
        note=source.get("note", ""),
    )


@cache
def _entries(issue: date, category: str) -> Mapping[str, Entry]:
    rows = shipped.table(issue, f"control_list_{category}").get("entries", {})
    return {eccn: _entry(eccn, row) for eccn, row in rows.items()}


def _entry(eccn: str, row: Mapping[str, Any]) -> Entry:
    paragraphs = row.get("paragraphs")
    return Entry(
        eccn=eccn,
        heading=row["heading"],
        reasons=tuple(row["reasons"]),
        paragraphs=None if paragraphs is None else tuple(paragraphs),
        reserved=tuple(row.get("reserved", ())),
        controls=tuple(_control(eccn, each) for each in row.get("controls", ())),
        beside_chart=row.get("beside_chart", False),
    )


def _control(eccn: str, row: Mapping[str, Any]) -> Control:
    members: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in row.items()
    }
    for reading in shipped.readings()["recorded"]:
        entry, paragraph = split(reading["eccn"])
        if entry == eccn and row["reason"] in reading.get("reasons", ()):
            members["paragraphs"] = (paragraph,)
    return Control(**members)
