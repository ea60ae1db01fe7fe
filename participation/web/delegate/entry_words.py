"""What the Commerce Control List says of a typed ECCN, as the classification form shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from participation.rules.contradictions import contradictions
from participation.rules.control_list import Concern, Control, Entry, entry_of, newest_issue, split
from participation.rules.existence import fault_of, paragraphs_below
from participation.rules.vocabulary import Reason

_CONCERNS = {
    Concern.SURELY: "this item",
    Concern.NAMED: "some items of this paragraph",
    Concern.PERHAPS: "some items of the entry",
    Concern.NOT: "other items",
}


@dataclass(frozen=True)
class Row:
    """One row of the licence requirements."""

    reason: str
    where: str
    concerns: str
    scope: str


@dataclass(frozen=True)
class EntryWords:
    """The entry, its rows, the paragraphs to choose from, the reasons it proposes, and warnings."""

    eccn: str
    fault: str
    issue: date
    heading: str = ""
    paragraphs: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    proposed: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    has_paragraphs: bool = True


def entry_words(eccn: str, stated: Iterable[str] = ()) -> EntryWords | None:
    """What the newest list says; null where there is nothing to say: no ECCN, EAR99, or no form of one."""
    issue = newest_issue()
    if not eccn or eccn == "EAR99":
        return None
    fault = existence_fault(eccn)
    entry = entry_of(eccn, issue)
    if fault or entry is None:
        return EntryWords(eccn, fault or "", issue)
    paragraph = split(eccn)[1]
    return EntryWords(
        eccn,
        "",
        issue,
        heading=entry.heading,
        paragraphs=tuple(f"{entry.eccn}.{each}" for each in paragraphs_below(entry, paragraph)),
        rows=tuple(_row(each, paragraph) for each in entry.controls),
        proposed=_proposed(entry, paragraph),
        warnings=contradictions(entry, paragraph, stated),
        has_paragraphs=entry.paragraphs is not None,
    )


def existence_fault(eccn: str) -> str | None:
    """Why there is no such ECCN, now or before the first list that ships: a release may be older."""
    issue = newest_issue()
    return fault_of(eccn, issue) and fault_of(eccn, issue - timedelta(days=1))


def _proposed(entry: Entry, paragraph: str) -> tuple[str, ...]:
    """The reasons that concern every item of the paragraph, in the order of the form."""
    sure = {each.reason for each in entry.concerning(paragraph, Concern.SURELY)}
    return tuple(each.value for each in Reason if each.value in sure)


def _row(control: Control, paragraph: str) -> Row:
    where = (
        f"column {control.column[:-1]} {control.column[-1]}"
        if control.column
        else _elsewhere(control.elsewhere)
    )
    return Row(
        control.reason, where, _CONCERNS[control.concern(paragraph)], control.scope or _paragraphs(control)
    )


def _elsewhere(place: str) -> str:
    return f"15 CFR {place}" if place[0].isdigit() else place


def _paragraphs(control: Control) -> str:
    if control.paragraphs:
        without = f", without {', '.join(control.without)}" if control.without else ""
        return f"paragraphs {', '.join(control.paragraphs)}{without}"
    return f"all but {', '.join(control.without)}" if control.without else "the whole entry"
