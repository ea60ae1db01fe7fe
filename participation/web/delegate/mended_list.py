"""Red rows of a pasted attendee list, put right in the preview: what is typed there goes into the list.

A cell that can be mended is a field `cell-ROW-COLUMN`; `was-ROW` holds the row as it was shown, so that
what is typed reaches the same row although the list was changed as well.
"""

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from participation.imports.attendance_json import json_to_lines
from participation.imports.attendee_columns import HEADING
from participation.imports.attendees import AttendeePreview
from participation.imports.blue_sheet import read_blue_sheet
from participation.imports.table import find_delimiter, split_rows

WAS = re.compile(r"was-([1-9][0-9]{0,5})")
Row = tuple[str, ...]


@dataclass(frozen=True)
class ListCells:
    """The cells of a list as they were typed; `head` is empty without a header line.

    `whole` is false where reading stopped before the end: such a list is put right in its text.
    """

    head: Row
    rows: tuple[Row, ...]
    columns: tuple[str | None, ...]
    delimiter: str
    whole: bool

    def was(self, number: int) -> str:
        """A row, counted from 1, as the form carries it."""
        return json.dumps(self.rows[number - 1])

    def beyond(self, number: int) -> Row:
        """The cells of a row for which the list has no column."""
        return tuple(cell for cell in self.rows[number - 1][len(self.columns) :] if cell)

    def cell(self, number: int, column: int) -> str:
        return _at(self.rows[number - 1], column)


def cells_of(text: str, preview: AttendeePreview) -> ListCells:
    """The cells of the text that the preview was read from."""
    if text.lstrip().startswith("["):
        text = json_to_lines(text)
    sheet = read_blue_sheet(text)
    text = (sheet.text if sheet else text).removeprefix("\ufeff")
    found = find_delimiter(text, HEADING)
    rows, fault = split_rows(text, found)
    headed = bool(rows) and HEADING.columns(rows[0]) is not None
    # Without a header the delimiter is told by the shape of the list; a tab is told apart in any shape.
    return ListCells(
        head=rows[0] if headed else (),
        rows=tuple(rows[1:] if headed else rows),
        columns=preview.columns,
        delimiter=(found or "\t") if headed else "\t",
        whole=fault is None,
    )


def mended(cells: ListCells, fields: Mapping[str, str]) -> tuple[str | None, list[int]]:
    """The list with what was typed into its red rows; and rows whose typed cells found no place any more.

    Takes: the fields of the form, others among them.
    Gives: None for the text where nothing was mended; a mended row loses what stood beyond its columns.
    """
    rows, lost = list(cells.rows), []
    for name, was in fields.items():
        found = WAS.fullmatch(name)
        if not found:
            continue
        shown = int(found[1])
        typed = _typed(fields, shown, width=len(cells.columns))
        before = _row(was)
        if before is None or all(typed[n] == _at(before, n) for n in typed):
            continue
        place = _place(cells, shown, before) if cells.whole else None
        if place is None:
            lost.append(shown)
        else:
            rows[place - 1] = tuple(typed.get(n, _at(before, n)) for n in range(len(cells.columns)))
    return (_written(cells, rows) if rows != list(cells.rows) else None), lost


def _typed(fields: Mapping[str, str], shown: int, *, width: int) -> dict[int, str]:
    """What stands in the fields of a row, by column."""
    names = {n: f"cell-{shown}-{n}" for n in range(width)}
    return {n: fields[name].strip() for n, name in names.items() if name in fields}


def _row(was: str) -> Row | None:
    """The row that the form carried; None for what is none."""
    try:
        row = json.loads(was)
    except ValueError:
        return None
    return tuple(map(str, row)) if isinstance(row, list) else None


def _at(row: Row, column: int) -> str:
    return row[column] if column < len(row) else ""


def _place(cells: ListCells, shown: int, before: Row) -> int | None:
    """The row that was shown under this number: at its place, or where it moved to."""
    if shown <= len(cells.rows) and cells.rows[shown - 1] == before:
        return shown
    return cells.rows.index(before) + 1 if before in cells.rows else None


def _written(cells: ListCells, rows: Sequence[Row]) -> str:
    """The list as text that is read as these rows again."""
    head = cells.head or _head_of(cells.columns)
    lines = [head, *rows] if head else list(rows)
    if len(cells.columns) == 1:
        return "\n".join(re.sub(r"[\r\n]+", " ", line[0]) for line in lines)
    text = io.StringIO()
    csv.writer(text, delimiter=cells.delimiter, lineterminator="\n").writerows(lines)
    return text.getvalue().removesuffix("\n")


def _head_of(columns: tuple[str | None, ...]) -> Row:
    """A header for columns that were guessed; empty where no header says the same."""
    if not HEADING.needed & set(columns) or "either" in columns:
        return ()
    return tuple(column.replace("_", " ") if column else f"column {n}" for n, column in enumerate(columns, 1))
