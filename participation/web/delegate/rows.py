"""Rows as the templates show them: disclosures with how they stand, documents, the trail with its links."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from participation.access import can
from participation.models import Disclosure, Document, DocumentRevision, User
from participation.queries.disclosures import standing_of, title_of
from participation.queries.documents import NOT_CLASSIFIED, described
from participation.queries.parts import described_revision, part_classes
from participation.queries.record import Event


def disclosure_rows(disclosures: Iterable[Disclosure], user: User) -> list[dict[str, Any]]:
    """Each disclosure with its title and standing. Takes rows of `disclosures_for`."""
    now = timezone.now()
    return [
        {"disclosure": one, "title": title_of(one), "standing": standing_of(one, reader=user, now=now)}
        for one in disclosures
    ]


def document_rows(documents: Iterable[Document]) -> list[dict[str, Any]]:
    """Each document with its newest revision and what that is classified as."""
    rows = []
    for document in documents:
        newest = max(document.revisions.all(), key=lambda revision: revision.pk, default=None)
        told = described_revision(newest) if newest else NOT_CLASSIFIED
        rows.append(
            {"document": document, "newest": newest, "classified": told != NOT_CLASSIFIED, "described": told}
        )
    return rows


def part_rows(revision: DocumentRevision) -> list[dict[str, Any]]:
    """Each part of the revision with what it is classified as."""
    return [
        {"part": part, "classified": found, "described": described(found)}
        for part, found in part_classes(revision)
    ]


def trail_of(request: HttpRequest, events: Sequence[Event]) -> list[dict[str, Any]]:
    """The events for templates/partials/trail.html; who may read the log gets a link to each entry."""
    may_read = can(request.user, "log.read")
    return [
        {
            "at": event.at,
            "text": event.text,
            "entry_url": reverse("audits:entry", args=[event.entry_id]) if may_read else "",
            "entry": f"Entry {event.entry_id:,}",
        }
        for event in events
    ]
