"""A meeting as a calendar file: valid, always the same, logged when taken, and read back as it was."""

from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from icalendar import Calendar

from audits.log import Subject, entries, payload_of
from participation.models import Meeting, User
from participation.workflow.meetings import change_meeting
from tests.factories import work
from tests.web.reading import field
from tests.web.test_calendar_in import remarks
from tests.web.test_meetings import TOKEN, filled


def taken(client: Any, meeting: Meeting) -> bytes:
    return client.get(f"/meetings/{meeting.pk}/calendar.ics").content


def unfolded(content: bytes) -> list[str]:
    return content.replace(b"\r\n ", b"").decode().split("\r\n")


def test_the_file_says_what_the_page_says(delegate: User, client_of, clock) -> None:
    meeting = work.meeting(delegate, title="Architecture", agenda_url="https://body.example/agenda?a=1,2;3")
    client = client_of(delegate)

    answer = client.get(f"/meetings/{meeting.pk}/calendar.ics")

    assert (answer["Content-Type"], answer["Content-Disposition"]) == (
        "text/calendar; charset=utf-8",
        'attachment; filename="3GPP-SA2-178.ics"',
    )
    assert unfolded(answer.content) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Plenary//Meeting//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        "SUMMARY:3GPP SA2 #178: Architecture",
        "DTSTART;VALUE=DATE:20260302",
        "DTEND;VALUE=DATE:20260307",
        "DTSTAMP:20260304T133000Z",
        f"UID:{meeting.form_token}",
        "SEQUENCE:0",
        "DESCRIPTION:in one place. Europe/Paris.\\nMeeting in Plenary: "
        f"http://testserver/meetings/{meeting.pk}/",
        "LOCATION:Nice",
        "URL:https://body.example/agenda?a=1,2;3",
        "X-MEETING-TZ:Europe/Paris",
        "X-PLENARY-ACCESS:unknown",
        "X-PLENARY-BODY:3GPP",
        "X-PLENARY-GROUP:SA2",
        "X-PLENARY-NUMBER:#178",
        "X-PLENARY-TITLE:Architecture",
        "X-PLENARY-VENUE:place",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_the_same_meeting_gives_the_same_bytes_until_it_changes(delegate: User, client_of, clock) -> None:
    meeting, client = work.meeting(delegate), client_of(delegate)
    first = taken(client, meeting)
    clock.shift(600)

    again = taken(client, meeting)
    change_meeting(meeting, by=delegate, place="Lyon")
    changed = unfolded(taken(client, meeting))

    assert again == first
    assert [line for line in changed if line not in unfolded(first)] == [
        "DTSTAMP:20260304T134000Z",
        "SEQUENCE:1",
        "LOCATION:Lyon",
    ]


@pytest.mark.parametrize("person", ["delegate", "officer", "auditor", "administrator"])
def test_whoever_takes_it_is_recorded(
    request: pytest.FixtureRequest, delegate: User, client_of, person: str
) -> None:
    meeting, reader = work.meeting(delegate), request.getfixturevalue(person)

    content = taken(client_of(reader), meeting)

    (entry,) = entries(subject=Subject("meeting", str(meeting.pk)), kind="meeting.calendar_taken")
    assert (entry.actor_id, entry.object_rev) == (f"user/{reader.pk}", None)
    assert payload_of(entry)["file"] == {"sha256": sha256(content).hexdigest(), "size": len(content)}


ODD = {
    "a,b;c\\d": "separators and a backslash",
    "line one\nBEGIN:VEVENT\r\nX-EVIL:1\rY": "line breaks",
    "C:\\New\\next": "a backslash before an n",
    'Ä "quoted" 会议 \U0001f4e1' * 8: "long, with characters of several bytes",
    "x" * 200: "one long word",
    "bell\x07 and tab\there": "control characters",
}


@pytest.mark.parametrize("text", ODD, ids=list(ODD.values()))
def test_no_text_breaks_out_of_its_line(delegate: User, client_of, text: str) -> None:
    meeting = work.meeting(delegate, title=text[:200], place=text[:200], number=text[:40])

    content = taken(client_of(delegate), meeting)

    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [line for line in lines if b"\n" in line or b"\r" in line] == []
    assert [line.split(b":")[0].split(b";")[0] for line in lines if line[:1].isupper()].count(b"BEGIN") == 2
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert event.errors == []
    assert "X-EVIL" not in event


def test_an_agenda_with_a_line_break_stays_one_line(delegate: User, client_of) -> None:
    meeting = work.meeting(delegate, agenda_url="https://body.example/\r\nX-EVIL:1")

    assert "URL:https://body.example/X-EVIL:1" in unfolded(taken(client_of(delegate), meeting))


MEETINGS: dict[str, dict[str, Any]] = {
    "plain": {},
    "one day": {"starts_on": date(2027, 2, 28), "ends_on": date(2027, 2, 28)},
    "remote": {"venue": "remote", "place": "", "access": "open"},
    "remote with a place": {"venue": "remote", "place": "Zoom"},
    "both, far east": {"venue": "both", "place": "Tokyo; room 3", "time_zone": "Asia/Tokyo"},
    "odd number": {"number": "#116-bis-e, spring", "title": "On 5G; and \\New, 会议"},
    "no number": {"number": "", "title": "Workshop: part 1", "access": "members"},
    "no title": {"title": "", "number": "2027"},
    "long": {"title": "Ü" * 200, "place": "p" * 200, "agenda_url": f"https://body.example/{'a' * 400}"},
    "other zone": {"time_zone": "UTC", "access": "invitation"},
}
FIELDS = ("group", "number", "title", "starts_on", "ends_on", "place", "agenda_url")


@pytest.mark.parametrize("name", MEETINGS)
def test_out_and_in_again_gives_the_same_fields(delegate: User, client_of, name: str) -> None:
    meeting, client = work.meeting(delegate, **MEETINGS[name]), client_of(delegate)
    empty = dict.fromkeys(("body", *FIELDS), "")
    form = filled(**{**empty, "time_zone": "Pacific/Auckland", "venue": "", "access": ""})
    file = taken(client, meeting)

    page = client.post(
        "/meetings/new/", {**form, "step": "calendar", "calendar": SimpleUploadedFile("m.ics", file)}
    )

    meeting.refresh_from_db()
    expected = {field_name: str(getattr(meeting, field_name)) for field_name in FIELDS} | {"group": "SA2"}
    assert {name: field(page, name) for name in FIELDS} == expected
    chosen = {one: page.context["form"][one].value() for one in ("body", "time_zone", "venue", "access")}
    assert chosen == {
        "body": str(meeting.body_id),
        "time_zone": meeting.time_zone,
        "venue": meeting.venue,
        "access": meeting.access,
    }
    assert remarks(page)[0] == f"This is the calendar file of {meeting}, which is logged already."
    assert field(page, "form_token") == TOKEN


def test_the_page_of_a_meeting_links_the_file(delegate: User, auditor: User, client_of) -> None:
    meeting = work.meeting(delegate)

    for reader in (delegate, auditor):
        page = client_of(reader).get(f"/meetings/{meeting.pk}/").text
        assert f'<a href="/meetings/{meeting.pk}/calendar.ics" download>Calendar file</a>' in page
