"""Draft, submit, answer, withdraw: the state, the queue, the log, and what is refused."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import transaction

from audits.log import Subject, entries, payload_of
from participation.models import Check, Disclosure, Question, User
from participation.states import NotAllowed
from participation.workflow.check import run_check
from participation.workflow.moves import Conflict
from participation.workflow.submit import Incomplete, answer, log_disclosure, submit, withdraw
from tests.factories import work

TOKEN = UUID("00000000-0000-4000-8000-000000000001")


def kinds_of(disclosure: Disclosure) -> list[str]:
    return [entry.kind for entry in entries(subject=Subject("disclosure", str(disclosure.pk)))]


@pytest.mark.usefixtures("clock")
def test_submit_queues_one_check_and_one_entry(delegate: User) -> None:
    disclosure = work.disclosure(delegate)

    check = submit(disclosure, by=delegate)

    at = datetime(2026, 3, 4, 13, 30, tzinfo=UTC)
    disclosure.refresh_from_db()
    assert (disclosure.state, disclosure.state_since, disclosure.submitted_at) == ("submitted", at, at)
    assert (check.state, check.attempts, check.queued_at, check.reason) == ("queued", 0, at, "submitted")
    assert kinds_of(disclosure) == ["disclosure.drafted", "disclosure.submitted"]


@pytest.mark.parametrize(
    ("fields", "missing"),
    [({"revisions": []}, "revisions"), ({"to": ()}, "recipients"), ({"released_on": None}, "released_on")],
)
def test_submit_refuses_what_cannot_be_checked(
    delegate: User, fields: dict[str, object], missing: str
) -> None:
    disclosure = work.disclosure(delegate, **fields)  # type: ignore[arg-type]

    with pytest.raises(Incomplete) as refused:
        submit(disclosure, by=delegate)

    disclosure.refresh_from_db()
    assert (refused.value.field, disclosure.state, Check.objects.count()) == (missing, "draft", 0)


def test_recipients_that_nobody_knows_are_not_none(delegate: User) -> None:
    disclosure = work.disclosure(delegate, to=(), recipients_known=False)

    submit(disclosure, by=delegate)

    assert Disclosure.objects.get().state == "submitted"


def test_the_same_form_twice_is_one_disclosure(delegate: User) -> None:
    revision = work.revision(delegate)
    form = {
        "by": delegate,
        "form_token": TOKEN,
        "revisions": [(revision, "")],
        "recipients": [work.recipient()],
        "released_on": datetime(2026, 3, 4, tzinfo=UTC).date(),
        "body": work.body(),
    }

    first, second = log_disclosure(**form), log_disclosure(**form)

    assert first.pk == second.pk
    assert (Disclosure.objects.count(), Check.objects.count()) == (1, 1)


def test_an_auditor_cannot_submit(delegate: User, auditor: User) -> None:
    disclosure = work.disclosure(delegate)

    with pytest.raises(NotAllowed):
        submit(disclosure, by=auditor)


def test_two_who_submit_at_once_leave_one_check(delegate: User) -> None:
    disclosure = work.disclosure(delegate)
    stale = Disclosure.objects.get(pk=disclosure.pk)
    submit(disclosure, by=delegate)

    with pytest.raises(Conflict, match="no longer draft"), transaction.atomic():
        submit(stale, by=delegate)

    assert Check.objects.count() == 1


def test_withdraw_cancels_the_check(delegate: User) -> None:
    disclosure = work.disclosure(delegate)
    check = submit(disclosure, by=delegate)

    withdraw(disclosure, by=delegate)

    check.refresh_from_db()
    assert (disclosure.state, check.state) == ("withdrawn", "cancelled")
    assert run_check(check.pk) == "not_ours"


def test_an_answer_settles_the_fact_and_checks_again(delegate: User, officer: User) -> None:
    work.installed()
    disclosure = work.disclosure(delegate, intent_to_publish=None)
    assert run_check(submit(disclosure, by=delegate).pk) == "flagged"
    from participation.workflow import review

    case = review.claim(disclosure.reviews.get(), by=officer)
    question = review.ask(case, by=officer, text="Will it be published?", fact="activity.intent_to_publish")
    question = Question.objects.select_related("disclosure").get(pk=question.pk)

    check = answer(question, by=delegate, text="The specification is free on the server.", value=True)

    disclosure.refresh_from_db()
    assert (disclosure.state, disclosure.intent_to_publish, check.reason) == ("submitted", True, "answered")
    assert disclosure.reviews.get().state == "closed"


def test_personal_text_is_only_a_commitment_in_the_entry(delegate: User) -> None:
    disclosure = work.disclosure(delegate, purpose="Ask Dr. Example about the key.")

    entry = entries(subject=Subject("disclosure", str(disclosure.pk))).get()

    assert b"Dr. Example" not in bytes(entry.body) + bytes(entry.payload)
    field = f"participation_disclosure/{disclosure.pk}/purpose"
    assert payload_of(entry)["changes"][0]["set"]["purpose"] == {"private": field}
    assert entry.private_values.get().value == "Ask Dr. Example about the key."
