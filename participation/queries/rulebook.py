"""What pages say of the rules. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from participation.queries.rule_statements import rules_in_use
from participation.rules.book import Book, Era, Interval, Rule, book
from participation.rules.book_document import document
from participation.rules.in_force import ParametersError, edition
from participation.rules.phases import Phase

# The drawn time begins with the year of the first listing and ends half a year after the last thing known.
FIRST_DAY = date(2019, 1, 1)
AFTER = timedelta(days=183)
WIDTH = 1000
KINDS = {
    Phase.IN_FORCE: "on",
    Phase.RETURNED: "on",
    Phase.SUSPENDED: "paused",
    Phase.UNCONFIRMED: "open",
}


@dataclass(frozen=True, slots=True)
class Span:
    """One piece of a bar: where it lies, of WIDTH, and its kind: on, paused, open or off."""

    x: int
    width: int
    kind: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A rule's life as a drawing and in words; `today` is a place on it."""

    spans: tuple[Span, ...]
    today: int
    words: str


def rules_edition() -> str:
    """The fingerprint of the rules in use, as hex; empty where what was stated does not fit this version."""
    try:
        return rules_in_use().fingerprint
    except ParametersError:
        return ""  # the health page says so; pages must open, so that it can be put right


def rulebook_on(day: date) -> tuple[Book, str]:
    """The rulebook as it reads on a day, and why it is not that of the rules in use; empty where it is."""
    try:
        return book(rules_in_use(), day), ""
    except ParametersError as fault:
        return book(edition(), day), f"What administrators stated does not fit this version: {fault}."


def eras_on(day: date) -> tuple[Era, ...]:
    """What the shipped rules come to by time, newest first."""
    return book(edition(), day).eras


def rulebook_document() -> str:
    """The document that is shipped: the package's rules on the last day for which they are known."""
    shipped = edition()
    known_until = max(shipped.values["rules_known_until"], key=lambda row: row.start or date.min)
    return document(book(shipped, date.fromisoformat(known_until.value)))


def bar_of(intervals: Sequence[Interval], *, on: date) -> Bar:
    """The intervals on one scale that all bars share."""
    last = on + AFTER
    spans = tuple(_span(each, last) for each in intervals if (each.start or FIRST_DAY) <= last)
    words = "; ".join(f"{each.days}: {each.state}" for each in intervals)
    return Bar(spans, _place(on, last), words)


def bars_of(found: Book) -> dict[str, Bar]:
    """A bar for each rule whose days are known, by the name of the rule."""
    rules = [rule for section in found.sections for rule in section.rules if _has_days(rule)]
    return {rule.name: bar_of(rule.intervals, on=found.on) for rule in rules}


def _has_days(rule: Rule) -> bool:
    return any(one.start or one.end for one in rule.intervals)


def _span(interval: Interval, last: date) -> Span:
    """Takes: `last`, the day at the right end. Days are inclusive, so a span ends where the next begins."""
    start = _place(interval.start or FIRST_DAY, last)
    end = _place(interval.end + timedelta(days=1), last) if interval.end else WIDTH
    return Span(start, max(end - start, 2), KINDS.get(interval.phase, "off"))


def _place(day: date, last: date) -> int:
    """Where a day lies on the bar, between its ends."""
    inside = min(max(day, FIRST_DAY), last)
    return round(WIDTH * (inside - FIRST_DAY).days / (last - FIRST_DAY).days)
