"""Documents: log, add a revision, classify."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from participation.models import Body, Classification, Document, DocumentRevision, User
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


def _files(revision: DocumentRevision) -> list[tuple[bytes, int, str]]:
    if revision.file_hash is None:
        return []
    return [(bytes(revision.file_hash), revision.file_size or 0, revision.file_media)]


def _classify(revision: DocumentRevision, *, by: User, at: Any, **columns: Any) -> Classification:
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
        rows.append(_classify(row, by=by, at=at, **classification))
    kind = "document.logged" if made else "document.revision_added"
    enter(kind, document, by=by, at=at, rows=rows, files=_files(row), labels=labels.of_document(document))
    return row


@transaction.atomic
def classify(revision: DocumentRevision, *, by: User, **columns: Any) -> Classification:
    """A new classification of the revision (or of its `part`); the newest counts, older ones stay."""
    at = timezone.now()
    document = Document.objects.select_for_update().get(pk=revision.document_id)
    row = _classify(revision, by=by, at=at, **columns)
    enter("document.classified", document, by=by, at=at, rows=[row], labels=labels.of_document(document))
    return row
