"""A meeting as a calendar file: the same bytes as long as its record stays the same."""

import re
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event
from icalendar.prop import vText, vUri

from participation.imports.calendar_file import MEETING_ZONE, OWN
from participation.imports.calendar_meeting import summary_of
from participation.models import Meeting
from participation.queries.record import last_change_of
from participation.web.gate import reader, requires, visible_or_404
from participation.workflow.reads import record_calendar_taken

# What no text of a calendar may hold; line breaks are written as letters.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Text(vText):
    """A text as RFC 5545, section 3.3.11, writes it.

    The library's own takes a typed backslash before a capital N for a line break.
    """

    def to_ical(self) -> bytes:
        plain = re.sub(r"\r\n|\r", "\n", CONTROL.sub("", self))
        return re.sub(r"([\\;,])", r"\\\1", plain).replace("\n", "\\n").encode()


@requires("meeting.read")
@require_safe
def meeting_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The file; taking it away is recorded first."""
    meeting = visible_or_404(request, Meeting, pk)
    link = request.build_absolute_uri(reverse("meeting", args=[pk]))
    changed_at, changes = last_change_of(meeting)
    content = calendar_of(meeting, link=link, changed_at=changed_at, changes=changes)
    record_calendar_taken(meeting, content, by=reader(request))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_file_name(meeting)}"'
    return response


def calendar_of(meeting: Meeting, *, link: str, changed_at: datetime, changes: int) -> bytes:
    """The calendar file of one meeting. Takes: `link`, the absolute address of its page."""
    calendar = Calendar()
    calendar.add("prodid", Text("-//Plenary//Meeting//EN"))
    calendar.add("version", Text("2.0"))
    calendar.add("method", Text("PUBLISH"))
    event = Event()
    event.add("uid", Text(str(meeting.form_token)))
    event.add("dtstamp", changed_at.replace(microsecond=0))
    event.add("sequence", changes - 1)
    event.add("dtstart", meeting.starts_on)
    event.add("dtend", meeting.ends_on + timedelta(days=1))  # the end of whole days does not count
    for name, text in _texts(meeting, link).items():
        if text:
            event.add(name, Text(text))
    if meeting.agenda_url:
        event.add("url", vUri(re.sub(r"[\x00-\x20\x7f]", "", meeting.agenda_url)))
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _texts(meeting: Meeting, link: str) -> dict[str, str]:
    """The texts of the event; what the standard has no property for goes under our own names."""
    group = meeting.group.name if meeting.group else ""
    place, number, title = meeting.place_in_body, meeting.number, meeting.title
    return {
        "summary": summary_of(place_in_body=place, number=number, title=title),
        "location": meeting.place,
        "description": f"{meeting.get_venue_display()}. {meeting.time_zone}.\nMeeting in Plenary: {link}",
        MEETING_ZONE: meeting.time_zone,
        f"{OWN}BODY": meeting.body.name,
        f"{OWN}GROUP": group,
        f"{OWN}NUMBER": number,
        f"{OWN}TITLE": title,
        f"{OWN}ACCESS": meeting.access,
        f"{OWN}VENUE": meeting.venue,
    }


def _file_name(meeting: Meeting) -> str:
    """The meeting's name in plain letters, for a header."""
    name = re.sub(r"[^A-Za-z0-9.]+", "-", str(meeting)).strip("-.")
    return f"{name[:80] or 'meeting'}.ics"
