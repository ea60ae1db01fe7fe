"""Reading entries: for pages, reports and exports. Nothing here writes."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast

from audits import storage
from audits.canonical import parse_canonical
from audits.checkpoint import Checkpoint as Head
from audits.checkpoint import parse_checkpoint, parse_note
from audits.envelope import Subject, parse_envelope
from audits.models import Checkpoint, Entry, Pending, PrivateValue

PAGE_SIZE = 50
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a search, newest entry first. `count` is of all pages together."""

    entries: tuple[Entry, ...]
    number: int
    pages: int
    count: int


def entries(
    *,
    kind: str | None = None,
    subject: Subject | None = None,
    actor: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    text: str | None = None,
) -> QuerySet[Entry]:
    """Entries, oldest first, that meet every condition given.

    Takes: `kind` whole, or its first word with a dot (`disclosure.`); `actor` such as `user/7`;
    since <= at < until; `text` anywhere in the labels, in any case.
    """
    found = Entry.objects.select_related("leaf").order_by("id")
    if kind:
        found = found.filter(kind__startswith=kind) if kind.endswith(".") else found.filter(kind=kind)
    if subject is not None:
        found = found.filter(object_type=subject.type, object_id=subject.id)
    if actor:
        found = found.filter(actor_id=actor)
    if since is not None:
        found = found.filter(at__gte=since)
    if until is not None:
        found = found.filter(at__lt=until)
    if text:
        found = found.annotate(labels_text=Cast("labels", TextField())).filter(labels_text__icontains=text)
    return found


def search(*, page: int = 1, page_size: int = PAGE_SIZE, **conditions: Any) -> Page:
    """One page of `entries(**conditions)`, newest first. A page beyond the last is the last."""
    paginator = Paginator(entries(**conditions).order_by("-id"), page_size)
    found = paginator.get_page(page)
    return Page(tuple(found.object_list), found.number, paginator.num_pages, paginator.count)


def get(entry_id: int) -> Entry:
    """One entry with its leaf. Raises: Entry.DoesNotExist."""
    return Entry.objects.select_related("leaf").get(pk=entry_id)


def history(subject: Subject) -> list[Entry]:
    """All changes of one object, revision 1 first."""
    return list(entries(subject=subject).filter(object_rev__isnull=False).order_by("object_rev"))


def envelope_of(entry: Entry) -> dict[str, Any]:
    """The entry's envelope, read from its bytes and not from the search columns."""
    return parse_envelope(bytes(entry.body))


def payload_of(entry: Entry) -> dict[str, Any]:
    """The entry's payload, with its salt and commitments."""
    found: dict[str, Any] = parse_canonical(bytes(entry.payload))
    return found


def private_values_of(entry: Entry) -> dict[str, str | None]:
    """Field -> personal value; None where it was erased. A deleted row is None too."""
    found: dict[str, str | None] = dict.fromkeys(payload_of(entry)["commitments"])
    return found | dict(entry.private_values.values_list("field", "value"))


def told() -> Iterator[tuple[dict[str, Any], dict[str, str | None]]]:
    """Payload and personal values (None where erased) of every entry, the oldest first, in flat memory."""
    rows = Entry.objects.order_by("id").only("payload").iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        private: dict[int, dict[str, str | None]] = {}
        values = PrivateValue.objects.filter(entry_id__in=[entry.pk for entry in chunk])
        for entry_id, field, value in values.values_list("entry_id", "field", "value"):
            private.setdefault(entry_id, {})[field] = value
        for entry in chunk:
            yield payload_of(entry), private.get(entry.pk, {})


def erased_silently(telling: Collection[str]) -> Iterator[tuple[int, str]]:
    """(entry id, field) of personal values that are gone though no later entry of the object tells of it.

    Takes: the kinds of entries that tell of an erasure.
    """
    later = Entry.objects.filter(
        kind__in=telling,
        object_type=OuterRef("entry__object_type"),
        object_id=OuterRef("entry__object_id"),
        pk__gt=OuterRef("entry_id"),
    )
    gone = PrivateValue.objects.filter(~Exists(later), key__isnull=True).order_by("entry_id", "field")
    yield from gone.values_list("entry_id", "field").iterator(chunk_size=CHUNK)


def latest_checkpoint() -> Checkpoint | None:
    """The newest signed head."""
    return storage.latest_checkpoint()


def signed_head(size: int | None = None) -> Head | None:
    """What the checkpoint of this size states, by default the newest; None where there is none."""
    row = storage.latest_checkpoint() if size is None else Checkpoint.objects.filter(pk=size).first()
    return None if row is None else head_of(row)


def head_of(row: Checkpoint) -> Head:
    """What a stored checkpoint states."""
    return parse_checkpoint(parse_note(row.note.encode()).text)


def checkpoints() -> Iterator[Checkpoint]:
    """Every signed head, newest first."""
    yield from (
        Checkpoint.objects.prefetch_related("anchors").order_by("-tree_size").iterator(chunk_size=200)
    )


def head_age(now: datetime) -> timedelta | None:
    """How long ago the newest head was signed; None before the first."""
    head = storage.latest_checkpoint()
    return None if head is None else now - head.signed_at


def waiting(now: datetime) -> tuple[int, timedelta | None]:
    """How many entries wait for the sequencer, and since when the oldest does."""
    queue = Pending.objects.order_by("entry__recorded_at")
    oldest = queue.values_list("entry__recorded_at", flat=True).first()
    return Pending.objects.count(), None if oldest is None else now - oldest
