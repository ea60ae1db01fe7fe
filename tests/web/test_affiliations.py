"""The question who sent somebody: on the attendee list, answered by a plain form."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from participation.models import AffiliationDoubt, Meeting, User
from participation.workflow.meetings import Attendee, add_attendees
from tests import cast
from tests.web.reading import errors, plain

QUESTION = (
    "W. S.: The list says Acme Radio; the mail address is of Huawei Technologies Co., Ltd. (huawei.com). "
    "Who sent this person?"
)


@pytest.fixture
def meeting(delegate: User) -> Meeting:
    """A meeting with one question about its list."""
    cast.seeded()
    made = cast.meeting(by=delegate)
    cast.doubt(at=made, by=delegate)
    return made


@pytest.fixture
def client(delegate: User, client_of: Any) -> Client:
    return client_of(delegate)


def page(client: Client, meeting: Meeting) -> str:
    return plain(client.get(reverse("meeting", args=[meeting.pk])).content.decode())


def send(client: Client, meeting: Meeting, answer: str = "") -> Any:
    doubt = AffiliationDoubt.objects.earliest("pk")
    address = reverse("affiliation_answer", args=[meeting.pk, doubt.pk])
    return client.post(address, {"answer": answer} if answer else {})


def test_the_list_asks_one_question_with_four_answers(client: Client, meeting: Meeting) -> None:
    shown = page(client, meeting)

    assert QUESTION in shown
    assert "Acme Radio, as stated Huawei Technologies Co., Ltd. Both I do not know" in shown
    assert "wen.sha@" not in shown


def test_an_answer_is_kept_and_the_question_goes(client: Client, meeting: Meeting, delegate: User) -> None:
    answer = send(client, meeting, "unknown")

    doubt = AffiliationDoubt.objects.get()
    assert (answer.status_code, doubt.answer, doubt.answered_by) == (302, "unknown", delegate)
    shown = page(client, meeting)
    assert "The answer is kept." in shown
    assert "Who sent this person?" not in shown


def test_what_is_checked_again_is_told(client: Client, meeting: Meeting, delegate: User) -> None:
    cast.checked(cast.submitted(by=delegate, at=meeting, revisions=[cast.revision(by=delegate)]))

    send(client, meeting, "both")

    assert "The answer is kept. 1 disclosure is checked again." in page(client, meeting)


@pytest.mark.parametrize("answer", ["", "perhaps"])
def test_no_answer_is_an_error_on_the_same_page(client: Client, meeting: Meeting, answer: str) -> None:
    refused = send(client, meeting, answer)

    (told,) = errors(refused)
    assert refused.status_code == 422
    assert told.startswith("Your answer: ")
    assert QUESTION in plain(refused.content.decode())
    assert AffiliationDoubt.objects.get().answer == ""


def test_a_second_answer_changes_nothing(client: Client, meeting: Meeting) -> None:
    send(client, meeting, "both")

    send(client, meeting, "stated")

    assert AffiliationDoubt.objects.get().answer == "both"
    assert "This question was answered before" in page(client, meeting)


def test_one_question_at_a_time(client: Client, meeting: Meeting, delegate: User) -> None:
    add_attendees(meeting, [Attendee("N. N.", ("Other AG",), "CH", email="n@zte.com.cn")], by=delegate)

    first = page(client, meeting)
    send(client, meeting, "stated")

    assert first.count("Who sent this person?") == 1
    assert "1 of 2 questions about this list" in first
    assert "N. N.: The list says Other AG" in page(client, meeting)


def test_readers_see_the_question_and_no_form(
    client: Client, meeting: Meeting, auditor: User, client_of: Any
) -> None:
    shown = page(client_of(auditor), meeting)

    assert QUESTION in shown
    assert "Keep the answer" not in shown
    assert send(client_of(auditor), meeting, "both").status_code == 403


def test_a_question_of_another_meeting_is_not_found_here(
    client: Client, meeting: Meeting, delegate: User
) -> None:
    other = cast.meeting(by=delegate, number="125")

    assert send(client, other, "both").status_code == 404


def test_the_page_asks_the_same_for_one_question_and_for_three(
    client: Client, meeting: Meeting, delegate: User
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(client, meeting)
        return len(queries)

    page(client, meeting)  # the first request of a session writes it
    one = asked()
    more = [Attendee(f"N{n}", (f"Firm {n}",), "CH", email=f"n{n}@zte.com.cn") for n in range(2)]
    add_attendees(meeting, more, by=delegate)

    assert asked() == one
