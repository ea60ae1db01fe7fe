"""A calendar file on the form of a new meeting: it fills the form, and nothing is saved by it."""

from base64 import b64encode
from typing import Any
from zlib import compress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from participation.models import Meeting, MeetingDraft, User
from tests.factories import work
from tests.web.reading import errors, field, plain, rows
from tests.web.test_meetings import TOKEN, filled

SESSION = "DTSTART;TZID=Europe/Paris:20270215T090000"
INVITATION = (
    "SUMMARY:3GPP SA2 #179: Architecture\\, phase 2",
    SESSION,
    "DTEND;TZID=Europe/Paris:20270219T160000",
    "LOCATION:Nice\\, France",
    "URL:https://body.example/agenda",
)
EMPTY = {
    "body": "",
    "group": "",
    "number": "",
    "starts_on": "",
    "ends_on": "",
    "time_zone": "UTC",
    "place": "",
}
SHOWN = ("group", "number", "title", "starts_on", "ends_on", "place", "agenda_url")


def calendar(*events: tuple[str, ...], name: str = "") -> SimpleUploadedFile:
    body = "".join("\r\n".join(("BEGIN:VEVENT", *event, "END:VEVENT", "")) for event in events)
    named = f"X-WR-CALNAME:{name}\r\n" if name else ""
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{named}{body}END:VCALENDAR\r\n"
    return SimpleUploadedFile("meeting.ics", text.encode(), "text/calendar")


def sent(client: Client, *events: tuple[str, ...], name: str = "", **fields: str) -> Any:
    """The form with the file, after pressing the button that fills it."""
    form = filled(**{**EMPTY, "step": "calendar", **fields})
    return client.post("/meetings/new/", {**form, "calendar": calendar(*events, name=name)})


def chosen(page: Any, name: str) -> str:
    """The option of a select that is chosen."""
    return str(page.context["form"][name].value())


def remarks(page: Any) -> list[str]:
    return list(page.context["form"].calendar_remarks)


@pytest.fixture
def client(delegate: User, client_of) -> Client:
    """A delegate who has logged a meeting of 3GPP SA2, so that both are known."""
    work.meeting(delegate)
    return client_of(delegate)


def test_the_form_is_filled_and_nothing_is_saved(client: Client) -> None:
    page = sent(client, INVITATION)

    assert (page.status_code, errors(page)) == (200, [])
    assert [field(page, name) for name in SHOWN] == [
        *("SA2", "#179", "Architecture, phase 2", "2027-02-15", "2027-02-19"),
        *("Nice, France", "https://body.example/agenda"),
    ]
    assert (chosen(page, "body"), chosen(page, "time_zone")) == (str(work.body().pk), "Europe/Paris")
    assert remarks(page) == [
        "The days are those of Europe/Paris, the zone that the file states.",
        "Not stated in the file, and left as it was: who may attend.",
    ]
    assert (Meeting.objects.count(), MeetingDraft.objects.count()) == (1, 0)


def test_what_the_file_filled_can_be_saved(client: Client) -> None:
    page = sent(client, INVITATION)
    names = (*SHOWN, "form_token")

    client.post(
        "/meetings/new/",
        filled(**{name: field(page, name) for name in names}, time_zone=chosen(page, "time_zone")),
    )

    meeting = Meeting.objects.get(number="#179")
    assert (str(meeting), meeting.title, str(meeting.ends_on)) == (
        "3GPP SA2 #179",
        "Architecture, phase 2",
        "2027-02-19",
    )


@pytest.mark.parametrize("step", ["save", "preview"])
def test_a_file_is_never_passed_over_whatever_button_was_pressed(client: Client, step: str) -> None:
    page = sent(client, INVITATION, step=step, body=str(work.body().pk))

    assert (page.status_code, field(page, "title"), Meeting.objects.count()) == (
        200,
        "Architecture, phase 2",
        1,
    )


def test_what_the_file_does_not_state_stays_as_typed_and_is_said(client: Client) -> None:
    page = sent(client, ("DTSTART;VALUE=DATE:20270215",), number="#7", place="Lyon", group="SA9")

    assert [field(page, name) for name in SHOWN] == [
        *("SA9", "#7", "", "2027-02-15", "2027-02-15", "Lyon", ""),
    ]
    assert remarks(page) == [
        "The file names no body that is known here. Check body and group.",
        "The file states whole days without a time zone: the days are as written there. Check the time zone.",
        "Not stated in the file, and left as it was: number, time zone, where it is held, place, "
        "who may attend.",
    ]


def test_attendees_come_into_the_preview_and_cannot_be_screened(client: Client) -> None:
    people = ('ATTENDEE;CN="Ek; Tove":mailto:tove@example.org', "ATTENDEE:mailto:mo@example.org")

    page = sent(client, (*INVITATION, *people))

    assert field(page, "pasted") == (
        'Name;Organisation;Country;E-mail\n"Ek; Tove";;;tove@example.org\n;;;mo@example.org'
    )
    assert rows(page) == [
        "1 none none Ek; Tove No affiliation: cannot be screened, will show amber.",
        "2 none none none No affiliation: cannot be screened, will show amber.",
    ]
    assert remarks(page)[-1] == (
        "The list below holds 2 attendees from the file. A calendar does not say for whom people work: "
        "without an organisation they cannot be screened."
    )


def test_a_list_that_was_pasted_is_kept(client: Client) -> None:
    page = sent(client, (*INVITATION, "ATTENDEE:mailto:mo@example.org"), pasted="Nokia")

    assert field(page, "pasted") == "Nokia"
    assert remarks(page)[-1] == (
        "The file names 1 attendee. Your list is kept as it is; "
        "empty it and fill the form again to take them."
    )


