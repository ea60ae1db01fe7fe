"""Disclosures from the delegate's side: draft, change the draft, submit, answer, withdraw."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from audits.request_id import current as request_id
from participation import dispatch
from participation.models import (
    Check,
    Disclosure,
    DisclosureLine,
    DisclosureRecipient,
    DocumentRevision,
    Notice,
    Question,
    StatedName,
    User,
)
from participation.queries.disclosures import is_in_charge
from participation.states import Action, State
from participation.workflow import labels
from participation.workflow.journal import enter
from participation.workflow.moves import Conflict, SentByAnother, acting_role, move
from participation.workflow.notices import tell
from participation.workflow.reviews_closed import close_open_review


class Incomplete(Exception):
    """The disclosure lacks something without which it cannot be checked; `field` says what."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


class LoggedByAnother(Exception):
    """The disclosure is another delegate's; the message says who may act on it."""

    def __init__(self, disclosure: Disclosure) -> None:
        who = disclosure.logged_by.initials
        super().__init__(f"{who} logged this disclosure: only {who} or a compliance officer may act on it.")


def refuse_others(disclosure: Disclosure, by: User) -> None:
    """Raises: LoggedByAnother, unless the person logged the disclosure or is an officer."""
    if not is_in_charge(by, disclosure):
        raise LoggedByAnother(disclosure)


@dataclass(frozen=True, slots=True)
class Recipient:
    """A stated name that receives, with what is known of the person in the room."""

    stated_name: StatedName
    us_person: bool | None = None
    location: str = ""
    nationality: str = ""


def _columns_of_lines(revision: DocumentRevision, part: str) -> dict[str, dict[str, Any]]:
    """Name of a part -> the columns of its line; the whole of a revision with parts is each of them.

    Raises: Incomplete for a part that the revision does not have.
    """
    parts = {one.name: one for one in revision.parts.all()}
    if part and part not in parts:
        raise Incomplete("revisions", f"{revision} has no part called {part}.")
    known = max((one.number for one in parts.values()), default=0)
    names = [part] if part else list(parts) or [""]
    return {name: {"named_part": parts.get(name), "parts_known": known} for name in names}


