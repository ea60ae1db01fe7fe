"""A case whose every personal column holds a planted word, and what it takes to dispose of it."""

from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any
from uuid import uuid4

from participation import files
from participation.models import (
    BatchScreening,
    Disclosure,
    Disposal,
    DocumentRevision,
    Meeting,
    MeetingDraft,
    ReasonCode,
    Review,
    ReviewAttachment,
    User,
)
from participation.retention import Matter
from participation.workflow import disposals, review
from participation.workflow.accounts import record_failed_login
from participation.workflow.batches import run_batch, start_batch
from participation.workflow.check import run_check
from participation.workflow.disposals import Chosen
from participation.workflow.dispose import run_disposal
from participation.workflow.legal_holds import record_later_event
from participation.workflow.meeting_drafts import save_draft
from participation.workflow.meetings import Attendee, add_attendees
from participation.workflow.submit import answer, submit
from tests.factories import work

_numbers = count(1)


class Planted:
    """Words that stand nowhere else: each is given out once and remembered."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def word(self, what: str) -> str:
        self.words.append(f"Zq{next(_numbers)}x{what}zQ")
        return self.words[-1]


@dataclass(frozen=True)
class Case:
    """What was made, with the words that must be gone from everywhere afterwards."""

    meeting: Meeting
    disclosure: Disclosure
    revision: DocumentRevision
    batch: BatchScreening
    draft: MeetingDraft
    year: int
    words: tuple[str, ...]


def attendees(planted: Planted, amount: int = 2) -> list[Attendee]:
    """People of two organisations, each with a name and an address of their own."""
    return [
        Attendee(
            planted.word("name"),
            (("Ericsson", "Huawei Technologies Co., Ltd.")[number % 2],),
            ("SE", "CN")[number % 2],
            f"{planted.word('mail')}@example.com".lower(),
        )
        for number in range(amount)
    ]


def attached(planted: Planted) -> ReviewAttachment:
    """A file with a planted word in its name and in its bytes."""
    kept = files.store([f"memo {planted.word('file')}".encode()], limit=10_000)
    return ReviewAttachment(
        file_hash=kept.hash,
        file_size=kept.size,
        file_name=f"{planted.word('filename')}.txt",
        file_media="text/plain",
    )


def case(by: User, officer: User, second: User, *, people: int = 2) -> Case:
    """A disclosure that was asked about, answered, judged, handed over and refused, with everything personal.

    Needs `work.installed()`.
    """
    planted = Planted()
    at = work.meeting(by, attendees=(), number=f"#{next(_numbers)}")
    add_attendees(at, attendees(planted, people), by=by)
    kept = files.store([planted.word("contribution").encode()], limit=10_000)
    columns = {
        "published": False,
        "file_hash": kept.hash,
        "file_size": kept.size,
        "file_name": f"{planted.word('docname')}.docx",
        "file_media": "application/octet-stream",
    }
    revision = work.revision(by, f"S2-26{next(_numbers):05}", revision_fields=columns)
    disclosure = _decided(by, officer, second, at, revision, planted)
    record_later_event(
        disclosure, by=officer, what="ended", happened_on=date(2026, 3, 4), note=planted.word("event")
    )
    names = f"query,country\n{planted.word('batch')} AS,NO\n".encode()
    batch = start_batch(
        by=officer, form_token=uuid4(), content=names, file_name=f"{planted.word('batchfile')}.csv"
    )
    assert run_batch(batch.pk) == "done"
    draft = save_draft(by=by, form_token=uuid4(), fields={"attendees": planted.word("draft")})
    record_failed_login(planted.word("guess"))
    return Case(at, disclosure, revision, batch, draft, draft.saved_at.year, tuple(planted.words))


def _decided(
    by: User, officer: User, second: User, at: Meeting, revision: DocumentRevision, planted: Planted
) -> Disclosure:
    disclosure = work.disclosure(
        by,
        meeting=at,
        revisions=[(revision, "")],
        intent_to_publish=None,
        purpose=planted.word("purpose"),
    )
    run_check(submit(disclosure, by=by).pk)
    asked = review.reassign(
        review.claim(_open(disclosure), by=second), to=officer, by=second, note=planted.word("handover")
    )
    question = review.ask(asked.review, by=officer, text=planted.word("question"))
    run_check(answer(question, by=by, text=planted.word("answer")).pk)
    judged, reason = _open(disclosure), ReasonCode.objects.get(code="M1")
    match = judged.check_row.determinations.get().matches.earliest("pk")
    review.claim(judged, by=officer)
    given: dict[str, Any] = {"verdict": "same", "scope": "once", "reason": reason}
    review.judge_pair(judged, match, by=officer, note=planted.word("pair"), **given)
    run_check(disclosure.checks.get(state="queued").pk)
    last = review.claim(_open(disclosure), by=officer)
    review.decide_review(
        last,
        by=officer,
        decision="refused",
        reason=reason,
        note=planted.word("decision"),
        attachments=[attached(planted)],
    )
    disclosure.refresh_from_db()
    return disclosure


def _open(disclosure: Disclosure) -> Review:
    return disclosure.reviews.get(state=Review.State.OPEN)


def matters_of(one: Case) -> list[Chosen]:
    """Everything of the case, each matter once."""
    return [
        Chosen(Matter.DISCLOSURE, one.disclosure.pk),
        Chosen(Matter.MEETING, one.meeting.pk),
        Chosen(Matter.DOCUMENT, one.revision.document_id),
        Chosen(Matter.BATCH, one.batch.pk),
        Chosen(Matter.DRAFT, one.draft.pk),
        Chosen(Matter.SIGN_INS, one.year),
    ]


def proposed(chosen: list[Chosen], *, by: User, **fields: Any) -> Disposal:
    return disposals.propose(by=by, form_token=uuid4(), chosen=chosen, **fields)


def approved(disposal: Disposal, *, by: User) -> Disposal:
    return disposals.approve(disposal, by=by, list_hash=bytes(disposal.list_hash))


def carried_out(chosen: list[Chosen], *, by: User, second: User, **fields: Any) -> Disposal:
    """Proposed by one, approved by the other, and run in this process to its end."""
    disposal = approved(proposed(chosen, by=by, **fields), by=second)
    while (became := run_disposal(disposal.pk)) == "goes_on":
        pass
    assert became == "done"
    disposal.refresh_from_db()
    return disposal
