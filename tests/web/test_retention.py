"""Retention pages: what is due, two people, holds, a person who asks, the report."""

import csv
import io
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits import log
from audits.models import Entry
from participation.models import Attendance, Disposal, LaterEvent, LegalHold, Person, User
from participation.queries.replay import differences
from participation.retention import Matter
from participation.states import Role
from participation.workflow.dispose import run_disposal
from participation.workflow.meetings import Attendee
from tests.factories import people, retained, work
from tests.web.reading import errors, heading, rows

DUE = datetime(2031, 3, 7, 12, tzinfo=UTC)
MARIA = Attendee("Maria Example", ("Ericsson",), "SE", "maria@example.com")


@pytest.fixture
def second(database: None) -> User:
    return people.user("oona", Role.OFFICER, email="oona@example.com")


@pytest.fixture
def case(clock: time_machine.Traveller, delegate: User, officer: User, second: User) -> retained.Case:
    """A case whose time is over."""
    work.installed()
    made = retained.case(delegate, officer, second)
    clock.move_to(DUE)
    return made


def token(page: Any) -> str:
    return str(page.context["form"].initial["form_token"])


def propose(client: Client, *keys: str, **more: str) -> Any:
    sent = {"form_token": token(client.get("/retention/")), "what": "chosen", "pick": list(keys), **more}
    return client.post("/retention/", sent)


def test_one_proposes_another_approves(
    case: retained.Case, client_of: Any, officer: User, second: User
) -> None:
    client, other = client_of(officer), client_of(second)
    page = client.get("/retention/")
    assert len(rows(page)) == 6
    assert f"Disclosure {case.disclosure.pk}: 3GPP SA2" in " ".join(rows(page))

    made = propose(client, f"disclosure/{case.disclosure.pk}", f"meeting/{case.meeting.pk}", note="Of 2031.")
    disposal = Disposal.objects.get()
    assert made["Location"] == f"/retention/disposals/{disposal.pk}/"
    assert disposal.items.count() == 2
    mine = client.get(made["Location"])
    assert "Another officer has to approve it" in mine.content.decode()
    assert "Dispose of everything on this list" not in mine.content.decode()
    digest = {"list_hash": bytes(disposal.list_hash).hex()}
    own = client.post(made["Location"], digest | {"answer": "approve"})
    assert (own.status_code, errors(own)) == (
        422,
        ["Your answer: You proposed this disposal: a second person has to approve it."],
    )
    other_list = other.post(made["Location"], {"list_hash": "00" * 32, "answer": "approve"})
    assert errors(other_list) == [
        "Your answer: This is another list than the one that was shown. Open the page again."
    ]
    done = other.post(made["Location"], digest | {"answer": "approve"})

    assert done.status_code == 302
    assert run_disposal(disposal.pk, seconds=60) == "done"
    assert "Disposed of" in " ".join(rows(client.get(made["Location"])))
    assert len(rows(client.get("/retention/"))) == 4 + 1


def test_all_that_is_due_at_once_and_taken_back(case: retained.Case, client_of: Any, officer: User) -> None:
    client = client_of(officer)
    sent = {"form_token": token(client.get("/retention/")), "what": "all"}

    client.post("/retention/", sent)
    again = client.post("/retention/", sent)

    disposal = Disposal.objects.get()
    assert again["Location"] == f"/retention/disposals/{disposal.pk}/"
    assert disposal.items.count() == 6
    client.post(again["Location"], {"list_hash": bytes(disposal.list_hash).hex(), "answer": "refuse"})
    disposal.refresh_from_db()
    assert disposal.state == Disposal.State.REFUSED
    assert heading(client.get(again["Location"])) == f"Disposal {disposal.pk}: refused"


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ((), "Choose at least one thing to dispose of."),
        (("meeting/x",), "One of the ticks names nothing that is kept here. Open the page anew."),
        (("planet/1",), "One of the ticks names nothing that is kept here. Open the page anew."),
        (("meeting/999",), "meeting/999 still has to be kept."),
    ],
)
def test_a_proposal_that_cannot_be_is_refused_in_words(
    keys: tuple[str, ...], said: str, case: retained.Case, client_of: Any, officer: User
) -> None:
    page = propose(client_of(officer), *keys)

    assert (page.status_code, [said in one for one in errors(page)]) == (422, [True])
    assert Disposal.objects.count() == 0


