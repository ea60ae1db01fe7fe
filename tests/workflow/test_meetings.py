"""Meetings and attendees through the verbs: what is stored, what is the same, and the entries."""

from typing import Any
from unicodedata import normalize
from uuid import UUID

import pytest

from audits.log import Subject, entries, payload_of
from participation.models import Attendance, Group, Meeting, Person, StatedName, User
from participation.states import Role
from participation.workflow.meetings import Attendee, add_attendees, change_meeting, log_meeting
from tests.factories import people, work

TOKEN = UUID("00000000-0000-4000-8000-000000000001")
LIST = (
    Attendee("T. E.", ("Ericsson",), "SE", "t@example.org", "remote"),
    Attendee("Z. Q.", ("China Mobile", "ZTE"), "CN"),
    Attendee("S. B.", ()),
)


def attendances() -> list[tuple[str, str, str, str]]:
    names = ("person_name", "stated_name__text", "stated_name__country", "mode")
    return list(Attendance.objects.values_list(*names))


def kinds_of(meeting: Meeting) -> list[str]:
    return [entry.kind for entry in entries(subject=Subject("meeting", str(meeting.pk)))]


def rows_of(kind: str) -> list[str]:
    return [change["row"] for change in payload_of(entries(kind=kind).get())["changes"]]


def logged(by: User, **fields: Any) -> Meeting:
    given: dict[str, Any] = {"starts_on": "2026-03-02", "ends_on": "2026-03-06", "attendees": LIST}
    return log_meeting(
        by=by, form_token=TOKEN, **{"body": work.body(), "group_name": "SA2", **given, **fields}
    )


def test_a_meeting_is_stored_with_its_list_in_one_entry(delegate: User) -> None:
    meeting = logged(delegate)

    assert attendances() == [
        ("T. E.", "Ericsson", "SE", "remote"),
        ("Z. Q.", "China Mobile", "CN", ""),
        ("Z. Q.", "ZTE", "CN", ""),
        ("S. B.", "", "", ""),
    ]
    assert kinds_of(meeting) == ["meeting.logged"]
    rows = [f"participation_attendance/{row.pk}" for row in meeting.attendances.all()]
    assert rows_of("meeting.logged") == [f"participation_meeting/{meeting.pk}", *rows]


def test_the_same_form_twice_is_one_meeting(delegate: User) -> None:
    first = logged(delegate)

    second = logged(delegate, number="#180", attendees=(Attendee("M. O.", ("Nokia",), "FI"),))

    assert (first, Meeting.objects.count(), len(attendances())) == (second, 1, 4)
    assert kinds_of(first) == ["meeting.logged"]


def test_the_same_list_twice_changes_nothing_and_writes_nothing(delegate: User) -> None:
    meeting = logged(delegate)
    before = attendances()

    added = add_attendees(meeting, LIST, by=delegate)

    assert (added, attendances(), kinds_of(meeting)) == ([], before, ["meeting.logged"])


def test_of_a_longer_list_the_new_rows_alone_are_entered(delegate: User) -> None:
    meeting = logged(delegate)

    [added] = add_attendees(meeting, (*LIST, Attendee("M. O.", ("Nokia",), "FI")), by=delegate)

    assert attendances()[4:] == [("M. O.", "Nokia", "FI", "")]
    assert kinds_of(meeting) == ["meeting.logged", "meeting.attendees_added"]
    assert rows_of("meeting.attendees_added") == [
        f"participation_meeting/{meeting.pk}",
        f"participation_attendance/{added.pk}",
    ]


def test_names_are_kept_in_composed_form_whatever_was_typed(delegate: User) -> None:
    composed, typed = "Telef\u00f3nica", normalize("NFD", "Telef\u00f3nica")
    assert composed != typed
    meeting = logged(delegate, attendees=(Attendee(f" {typed} ", (f"{typed} ",), "ES"),))

    added = add_attendees(meeting, [Attendee(composed, (composed,), "ES")], by=delegate)

    assert (added, attendances()) == ([], [(composed, composed, "ES", "")])
    assert StatedName.objects.filter(text=composed).count() == 1


def test_who_is_at_two_organisations_is_one_person(delegate: User) -> None:
    logged(delegate, attendees=(Attendee("Z. Q.", ("China Mobile", "ZTE"), "CN", "Z@Example.org"),))

    person = Person.objects.get()

    assert (person.email, person.name) == ("z@example.org", "Z. Q.")
    assert [row.person for row in Attendance.objects.all()] == [person, person]


def test_people_of_the_same_name_are_not_merged(delegate: User) -> None:
    both = (
        Attendee("A. B.", ("Nokia",), "FI", "a@example.org"),
        Attendee("A. B.", ("ZTE",), "CN", "b@example.org"),
    )

    logged(delegate, attendees=both)

    assert sorted(Person.objects.values_list("email", flat=True)) == ["a@example.org", "b@example.org"]


def test_a_colleague_is_known_by_the_address_alone(delegate: User) -> None:
    lin = people.user("lin", Role.DELEGATE, email="lin@example.com", first_name="Lin")
    listed = (
        Attendee("L.", ("Example",), "US", "LIN@example.com"),
        Attendee("Lin", ("Example",), "US"),
    )

    logged(delegate, attendees=listed)

    assert [row.colleague for row in Attendance.objects.all()] == [lin, None]


def test_names_of_people_are_only_commitments_in_the_entry(delegate: User) -> None:
    meeting = logged(delegate, attendees=(Attendee("Somebody Rare", ("Nokia",), "FI"),))

    entry = entries(kind="meeting.logged").get()

    assert b"Somebody Rare" not in bytes(entry.body) + bytes(entry.payload)
    assert entry.private_values.get().value == "Somebody Rare"
    assert meeting.attendances.get().person_name == "Somebody Rare"


@pytest.mark.parametrize(
    ("fields", "written"),
    [
        ({"place": "Lyon"}, ["meeting.logged", "meeting.changed"]),
        ({"group_name": "SA3"}, ["meeting.logged", "meeting.changed"]),
        ({"group_name": ""}, ["meeting.logged", "meeting.changed"]),
        ({"place": "Nice", "group_name": "SA2"}, ["meeting.logged"]),
    ],
)
def test_a_change_is_an_entry_where_it_makes_a_difference(
    delegate: User, fields: dict[str, str], written: list[str]
) -> None:
    meeting = work.meeting(delegate)

    change_meeting(meeting, by=delegate, **fields)

    found = Meeting.objects.get()
    group = fields.get("group_name", "SA2")
    assert (found.place, found.group.name if found.group else "") == (fields.get("place", "Nice"), group)
    assert kinds_of(meeting) == written


def test_a_group_is_one_of_its_body(delegate: User) -> None:
    work.meeting(delegate)
    work.meeting(delegate, number="#179")

    assert list(Group.objects.values_list("body__slug", "name")) == [("3gpp", "SA2")]
