"""What of a matter is blanked: one function for each kind of matter, one entry for each object it touches.

Determinations stay whole: they name recipients by number and organisation. The tree is never touched.
Whatever is personal in an audited table stands in BLANKED or STAYS; a test compares them with the columns.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db.models import Model

from audits.log import erase_private, erase_private_of_kind
from participation.models import (
    AffiliationDoubt,
    Attendance,
    BatchScreening,
    Disclosure,
    DisposalItem,
    Document,
    DocumentRevision,
    Handover,
    LaterEvent,
    Meeting,
    MeetingDraft,
    PairDecision,
    Person,
    Question,
    Review,
)
from participation.queries.transactions import transactions
from participation.retention import Matter
from participation.workflow import labels
from participation.workflow.journal import SERVICE, enter, note, subject_of

# Table -> the personal columns that a disposal blanks.
BLANKED: Mapping[str, tuple[str, ...]] = {
    "participation_disclosure": ("purpose",),
    "participation_question": ("text", "answer"),
    "participation_laterevent": ("note",),
    "participation_review": ("note",),
    "participation_handover": ("note",),
    "participation_reviewattachment": ("file_name",),
    "participation_pairdecision": ("note",),
    "participation_attendance": ("person_name",),
    "participation_documentrevision": ("file_name",),
}
# Table -> why its personal columns are no part of a transaction.
STAYS: Mapping[str, str] = {
    "participation_user": "who acted has to be named for as long as anything he decided is kept",
    "participation_rulestatement": "determinations rest on it, whenever they were made",
    "participation_weightsversion": "determinations rest on it, whenever they were made",
    "participation_legalhold": "shows why something was kept, and whose leave let it go",
    "participation_disposal": "shows why something is no longer here",
}
# So many rows fit into the payload of one entry.
ROWS_OF_AN_ENTRY = 2000


@dataclass
class Blanked:
    """How much went, and the digests of files that nobody may need any more."""

    values: int = 0
    rows: int = 0
    files: set[bytes] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Told:
    """What every entry of a disposal says: under which one, and who are the two people."""

    kind: str
    at: datetime
    payload: Mapping[str, Any]


def told_by(item: DisposalItem, *, at: datetime) -> Told:
    disposal = item.disposal
    two = {"proposed_by": f"user/{disposal.proposed_by_id}", "approved_by": f"user/{disposal.decided_by_id}"}
    kind = "retention.erased" if item.only else "retention.disposed"
    return Told(kind, at, {"disposal": str(disposal), "rule": item.rule, **two})


def blank(item: DisposalItem, *, at: datetime) -> Blanked:
    """What went; call it in the transaction in which the item ends."""
    return _BLANK[Matter(item.matter)](item, told_by(item, at=at))


def _end_object(subject: Model, told: Told, gone: Blanked, rows: Sequence[Model] = (), **more: Any) -> None:
    """Erase the private values of the object and enter its rows as they are now."""
    gone.values += erase_private(subject_of(subject))
    gone.rows += len(rows)
    enter(told.kind, subject, by=SERVICE, at=told.at, rows=rows, payload=told.payload, **more)


def _cleared(rows: Sequence[Model]) -> list[Model]:
    """The rows with their personal columns blank, as saved; rows without any are left alone."""
    changed = []
    for row in rows:
        columns = [name for name in BLANKED[row._meta.db_table] if getattr(row, name)]
        for name in columns:
            setattr(row, name, "")
        if columns:
            row.save(update_fields=columns)
            changed.append(row)
    return changed


def _transaction(item: DisposalItem, told: Told) -> Blanked:
    members = transactions([item.matter_id])[item.matter_id].members
    gone = Blanked()
    for disclosure in Disclosure.objects.filter(pk__in=members).order_by("pk"):
        named = labels.of_disclosure(disclosure)
        _cleared([disclosure])
        rows = _cleared([*Question.objects.filter(disclosure=disclosure).order_by("pk")])
        rows += _cleared([*LaterEvent.objects.filter(disclosure=disclosure).order_by("pk")])
        _end_object(disclosure, told, gone, rows, labels=named)
        for review in Review.objects.filter(disclosure=disclosure).order_by("pk"):
            _review(review, told, gone, named)
        for pair in PairDecision.objects.filter(disclosure=disclosure).order_by("pk"):
            if _cleared([pair]):
                _end_object(pair, told, gone, labels=named)
    return gone


def _review(review: Review, told: Told, gone: Blanked, named: Mapping[str, str]) -> None:
    attachments = list(review.attachments.filter(disposed_at__isnull=True).order_by("pk"))
    handovers = _cleared([*Handover.objects.filter(review=review).order_by("pk")])
    changed = _cleared([review]) or handovers or attachments
    for attachment in attachments:
        gone.files.add(bytes(attachment.file_hash))
        attachment.file_name, attachment.disposed_at = "", told.at
        attachment.save(update_fields=["file_name", "disposed_at"])
    if changed:
        _end_object(review, told, gone, [*handovers, *attachments], labels=named)


def _meeting(item: DisposalItem, told: Told) -> Blanked:
    """The people of the list go, and the questions about them; the organisations they came for stay."""
    meeting = Meeting.objects.select_related("body", "group__body").get(pk=item.matter_id)
    rows = Attendance.objects.filter(meeting=meeting, disposed_at__isnull=True).order_by("pk")
    if item.only:
        rows = rows.filter(pk__in=item.only)
    people = {row.person_id for row in rows if row.person_id}
    left = list(rows)
    for row in left:
        row.person_name, row.person, row.disposed_at = "", None, told.at
    Attendance.objects.bulk_update(left, ["person_name", "person", "disposed_at"], batch_size=400)
    doubts = _doubts_that_go(meeting, people, whole=not item.only)
    AffiliationDoubt.objects.filter(pk__in=[row.pk for row in doubts]).delete()
    gone = Blanked(rows=len(left) + len(doubts))
    named = [f"{Attendance._meta.db_table}/{row.pk}" for row in left]
    gone.values = erase_private(subject_of(meeting), rows=named if item.only else None)
    changed = [*left, *doubts]
    for start in range(0, max(1, len(changed)), ROWS_OF_AN_ENTRY):
        some = changed[start : start + ROWS_OF_AN_ENTRY]
        enter(
            told.kind,
            meeting,
            by=SERVICE,
            at=told.at,
            rows=[row for row in some if isinstance(row, Attendance)],
            gone=[row for row in some if isinstance(row, AffiliationDoubt)],
            payload=told.payload,
            labels=labels.of_meeting(meeting),
        )
    gone.rows += _forget_people(people)
    return gone


def _doubts_that_go(meeting: Meeting, people: set[int], *, whole: bool) -> list[AffiliationDoubt]:
    """Questions that were raised here about people whose name goes: they name the person by number."""
    rows = AffiliationDoubt.objects.filter(meeting=meeting)
    if not whole:
        rows = rows.filter(person__in=people)
    return list(rows.order_by("pk"))


def _forget_people(people: set[int]) -> int:
    """How many people stand on no list any more and are gone: their names and addresses with them."""
    rows = Person.objects.filter(pk__in=people, attendance__isnull=True, doubts__isnull=True)
    return int(rows.delete()[0])


def _document(item: DisposalItem, told: Told) -> Blanked:
    document = Document.objects.select_related("body").get(pk=item.matter_id)
    rows = list(
        DocumentRevision.objects.filter(
            document=document, file_hash__isnull=False, disposed_at__isnull=True
        ).order_by("pk")
    )
    gone = Blanked(files={bytes(row.file_hash or b"") for row in rows})
    for row in rows:
        row.file_name, row.disposed_at = "", told.at
        row.save(update_fields=["file_name", "disposed_at"])
    if rows:
        _end_object(document, told, gone, rows, labels=labels.of_document(document))
    return gone


def _batch(item: DisposalItem, told: Told) -> Blanked:
    batch = BatchScreening.objects.get(pk=item.matter_id)
    gone = Blanked(rows=batch.answers.all().delete()[0], files={bytes(batch.file_hash)})
    batch.file_name, batch.disposed_at = "", told.at
    batch.save(update_fields=["file_name", "disposed_at"])
    payload = {"batch": str(batch), "rows": gone.rows, **told.payload}
    note("retention.cleared", by=SERVICE, at=told.at, payload=payload)
    return gone


def _draft(item: DisposalItem, told: Told) -> Blanked:
    rows = MeetingDraft.objects.filter(pk=item.matter_id).delete()[0]
    payload = {"draft": f"draft/{item.matter_id}", "rows": rows, **told.payload}
    note("retention.cleared", by=SERVICE, at=told.at, payload=payload)
    return Blanked(rows=rows)


def _sign_ins(item: DisposalItem, told: Told) -> Blanked:
    year = item.matter_id
    since, until = (datetime(each, 1, 1, tzinfo=UTC) for each in (year, year + 1))
    values = erase_private_of_kind("user.login_failed", since=since, until=until)
    payload = {"failed_log_ins_of": str(year), "values": values, **told.payload}
    note("retention.cleared", by=SERVICE, at=told.at, payload=payload)
    return Blanked(values=values)


_BLANK: dict[Matter, Callable[[DisposalItem, Told], Blanked]] = {
    Matter.DISCLOSURE: _transaction,
    Matter.MEETING: _meeting,
    Matter.DOCUMENT: _document,
    Matter.BATCH: _batch,
    Matter.DRAFT: _draft,
    Matter.SIGN_INS: _sign_ins,
}