def add_lines(disclosure: Disclosure, revisions: Sequence[tuple[DocumentRevision, str]]) -> list[Any]:
    """The new lines, one for each revision or part. Call it in the transaction of their entry."""
    return [
        DisclosureLine.objects.create(disclosure=disclosure, revision=revision, part=name, **columns)
        for revision, part in revisions
        for name, columns in _columns_of_lines(revision, part).items()
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


def _change_lines(
    disclosure: Disclosure, revisions: Sequence[tuple[DocumentRevision, str]]
) -> tuple[list[Any], list[Any]]:
    """The lines that are new and those that went; a line that stays is left alone."""
    wanted = {
        (revision.pk, name): (revision, name)
        for revision, part in revisions
        for name in _columns_of_lines(revision, part)
    }
    there = {(line.revision_id, line.part): line for line in disclosure.lines.all()}
    gone = [line for key, line in there.items() if key not in wanted]
    DisclosureLine.objects.filter(pk__in=[line.pk for line in gone]).delete()
    return add_lines(disclosure, [pair for key, pair in wanted.items() if key not in there]), gone


def _change_recipients(
    disclosure: Disclosure, recipients: Sequence[Recipient]
) -> tuple[list[Any], list[Any]]:
    """The recipients that are new or known otherwise than before, and those that went."""
    wanted = {(one.stated_name.pk, one.us_person, one.location, one.nationality): one for one in recipients}
    there = {
        (row.stated_name_id, row.us_person, row.location, row.nationality): row
        for row in disclosure.recipients.all()
    }
    gone = [row for key, row in there.items() if key not in wanted]
    DisclosureRecipient.objects.filter(pk__in=[row.pk for row in gone]).delete()
    return _add_recipients(disclosure, [one for key, one in wanted.items() if key not in there]), gone


def queue_check(disclosure: Disclosure, *, reason: str, at: datetime) -> Check:
    """A queued check, in the caller's transaction; its id goes to a worker on commit."""
    check = Check.objects.create(
        disclosure=disclosure, reason=reason, queued_at=at, next_try_at=at, request_id=request_id() or ""
    )
    dispatch.soon(check)
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
    """The draft, and whether it is new: the same form sent again changes the one it made before.

    Takes: `revisions` as (revision, part), part empty for the whole document, with each of its parts.
    Raises: SentByAnother; Incomplete for a part that is not there. What is no longer a draft stays as it is.
    """
    at = timezone.now()
    defaults = {"logged_by": by, "logged_at": at, "state_since": at, **fields}
    disclosure, made = Disclosure.objects.get_or_create(form_token=form_token, defaults=defaults)
    if not made and disclosure.logged_by_id != by.pk:
        raise SentByAnother
    if not made and disclosure.state == State.DRAFT:
        again = change_draft(disclosure, by=by, revisions=revisions, recipients=recipients, **fields)
        return again, False
    if not made:
        return disclosure, False
    rows = add_lines(disclosure, revisions) + _add_recipients(disclosure, recipients)
    enter("disclosure.drafted", disclosure, by=by, at=at, rows=rows, labels=labels.of_disclosure(disclosure))
    return disclosure, True


@transaction.atomic
def change_draft(
    disclosure: Disclosure,
    *,
    by: User,
    revisions: Sequence[tuple[DocumentRevision, str]],
    recipients: Sequence[Recipient],
    **fields: Any,
) -> Disclosure:
    """The draft with these columns, and with these lines and recipients in place of those it had.

    Takes: all lines and recipients; of the columns only those that may differ. Without a difference
    nothing is written.
    Raises: Conflict where it is no longer a draft, LoggedByAnother, NotAllowed.
    """
    at = timezone.now()
    acting_role(by, State.DRAFT, Action.SUBMIT)  # who may submit a draft may change it
    stored = Disclosure.objects.select_for_update().get(pk=disclosure.pk)
    refuse_others(stored, by)
    if stored.state != State.DRAFT:
        raise Conflict(f"Disclosure {stored.pk}", State.DRAFT)
    changed = [name for name, value in fields.items() if getattr(stored, name) != value]
    for name in changed:
        setattr(stored, name, fields[name])
    lines, lines_gone = _change_lines(stored, revisions)
    told, told_gone = _change_recipients(stored, recipients)
    rows, gone = lines + told, lines_gone + told_gone
    if not (changed or rows or gone):
        return stored
    if changed:
        stored.save(update_fields=changed)
    named = labels.of_disclosure(stored)
    enter("disclosure.changed", stored, by=by, at=at, rows=rows, gone=gone, labels=named)
    return stored


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

    Raises: Incomplete, LoggedByAnother, NotAllowed, Conflict.
    """
    at = timezone.now()
    role = acting_role(by, State(disclosure.state), Action.SUBMIT)
    # As it stands, not as it was read: the draft may have been changed since.
    stored = Disclosure.objects.select_for_update().get(pk=disclosure.pk)
    refuse_others(stored, by)
    _refuse_incomplete(stored)
    move(disclosure, Action.SUBMIT, role=role, at=at, submitted_at=at)
    check = queue_check(disclosure, reason="submitted", at=at)
    enter("disclosure.submitted", disclosure, by=by, at=at, labels=labels.of_disclosure(disclosure))
    return check


@transaction.atomic
def log_disclosure(*, by: User, form_token: UUID, **fields: Any) -> Disclosure:
    """Draft and submit in one transaction: two submissions of the same form are one disclosure."""
    disclosure, _ = draft(by=by, form_token=form_token, **fields)
    if disclosure.state == State.DRAFT:
        submit(disclosure, by=by)
    return disclosure


@transaction.atomic
def submit_changed(disclosure: Disclosure, *, by: User, **fields: Any) -> Check:
    """Change the draft and submit it in one transaction: where it cannot be submitted, nothing changes.

    Takes: what `change_draft` takes. Raises: what `change_draft` and `submit` raise.
    """
    return submit(change_draft(disclosure, by=by, **fields), by=by)


# Facts that a delegate may settle by an answer, and the column of each.
ANSWERABLE = {
    "activity.intent_to_publish": "intent_to_publish",
    "activity.for_a_standard": "for_a_standard",
    "activity.compliance_mandatory": "compliance_mandatory",
}


@transaction.atomic
def answer(question: Question, *, by: User, text: str, value: bool | None = None) -> Check:
    """The new check after an answer; where the question names a fact, `value` settles it.

    Raises: LoggedByAnother, NotAllowed, Conflict; Incomplete for an empty answer.
    """
    at = timezone.now()
    if not text.strip():
        raise Incomplete("text", "Say how you know: a link or a sentence. It is kept with the answer.")
    disclosure = question.disclosure
    role = acting_role(by, State(disclosure.state), Action.ANSWER)
    refuse_others(disclosure, by)
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
    tell(disclosure, Notice.Kind.ANSWERED, to=question.asked_by, by=by, at=at)
    return check


@transaction.atomic
def withdraw(disclosure: Disclosure, *, by: User) -> None:
    """Take the disclosure back; an open check or review ends with it.

    Raises: LoggedByAnother, NotAllowed, Conflict.
    """
    at = timezone.now()
    role = acting_role(by, State(disclosure.state), Action.WITHDRAW)
    refuse_others(disclosure, by)
    # The check before the disclosure, as a worker takes them: the other order could lock both.
    disclosure.checks.filter(state__in=["queued", "running"]).update(state=Check.State.CANCELLED, done_at=at)
    move(disclosure, Action.WITHDRAW, role=role, at=at)
    close_open_review(disclosure, by=by, at=at)
    enter("disclosure.withdrawn", disclosure, by=by, at=at, labels=labels.of_disclosure(disclosure))
    tell(disclosure, Notice.Kind.WITHDRAWN, by=by, at=at)
