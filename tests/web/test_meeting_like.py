"""A new meeting like an earlier one: what it shares is filled in, its days and its agenda are its own."""

from typing import Any

import pytest

from participation.models import Attendance, Meeting, User
from participation.workflow.meetings import Attendee
from tests.factories import work
from tests.web.reading import field, plain, rows
from tests.web.test_meetings import attendances, filled

PEOPLE = (
    Attendee("Ek; Tove", ("Ericsson LM",), "SE", "tove@example.org", "on-site"),
    Attendee("Z. Q.", ("China Mobile", "ZTE"), "CN"),
    Attendee("S. B.", ()),
)


def started(client: Any, meeting: Meeting, more: str = "") -> Any:
    return client.get(f"/meetings/new/?like={meeting.pk}{more}")


def value(page: Any, name: str) -> str:
    return str(page.context["form"][name].value())


def test_body_group_access_and_place_are_taken_over_days_and_agenda_are_not(
    delegate: User, client_of
) -> None:
    meeting = work.meeting(
        delegate, access="invitation", venue="both", title="Plenary", agenda_url="https://b.example/178"
    )
    work.meeting(delegate, number="#200", access="open", time_zone="UTC", place="Oulu")

    page = started(client_of(delegate), meeting)

    names = ("body", "group", "number", "title", "starts_on", "ends_on", "agenda_url")
    assert {name: value(page, name) for name in names} == {
        "body": str(work.body().pk),
        "group": "SA2",
        "number": "#179",
        "title": "Plenary",
        "starts_on": "None",
        "ends_on": "None",
        "agenda_url": "None",
    }
    names = ("access", "venue", "time_zone", "place")
    assert [value(page, name) for name in names] == ["invitation", "both", "Europe/Paris", "Nice"]
    assert value(page, "form_token") != str(meeting.form_token)
    assert "It starts like 3GPP SA2 #178." in plain(page.text)


@pytest.mark.parametrize(
    ("number", "following"),
    [
        ("178", "179"),
        ("#178", "#179"),
        ("#099", "#100"),
        ("9", "10"),
        ("#138e", ""),
        ("#116-bis-e", ""),
        ("2027/1", ""),
        ("", ""),
    ],
)
def test_a_plain_number_is_counted_on(delegate: User, client_of, number: str, following: str) -> None:
    page = started(client_of(delegate), work.meeting(delegate, number=number))

    assert value(page, "number") == following


def test_a_number_that_is_logged_already_is_not_offered(delegate: User, client_of) -> None:
    meeting = work.meeting(delegate, number="#178")
    work.meeting(delegate, number="#179")

    assert value(started(client_of(delegate), meeting), "number") == ""


def test_attendees_come_on_request_with_the_organisations_they_stated(delegate: User, client_of) -> None:
    meeting, client = work.meeting(delegate, attendees=PEOPLE), client_of(delegate)
    assert field(started(client, meeting), "pasted") == ""

    page = started(client, meeting, "&attendees=yes")

    assert page.status_code == 200
    assert rows(page) == [
        "1 Ericsson LM SE Ek; Tove Will be added",
        "2 China Mobile CN Z. Q. Will be added",
        "3 ZTE CN Z. Q. The person of row 2 with another affiliation: both will be screened.",
        "4 none none S. B. No affiliation: cannot be screened, will show amber.",
    ]
    assert Meeting.objects.count() == 1


def test_attendees_that_were_taken_over_are_saved_as_they_stood(delegate: User, client_of) -> None:
    meeting, client = work.meeting(delegate, attendees=PEOPLE), client_of(delegate)
    before = attendances()
    page = started(client, meeting, "&attendees=yes")

    client.post("/meetings/new/", filled(pasted=field(page, "pasted"), previewed=field(page, "previewed")))

    assert attendances() == before * 2
    emails = Attendance.objects.exclude(person=None).values_list("person__email", "mode")
    assert list(emails) == [("tove@example.org", "on-site"), ("tove@example.org", "")]


def test_a_meeting_without_attendees_gives_none(delegate: User, client_of) -> None:
    page = started(client_of(delegate), work.meeting(delegate), "&attendees=yes")

    assert (page.status_code, field(page, "pasted")) == (200, "")


@pytest.mark.parametrize("like", ["0", "999999", "abc", "", "-1", "9" * 40])
def test_a_meeting_that_is_not_there_is_not_found(delegate: User, client_of, like: str) -> None:
    assert client_of(delegate).get(f"/meetings/new/?like={like}").status_code == 404


def test_page_and_list_link_it_for_who_may_write(delegate: User, auditor: User, client_of) -> None:
    meeting = work.meeting(delegate)
    link = f'href="/meetings/new/?like={meeting.pk}"'

    seen = {
        person.username: [
            link in client_of(person).get(at).text for at in (f"/meetings/{meeting.pk}/", "/meetings/")
        ]
        for person in (delegate, auditor)
    }

    assert seen == {"dora": [True, True], "anna": [False, False]}
