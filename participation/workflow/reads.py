"""Reads that leave an entry: who opened a disclosure or a case, and who took a file of it away."""

from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from participation.access import roles_of
from participation.models import (
    BatchScreening,
    Determination,
    Disclosure,
    Meeting,
    Review,
    ReviewAttachment,
    User,
)
from participation.states import Role
from participation.workflow import labels
from participation.workflow.journal import note, subject_of


@transaction.atomic
def record_disclosure_read(disclosure: Disclosure, *, by: User) -> bool:
    """Whether the read was recorded: those of auditors are, before the page is sent."""
    if Role.AUDITOR not in roles_of(by):
        return False
    named = labels.of_disclosure(disclosure)
    note("disclosure.read", by=by, at=timezone.now(), subject=subject_of(disclosure), labels=named)
    return True


@transaction.atomic
def record_case_read(review: Review, *, by: User) -> bool:
    """Whether the read was recorded: those of auditors are, before the page is sent."""
    if Role.AUDITOR not in roles_of(by):
        return False
    named = labels.of_disclosure(review.disclosure)
    note("case.read", by=by, at=timezone.now(), subject=subject_of(review), labels=named)
    return True


@transaction.atomic
def record_attachment_read(attachment: ReviewAttachment, *, by: User) -> None:
    """A file of a decision taken away, by whomever: recorded before its first byte is sent."""
    review = attachment.review
    note(
        "case.file_read",
        by=by,
        at=timezone.now(),
        subject=subject_of(review),
        payload={"file": {"sha256": bytes(attachment.file_hash).hex(), "size": attachment.file_size}},
        labels=labels.of_disclosure(review.disclosure),
    )


@transaction.atomic
def record_determination_taken(determination: Determination, content: bytes, *, by: User) -> None:
    """The record of a determination taken away, by whomever: recorded before its first byte is sent."""
    note(
        "determination.record_taken",
        by=by,
        at=timezone.now(),
        subject=subject_of(determination),
        payload={"file": {"sha256": sha256(content).hexdigest(), "size": len(content)}},
        labels=labels.of_disclosure(determination.line.disclosure),
    )


@transaction.atomic
def record_calendar_taken(meeting: Meeting, content: bytes, *, by: User) -> None:
    """The calendar file of a meeting taken away, by whomever: recorded before its first byte is sent."""
    note(
        "meeting.calendar_taken",
        by=by,
        at=timezone.now(),
        subject=subject_of(meeting),
        payload={"file": {"sha256": sha256(content).hexdigest(), "size": len(content)}},
        labels=labels.of_meeting(meeting),
    )


@transaction.atomic
def record_batch_read(batch: BatchScreening, *, by: User) -> bool:
    """Whether the read was recorded: those of auditors are, before the page is sent."""
    if Role.AUDITOR not in roles_of(by):
        return False
    note("batch.read", by=by, at=timezone.now(), payload={"batch": str(batch)})
    return True


@transaction.atomic
def record_answers_taken(batch: BatchScreening, *, rows: int, digest: str, size: int, by: User) -> None:
    """The answers taken away, by whomever: recorded before their first byte is sent."""
    taken = {"rows": rows, "of": batch.rows, "file": {"sha256": digest, "size": size}}
    note("batch.answers_taken", by=by, at=timezone.now(), payload={"batch": str(batch), **taken})
