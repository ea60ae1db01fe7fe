"""Documents: log one or a whole list, add a revision, classify."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from participation.models import Body, Classification, Document, DocumentRevision, Meeting, User
from participation.workflow import labels
from participation.workflow.journal import enter

CLASSIFIED = (
    "kind",
    "eccn",
    "reasons_for_control",
    "crypto_equipment",
    "crypto_functionality_only",
    "nonstandard_crypto",
    "encryption_notification_sent",
    "us_nexus",
    "other_agency",
)


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """One row of a body's document list."""

    number: str
    revision: str
    title: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Logged:
    """What a list brought: documents and revisions that are new, rows that were here already."""

    documents: int
    revisions: int
    unchanged: int


class NotOfParts(Exception):
    """A revision with parts is classified part by part, one without them as a whole."""

    def __init__(self, revision: DocumentRevision) -> None:
        super().__init__(
            f"{revision} is not divided like that: nothing was saved. See its parts as they are now."
        )


def _files(revision: DocumentRevision) -> list[tuple[bytes, int, str]]:
    if revision.file_hash is None:
        return []
    return [(bytes(revision.file_hash), revision.file_size or 0, revision.file_media)]


def classified(revision: DocumentRevision, *, by: User, at: datetime, **columns: Any) -> Classification:
    """The new row. Call it in the transaction of its entry."""
    return Classification.objects.create(
        document_id=revision.document_id, revision=revision, classified_by=by, classified_at=at, **columns
    )


@transaction.atomic
def log_document(
    *,
    by: User,
    body: Body | None,
    number: str,
    revision: str,
    classification: dict[str, Any] | None = None,
    revision_fields: dict[str, Any] | None = None,
    **fields: Any,
) -> DocumentRevision:
    """The revision of the document with this number, both made where they are new.

    Without `classification` the revision is not classified, and no check of it can end clear.
    """
    at = timezone.now()
    defaults = {"logged_by": by, "logged_at": at, **fields}
    document, made = Document.objects.get_or_create(body=body, number=number, defaults=defaults)
    document = Document.objects.select_for_update().get(pk=document.pk)
    row, added = DocumentRevision.objects.get_or_create(
        document=document,
        revision=revision,
        defaults={"added_by": by, "added_at": at, **(revision_fields or {})},
    )
    if not added:
        return row
    rows: list[Any] = [row]
    if classification:
        rows.append(classified(row, by=by, at=at, **classification))
    kind = "document.logged" if made else "document.revision_added"
    enter(kind, document, by=by, at=at, rows=rows, files=_files(row), labels=labels.of_document(document))
    return row


def _by_number(rows: Iterable[ListedDocument]) -> dict[str, dict[str, ListedDocument]]:
    """The rows by number, whatever its case, and revision; of rows that say the same the first counts."""
    found: dict[str, dict[str, ListedDocument]] = {}
    for row in rows:
        found.setdefault(row.number.casefold(), {}).setdefault(row.revision, row)
    return found


def _log_listed(
    listed: Sequence[ListedDocument],
    known: Document | None,
    *,
    by: User,
    body: Body,
    meeting: Meeting | None,
    batch: str,
) -> tuple[bool, int]:
    """Whether the document is new, and how many of its revisions are; one entry where anything is."""
    at, first = timezone.now(), listed[0]
    made, there = False, set[str]()
    if known is None:
        defaults = {"title": first.title, "source": first.source, "meeting": meeting}
        defaults |= {"logged_by": by, "logged_at": at}
        known, made = Document.objects.get_or_create(body=body, number=first.number, defaults=defaults)
    if not made:
        known = Document.objects.select_for_update().get(pk=known.pk)
        there = set(known.revisions.values_list("revision", flat=True))
    known.body = body
    rows = [
        DocumentRevision.objects.create(document=known, revision=one.revision, added_by=by, added_at=at)
        for one in listed
        if one.revision not in there
    ]
    if rows:
        kind = "document.logged" if made else "document.revision_added"
        named = labels.of_document(known)
        enter(kind, known, by=by, at=at, rows=rows, payload={"batch": batch}, labels=named)
    return made, len(rows)


@transaction.atomic
def log_documents(
    rows: Sequence[ListedDocument], *, by: User, body: Body, meeting: Meeting | None = None
) -> Logged:
    """What the list brought, all of it or nothing; the same list again changes nothing.

    What is here already stays as it is; what is new comes in not classified. Each document has its own
    entry, and the entries of one call carry one batch id.
    """
    batch = str(uuid4())
    here = {one.number.casefold(): one for one in Document.objects.filter(body=body)}
    there = set(DocumentRevision.objects.filter(document__body=body).values_list("document", "revision"))
    documents = revisions = 0
    for key, by_revision in _by_number(rows).items():
        known = here.get(key)
        listed = [one for one in by_revision.values() if not known or (known.pk, one.revision) not in there]
        if listed:
            made, added = _log_listed(listed, known, by=by, body=body, meeting=meeting, batch=batch)
            documents, revisions = documents + made, revisions + added
    return Logged(documents, revisions, unchanged=len(rows) - revisions)


@transaction.atomic
def classify(revision: DocumentRevision, *, by: User, **columns: Any) -> Classification:
    """A new classification of the revision (or of its `part`); the newest counts, older ones stay.

    Raises: NotOfParts for the whole of a revision with parts, or a part that it does not have.
    """
    at = timezone.now()
    document = Document.objects.select_for_update().get(pk=revision.document_id)
    names = [part.name for part in revision.parts.all()] or [""]
    if columns.get("part", "") not in names:
        raise NotOfParts(revision)
    row = classified(revision, by=by, at=at, **columns)
    enter("document.classified", document, by=by, at=at, rows=[row], labels=labels.of_document(document))
    return row