def test_a_hold_is_placed_shown_and_lifted_with_written_leave(
    case: retained.Case, client_of: Any, officer: User, auditor: User
) -> None:
    client = client_of(officer)
    told = {"agency": "BIS", "reference": "OEE 7", "reason": "All of March.", "covers": "meeting"}

    gap = client.post("/retention/holds/new/", told | {"number": "999"})
    placed = client.post("/retention/holds/new/", told | {"number": str(case.meeting.pk)})

    assert errors(gap) == ["Number of the disclosure or meeting: There is no meeting 999."]
    hold = LegalHold.objects.get()
    assert placed["Location"] == f"/retention/holds/{hold.pk}/"
    overview = client_of(auditor).get("/retention/")
    assert len(overview.context["held"]) == 3
    assert {one["agencies"][0] for one in overview.context["held"]} == {"BIS"}
    assert "Lift the hold" not in client_of(auditor).get(placed["Location"]).content.decode()
    without = client.post(placed["Location"], {"leave_on": "2031-03-01"})
    assert errors(without) == [
        "Reference of the written leave: Give the reference of the agency's written leave."
    ]
    client.post(placed["Location"], {"leave_reference": "OEE 9", "leave_on": "2031-03-01"})
    assert heading(client.get(placed["Location"])) == f"Hold {hold.pk} is lifted"
    again = client.post(placed["Location"], {"leave_reference": "OEE 9", "leave_on": "2031-03-01"})
    assert again.status_code == 422


@pytest.mark.parametrize("covers", ["disclosure", "body", "everything"])
def test_what_can_be_held(covers: str, case: retained.Case, client_of: Any, officer: User) -> None:
    numbers = {"disclosure": {"number": str(case.disclosure.pk)}, "body": {"body": case.meeting.body_id}}
    told = {"agency": "BIS", "reference": "7", "reason": "Asked.", "covers": covers}

    client_of(officer).post("/retention/holds/new/", told | numbers.get(covers, {}))

    assert LegalHold.objects.get().covers == covers


def test_a_later_event_is_recorded(case: retained.Case, client_of: Any, officer: User) -> None:
    told = {"number": f"disclosure/{case.disclosure.pk}", "what": "reexport", "happened_on": "2030-01-02"}
    client = client_of(officer)

    ahead = client.post("/retention/later-event/", told | {"happened_on": "2031-03-08"})
    done = client.post("/retention/later-event/", told)

    assert errors(ahead) == ["On which day: This day lies ahead. Record what has happened."]
    assert done["Location"] == f"/disclosures/{case.disclosure.pk}/"
    assert LaterEvent.objects.filter(what="reexport").count() == 1
    # The disclosure, its meeting and its document have to be kept again; what is no transaction not.
    assert len(client.get("/retention/").context["page"].object_list) == 3


