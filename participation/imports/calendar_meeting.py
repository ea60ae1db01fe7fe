"""An event of a calendar file -> the fields of a meeting that it states, and what is to be said of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from participation.imports.calendar_file import CalendarEvent
from participation.imports.calendar_places import place_of
from participation.imports.meeting_names import KnownBody, Named, named_in


@dataclass(frozen=True)
class StatedMeeting:
    """Fields by name, those alone that the file states: body (its key), group, number, title, starts_on,
    ends_on, time_zone, venue, place, access, agenda_url. Days are ISO 8601."""

    fields: Mapping[str, str]
    remarks: tuple[str, ...]


def summary_of(*, place_in_body: str, number: str, title: str) -> str:
    """A meeting in the summary of its event: "3GPP SA2 #178: Architecture"."""
    name = " ".join(part for part in (place_in_body, number) if part)
    return f"{name}: {title}" if title else name


def stated_meeting(event: CalendarEvent, bodies: Sequence[KnownBody]) -> StatedMeeting:
    """What the event states of a meeting, in the words of its form."""
    named = _own_names(event, bodies) or named_in(event.summary, bodies)
    place = place_of(event.location)
    fields = {
        "title": named.title,
        "number": named.number,
        "starts_on": event.days.first.isoformat(),
        "ends_on": event.days.last.isoformat(),
        "time_zone": event.days.zone,
        "venue": place.venue,
        "place": place.text,
        "agenda_url": event.agenda_url,
    }
    venue, access = event.own.get("venue", ""), event.own.get("access", "")
    if venue in ("place", "remote", "both"):
        fields |= {"venue": venue, "place": event.location}
    if access in ("open", "members", "invitation", "unknown"):
        fields["access"] = access
    fields = {name: text for name, text in fields.items() if text}
    remarks = [named.remark, *event.remarks]
    if named.body:
        # A group that the file does not name is not that of another body.
        fields |= {"body": named.body.key, "group": named.group}
    elif not named.remark:
        remarks.insert(0, "The file names no body that is known here. Check body and group.")
    return StatedMeeting(fields, tuple(remark for remark in remarks if remark))


def _own_names(event: CalendarEvent, bodies: Sequence[KnownBody]) -> Named | None:
    """Body, group, number and title as our own file states them, if the summary still says the same."""
    own = {name: event.own.get(name, "") for name in ("body", "group", "number", "title")}
    body = next((body for body in bodies if body.names[0] == own["body"]), None)
    if body is None:
        return None
    place = " ".join(part for part in (own["body"], own["group"]) if part)
    said = summary_of(place_in_body=place, number=own["number"], title=own["title"])
    if " ".join(said.split()) != event.summary:
        return None  # somebody changed the event in another program since
    return Named(body, own["group"], own["number"], own["title"])
