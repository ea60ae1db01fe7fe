"""Requests that no page of ours makes: told as errors, never a fault of the server, and nothing dropped."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from participation.models import Disclosure, Meeting, User
from participation.states import Role
from participation.workflow.meetings import log_meeting
from participation.workflow.moves import SentByAnother
from participation.workflow.submit import draft, log_disclosure
from tests.factories import people, work

TOKEN = UUID("00000000-0000-4000-8000-000000000009")
ODD = ["²", "9" * 30, "9" * 5000, "-1", "x"]


@pytest.mark.parametrize("odd", ODD, ids=["superscript", "30 digits", "5000 digits", "negative", "letter"])
def test_odd_numbers_in_addresses_and_forms(
    delegate: User, client_of: Callable[[User], Client], odd: str
) -> None:
    meeting, found = work.meeting(delegate), work.disclosure(delegate)
    client, new = client_of(delegate), reverse("disclosure_new")
    page, status = reverse("disclosure", args=[found.pk]), reverse("disclosure_status", args=[found.pk])
    form = {"form_token": str(TOKEN), "step": "submit", "revisions": [odd], "recipients": [odd]}

    answers = [client.get(page, {"ms": odd}), client.get(status, {"ms": odd})]
    answers += [client.get(new, {name: odd}) for name in ("meeting", "like")]
    answers.append(client.post(f"{new}?meeting={meeting.pk}", form))

    assert max(answer.status_code for answer in answers) < 500
    assert answers[-1].status_code == 422
    assert Disclosure.objects.count() == 1


def test_a_nul_in_a_search(delegate: User, client_of: Callable[[User], Client]) -> None:
    assert client_of(delegate).get(reverse("documents"), {"q": "a\0b"}).status_code == 200


def test_somebody_elses_form_saves_nothing_and_says_so(delegate: User) -> None:
    other = people.user("otto", Role.DELEGATE)
    work.disclosure(delegate, form_token=TOKEN)
    meeting = work.meeting(delegate)
    form = {"form_token": meeting.form_token, "body": work.body(), "group_name": ""}
    days = {"starts_on": meeting.starts_on, "ends_on": meeting.ends_on}

    with pytest.raises(SentByAnother, match="nothing was saved"):
        work.disclosure(other, form_token=TOKEN, revisions=[])
    with pytest.raises(SentByAnother):
        log_meeting(by=other, **form, **days)

    assert (Disclosure.objects.get().logged_by, Meeting.objects.get().logged_by) == (delegate, delegate)


def test_the_form_of_a_draft_sent_again_to_be_submitted_is_submitted_as_it_reads(delegate: User) -> None:
    lines = [(work.revision(delegate), "")]
    form = {"by": delegate, "form_token": TOKEN, "revisions": lines, "recipients": [work.recipient()]}
    draft(**form, purpose="First.")

    found = log_disclosure(
        **form, purpose="Second.", released_on=work.meeting(delegate).starts_on, body=work.body()
    )

    stored = Disclosure.objects.get()
    assert (stored.pk, stored.state, stored.purpose) == (found.pk, "submitted", "Second.")
