"""The Country Chart and the Country Groups as they ship: what is marked for a country, who is in a group."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from participation.rules import shipped
from participation.rules.contradictions import AT, unstated
from participation.rules.control_list import Concern, Entry, dated_source, issue_for
from participation.rules.dated import Dated

# The chart has no row for Hong Kong since 23 December 2020: China's row governs it (85 FR 83788).
_ROW_OF = {"HK": "CN"}


@dataclass(frozen=True)
class Asked:
    """The columns to look at; or why the chart alone cannot answer, as half a sentence."""

    columns: tuple[str, ...]
    beyond: str = ""


def columns_asked(entry: Entry, paragraph: str, reasons: Iterable[str]) -> Asked:
    """The columns of the stated reasons in the entry, every row counted that may concern the paragraph.

    The chart answers alone only where each stated reason has columns and nothing else, and where the entry
    gives no further reason for the paragraph.
    """
    stated = tuple(reasons)
    columns: dict[str, None] = {}
    for reason in (*stated, AT):
        rows = [
            each
            for each in entry.controls
            if each.reason == reason and each.concern(paragraph) is not Concern.NOT
        ]
        columns |= dict.fromkeys(each.column for each in rows if each.column)
        if reason != AT and not rows:
            return Asked(tuple(columns), f"{entry.eccn} has no column for {reason}")
        if reason != AT and (elsewhere := [each.elsewhere for each in rows if each.elsewhere]):
            return Asked(
                tuple(columns), f"for {reason} the requirement stands in {elsewhere[0]}, not in the chart"
            )
    if entry.beside_chart:
        return Asked(tuple(columns), f"{entry.eccn} has requirements beside the chart")
    if missing := unstated(entry, paragraph, stated, Concern.SURELY, Concern.NAMED):
        return Asked(
            tuple(columns), f"{entry.eccn} is controlled for {', '.join(missing)} too, which is not stated"
        )
    return Asked(tuple(columns))


def marked(country: str, columns: Iterable[str], on: date) -> tuple[str, ...] | None:
    """Those of the columns that are marked for the country; null where it has no row of marks."""
    row = shipped.table(issue_for(on), "country_chart")["marks"].get(_row(country))
    return None if row is None else tuple(each for each in columns if each in row)


def footnotes(country: str, on: date) -> tuple[int, ...]:
    """The footnotes at the country's row."""
    return tuple(shipped.table(issue_for(on), "country_chart")["footnotes"].get(_row(country), ()))


def members(group: str, on: date) -> frozenset[str]:
    """The countries of a group such as `A:5`; Hong Kong counts with China.

    Raises: KeyError, for a group that does not exist.
    """
    found = frozenset(shipped.table(issue_for(on), "country_groups")["members"][group])
    return found | {hidden for hidden, row in _ROW_OF.items() if row in found}


def source_of(on: date) -> Dated:
    """The chart that counts on the day, as a row of law; applied to an earlier day it is an inference."""
    return dated_source("country_chart_table", shipped.table(issue_for(on), "country_chart")["source"], on)


def _row(country: str) -> str:
    return _ROW_OF.get(country, country)
