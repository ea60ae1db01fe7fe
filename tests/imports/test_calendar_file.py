"""Events of a calendar file, many sessions as one meeting, and the fields of a meeting."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participation.imports.calendar_file import MAX_EVENTS, CalendarEvent, CalendarFile, read_calendar
from participation.imports.calendar_lines import CalendarError
from participation.imports.calendar_meeting import stated_meeting, summary_of
from participation.imports.meeting_names import KnownBody

ZONES = {"UTC", "Europe/Paris", "Asia/Tokyo"}
BODIES = (KnownBody("1", ("3GPP",), ("SA2",)), KnownBody("2", ("IETF",), ("core",)))
START = "DTSTART;TZID=Europe/Paris:20270215T090000"


def read(*events: str, calendar: str = "") -> CalendarFile:
    """A file with these events, each given by its lines."""
    body = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{calendar}{body}END:VCALENDAR\r\n"
    return read_calendar(text.encode(), zones=ZONES)


def event(*lines: str, calendar: str = "") -> CalendarEvent:
    return read("\r\n".join((START, *lines)), calendar=calendar).events[0]


def refused(*events: str, calendar: str = "") -> str:
    with pytest.raises(CalendarError) as error:
        read(*events, calendar=calendar)
    return str(error.value)


def fields(*lines: str, calendar: str = "") -> dict[str, Any]:
    return dict(stated_meeting(event(*lines, calendar=calendar), BODIES).fields)


def test_an_invitation_gives_the_fields_that_it_states() -> None:
    found = fields(
        "DTEND;TZID=Europe/Paris:20270219T160000",
        "SUMMARY:3GPP SA2 #179: Architecture\\, phase 2",
        "LOCATION:Nice\\, France",
        "DESCRIPTION:Agenda: https://body.example/agenda\\nLogistics: https://body.example/x",
    )

    assert found == {
        "body": "1",
        "group": "SA2",
        "number": "#179",
        "title": "Architecture, phase 2",
        "starts_on": "2027-02-15",
        "ends_on": "2027-02-19",
        "time_zone": "Europe/Paris",
        "venue": "place",
        "place": "Nice, France",
        "agenda_url": "https://body.example/agenda",
    }


def test_what_the_file_does_not_state_is_no_field() -> None:
    read_ = read("DTSTART;VALUE=DATE:20270215\r\nSUMMARY:Dentist").events[0]
    stated = stated_meeting(read_, BODIES)

    assert stated.fields == {"title": "Dentist", "starts_on": "2027-02-15", "ends_on": "2027-02-15"}
    assert stated.remarks == (
        "The file names no body that is known here. Check body and group.",
        "The file states whole days without a time zone: the days are as written there. Check the time zone.",
    )


def test_a_body_without_its_group_empties_the_group() -> None:
    assert fields("SUMMARY:IETF 125")["group"] == ""


def test_the_zone_of_an_ietf_agenda_counts() -> None:
    text = "DTSTART:20270214T233000Z\r\nX-MEETING-TZ:Asia/Tokyo\r\nSUMMARY:core"

    days = read(text).events[0].days

    assert (days.first.isoformat(), days.clock, days.zone) == ("2027-02-15", "08:30", "Asia/Tokyo")


def test_attendees_are_people_each_once_without_an_organisation() -> None:
    found = event(
        'ATTENDEE;CN="Ek, Tove; T.":mailto:tove@example.org',
        "ATTENDEE;CN=Tove:MAILTO:Tove@example.org",
        "ATTENDEE;CN=mo@example.org:mailto:mo@example.org",
        "ATTENDEE;CN=Without address:invalid:nomail",
        "ATTENDEE;CUTYPE=ROOM;CN=Room 3:mailto:room3@example.org",
        "ATTENDEE;CUTYPE=RESOURCE;CN=Projector:mailto:p@example.org",
        "ATTENDEE;CUTYPE=GROUP;CN=All:mailto:all@example.org",
        "ATTENDEE;PARTSTAT=DECLINED;CN=Not there:mailto:no@example.org",
    )

    assert [(one.name, one.email) for one in found.attendees] == [
        ("Ek, Tove; T.", "tove@example.org"),
        ("", "mo@example.org"),
        ("Without address", ""),
    ]
    assert found.remarks[-1] == (
        "Not offered as attendees: rooms (2), mailing lists (1), people who declined (1)."
    )


@pytest.mark.parametrize(
    ("lines", "calendar", "said"),
    [
        (("STATUS:CANCELLED",), "", "The file says that this event is cancelled."),
        ((), "METHOD:CANCEL\r\n", "The file says that this event is cancelled."),
        (("RRULE:FREQ=WEEKLY",), "", "The event repeats; its first time is taken."),
    ],
)
def test_what_matters_beside_the_fields_is_said(lines: tuple[str, ...], calendar: str, said: str) -> None:
    assert said in event(*lines, calendar=calendar).remarks


def test_sessions_are_one_meeting_by_the_name_of_the_calendar() -> None:
    later = "DTSTART;TZID=Europe/Paris:20270219T090000\r\nSUMMARY:quic\r\nLOCATION:Room 2\r\nURL:https://b.example/"
    earlier = f"{START}\r\nSUMMARY:core\r\nLOCATION:Room 1\r\nURL:https://b.example/\r\nATTENDEE;CN=A:mailto:a@b.example"

    found = read(later, earlier, calendar="X-WR-CALNAME:IETF 125\r\n")

    assert [one.summary for one in found.events] == ["core", "quic"]
    assert found.whole is not None
    assert dict(stated_meeting(found.whole, BODIES).fields) == {
        "body": "2",
        "group": "",
        "number": "125",
        "starts_on": "2027-02-15",
        "ends_on": "2027-02-19",
        "time_zone": "Europe/Paris",
        "agenda_url": "https://b.example/",
    }
    assert [one.email for one in found.whole.attendees] == ["a@b.example"]


@pytest.mark.parametrize(("last", "one"), [("20270317", True), ("20270318", False)])
def test_events_of_more_than_a_month_are_not_one_meeting(last: str, one: bool) -> None:
    found = read("DTSTART;VALUE=DATE:20270215", f"DTSTART;VALUE=DATE:{last}")

    assert (found.whole is not None) is one


def test_sessions_in_different_zones_leave_the_zone_open_and_say_so() -> None:
    found = read(START, "DTSTART;TZID=Asia/Tokyo:20270216T090000")

    assert found.whole is not None
    assert found.whole.days.zone == ""
    assert found.whole.remarks == (
        "The sessions state different time zones. Check the days and the time zone.",
    )


@pytest.mark.parametrize(
    ("events", "calendar", "said"),
    [
        ((), "", "Line 1: the calendar holds no event (BEGIN:VEVENT)."),
        (("SUMMARY:When?",), "", "Line 3: the event has no DTSTART, so its day is not known."),
        ((START, "DTSTART:x"), "", 'Line 7: "x" is not a day or time from 1950 to 2199'),
        (
            (f'{START}\r\nATTENDEE;CN="A:b',),
            "",
            'Line 5: the parameters of "ATTENDEE;CN="A:b" cannot be read.',
        ),
        (
            (START,),
            "VERSION:1.0\r\n",
            "Line 2: this is the old vCalendar 1.0. Export the event as iCalendar 2.0.",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_line(
    events: tuple[str, ...], calendar: str, said: str
) -> None:
    if "1.0" in calendar:
        text = f"BEGIN:VCALENDAR\n{calendar}BEGIN:VEVENT\n{events[0]}\nEND:VEVENT\nEND:VCALENDAR"
        with pytest.raises(CalendarError, match="old vCalendar") as error:
            read_calendar(text.encode(), zones=ZONES)
        assert str(error.value) == said
    else:
        assert refused(*events, calendar=calendar).startswith(said)


def test_more_events_than_are_read_are_refused() -> None:
    said = refused(*[START] * (MAX_EVENTS + 1))

    assert said == ("Line 6003: the file has 2,001 events; at most 2,000 are read. Export a shorter time.")


OWN = (
    "SUMMARY:3GPP SA2 Spring: On paging",
    "LOCATION:Zoom",
    "X-PLENARY-BODY:3GPP",
    "X-PLENARY-GROUP:SA2",
    "X-PLENARY-NUMBER:Spring",
    "X-PLENARY-TITLE:On paging",
    "X-PLENARY-ACCESS:members",
    "X-PLENARY-VENUE:remote",
    "DESCRIPTION:Meeting in Plenary: https://plenary.example/meetings/5/",
)


def test_our_own_file_says_what_the_standard_has_no_word_for() -> None:
    found = fields(*OWN)

    assert {name: found.get(name) for name in ("group", "number", "title", "access", "venue", "place")} == {
        "group": "SA2",
        "number": "Spring",
        "title": "On paging",
        "access": "members",
        "venue": "remote",
        "place": "Zoom",
    }
    assert "agenda_url" not in found


def test_a_summary_changed_in_another_program_counts_more_than_our_own_words() -> None:
    found = fields("SUMMARY:3GPP SA2 #180", *OWN[2:])

    assert (found["group"], found["number"], found.get("title")) == ("SA2", "#180", None)


@pytest.mark.parametrize(
    ("title", "said"), [("", "3GPP SA2 #178"), ("On paging", "3GPP SA2 #178: On paging")]
)
def test_the_summary_of_a_meeting(title: str, said: str) -> None:
    assert summary_of(place_in_body="3GPP SA2", number="#178", title=title) == said


PIECES = st.sampled_from(
    (
        *("BEGIN:VEVENT", "END:VEVENT", "BEGIN:VALARM", "END:VALARM", START, "DTEND:20270216", " folded"),
        *("DTEND:99991231T235959Z", "DTSTART:19500101T000000Z", "DURATION:P9999W", 'ATTENDEE;CN="', ":", "X"),
        *("DTSTART;TZID=Asia/Tokyo:21991231T235959", "DTSTART;VALUE=DATE:21991231", "SUMMARY:3GPP SA2 #"),
        *("X-MEETING-TZ:Asia/Tokyo", "\0"),
    )
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=12))
def test_whatever_stands_in_a_file_it_is_read_or_refused(lines: list[str]) -> None:
    text = "\r\n".join(("BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR"))

    try:
        found = read_calendar(text.encode(), zones=ZONES)
    except CalendarError as error:
        refusal, events = str(error), ()
    else:
        refusal, events = "Line", (*found.events, *([found.whole] if found.whole else []))

    assert refusal.startswith("Line")
    for one in events:
        assert one.days.first <= one.days.last
        assert stated_meeting(one, BODIES).fields["starts_on"] == one.days.first.isoformat()
