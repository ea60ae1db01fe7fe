"""A document list -> rows and problems by row: a 3GPP TDoc list as CSV, or pasted numbers and titles."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from participation.imports.cells import cell_remarks
from participation.imports.decode import decode_upload
from participation.imports.problems import Remark, RowProblem, has_errors, shorten
from participation.imports.revisions import revision_of
from participation.imports.table import Heading, read_table, too_many_cells

MAX_ROWS = 10_000
# Longer than for attendees: a 3GPP source cell lists every co-signing company.
MAX_CELL = 1_000
# What the document's columns hold.
MAX_NUMBER = 120
MAX_TEXT = 300

NAMED = {
    "number": "tdoc, td#, td, tdoc number, tdoc no, number, document, document number, doc number, doc",
    "title": "title, subject",
    "source": "source, sources",
    "kind": "type, tdoc type, document type",
    "agenda_item": "agenda item, ai, agenda",
    "status": "tdoc status, status, result",
    "uploaded_on": "uploaded, uploaded on, upload date, upload time",
}
HEADING = Heading(
    aliases={alias: column for column, aliases in NAMED.items() for alias in aliases.split(", ")},
    needed=frozenset({"number"}),
)
WITHOUT_HEADER = ("number", "title", "source")


@dataclass(frozen=True)
class DocumentRow:
    """One document as listed; texts are empty where the list says nothing.

    `number` stands without the revision that it carried; `revision` is None when it carried none.
    """

    row: int
    number: str
    title: str
    revision: str | None
    source: str
    kind: str
    agenda_item: str
    status: str
    uploaded_on: date | None


@dataclass(frozen=True)
class DocumentPreview:
    """What a list says; `assumed` tells which encoding an upload was read in, empty for a paste."""

    rows: tuple[DocumentRow, ...]
    problems: tuple[RowProblem, ...]
    columns: tuple[str | None, ...]
    assumed: str

    @property
    def can_save(self) -> bool:
        """True when there is a row and no error."""
        return bool(self.rows) and not has_errors(self.problems)


def parse_documents(content: str | bytes) -> DocumentPreview:
    """The documents in an uploaded file or a pasted text.

    Takes: the 3GPP list of 36 columns under any of its headers, in any order, unknown columns
    ignored; or number and title by line.
    Raises: UploadError for bytes that are not text.
    """
    decoded = decode_upload(content) if isinstance(content, bytes) else None
    table = read_table(decoded.text if decoded else str(content), HEADING)
    columns = first_of_each(table.columns or WITHOUT_HEADER)
    problems = []
    if table.fault:
        problems.append(table.fault.at(len(table.rows) + 1, "row"))
    elif not table.rows:
        problems.append(RowProblem(None, "row", "error", "The list has no rows."))
    if len(table.rows) > MAX_ROWS:
        message = f"The list has {len(table.rows)} rows; at most {MAX_ROWS} are read at once. Split it."
        problems.append(RowProblem(None, "row", "error", message))
    rows = []
    for number, cells in enumerate(table.rows[:MAX_ROWS], 1):
        row, found = read_row(number, cells if len(cells) > 1 else tuple(cells[0].split(maxsplit=1)), columns)
        rows.append(row)
        problems += found
    problems += repeated_numbers(rows)
    return DocumentPreview(tuple(rows), tuple(problems), columns, decoded.assumed if decoded else "")


def first_of_each(columns: Sequence[str | None]) -> tuple[str | None, ...]:
    """The columns, where a second one of the same kind is ignored (`TDoc Status` before `Result`)."""
    return tuple(None if column in columns[:place] else column for place, column in enumerate(columns))


def read_row(
    row: int, cells: tuple[str, ...], columns: tuple[str | None, ...]
) -> tuple[DocumentRow, list[RowProblem]]:
    """One row and what is to be said about it."""
    problems = []
    if any(cells[len(columns) :]):
        message = too_many_cells(len(cells), len(columns))
        problems.append(RowProblem(row, "row", "error", message))
    typed = dict.fromkeys(NAMED, "")
    for column, cell in zip(columns, cells, strict=False):
        if column is not None:
            typed[column] = unicodedata.normalize("NFC", cell)
            remarks = cell_remarks(typed[column], limit=MAX_CELL)
            problems += [remark.at(row, column, cell) for remark in remarks]
    number, revision = revision_of(typed["number"]) or (typed["number"], None)
    if not re.search(r"\d", number):
        message = (
            f'"{shorten(number)}" is not a document number. Type it.'
            if number
            else "No document number. Type it."
        )
        problems.append(RowProblem(row, "number", "error", message, shorten(number)))
    elif len(number) > MAX_NUMBER:
        message = f"The number has {len(number)} characters; a document number has at most {MAX_NUMBER}."
        problems.append(RowProblem(row, "number", "error", message, shorten(number)))
    for column in ("title", "source"):
        if MAX_TEXT < len(typed[column]) <= MAX_CELL:
            message = f"The {column} has {len(typed[column])} characters; the first {MAX_TEXT} are kept."
            problems.append(RowProblem(row, column, "odd", message, shorten(typed[column])))
    if not typed["title"]:
        problems.append(RowProblem(row, "title", "odd", "No title. The document is kept under its number."))
    uploaded_on, remark = read_date(typed["uploaded_on"])
    if remark:
        problems.append(remark.at(row, "uploaded_on", typed["uploaded_on"]))
    texts = (typed["source"], typed["kind"], typed["agenda_item"], typed["status"])
    return DocumentRow(row, number, typed["title"], revision, *texts, uploaded_on), problems


def read_date(cell: str) -> tuple[date | None, Remark | None]:
    """The day of an ISO date or time; None with a remark for what could be two days or none."""
    if not cell:
        return None, None
    found = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?", cell)
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3])), None
    except ValueError:
        found = None
    return None, Remark("odd", f'Uploaded "{shorten(cell)}" is no date such as 2026-12-07; it was left out.')


def repeated_numbers(rows: Sequence[DocumentRow]) -> list[RowProblem]:
    """A remark on each document listed before; an error where its title differs."""
    seen: dict[tuple[str, str | None], DocumentRow] = {}
    problems = []
    for row in rows:
        earlier = seen.setdefault((row.number.casefold(), row.revision), row)
        if earlier is row or not row.number:
            continue
        if earlier.title == row.title:
            message = f"{row.number} is in row {earlier.row} already; the second is not saved again."
            problems.append(RowProblem(row.row, "number", "odd", message, row.number))
        else:
            message = f"{row.number} is in row {earlier.row} with another title. Keep one of them."
            problems.append(RowProblem(row.row, "number", "error", message, row.number))
    return problems
