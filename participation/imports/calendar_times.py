"""DTSTART, DTEND and DURATION of an event -> its civil days, and the zone that they are counted in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar.prop import vDDDTypes
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from participation.imports.calendar_lines import CalendarError
from participation.imports.calendar_values import Value
from participation.imports.problems import shorten

FIRST_YEAR, LAST_YEAR = 1950, 2199
UTC = "UTC"
ALSO_CALLED = {
    **WINDOWS_TO_OLSON,
    **dict.fromkeys(("Etc/UTC", "Etc/GMT", "GMT", "Z"), UTC),
    "US/Eastern": "America/New_York",
    "US/Central": "America/Chicago",
    "US/Mountain": "America/Denver",
    "US/Pacific": "America/Los_Angeles",
}


@dataclass(frozen=True)
class Days:
    """First and last civil day; `clock` is the time of the start, empty for whole days.

    `zone` is empty where the file states none that is known; `remark` says where the zone comes from.
    """

    first: date
    last: date
    clock: str
    zone: str
    remark: str


def known_zone(stated: str, zones: Collection[str]) -> str:
    """The zone of the time zone database that the text names; empty where it names none.

    Takes: `zones`, the names that may come out; names of Windows and names with the sender's
    prefix (/example.org/Europe/Paris) are known too.
    """
    name = stated.strip().strip('"')
    parts = name.strip("/").split("/")
    for candidate in (name, *("/".join(parts[start:]) for start in range(len(parts)))):
        for found in (candidate, ALSO_CALLED.get(candidate, "")):
            if found in zones:
                return found
    return ""


def days_of(values: Mapping[str, list[Value]], begun: int, meeting_zone: str, zones: Collection[str]) -> Days:
    """The days of an event.

    Takes: its values by name; `begun`, the line of its BEGIN; `meeting_zone`, a known zone that the
    file states for the meeting as a whole, or empty.
    Gives: the last day that it touches: the end of whole days, and midnight, do not count.
    Raises: CalendarError.
    """
    if "DTSTART" not in values:
        raise CalendarError(f"Line {begun}: the event has no DTSTART, so its day is not known.")
    stated = values["DTSTART"][0]
    start = moment(stated, zones)
    end = _end(values, start, zones)
    zone, remark = _zone(stated, start, meeting_zone, zones)
    if isinstance(start, datetime) and start.tzinfo and zone:
        start = start.astimezone(ZoneInfo(zone))
    first = _day(start)
    last = _last_day(start, end)
    if last < first:
        at = (values.get("DTEND") or values["DURATION"])[0].line
        raise CalendarError(f"Line {at}: the event ends before it starts in line {stated.line}.")
    clock = f"{start:%H:%M}" if isinstance(start, datetime) else ""
    return Days(first, last, clock, zone, remark)


def moment(value: Value, zones: Collection[str]) -> date | datetime:
    """A day, or a time: aware where its zone is known. Raises: CalendarError."""
    try:
        found = vDDDTypes.from_ical(value.text.strip())
    except ValueError:
        found = None
    if not isinstance(found, date) or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise CalendarError(
            f'Line {value.line}: "{shorten(value.text)}" is not a day or time '
            f"from {FIRST_YEAR} to {LAST_YEAR}, such as 20261207 or 20261207T090000."
        )
    if isinstance(found, datetime) and found.tzinfo is None:
        zone = known_zone(value.parameters.get("TZID", ""), zones)
        return found.replace(tzinfo=ZoneInfo(zone)) if zone else found
    return found


def _end(values: Mapping[str, list[Value]], start: date, zones: Collection[str]) -> date | datetime | None:
    """The end that is stated, of the same kind as the start; None where none is."""
    if "DTEND" in values:
        stated = values["DTEND"][0]
        end = moment(stated, zones)
        if isinstance(end, datetime) != isinstance(start, datetime):
            raise CalendarError(f"Line {stated.line}: one of DTSTART and DTEND is a day, the other a time.")
        return end
    if "DURATION" not in values:
        return None
    stated = values["DURATION"][0]
    try:
        length = vDDDTypes.from_ical(stated.text.strip())
        if not isinstance(length, timedelta):
            raise ValueError(stated.text)
        end = start + length
        if end.year > LAST_YEAR:
            raise ValueError(stated.text)
    except (ValueError, OverflowError) as error:
        raise CalendarError(f'Line {stated.line}: "{shorten(stated.text)}" is no duration.') from error
    return end


def _last_day(start: date, end: date | datetime | None) -> date:
    if end is None or end == start:
        return _day(start)
    if isinstance(start, datetime) and isinstance(end, datetime):
        if start.tzinfo and end.tzinfo:
            end = end.astimezone(start.tzinfo)
        at_midnight = end.time() == time() and end.date() > start.date()
        return end.date() - timedelta(days=at_midnight)
    return end - timedelta(days=1)


def _day(at: date) -> date:
    return at.date() if isinstance(at, datetime) else at


def _zone(stated: Value, start: date, meeting_zone: str, zones: Collection[str]) -> tuple[str, str]:
    """The zone of the days, and what is to be said about it."""
    named = stated.parameters.get("TZID", "")
    if not isinstance(start, datetime):
        kind = "whole days without a time zone"
    elif start.tzinfo is None:
        kind = f'times in the zone "{shorten(named)}", which is not known here' if named else "no time zone"
    elif known := known_zone(named, zones):
        return known, f"The days are those of {known}, the zone that the file states."
    else:
        kind = "times in UTC"
    if meeting_zone:
        return meeting_zone, f"The file states {kind}, and {meeting_zone} as the zone of the meeting."
    if kind == "times in UTC":
        return UTC, "The file states times in UTC alone: at the place of the meeting it may be another day."
    return "", f"The file states {kind}: the days are as written there. Check the time zone."
