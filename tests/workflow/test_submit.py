"""Draft, submit, answer, withdraw: the state, the queue, the log, and what is refused."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import transaction

from audits.log import Subject, entries, payload_of
from participation.models import Check, Disclosure, Question, User
from participation.states import NotAllowed, Role
from participation.workflow import review
from participation.workflow.check import run_check
from participation.workflow.moves import Conflict
from participation.workflow.parts import name_parts
from participation.workflow.submit import (
    Incomplete,
    LoggedByAnother,
    answer,
    change_draft,
    log_disclosure,
    submit,
    submit_changed,
    withdraw,
)
from tests.factories import people, work

TOKEN = UUID("00000000-0000-4000-8000-000000000001")


def kinds_of(disclosure: Disclosure) -> list[str]:
    return [entry.kind for entry in entries(subject=Subject("disclosure", str(disclosure.pk)))]


def claimed_and_asked(disclosure: Disclosure, officer: User) -> Question:
    case = review.claim(disclosure.reviews.get(), by=officer)
    question = review.ask(case, by=officer, text="Will it be published?", fact="activity.intent_to_publish")
    return Question.objects.select_related("disclosure").get(pk=question.pk)


def asked(disclosure: Disclosure, officer: User) -> Question:
    """The open question about a draft that was submitted and flagged. Needs `installed`."""
    run_check(submit(disclosure, by=disclosure.logged_by).pk)
    return claimed_and_asked(disclosure, officer)


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


def told(disclosure: Disclosure) -> list[tuple[object, ...]]:
    names = ("stated_name__text", "us_person", "location", "nationality")
    return list(disclosure.recipients.values_list(*names))


def test_a_changed_draft_is_one_entry_with_what_came_and_what_went(delegate: User) -> None:
    one, two = work.revision(delegate), work.revision(delegate, "S2-2600002")
    name_parts(one, names=["clause 5", "clause 6"], by=delegate)
    draft = work.disclosure(delegate, revisions=[(one, "clause 5"), (one, "clause 6")])
    huawei, ericsson = draft.recipients.all()
    line, line_gone = draft.lines.all()

    change_draft(
        draft,
        by=delegate,
        revisions=[(one, "clause 5"), (two, "")],
        recipients=[work.recipient(us_person=True), work.recipient("Nokia", "FI")],
        purpose="Agree another text.",
        topic="5G",
    )

    changed = Disclosure.objects.get()
    assert (changed.state, changed.purpose, changed.topic) == ("draft", "Agree another text.", "5G")
    assert told(changed) == [("Ericsson", True, "", ""), ("Nokia", None, "", "")]
    assert [(row.revision, row.part) for row in changed.lines.all()] == [(one, "clause 5"), (two, "")]
    assert changed.lines.first() == line
    assert kinds_of(changed) == ["disclosure.drafted", "disclosure.changed"]
    changes = payload_of(entries(kind="disclosure.changed").get())["changes"]
    new = [changed.lines.get(revision=two), *changed.recipients.all()]
    rows = [changed, *new]
    assert [(each["row"], each.get("gone", False)) for each in changes] == [
        *((f"{row._meta.db_table}/{row.pk}", False) for row in rows),
        (f"participation_disclosureline/{line_gone.pk}", True),
        (f"participation_disclosurerecipient/{huawei.pk}", True),
        (f"participation_disclosurerecipient/{ericsson.pk}", True),
    ]


def test_a_draft_without_a_difference_writes_nothing(delegate: User) -> None:
    revision = work.revision(delegate)
    draft = work.disclosure(delegate, revisions=[(revision, "")], to=(work.ERICSSON,))
    same = {"revisions": [(revision, "")], "recipients": [work.recipient()], "purpose": draft.purpose}

    change_draft(draft, by=delegate, **same)

    assert kinds_of(draft) == ["disclosure.drafted"]


def test_what_is_submitted_is_no_longer_changed(delegate: User) -> None:
    draft = work.disclosure(delegate)
    submit(Disclosure.objects.get(), by=delegate)

    with pytest.raises(Conflict, match="no longer draft"), transaction.atomic():
        change_draft(draft, by=delegate, revisions=[], recipients=[], purpose="Late.")

    found = Disclosure.objects.get()
    assert (found.purpose, found.lines.count(), found.recipients.count()) == ("Agree the text.", 1, 2)


def test_a_change_that_cannot_be_submitted_changes_nothing(delegate: User) -> None:
    draft = work.disclosure(delegate)

    with pytest.raises(Incomplete) as refused:
        submit_changed(draft, by=delegate, revisions=[], recipients=[work.recipient()], purpose="New.")

    found = Disclosure.objects.get()
    assert (refused.value.field, found.purpose, found.lines.count()) == ("revisions", "Agree the text.", 1)
    assert kinds_of(found) == ["disclosure.drafted"]


def test_a_changed_draft_is_submitted_as_it_stands(delegate: User) -> None:
    draft, revision = work.disclosure(delegate, revisions=[], released_on=None), work.revision(delegate)
    when = {"released_on": datetime(2026, 3, 5, tzinfo=UTC).date(), "released_at": None}

    submit_changed(draft, by=delegate, revisions=[(revision, "")], recipients=[work.recipient()], **when)

    found = Disclosure.objects.get()
    assert (found.state, found.released_on, Check.objects.count()) == ("submitted", when["released_on"], 1)
    assert kinds_of(found) == ["disclosure.drafted", "disclosure.changed", "disclosure.submitted"]


def test_a_draft_that_lost_its_day_meanwhile_is_not_submitted(delegate: User) -> None:
    draft = work.disclosure(delegate)
    lines = [(line.revision, line.part) for line in draft.lines.all()]
    change_draft(draft, by=delegate, revisions=lines, recipients=[work.recipient()], released_on=None)

    with pytest.raises(Incomplete) as refused:
        submit(draft, by=delegate)

    assert (refused.value.field, Check.objects.count()) == ("released_on", 0)


@pytest.mark.parametrize("verb", ["change", "submit", "withdraw", "answer"])
def test_what_another_logged_is_left_alone(delegate: User, officer: User, verb: str) -> None:
    work.installed()
    disclosure, lin = work.disclosure(delegate, intent_to_publish=None), people.user("lin", Role.DELEGATE)
    question = Question(disclosure=disclosure)
    if verb == "answer":
        question = asked(disclosure, officer)
        disclosure.refresh_from_db()
    verbs = {
        "change": lambda: change_draft(disclosure, by=lin, revisions=[], recipients=[]),
        "submit": lambda: submit(disclosure, by=lin),
        "withdraw": lambda: withdraw(disclosure, by=lin),
        "answer": lambda: answer(question, by=lin, text="I think so.", value=True),
    }
    before = disclosure.state, kinds_of(disclosure)

    with pytest.raises(
        LoggedByAnother, match=r"^D\. logged this disclosure: only D\. or a compliance officer"
    ):
        verbs[verb]()

    disclosure.refresh_from_db()
    assert (disclosure.state, kinds_of(disclosure)) == before


def test_an_officer_withdraws_what_another_logged(delegate: User, officer: User) -> None:
    disclosure = work.disclosure(delegate)

    withdraw(disclosure, by=officer)

    assert Disclosure.objects.get().state == "withdrawn"


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
    question = claimed_and_asked(disclosure, officer)

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
