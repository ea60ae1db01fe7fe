"""Meetings: one page, a list that is seen before it is saved, and who is refused."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from audits.log import entries
from participation.models import Attendance, Meeting, User
from participation.workflow.meetings import Attendee
from tests.factories import work
from tests.web.reading import errors, field, heading, rows

TOKEN = "00000000-0000-4000-8000-000000000001"
PASTED = "Organisation;Country;Person\nEricsson LM;SE;P. A.\nChina Mobile / ZTE;CN;Z. Q.\n;;S. B."


def filled(**fields: str) -> dict[str, str]:
    given = {
        "form_token": TOKEN,
        "body": str(work.body().pk),
        "group": "SA2",
        "number": "#179",
        "title": "",
        "starts_on": "2027-02-15",
        "ends_on": "2027-02-19",
        "time_zone": "Europe/Paris",
        "venue": "place",
        "place": "Nice",
        "access": "members",
        "agenda_url": "",
        "pasted": "",
        "previewed": "",
        "merge": "on",
        "step": "save",
    }
    return given | fields


def attendances() -> list[tuple[str, str, str]]:
    found = Attendance.objects.values_list("person_name", "stated_name__text", "stated_name__country")
    return list(found)


def test_list_shows_the_next_meeting_first(delegate: User, client_of, clock) -> None:
    work.meeting(delegate, number="#176", starts_on=date(2025, 1, 6), ends_on=date(2025, 1, 7))
    work.meeting(delegate, number="#180", starts_on=date(2026, 9, 7), ends_on=date(2026, 9, 7))
    someone = (Attendee("T. E.", ("Ericsson", "Nokia"), "SE"),)
    work.meeting(delegate, number="#178", attendees=someone)

    response = client_of(delegate).get("/meetings/")

    assert [row.replace(" Log one like this :", "") for row in rows(response)] == [
        "3GPP SA2 #178 3GPP SA2 #178 2 March 2026 to 6 March 2026 (Europe/Paris) Nice 2",
        "3GPP SA2 #180 3GPP SA2 #180 7 September 2026 (Europe/Paris) Nice none yet",
        "3GPP SA2 #176 3GPP SA2 #176 over: 6 January 2025 to 7 January 2025 (Europe/Paris) Nice none yet",
    ]


def test_empty_list_says_what_to_do(delegate: User, client_of) -> None:
    assert "Log the next one; the attendees can follow later." in client_of(delegate).get("/meetings/").text


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_often_for_one_as_for_three(
    delegate: User, client_of, django_assert_num_queries, count: int
) -> None:
    for number in range(count):
        work.meeting(delegate, number=f"#{number}", attendees=(Attendee("T. E.", ("Ericsson",), "SE"),))
    client = client_of(delegate)
    client.get("/meetings/")

    with django_assert_num_queries(8):
        client.get("/meetings/")


def test_meeting_without_attendees_is_saved_at_once(delegate: User, client_of) -> None:
    response = client_of(delegate).post("/meetings/new/", filled())

    meeting = Meeting.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/meetings/{meeting.pk}/")
    assert (str(meeting), meeting.starts_on, meeting.access) == (
        "3GPP SA2 #179",
        date(2027, 2, 15),
        "members",
    )


def test_pasted_attendees_are_shown_before_anything_is_saved(delegate: User, client_of) -> None:
    client = client_of(delegate)

    shown = client.post("/meetings/new/", filled(pasted=PASTED))

    assert (shown.status_code, Meeting.objects.count()) == (200, 0)
    assert rows(shown) == [
        "1 Ericsson LM SE P. A. Will be added",
        "2 China Mobile / ZTE CN Z. Q. "
        'Read as "China Mobile" and "ZTE" from one cell: each will be screened.',
        "3 none none S. B. No affiliation: cannot be screened, will show amber.",
    ]
    client.post("/meetings/new/", filled(pasted=PASTED, previewed=field(shown, "previewed")))
    assert attendances() == [
        ("P. A.", "Ericsson LM", "SE"),
        ("Z. Q.", "China Mobile", "CN"),
        ("Z. Q.", "ZTE", "CN"),
        ("S. B.", "", ""),
    ]


def test_errors_are_told_by_row_and_nothing_typed_is_lost(delegate: User, client_of) -> None:
    wrong = "Organisation;Country\nEricsson;SE\nQualcomm;USA"

    response = client_of(delegate).post("/meetings/new/", filled(pasted=wrong, ends_on="2027-02-09"))

    assert (response.status_code, Meeting.objects.count()) == (422, 0)
    assert errors(response) == [
        "Last day: 9 February 2027 is before 15 February 2027.",
        'Row 2: Country "USA" is not a two-letter code. Use US.',
    ]
    assert [field(response, name) for name in ("pasted", "number", "place")] == [wrong, "#179", "Nice"]


def test_a_list_with_errors_is_not_saved_however_often_it_was_seen(delegate: User, client_of) -> None:
    client, wrong = client_of(delegate), "Organisation;Country\nQualcomm;USA"
    shown = client.post("/meetings/new/", filled(pasted=wrong))

    client.post("/meetings/new/", filled(pasted=wrong, previewed=field(shown, "previewed")))

    assert Meeting.objects.count() == 0


def test_text_of_an_uploaded_file_moves_into_the_form(delegate: User, client_of) -> None:
    upload = SimpleUploadedFile("list.csv", "Organisation,Country\r\nTelefónica,ES\r\n".encode("latin-1"))

    response = client_of(delegate).post("/meetings/new/", {**filled(step="preview"), "upload": upload})

    assert field(response, "pasted") == "Organisation,Country\nTelefónica,ES"
    assert "was read as Windows-1252 (Latin-1). Check names with accents." in response.text


def test_a_workbook_is_refused_with_the_way_out(delegate: User, client_of) -> None:
    upload = SimpleUploadedFile("list.xlsx", b"PK\x03\x04rest")

    response = client_of(delegate).post("/meetings/new/", {**filled(), "upload": upload})

    assert errors(response) == [
        "Or a file: Byte 0: this is an Excel workbook (.xlsx) or another zip file. "
        "Save the list as CSV, or paste its cells."
    ]


def test_the_same_form_twice_is_one_meeting(delegate: User, client_of) -> None:
    client = client_of(delegate)

    answers = [client.post("/meetings/new/", filled())["Location"] for _ in range(2)]

    assert answers == [f"/meetings/{Meeting.objects.get().pk}/"] * 2


def test_new_form_starts_like_the_last_meeting(delegate: User, client_of) -> None:
    work.meeting(delegate, access="invitation")

    response = client_of(delegate).get("/meetings/new/")

    initial = response.context["form"].initial
    assert {name: initial[name] for name in ("body", "group", "time_zone", "access")} == {
        "body": work.body().pk,
        "group": "SA2",
        "time_zone": "Europe/Paris",
        "access": "invitation",
    }


def test_a_change_keeps_what_is_not_on_the_form(delegate: User, client_of) -> None:
    meeting = work.meeting(delegate, attendees=(Attendee("T. E.", ("Ericsson",), "SE"),))

    client_of(delegate).post(f"/meetings/{meeting.pk}/change/", filled(number="#178bis"))

    changed = Meeting.objects.get()
    assert (changed.number, changed.form_token, changed.attendances.count()) == (
        "#178bis",
        meeting.form_token,
        1,
    )


def test_attendees_added_later_leave_the_others_alone(delegate: User, client_of) -> None:
    meeting = work.meeting(delegate, attendees=(Attendee("T. E.", ("Ericsson",), "SE"),))
    client, address = client_of(delegate), f"/meetings/{meeting.pk}/attendees/add/"
    given = {"pasted": "Name;Organisation;Country\nT. E.;Ericsson;SE\nM. O.;Nokia;FI", "merge": "on"}
    seen = field(client.post(address, given | {"step": "preview"}), "previewed")

    client.post(address, given | {"step": "save", "previewed": seen})

    assert attendances() == [("T. E.", "Ericsson", "SE"), ("M. O.", "Nokia", "FI")]


def test_no_list_is_an_error_where_a_list_is_wanted(delegate: User, client_of) -> None:
    meeting = work.meeting(delegate)

    response = client_of(delegate).post(f"/meetings/{meeting.pk}/attendees/add/", {"step": "save"})

    assert errors(response) == ["Pasted list: Paste a list, or choose a file."]


def test_page_shows_attendees_and_flags_who_stated_nothing(delegate: User, client_of) -> None:
    people = (Attendee("Tove Ek", ("Ericsson",), "SE", mode="remote"), Attendee("S. B.", ()))
    meeting = work.meeting(delegate, attendees=people)

    response = client_of(delegate).get(f"/meetings/{meeting.pk}/")

    assert heading(response) == "3GPP SA2 #178"
    assert rows(response) == [
        "Ericsson SE T. E. remote",
        "None stated: cannot be screened not stated S. B. not stated",
    ]


def test_record_tells_what_the_log_says_of_the_meeting(delegate: User, auditor: User, client_of) -> None:
    meeting = work.meeting(delegate)
    work.disclosure(delegate, meeting=meeting)

    told = client_of(auditor).get(f"/meetings/{meeting.pk}/record/").context["trail"]

    newest = entries(kind="disclosure.drafted").get().pk
    first = entries(kind="meeting.logged").get().pk
    assert [(event["text"], event["entry_url"]) for event in told] == [
        ("Disclosure drafted, by D.", f"/log/entries/{newest}/"),
        ("Meeting logged, by D.", f"/log/entries/{first}/"),
    ]


def test_record_links_no_entry_for_who_may_not_read_the_log(delegate: User, client_of) -> None:
    meeting = work.meeting(delegate)

    told = client_of(delegate).get(f"/meetings/{meeting.pk}/record/").context["trail"]

    assert [event["entry_url"] for event in told] == [""]


@pytest.mark.parametrize(
    "address", ["/meetings/new/", "/meetings/{pk}/change/", "/meetings/{pk}/attendees/add/"]
)
@pytest.mark.parametrize("person", ["auditor", "administrator"])
def test_who_only_reads_is_refused_and_it_is_recorded(
    request: pytest.FixtureRequest, delegate: User, client_of, address: str, person: str
) -> None:
    meeting = work.meeting(delegate)
    client = client_of(request.getfixturevalue(person))

    response = client.post(address.format(pk=meeting.pk), filled(form_token=str(uuid4())))

    assert response.status_code == 403
    assert "This is for delegates and compliance officers." in response.text
    assert (Meeting.objects.count(), entries(kind="access.denied").count()) == (1, 1)


@pytest.mark.parametrize("person", ["officer", "auditor", "administrator"])
def test_everybody_reads_meetings(
    request: pytest.FixtureRequest, delegate: User, client_of, person: str
) -> None:
    meeting = work.meeting(delegate)

    response = client_of(request.getfixturevalue(person)).get(f"/meetings/{meeting.pk}/")

    assert (response.status_code, heading(response)) == (200, "3GPP SA2 #178")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/meetings/", "/documents/", "/disclosures/", "/health/"])
def test_strangers_are_sent_to_the_log_in(client: Client, address: str) -> None:
    response = client.get(address)

    assert (response.status_code, response["Location"]) == (302, f"/account/login/?next={address}")