def test_a_list_in_a_file_beside_it_counts_more(client: Client) -> None:
    upload = SimpleUploadedFile("list.csv", b"Organisation\nNokia\n")
    given = filled(**{**EMPTY, "step": "calendar"})
    file = calendar((*INVITATION, "ATTENDEE:mailto:mo@example.org"))

    page = client.post("/meetings/new/", {**given, "calendar": file, "upload": upload})

    assert field(page, "pasted") == "Organisation\nNokia"


CORE = ("SUMMARY:3GPP SA2 #180", SESSION, "LOCATION:Room 1", "ATTENDEE:mailto:mo@example.org")
QUIC = ("SUMMARY:quic", "DTSTART;TZID=Europe/Paris:20270216T100000", "LOCATION:Room 2")


def test_of_several_events_one_is_chosen(client: Client) -> None:
    page = sent(client, QUIC, CORE, place="Lyon")

    select = page.context["form"].fields["calendar_event"].widget
    assert select.choices == [
        ("whole", "All 2 as the sessions of one meeting, 15 February 2027 to 16 February 2027"),
        ("8", "15 February 2027, 09:00: 3GPP SA2 #180"),
        ("3", "16 February 2027, 10:00: quic"),
    ]
    assert remarks(page) == ["The file has 2 events. Choose the one that is this meeting."]
    assert (field(page, "place"), field(page, "starts_on")) == ("Lyon", "")

    kept = {"calendar_kept": field(page, "calendar_kept"), "step": "calendar"}
    one = client.post("/meetings/new/", filled(**{**EMPTY, **kept, "calendar_event": "8"}))
    assert [field(one, name) for name in ("number", "place", "pasted")] == [
        "#180",
        "Room 1",
        "Name;Organisation;Country;E-mail\n;;;mo@example.org",
    ]
    whole = client.post("/meetings/new/", filled(**{**EMPTY, **kept, "calendar_event": "whole"}))
    assert [field(whole, name) for name in ("starts_on", "ends_on", "place")] == [
        *("2027-02-15", "2027-02-16", ""),
    ]
    assert Meeting.objects.count() == 1


def test_hundreds_of_events_are_one_select(client: Client) -> None:
    page = sent(client, *[QUIC] * 300, name="3GPP SA2 #181")

    assert len(page.context["form"].fields["calendar_event"].widget.choices) == 301
    assert len(field(page, "calendar_kept")) < 2000


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Calendar file: Line 1: the file is empty."),
        (
            b"PK\x03\x04",
            'Calendar file: Line 1: a calendar file begins with BEGIN:VCALENDAR, this one with "PK\x03\x04".',
        ),
        (
            b"BEGIN:VCALENDAR\nX-A:\xfc\n",
            "Calendar file: Line 2: byte 5 is not UTF-8, which a calendar file must be.",
        ),
        (
            b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:x\nEND:VEVENT\nEND:VCALENDAR",
            'Calendar file: Line 3: "x" is not a day or time from 1950 to 2199, '
            "such as 20261207 or 20261207T090000.",
        ),
        (
            b"x" * 3_000_001,
            "Calendar file: The file has 3,000,001 bytes; at most 3,000,000 are read.",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_told_by_line_and_the_form_keeps_everything(
    client: Client, content: bytes, said: str
) -> None:
    given = filled(step="calendar", pasted="Nokia")

    page = client.post("/meetings/new/", {**given, "calendar": SimpleUploadedFile("a.ics", content)})

    assert (page.status_code, errors(page)) == (422, [said])
    names = ("group", "number", "place", "starts_on", "pasted", "form_token")
    assert [field(page, name) for name in names] == [given[name] for name in names]


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "no base 64",
        "AAAA",
        b64encode(compress(b"")).decode(),
        b64encode(compress(b"x" * 10)[:3]).decode(),
    ],
)
def test_the_button_without_a_file_asks_for_one(client: Client, kept: str) -> None:
    page = client.post("/meetings/new/", filled(step="calendar", calendar_kept=kept))

    assert (page.status_code, errors(page)) == (422, ["Calendar file: Choose a calendar file."])


def test_a_file_packed_to_blow_up_is_refused(client: Client) -> None:
    bomb = b64encode(compress(b"BEGIN:VCALENDAR\n" + b"X" * 50_000_000)).decode()

    page = client.post("/meetings/new/", filled(step="calendar", calendar_kept=bomb))

    assert errors(page) == ["Calendar file: The file has 3,000,001 bytes; at most 3,000,000 are read."]


def test_the_file_of_a_meeting_that_is_logged_is_known(client: Client, delegate: User) -> None:
    meeting = Meeting.objects.get()

    page = sent(client, (f"UID:{meeting.form_token}", *INVITATION))

    assert remarks(page)[0] == "This is the calendar file of 3GPP SA2 #178, which is logged already."
    assert field(page, "form_token") == TOKEN


def test_enter_in_a_field_still_saves_the_meeting(client: Client) -> None:
    page = client.get("/meetings/new/").text
    form = page[page.index('<form class="form"') :]
    first = form[form.index("<button") : form.index("</button>")]

    assert ('name="step" value="save"' in first, 'tabindex="-1"' in first) == (True, True)


def test_what_the_file_says_is_shown_as_text(client: Client) -> None:
    page = sent(client, ("SUMMARY:<script>alert(1)</script>", SESSION), QUIC)

    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text
    assert "alert(1)" in plain(page.text)
