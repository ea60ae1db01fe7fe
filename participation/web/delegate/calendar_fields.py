"""A calendar file on the form of a new meeting: chosen, read, and put into the other fields."""

import zlib
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from dataclasses import dataclass, field

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from participation.imports.calendar_file import CalendarEvent, CalendarFile, read_calendar
from participation.imports.calendar_lines import MAX_BYTES, CalendarError, refuse_large
from participation.imports.calendar_meeting import stated_meeting
from participation.imports.problems import shorten
from participation.models import User
from participation.queries.meetings import known_bodies, meeting_of_form
from participation.templatetags.compliance import day
from participation.web.delegate.attendee_lines import attendee_lines
from participation.web.forms import PlainForm, zone_choices

WHOLE = "whole"
# What the remark calls the fields that a file may leave as they were.
LABELS = {
    "number": "number",
    "title": "title",
    "time_zone": "time zone",
    "venue": "where it is held",
    "place": "place",
    "access": "who may attend",
    "agenda_url": "agenda link",
}


@dataclass
class Filled:
    """The fields after a file was read, the events to choose from, and what is to be said."""

    data: QueryDict
    choices: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)


class CalendarFields(PlainForm):
    """The file; which of its events, where it has several; the file itself while one is being chosen."""

    calendar = forms.FileField(
        label="Calendar file",
        required=False,
        allow_empty_file=True,
        help_text="An .ics file of at most 3 MB.",
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
    )
    calendar_event = forms.CharField(label="Which of its events?", required=False, widget=forms.Select)
    calendar_kept = forms.CharField(required=False, widget=forms.HiddenInput)

    calendar_remarks: Sequence[str] = ()

    def show_calendar(self, filled: Filled) -> None:
        """Show what was read of the file, and what is wrong with it."""
        self.fields["calendar_event"].widget.choices = filled.choices  # type: ignore[attr-defined]
        self.calendar_remarks = filled.remarks
        for name, message in filled.errors.items():
            self.add_error(name, message)

    @property
    def has_events(self) -> bool:
        """Whether there are events to choose from."""
        return bool(self.fields["calendar_event"].widget.choices)  # type: ignore[attr-defined]


def with_calendar(typed: QueryDict, upload: UploadedFile | None, *, by: User, has_list: bool) -> Filled:
    """The fields as typed, with what the file states in their place.

    Takes: `upload`, or none where the file came before and its event is chosen now; `has_list`,
    whether a list of attendees came too, which then counts.
    """
    filled = Filled(typed.copy())
    filled.data["calendar_kept"] = ""
    try:
        content = _content(upload) if upload else unpacked(typed.get("calendar_kept", ""))
        found = read_calendar(content, zones={zone for zone, _ in zone_choices()})
        event = _chosen(found, "" if upload else typed.get("calendar_event", ""))
    except CalendarError as error:
        filled.errors["calendar"] = str(error)
        return filled
    if len(found.events) > 1:
        filled.data["calendar_kept"] = packed(content)
        filled.choices = _choices(found)
    if event is None:
        filled.data["calendar_event"] = filled.choices[0][0]
        filled.remarks = [f"The file has {len(found.events):,} events. Choose the one that is this meeting."]
        return filled
    _fill(filled, event, by=by, has_list=has_list)
    return filled


def _content(upload: UploadedFile) -> bytes:
    """The bytes of the file; one that is too large is not read. Raises: CalendarError."""
    refuse_large(upload.size or 0)
    return upload.read()


def packed(content: bytes) -> str:
    """The file as a field of the form, until its event is chosen."""
    return b64encode(zlib.compress(content)).decode()


def unpacked(text: str) -> bytes:
    """The file that a field holds. Raises: CalendarError where it holds none."""
    try:
        content = zlib.decompressobj().decompress(b64decode(text, validate=True), MAX_BYTES + 1)
    except (NotBase64, ValueError, zlib.error):
        content = b""
    if not content:
        raise CalendarError("Choose a calendar file.")
    return content


def _chosen(found: CalendarFile, choice: str) -> CalendarEvent | None:
    """The event that was chosen; the only one; else None."""
    if len(found.events) == 1:
        return found.events[0]
    if choice == WHOLE:
        return found.whole
    return next((event for event in found.events if str(event.line) == choice), None)


def _choices(found: CalendarFile) -> list[tuple[str, str]]:
    """All sessions as one meeting first, where they can be; then each event by its day."""
    events = [
        (str(one.line), " ".join(part for part in (_when(one), shorten(one.summary)) if part))
        for one in found.events
    ]
    if found.whole is None:
        return events
    first, last = day(found.whole.days.first), day(found.whole.days.last)
    span = first if first == last else f"{first} to {last}"
    return [(WHOLE, f"All {len(found.events):,} as the sessions of one meeting, {span}"), *events]


def _when(event: CalendarEvent) -> str:
    clock = f", {event.days.clock}" if event.days.clock else ""
    return f"{day(event.days.first)}{clock}:"


def _fill(filled: Filled, event: CalendarEvent, *, by: User, has_list: bool) -> None:
    """Put the event into the fields, and say what it left open."""
    stated = stated_meeting(event, known_bodies())
    left = [label for name, label in LABELS.items() if name not in stated.fields and filled.data.get(name)]
    for name, text in stated.fields.items():
        filled.data[name] = text
    filled.remarks = list(stated.remarks)
    if left:
        filled.remarks.append(f"Not stated in the file, and left as it was: {', '.join(left)}.")
    logged = meeting_of_form(by, event.uid)
    if logged:
        filled.remarks.insert(0, f"This is the calendar file of {logged}, which is logged already.")
    if event.attendees:
        filled.remarks.append(_take_attendees(filled.data, event, has_list=has_list))


def _take_attendees(data: QueryDict, event: CalendarEvent, *, has_list: bool) -> str:
    """Put the people into the list where it is empty; gives what is to be said of it."""
    people = f"{len(event.attendees):,} {'attendee' if len(event.attendees) == 1 else 'attendees'}"
    if has_list or data.get("pasted", "").strip():
        return (
            f"The file names {people}. Your list is kept as it is; "
            "empty it and fill the form again to take them."
        )
    data["pasted"] = attendee_lines((one.name, "", "", one.email) for one in event.attendees)
    return (
        f"The list below holds {people} from the file. A calendar does not say for whom people work: "
        "without an organisation they cannot be screened."
    )
