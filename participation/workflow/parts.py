"""Parts of a document: name them; check again what was shown before they had names."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from unicodedata import category, normalize

from django.db import transaction
from django.utils import timezone

from participation.models import (
    Check,
    Classification,
    Disclosure,
    DisclosureLine,
    Document,
    DocumentPart,
    DocumentRevision,
    User,
)
from participation.queries.documents import classification_of
from participation.queries.parts import later_parts
from participation.states import Action, State
from participation.workflow import labels
from participation.workflow.documents import CLASSIFIED, classified
from participation.workflow.journal import enter
from participation.workflow.moves import Conflict, acting_role, move
from participation.workflow.reviews_closed import close_open_review
from participation.workflow.submit import add_lines, queue_check, refuse_others

LONGEST_NAME = 80
# Each part is decided by itself, so their number is what a check costs.
MOST_PARTS = 200
NO_NAME = "Name at least one part."


class PartsRefused(Exception):
    """Names that cannot be those of parts; `faults` as `faults_of` gives them."""

    def __init__(self, faults: Sequence[tuple[int, str]]) -> None:
        self.faults = tuple(faults)
        super().__init__(" ".join(text for _, text in faults))


def part_name(text: str) -> str:
    """The name as it is stored: NFC, trimmed, with single spaces."""
    return " ".join(normalize("NFC", text).split())


def faults_of(names: Sequence[str], *, taken: Iterable[str]) -> list[tuple[int, str]]:
    """What is wrong with the names, each with its place from 1; empty when all can be parts.

    Takes: `taken` the names of the parts that the revision has.
    """
    there = {name.casefold() for name in taken} | {DocumentPart.REST.casefold()}
    seen: set[str] = set()
    faults = [] if names else [(1, NO_NAME)]
    for place, text in enumerate(names, 1):
        name = part_name(text)
        if fault := _fault(name, there=there, seen=seen):
            faults.append((place, fault))
        seen.add(name.casefold())
    if len(names) + len(there) > MOST_PARTS:
        faults.append((len(names), f"A revision has at most {MOST_PARTS} parts, the rest among them."))
    return faults


def _fault(name: str, *, there: set[str], seen: set[str]) -> str:
    if not name:
        return "The part has no name."
    if len(name) > LONGEST_NAME:
        return f"The name has {len(name)} characters; at most {LONGEST_NAME} are kept."
    if any(category(sign).startswith("C") for sign in name):
        return "The name holds a character that does not show."
    if name.casefold() in there:
        return f"{name} is a part already. A part keeps its name; classify it on the page of the document."
    return f"{name} is named twice." if name.casefold() in seen else ""


@transaction.atomic
def name_parts(
    revision: DocumentRevision,
    *,
    names: Sequence[str],
    by: User,
    classification: dict[str, Any] | None = None,
    rest_as_whole: bool = False,
) -> list[DocumentPart]:
    """The new parts; with the first of a revision comes the rest of the document, first in the list.

    Takes: `classification` for each of the names; without it they are not classified, and no check of
    them can end clear. `rest_as_whole` gives the rest what the whole revision was classified as.
    Raises: PartsRefused.
    """
    at = timezone.now()
    document = Document.objects.select_for_update().get(pk=revision.document_id)
    there, whole = list(revision.parts.all()), classification_of(revision)
    if faults := faults_of(names, taken=[part.name for part in there]):
        raise PartsRefused(faults)
    first = max((part.number for part in there), default=0) + 1
    wanted = [*([] if there else [(0, DocumentPart.REST)]), *enumerate(map(part_name, names), first)]
    parts = [
        DocumentPart.objects.create(
            document=document, revision=revision, number=number, name=name, named_by=by, named_at=at
        )
        for number, name in wanted
    ]
    classes = [_rest_as_whole(whole, by=by, at=at)] if rest_as_whole and whole and not there else []
    if classification is not None:
        own = [part for part in parts if not part.is_rest]
        classes += [classified(revision, part=part.name, by=by, at=at, **classification) for part in own]
    named = labels.of_document(document)
    enter("document.parts_named", document, by=by, at=at, rows=[*parts, *classes], labels=named)
    return parts


def _rest_as_whole(whole: Classification, *, by: User, at: datetime) -> Classification:
    """The class of the whole, said again of the rest."""
    columns = {name: getattr(whole, name) for name in CLASSIFIED}
    basis = f"As the whole: {whole.basis}"[:500]
    return classified(whole.revision, part=DocumentPart.REST, by=by, at=at, basis=basis, **columns)


def add_later_parts(disclosure: Disclosure) -> list[DisclosureLine]:
    """The new lines, for parts that were named inside what the disclosure shows; call it in a transaction.

    They take the place of a line of the whole; a line of the rest stays beside them.
    """
    later = later_parts(disclosure)
    return add_lines(disclosure, [(one.revision, part.name) for one in later for part in one.parts])


@transaction.atomic
def check_by_parts(disclosure: Disclosure, *, by: User) -> Check:
    """The queued check of a disclosure some of whose parts were named after it was determined.

    What was determined stays; the new check decides each part.
    Raises: Conflict where no part was named since, LoggedByAnother, NotAllowed.
    """
    at = timezone.now()
    stored = Disclosure.objects.select_for_update().get(pk=disclosure.pk)
    refuse_others(stored, by)
    role = acting_role(by, State(stored.state), Action.RECHECK)
    if not later_parts(stored):
        raise Conflict("The list of parts", "newer than the answer")
    move(stored, Action.RECHECK, role=role, at=at)
    check = queue_check(stored, reason="parts named", at=at)
    close_open_review(stored, by=by, at=at)
    enter("disclosure.recheck_requested", stored, by=by, at=at, labels=labels.of_disclosure(stored))
    return check
