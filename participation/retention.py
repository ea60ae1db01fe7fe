"""How long records are kept: from what happened in a transaction to the first day without a duty. Pure.

The duty is counted from the last event, so it moves with each new one (15 CFR 762.6(a)). Where an instant
lies on two days, or a year has no 29 February, the later day stands.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

# 15 CFR 762.6(a). An installation may keep records longer, never shorter.
FLOOR_YEARS = 5
EASTERN = ZoneInfo("America/New_York")


class Matter(StrEnum):
    """What is disposed of as one: a transaction, what transactions share, and what is none."""

    DISCLOSURE = "disclosure"
    MEETING = "meeting"
    DOCUMENT = "document"
    BATCH = "batch"
    DRAFT = "draft"
    SIGN_INS = "sign_ins"


# Why a matter may go, in the words of the report.
RULES: dict[Matter, str] = {
    Matter.DISCLOSURE: "15 CFR 762.6(a): {years} years from the last event of the transaction",
    Matter.MEETING: "15 CFR 762.6(a): {years} years from the last event of the meeting and of every"
    " transaction at it",
    Matter.DOCUMENT: "15 CFR 762.6(a): {years} years from the last event of the document and of every"
    " transaction with it",
    Matter.BATCH: "Company rule: {years} years from the end of the screening",
    Matter.DRAFT: "Company rule: never sent, and not touched for {days} days",
    Matter.SIGN_INS: "Company rule: a year from the end of the year",
}


class TooShort(ValueError):
    """A period below the floor of five years."""


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """Something that happened on a civil day, in half a sentence: `decided`."""

    on: date
    what: str


@dataclass(frozen=True, slots=True)
class Due:
    """The last event, and `on`, the first day on which nothing has to be kept any more."""

    last: Event
    years: int
    on: date


def anniversary(on: date, years: int) -> date:
    """The same day so many years later; 1 March where that year has no 29 February."""
    try:
        return on.replace(year=on.year + years)
    except ValueError:
        return date(on.year + years, 3, 1)


def due_of(events: Iterable[Event], *, years: int) -> Due | None:
    """When the duty to keep ends; None without an event, as nothing is known then.

    The anniversary of the last event still belongs to the period.
    Raises: TooShort.
    Source: 15 CFR 762.6(a).
    """
    if years < FLOOR_YEARS:
        raise TooShort(f"Records are kept for {FLOOR_YEARS} years at least, not for {years}.")
    last = max(events, default=None)
    if last is None:
        return None
    return Due(last, years, anniversary(last.on, years) + timedelta(days=1))


def company_due(last: Event, *, days: int) -> Due:
    """When something may go that is no record of a transaction, such as a draft that nobody sent."""
    return Due(last, 0, last.on + timedelta(days=days + 1))


def latest_day(at: datetime, zone: str = "UTC") -> date:
    """The last of the civil days on which the instant lies: at the place, in UTC, in Washington."""
    return max(at.astimezone(each).date() for each in (ZoneInfo(zone), UTC, EASTERN))


def today_everywhere(now: datetime) -> date:
    """The earliest of the civil days: what is due by it is due at every place that counts."""
    return min(now.astimezone(each).date() for each in (UTC, EASTERN))


def is_due(due: Due, *, now: datetime) -> bool:
    """Whether the period is over, in Washington too."""
    return due.on <= today_everywhere(now)


def rule_of(matter: Matter, *, years: int, days: int) -> str:
    """The rule under which the matter may go, in words."""
    return RULES[matter].format(years=years, days=days)
