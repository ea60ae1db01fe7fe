"""Parts of documents: how they are classified, and what a disclosure shows of them. Reads only."""

from calendar import month_name
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime

from participation.models import (
    Classification,
    Disclosure,
    DisclosureLine,
    DocumentPart,
    DocumentRevision,
)
from participation.queries.documents import classification_of, described

# So many parts are described one by one; of more, how many are not classified.
NAMED = 3
REST = DocumentPart.REST


@dataclass(frozen=True, slots=True)
class Later:
    """Parts of a shown revision that were named after it was shown, and when the first of them was."""

    revision: DocumentRevision
    parts: tuple[DocumentPart, ...]

    @property
    def since_at(self) -> datetime:
        return min(part.named_at for part in self.parts)


def part_classes(revision: DocumentRevision) -> list[tuple[DocumentPart, Classification | None]]:
    """The parts in their order, each with its newest classification; empty for a revision without parts."""
    return [(part, classification_of(revision, part.name)) for part in revision.parts.all()]


def described_revision(revision: DocumentRevision) -> str:
    """What the revision is classified as in a few words: each part, or how many of its many parts are not."""
    classes = part_classes(revision)
    if not classes:
        return described(classification_of(revision))
    if len(classes) <= NAMED:
        return "; ".join(f"{part}: {described(found)}" for part, found in classes)
    missing = sum(found is None for _, found in classes)
    return f"{len(classes)} parts, {f'{missing} of them not classified' if missing else 'all classified'}"


def lines_that_count(lines: Iterable[DisclosureLine]) -> list[DisclosureLine]:
    """The lines without those of a whole revision whose parts have taken their place."""
    found = list(lines)
    by_part = {line.revision_id for line in found if line.part}
    return [line for line in found if line.part or line.revision_id not in by_part]


def later_parts(disclosure: Disclosure) -> list[Later]:
    """What the lines showed without naming it: parts named since, inside the whole or inside the rest.

    Reads lines with their revisions and these with their parts; prefetch them for a list.
    """
    by_revision: dict[DocumentRevision, list[DisclosureLine]] = {}
    for line in lines_that_count(disclosure.lines.all()):
        by_revision.setdefault(line.revision, []).append(line)
    found = [Later(revision, _without_line(revision, lines)[1]) for revision, lines in by_revision.items()]
    return [one for one in found if one.parts]


def left_out(revision: DocumentRevision, lines: Sequence[DisclosureLine]) -> tuple[str, ...]:
    """The parts that a disclosure with these lines of the revision leaves out on purpose."""
    return tuple(part.name for part in _without_line(revision, lines)[0])


def _without_line(
    revision: DocumentRevision, lines: Sequence[DisclosureLine]
) -> tuple[tuple[DocumentPart, ...], tuple[DocumentPart, ...]]:
    """The parts without a line: those left out, and those that the line of the whole or the rest shows."""
    shown = {line.part for line in lines}
    # What was named up to this number has a line of its own or was left out; of the whole, nothing was.
    known = [line.parts_known if line.part else -1 for line in lines if line.part in ("", REST)]
    inside = [part for part in revision.parts.all() if known and part.number > known[0]]
    missing = [part for part in revision.parts.all() if part.name not in shown]
    return tuple(one for one in missing if one not in inside), tuple(one for one in missing if one in inside)


def later_told(disclosure: Disclosure) -> str:
    """What the answer does not know yet, in one sentence; empty where no part was named since."""
    told = [f"{one.revision} has parts since {_day(one.since_at)}" for one in later_parts(disclosure)]
    return f"{' and '.join(told)}, which this answer does not know." if told else ""


def _day(at: datetime) -> str:
    local = localtime(at)
    return f"{local.day} {month_name[local.month]} {local.year}"
