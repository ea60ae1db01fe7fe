"""Disclosures from the delegate's side: draft, submit, answer, withdraw."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from participation import dispatch
from participation.models import (
    Check,
    Disclosure,
    DisclosureLine,
    DisclosureRecipient,
    DocumentRevision,
    Question,
    StatedName,
    User,
)
from participation.states import Action, State
from participation.workflow import labels
from participation.workflow.journal import enter
from participation.workflow.moves import acting_role, move
from participation.workflow.reviews_closed import close_open_review


class Incomplete(Exception):
    """The disclosure lacks something without which it cannot be checked; `field` says what."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Recipient:
    """A stated name that receives, with what is known of the person in the room."""

    stated_name: StatedName
    us_person: bool | None = None
    location: str = ""
    nationality: str = ""


def _add_lines(disclosure: Disclosure, revisions: Sequence[tuple[DocumentRevision, str]]) -> list[Any]:
    return [
        DisclosureLine.objects.create(disclosure=disclosure, revision=revision, part=part)
        for revision, part in revisions
    ]


def _add_recipients(disclosure: Disclosure, recipients: Sequence[Recipient]) -> list[Any]:
    return [
        DisclosureRecipient.objects.create(
            disclosure=disclosure,
            stated_name=recipient.stated_name,
            us_person=recipient.us_person,
            location=recipient.location,
            nationality=recipient.nationality,
        )
        for recipient in recipients
    ]


def queue_check(disclosure: Disclosure, *, reason: str, at: datetime) -> Check:
    """A queued check, in the caller's transaction; its id goes to a worker on commit."""
    check = Check.objects.create(disclosure=disclosure, reason=reason, queued_at=at, next_try_at=at)
    dispatch.check_soon(check)
    return check


@transaction.atomic
def draft(
    *,
    by: User,
    form_token: UUID,
    revisions: Sequence[tuple[DocumentRevision, str]] = (),
    recipients: Sequence[Recipient] = (),
    **fields: Any,
) -> tuple[Disclosure, bool]:
    """The draft, and whether it is new: the same form sent again gives the one it made before.

    Takes: `revisions` as (revision, part), part empty for the whole document.
    """
    at = timezone.now()
    defaults = {"logged_by": by, "logged_at": at, "state_since": at, **fields}
    disclosure, made = Disclosure.objects.get_or_create(form_token=form_token, defaults=defaults)
    if not made:
        return disclosure, False
    rows = _add_lines(disclosure, revisions) + _add_recipients(disclosure, recipients)
    enter("disclosure.drafted", disclosure, by=by, at=at, rows=rows, labels=labels.of_disclosure(disclosure))
    return disclosure, True


def _refuse_incomplete(disclosure: Disclosure) -> None:
    if not disclosure.lines.exists():
        raise Incomplete(
            "revisions", "Choose at least one document revision: nothing is disclosed without one."
        )
    if disclosure.recipients_known and not disclosure.recipients.exists():
        raise Incomplete("recipients", "Choose who receives it, or say that nobody knows who was there.")
    if disclosure.released_at is None and disclosure.released_on is None:
        raise Incomplete("released_on", "Give the day on which it is shared: the rule of that day decides.")


@transaction.atomic
def submit(disclosure: Disclosure, *, by: User) -> Check:
    """The queued check of the submitted disclosure.

    Raises: Incomplete, NotAllowed, Conflict.
    """
    at = timezone.now()
    _refuse_incomplete(disclosure)
    role = acting_role(by, State(disclosure.state), Action.SUBMIT)
    move(disclosure, Action.SUBMIT, role=role, at=at, submitted_at=at)
    check = queue_check(disclosure, reason="submitted", at=at)
    enter("disclosure.submitted", disclosure, by=by, at=at, labels=labels.of_disclosure(disclosure))
    return check


@transaction.atomic
def log_disclosure(*, by: User, form_token: UUID, **fields: Any) -> Disclosure:
    """Draft and submit in one transaction: two submissions of the same form are one disclosure."""
    disclosure, made = draft(by=by, form_token=form_token, **fields)
    if made:
        submit(disclosure, by=by)
    return disclosure


# Facts that a delegate may settle by an answer, and the column of each.
ANSWERABLE = {
    "activity.intent_to_publish": "intent_to_publish",
    "activity.for_a_standard": "for_a_standard",
    "activity.compliance_mandatory": "compliance_mandatory",
}


@transaction.atomic
def answer(question: Question, *, by: User, text: str, value: bool | None = None) -> Check:
    """The new check after an answer; where the question names a fact, `value` settles it.

    Raises: NotAllowed, Conflict; Incomplete for an empty answer.
    """
    at = timezone.now()
    if not text.strip():
        raise Incomplete("text", "Say how you know: a link or a sentence. It is kept with the answer.")
    disclosure = question.disclosure
    role = acting_role(by, State(disclosure.state), Action.ANSWER)
    columns: dict[str, Any] = {}
    if question.fact in ANSWERABLE and value is not None:
        columns[ANSWERABLE[question.fact]] = value
    move(disclosure, Action.ANSWER, role=role, at=at, **columns)
    question.answer, question.answered_by, question.answered_at = text.strip(), by, at
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    check = queue_check(disclosure, reason="answered", at=at)
    close_open_review(disclosure, by=by, at=at)
    enter(
        "disclosure.answered",
        disclosure,
        by=by,
        at=at,
        rows=[question],
        labels=labels.of_disclosure(disclosure),
    )
    return check


@transaction.atomic
def withdraw(disclosure: Disclosure, *, by: User) -> None:
    """Take the disclosure back; an open check or review ends with it. Raises: NotAllowed, Conflict."""
    at = timezone.now()
    role = acting_role(by, State(disclosure.state), Action.WITHDRAW)
    move(disclosure, Action.WITHDRAW, role=role, at=at)
    disclosure.checks.filter(state__in=["queued", "running"]).update(state=Check.State.CANCELLED, done_at=at)
    close_open_review(disclosure, by=by, at=at)
    enter("disclosure.withdrawn", disclosure, by=by, at=at, labels=labels.of_disclosure(disclosure))
