"""What the retention pages show of disposals, and the report as a file. Reads only."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC

from django.db.models import Count, Q, QuerySet

from audits.reports.csv import plain_cell
from participation.models import Disposal, DisposalItem
from participation.retention import Matter

COLUMNS = (
    "disposal", "ground", "matter", "number", "rule", "last_event", "last_event_on", "due_on", "became",
    "ended_at", "values", "rows", "files", "proposed_by", "proposed_at", "decided_by", "decided_at",
    "list_sha256",
)  # fmt: skip
MATTER_WORDS = {
    Matter.DISCLOSURE: "Disclosure",
    Matter.MEETING: "Meeting",
    Matter.DOCUMENT: "Document",
    Matter.BATCH: "File of names",
    Matter.DRAFT: "Draft of a meeting",
    Matter.SIGN_INS: "Names typed at failed log-ins of",
}
_Item = DisposalItem.State


@dataclass(frozen=True, slots=True)
class ReportFile:
    """The report as one CSV file."""

    name: str
    content: bytes
    rows: int


def disposals() -> QuerySet[Disposal]:
    """All disposals, newest first, with their people and how many items each has."""
    ended = Q(items__state=_Item.DONE)
    rows = Disposal.objects.select_related("proposed_by", "decided_by")
    return rows.annotate(
        count=Count("items"),
        done=Count("items", filter=ended),
        held=Count("items", filter=Q(items__state=_Item.HELD)),
    )


def items_of(disposal: Disposal) -> list[DisposalItem]:
    """The items in their order, as the digest has them."""
    return list(disposal.items.order_by("pk"))


def counts_by_matter(items: Iterable[DisposalItem]) -> list[tuple[str, int]]:
    """How many of each kind, in words, the kinds in their order."""
    counted = Counter(item.matter for item in items)
    return [(word, counted[matter]) for matter, word in MATTER_WORDS.items() if counted[matter]]


def item_words(item: DisposalItem) -> str:
    """The matter by its kind and number, never by a name."""
    word = f"{MATTER_WORDS[Matter(item.matter)]} {item.matter_id}"
    if item.only:
        word += f": {len(item.only)} row{'' if len(item.only) == 1 else 's'} of one person"
    return word


def reported() -> QuerySet[DisposalItem]:
    """Every item that came to an end, newest first."""
    rows = DisposalItem.objects.filter(ended_at__isnull=False)
    return rows.select_related("disposal__proposed_by", "disposal__decided_by").order_by("-ended_at", "-pk")


def report_file() -> ReportFile:
    """All of it, oldest first, safe to open in a spreadsheet: people by number, digests and no values."""
    text, rows = io.StringIO(), 0
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for cells in _lines(reported().order_by("ended_at", "pk").iterator(2000)):
        writer.writerow([plain_cell(str(cell)) for cell in cells])
        rows += 1
    return ReportFile("disposals.csv", ("\ufeff" + text.getvalue()).encode(), rows)


def _lines(items: Iterable[DisposalItem]) -> Iterator[list[object]]:
    for item in items:
        disposal = item.disposal
        counts = [item.counts.get(name, 0) for name in ("values", "rows", "files")]
        yield [
            str(disposal), disposal.ground, item.matter, item.matter_id, item.rule, item.last_event,
            item.last_on, item.due_on, item.state, _time(item.ended_at), *counts,
            f"user/{disposal.proposed_by_id}", _time(disposal.proposed_at),
            f"user/{disposal.decided_by_id}", _time(disposal.decided_at), bytes(disposal.list_hash).hex(),
        ]  # fmt: skip


def _time(at: object) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else ""  # type: ignore[attr-defined]
