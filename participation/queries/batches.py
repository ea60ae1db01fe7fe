"""What the pages of batches show, and the file of answers. Reads only."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from audits.reports.csv import plain_cell
from participation.access import visible_to
from participation.models import BatchAnswer, BatchScreening, User
from participation.states import BatchState

COLUMNS = ("query", "country", "band", "entity", "matched_name", "score", "explanation", "list")
# Parts of the answers as people look at them: worst first.
PARTS: dict[str, tuple[str, Q]] = {
    "match": ("Match", Q(band="match")),
    "possible": ("Possible", Q(band="possible")),
    "unread": ("Cannot be screened", Q(band="none", screened=False)),
    "none": ("None", Q(band="none", screened=True)),
}
WORDS = {
    BatchState.QUEUED: "Waits for a worker",
    BatchState.RUNNING: "Is being screened",
    BatchState.DONE: "Done",
    BatchState.NEEDS_ATTENTION: "Needs attention",
}


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """The answers so far as one CSV file, in the order of the input."""

    name: str
    content: bytes
    rows: int


def batches_for(user: User) -> QuerySet[BatchScreening]:
    """The batches that the person may see, newest first."""
    return visible_to(user, BatchScreening).select_related("started_by", "snapshot")


def word_of(batch: BatchScreening) -> str:
    """Where the batch stands, in words."""
    if batch.disposed_at:
        return "Disposed of"
    return WORDS[BatchState(batch.state)]


def is_under_way(batch: BatchScreening) -> bool:
    """Whether a worker has it, or will."""
    return batch.state in {BatchState.QUEUED, BatchState.RUNNING}


def counts_of(batch: BatchScreening) -> dict[str, int]:
    """Rows by part, as many as are screened."""
    return {part: int(batch.tally.get(part, 0)) for part in PARTS}


def first_part_of(batch: BatchScreening) -> str:
    """The worst part that holds a row."""
    return next((part for part, count in counts_of(batch).items() if count), "match")


def answers_in(batch: BatchScreening, part: str) -> QuerySet[BatchAnswer]:
    """The answers of one part, in the order of the input."""
    return batch.answers.filter(PARTS[part][1]).order_by("row")


def answer_file(batch: BatchScreening) -> AnswerFile:
    """All answers so far, safe to open in a spreadsheet: UTF-8 with a byte order mark, no cell that runs."""
    text, rows = io.StringIO(), 0
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for answer in batch.answers.order_by("row").iterator(2000):
        writer.writerows(_cells(answer))
        rows += 1
    whole = batch.state == BatchState.DONE and rows == batch.rows
    name = f"batch-{batch.pk}.csv" if whole else f"batch-{batch.pk}-first-{rows}-of-{batch.rows}.csv"
    return AnswerFile(name, ("\ufeff" + text.getvalue()).encode(), rows)


def _cells(answer: BatchAnswer) -> Iterator[list[str]]:
    for hit in answer.hits:
        yield [plain_cell(hit[column]) for column in COLUMNS]
