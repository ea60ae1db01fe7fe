"""What the document pages show, and which revisions a disclosure may choose from. Reads only."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from participation.access import visible_to
from participation.models import Classification, Document, DocumentRevision, Meeting, User

OFFERED = 10
FOUND = 25
NOT_CLASSIFIED = "not classified"
# Listed documents of others come by the hundred; what somebody classified is what is likely to be shared.
_CLASSED = Classification.objects.filter(revision=OuterRef("pk"))


def documents_for(user: User, *, text: str = "") -> QuerySet[Document]:
    """The documents that the person may see, by number; with `text` in number, title or source."""
    found = (
        visible_to(user, Document)
        .select_related("body")
        .prefetch_related("revisions__classifications", "revisions__parts")
    )
    if text:
        found = found.filter(Q(number__icontains=text) | Q(title__icontains=text) | Q(source__icontains=text))
    return found.order_by("number", "id")


def revisions_of(document: Document) -> QuerySet[DocumentRevision]:
    """The revisions of a document, newest first, with everything that was said of them."""
    return (
        document.revisions.select_related("added_by")
        .prefetch_related("classifications__classified_by", "parts")
        .order_by("-id")
    )


def classification_of(revision: DocumentRevision, part: str = "") -> Classification | None:
    """The newest classification of the part, or of the whole revision; None where there is none.

    The whole of a revision with parts has none: each of them has its own.
    """
    if not part and revision.parts.all():
        return None
    found = [row for row in revision.classifications.all() if row.part == part]
    return found[-1] if found else None


def described(classification: Classification | None) -> str:
    """The classification in a few words."""
    if classification is None:
        return NOT_CLASSIFIED
    if classification.kind == Classification.Kind.NON_TECHNICAL:
        return "nothing technical"
    reasons = ", ".join(classification.reasons_for_control or [])
    return f"{classification.eccn or NOT_CLASSIFIED}{f' ({reasons})' if reasons else ''}"


def revision_choices(
    user: User, *, meeting: Meeting | None, text: str = "", ticked: Sequence[int] = ()
) -> list[DocumentRevision]:
    """What a disclosure form offers: what is ticked, then what is found, or the meeting's and one's own."""
    visible = DocumentRevision.objects.filter(document__in=visible_to(user, Document))
    full = visible.select_related("document").prefetch_related("classifications", "parts")
    chosen = list(full.filter(pk__in=ticked))
    if text:
        hit = Q(document__number__icontains=text) | Q(document__title__icontains=text)
        chosen += full.filter(hit).order_by("document__number", "-id")[:FOUND]
    else:
        if meeting is not None:
            chosen += full.filter(document__meeting=meeting).order_by("document__number", "-id")[:FOUND]
        own = full.filter(added_by=user).annotate(classed=Exists(_CLASSED))
        chosen += own.order_by("-classed", "-id")[:OFFERED]
    return list({revision.pk: revision for revision in chosen}.values())