def test_a_person_asks_to_be_erased(
    clock: time_machine.Traveller, client_of: Any, delegate: User, officer: User, second: User
) -> None:
    work.installed()
    old = work.meeting(delegate, attendees=(MARIA, Attendee("Otto Other", ("Nokia",), "FI")))
    clock.move_to(datetime(2029, 5, 1, tzinfo=UTC))
    new = work.meeting(delegate, number="#200", attendees=(MARIA,))
    clock.move_to(DUE)
    client = client_of(officer)
    asked = {"person": "maria example", "form_token": token(client.get("/retention/erasure/"))}

    nobody = client.post("/retention/erasure/", asked | {"person": "Nobody"})
    found = client.post("/retention/erasure/", asked)
    made = client.post("/retention/erasure/", asked | {"propose": "yes", "note": "Letter 12."})

    assert "No attendee list names this person so" in errors(nobody)[0]
    assert [one.split(" ", 2)[2] for one in rows(found)] == [
        "3GPP SA2 #178 Ericsson Yes, since 7 March 2031",
        "3GPP SA2 #200 Ericsson No. Has to be kept until 2 May 2034.",
    ]
    disposal = Disposal.objects.get()
    assert (disposal.ground, disposal.items.get().only) == (
        "request",
        [old.attendances.get(person_name="Maria Example").pk],
    )
    retained.approved(disposal, by=second)
    assert run_disposal(disposal.pk, seconds=60) == "done"
    assert made.status_code == 302
    assert list(old.attendances.values_list("person_name", flat=True)) == ["", "Otto Other"]
    # The other list still needs her, so her address stays with it alone.
    assert Person.objects.get().attendance_set.get().meeting == new
    kinds = Entry.objects.filter(object_type="meeting", object_id=str(old.pk)).values_list("kind", flat=True)
    assert list(kinds.order_by("pk")) == ["meeting.logged", "retention.erased"]
    erased = log.private_values_of(Entry.objects.filter(kind="meeting.logged").earliest("pk"))
    assert sorted(erased.values(), key=str) == [None, "Otto Other"]
    assert list(differences()) == []
    assert "maria" not in client.get("/retention/report/").content.decode().lower()


def test_the_report_is_a_page_and_a_file_that_is_recorded(
    case: retained.Case, client_of: Any, officer: User, second: User, auditor: User
) -> None:
    done = retained.carried_out(retained.matters_of(case), by=officer, second=second)
    client = client_of(auditor)

    page, file = client.get("/retention/report/"), client.get("/retention/report.csv")

    assert len(rows(page)) == 6
    told = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert [(one["matter"], one["became"]) for one in told] == [(one.value, "done") for one in Matter]
    assert {(one["proposed_by"], one["decided_by"], one["list_sha256"]) for one in told} == {
        (f"user/{officer.pk}", f"user/{second.pk}", bytes(done.list_hash).hex())
    }
    assert [word for word in case.words if word in file.content.decode()] == []
    entry = Entry.objects.filter(kind="disposal.report_taken").get()
    assert (entry.actor_id, log.payload_of(entry)["rows"]) == (f"user/{auditor.pk}", 6)


def test_pages_say_that_something_was_disposed_of(
    case: retained.Case, client_of: Any, officer: User, second: User
) -> None:
    retained.carried_out(retained.matters_of(case), by=officer, second=second)
    client = client_of(officer)
    decided = case.disclosure.reviews.get(state="decided")

    batch = client.get(reverse("batch", args=[case.batch.pk]))
    shown = client.get(reverse("case", args=[decided.pk])).content.decode()
    attachment = client.get(reverse("case-attachment", args=[decided.pk, decided.attachments.get().pk]))
    meeting = client.get(reverse("meeting", args=[case.meeting.pk]))

    assert heading(batch) == "File of names, disposed of"
    assert "disposed of, " in shown
    assert attachment.status_code == 404
    assert "disposed of" in " ".join(rows(meeting))
    assert set(Attendance.objects.values_list("person_name", flat=True)) == {""}


def test_the_number_of_queries_does_not_grow(
    case: retained.Case,
    clock: time_machine.Traveller,
    client_of: Any,
    delegate: User,
    officer: User,
) -> None:
    client = client_of(officer)
    with CaptureQueriesContext(connection) as few:
        client.get("/retention/")
    for number in range(3):
        work.meeting(delegate, number=f"#{number}", attendees=(MARIA,))
    clock.move_to(datetime(2040, 1, 1, tzinfo=UTC))
    client = client_of(officer)

    with CaptureQueriesContext(connection) as many:
        assert len(client.get("/retention/").context["page"].object_list) == 9
    assert len(many) == len(few)
