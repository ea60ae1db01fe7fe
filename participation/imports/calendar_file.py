"""Calendar file -> its events as frozen records, and many sessions as one meeting. Nothing is looked up."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from participation.imports.calendar_lines import CalendarError, Line, parts_of
from participation.imports.calendar_places import agenda_link
from participation.imports.calendar_times import Days, days_of, known_zone
from participation.imports.calendar_values import Value, text_of, values_of

MAX_EVENTS = 2_000
# Sessions that lie within so many days may be those of one meeting.
LONGEST_MEETING = 31
OWN = "X-PLENARY-"
OWN_NAMES = ("BODY", "GROUP", "NUMBER", "TITLE", "ACCESS", "VENUE")
# X-MEETING-TZ is how the agendas of the IETF tell the zone of the meeting beside times in UTC.
MEETING_ZONE = "X-MEETING-TZ"
OF_CALENDAR = frozenset({"VERSION", "METHOD", "NAME", "X-WR-CALNAME", MEETING_ZONE})
OF_EVENT = frozenset(
    {"UID", "SUMMARY", "DTSTART", "DTEND", "DURATION", "LOCATION", "URL", "DESCRIPTION", "ATTENDEE"}
    | {"STATUS", "RRULE", MEETING_ZONE}
    | {f"{OWN}{name}" for name in OWN_NAMES}
)
NOBODY = {"ROOM": "rooms", "RESOURCE": "rooms", "GROUP": "mailing lists"}


@dataclass(frozen=True)
class CalendarAttendee:
    """Somebody who was invited; a calendar does not say for whom the person works."""

    name: str
    email: str


@dataclass(frozen=True)
class CalendarEvent:
    """One event; texts are empty where the file states nothing.

    `own` holds what a file of our own says beyond the standard, by name in lower case.
    """

    line: int
    uid: str
    summary: str
    days: Days
    location: str
    agenda_url: str
    attendees: tuple[CalendarAttendee, ...]
    own: Mapping[str, str]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class CalendarFile:
    """Every event, the earliest first; `whole` is all of them as one meeting, where that may be."""

    events: tuple[CalendarEvent, ...]
    whole: CalendarEvent | None


def read_calendar(content: bytes, *, zones: Collection[str]) -> CalendarFile:
    """The events of a calendar file.

    Takes: `zones`, the names of time zones that may come out.
    Raises: CalendarError, which names the line.
    """
    parts = parts_of(content)
    calendar = values_of(parts.calendar, OF_CALENDAR)
    if text_of(calendar, "VERSION") == "1.0":
        line = calendar["VERSION"][0].line
        raise CalendarError(f"Line {line}: this is the old vCalendar 1.0. Export the event as iCalendar 2.0.")
    if not parts.events:
        raise CalendarError(f"Line {parts.calendar[0].number}: the calendar holds no event (BEGIN:VEVENT).")
    if len(parts.events) > MAX_EVENTS:
        line = parts.events[MAX_EVENTS][0].number
        raise CalendarError(
            f"Line {line}: the file has {len(parts.events):,} events; at most {MAX_EVENTS:,} are read. "
            "Export a shorter time."
        )
    found = sorted(
        (event_of(lines, calendar, zones) for lines in parts.events),
        key=lambda event: (event.days.first, event.days.clock, event.line),
    )
    name = text_of(calendar, "NAME") or text_of(calendar, "X-WR-CALNAME")
    return CalendarFile(tuple(found), as_one_meeting(found, name))


def event_of(
    lines: Sequence[Line], calendar: Mapping[str, list[Value]], zones: Collection[str]
) -> CalendarEvent:
    """One event. Raises: CalendarError."""
    values = values_of(lines, OF_EVENT)
    zone = known_zone(text_of(values, MEETING_ZONE) or text_of(calendar, MEETING_ZONE), zones)
    days = days_of(values, lines[0].number, zone, zones)
    own = {name.lower(): values[OWN + name][0].text for name in OWN_NAMES if OWN + name in values}
    # The description of our own file links to the meeting here, which is not its agenda.
    description = values["DESCRIPTION"][0].text if "DESCRIPTION" in values and not own else ""
    link, link_remark = agenda_link(text_of(values, "URL"), description)
    attendees, attendee_remarks = attendees_of(values.get("ATTENDEE", []))
    cancelled = "CANCEL" in (text_of(values, "STATUS").upper()[:6], text_of(calendar, "METHOD").upper())
    remarks = [days.remark, link_remark, *attendee_remarks]
    if "RRULE" in values:
        remarks.append("The event repeats; its first time is taken.")
    if cancelled:
        remarks.insert(0, "The file says that this event is cancelled.")
    return CalendarEvent(
        line=lines[0].number,
        uid=text_of(values, "UID"),
        summary=text_of(values, "SUMMARY"),
        days=days,
        location=text_of(values, "LOCATION"),
        agenda_url=link,
        attendees=attendees,
        own=own,
        remarks=tuple(remark for remark in remarks if remark),
    )


def attendees_of(stated: Sequence[Value]) -> tuple[tuple[CalendarAttendee, ...], list[str]]:
    """The people among those invited, each address once, and what is to be said of the others."""
    people: dict[str, CalendarAttendee] = {}
    left_out: dict[str, int] = {}
    for value in stated:
        email = value.text.strip().removeprefix("mailto:").removeprefix("MAILTO:")
        email = email if "@" in email and not any(map(str.isspace, email)) else ""
        name = " ".join(value.parameters.get("CN", "").split())
        kind = NOBODY.get(value.parameters.get("CUTYPE", "").upper(), "")
        if not kind and value.parameters.get("PARTSTAT", "").upper() == "DECLINED":
            kind = "people who declined"
        if kind:
            left_out[kind] = left_out.get(kind, 0) + 1
        elif name or email:
            name = "" if name.casefold() == email.casefold() else name
            people.setdefault((email or name).casefold(), CalendarAttendee(name, email))
    told = ", ".join(f"{kind} ({count})" for kind, count in left_out.items())
    return tuple(people.values()), [f"Not offered as attendees: {told}."] if told else []


def as_one_meeting(events: Sequence[CalendarEvent], name: str) -> CalendarEvent | None:
    """All events as the sessions of one meeting, by the name of the calendar; None where they cannot be.

    What all of them state alike is kept; the attendees are those of every session.
    """
    first, last = min(event.days.first for event in events), max(event.days.last for event in events)
    if len(events) < 2 or (last - first).days >= LONGEST_MEETING:
        return None
    people = {(one.email or one.name).casefold(): one for event in events for one in event.attendees}
    zone = _alike([event.days.zone for event in events])
    start = events[0]
    remark = _alike([event.days.remark for event in events])
    if not remark:
        remark = "The sessions state different time zones. Check the days and the time zone."
    return replace(
        start,
        uid="",
        summary=name,
        days=Days(first, last, "", zone, remark),
        location=_alike([event.location for event in events]),
        agenda_url=_alike([event.agenda_url for event in events]),
        attendees=tuple(people.values()),
        own={},
        remarks=(remark,),
    )


def _alike(texts: Sequence[str]) -> str:
    """The text, where all are the same; else empty."""
    return texts[0] if len(set(texts)) == 1 else ""
