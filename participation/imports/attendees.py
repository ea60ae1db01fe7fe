"""A pasted or uploaded attendee list -> rows and problems by row. Saving is someone else's work.

Excel workbooks are not read yet: their cells can be pasted, or saved as CSV.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from participation.imports.affiliations import is_likely_person, looks_like_organisation, read_affiliations
from participation.imports.attendee_columns import COLUMNS, HEADING, guessed_columns, without_repeats
from participation.imports.blue_sheet import read_blue_sheet
from participation.imports.cells import (
    Mode,
    cell_remarks,
    clipped,
    read_country,
    read_email,
    read_mode,
    split_email,
)
from participation.imports.problems import Remark, RowProblem, has_errors
from participation.imports.table import Table, read_table, too_many_cells

MAX_ROWS = 5_000
SHEET_COLUMNS = ("name", "organisation")


@dataclass(frozen=True)
class AttendeeRow:
    """One attendee as listed; `row` counts from 1 below the header.

    `organisations` is empty where none is named; `affiliation` is the cell as typed (NFC).
    """

    row: int
    name: str
    organisations: tuple[str, ...]
    country: str | None
    email: str | None
    mode: Mode | None
    affiliation: str


@dataclass(frozen=True)
class AttendeePreview:
    """What a list says: every row, what is wrong, which columns were read, (row, first row) of duplicates."""

    rows: tuple[AttendeeRow, ...]
    problems: tuple[RowProblem, ...]
    columns: tuple[str | None, ...]
    duplicates: tuple[tuple[int, int], ...]

    @property
    def can_save(self) -> bool:
        """True when there is a row and no error: nothing is imported by half."""
        return bool(self.rows) and not has_errors(self.problems)

    @property
    def merged_rows(self) -> tuple[AttendeeRow, ...]:
        """The rows without exact duplicates, for a person who asked for it."""
        repeated = {row for row, _ in self.duplicates}
        return tuple(row for row in self.rows if row.row not in repeated)


def parse_attendees(text: str, *, columns: Sequence[str | None] | None = None) -> AttendeePreview:
    """The attendees in a text that a delegate pastes.

    Takes: tab, semicolon, comma or bar separated lines with or without a header, IEEE IMAT
    exports, IETF blue sheets; `columns` overrides what was recognised, cell by cell.
    Raises: ValueError for a column that does not exist.
    """
    if columns is not None and not set(columns) - {None} <= COLUMNS:
        raise ValueError(f"unknown column in {list(columns)}; known: {sorted(COLUMNS)}")
    sheet = read_blue_sheet(text)
    table = read_table(sheet.text if sheet else text, HEADING)
    problems = list(list_problems(table, sheet.stated if sheet else None))
    cells = table.rows[:MAX_ROWS]
    recognised = columns or table.columns or (SHEET_COLUMNS if sheet else guessed_columns(cells))
    chosen, repeats = without_repeats(recognised)
    problems += repeats
    rows = []
    for number, row_cells in enumerate(cells, 1):
        row, found = read_row(number, row_cells, chosen)
        rows.append(row)
        problems += found
    duplicates, twice = compare_rows(rows)
    return AttendeePreview(tuple(rows), tuple(problems + twice), chosen, duplicates)


def list_problems(table: Table, stated: int | None) -> list[RowProblem]:
    """What is wrong with the list as a whole."""
    problems = []
    count = len(table.rows)
    if table.fault:
        problems.append(table.fault.at(count + 1, "row"))
    elif not count:
        problems.append(RowProblem(None, "row", "error", "The list has no rows."))
    if count > MAX_ROWS:
        message = f"The list has {count} rows; at most {MAX_ROWS} are read at once. Split it."
        problems.append(RowProblem(None, "row", "error", message))
    if stated is not None and stated != count:
        message = f"The sheet states {stated} attendees; {count} were read."
        problems.append(RowProblem(None, "row", "odd", message))
    return problems


def read_row(
    number: int, cells: tuple[str, ...], columns: tuple[str | None, ...]
) -> tuple[AttendeeRow, list[RowProblem]]:
    """One row and what is to be said about it."""
    problems = []
    if any(cells[len(columns) :]):
        message = too_many_cells(len(cells), len(columns))
        problems.append(RowProblem(number, "row", "error", message))
    typed: dict[str, list[str]] = {}
    for column, cell in zip(columns, cells, strict=False):
        if column is not None:
            composed = unicodedata.normalize("NFC", cell)
            typed.setdefault(column, []).append(clipped(composed))
            problems += [remark.at(number, column, composed) for remark in cell_remarks(composed)]
    name, affiliation_cells, remarks = who(typed)
    name, address = split_email(name)
    stated = tuple(dict.fromkeys(cell for cell in affiliation_cells if cell))
    affiliations = [read_affiliations(cell) for cell in stated or ("",)]
    organisations = tuple(dict.fromkeys(one for found in affiliations for one in found.organisations))
    affiliation = " / ".join(stated)
    if len(stated) > 1:
        remarks.append(Remark("odd", "Affiliation and employer differ: both will be screened."))
    remarks += [Remark("odd", found.remark) for found in affiliations if found.remark]
    problems += [remark.at(number, "organisation", affiliation) for remark in remarks]
    country, country_remark = read_country(first(typed, "country"))
    email, email_remark = read_email(first(typed, "email"))
    column = next((known for known in ("mode", "remote", "on_site") if known in typed), "mode")
    mode, mode_remark = read_mode(first(typed, column), column=column)
    for field, remark in (("country", country_remark), ("email", email_remark), ("mode", mode_remark)):
        if remark:
            problems.append(remark.at(number, field, first(typed, column if field == "mode" else field)))
    return AttendeeRow(number, name, organisations, country, email or address, mode, affiliation), problems


def first(typed: dict[str, list[str]], column: str) -> str:
    """The first cell under a column; empty when there is none."""
    return typed.get(column, [""])[0]


def who(typed: dict[str, list[str]]) -> tuple[str, list[str], list[Remark]]:
    """The name, the affiliation cells, and remarks where one had to be told from the other."""
    parts = [first(typed, part) for part in ("first_name", "middle_name", "last_name")]
    name = first(typed, "name") or " ".join(part for part in parts if part)
    organisations = typed.get("organisation", [])
    alone = first(typed, "either")
    if alone and not organisations:
        if is_likely_person(alone):
            return (
                alone,
                [],
                [Remark("odd", f'"{alone}" stands alone and was read as a person.')],
            )
        return name, [alone], [Remark("odd", f'"{alone}" stands alone and was read as an organisation.')]
    if looks_like_organisation(name):
        return (
            name,
            organisations,
            [Remark("odd", f'The name "{name}" looks like an organisation; names are not screened.')],
        )
    return name, organisations, []


def compare_rows(rows: Sequence[AttendeeRow]) -> tuple[tuple[tuple[int, int], ...], list[RowProblem]]:
    """Exact duplicates as (row, first row), and remarks on them and on persons listed twice."""
    seen: dict[tuple[object, ...], int] = {}
    people: dict[str, AttendeeRow] = {}
    duplicates, problems = [], []
    for row in rows:
        content = (row.name, row.affiliation, row.country, row.email, row.mode)
        person = (row.email or row.name).casefold()
        earlier = people.setdefault(person, row) if person else row
        if content in seen:
            duplicates.append((row.row, seen[content]))
            message = f"The same as row {seen[content]}. Both are kept unless you merge them."
            problems.append(RowProblem(row.row, "row", "odd", message))
        elif earlier.affiliation != row.affiliation:
            message = f"The person of row {earlier.row} with another affiliation: both will be screened."
            problems.append(RowProblem(row.row, "organisation", "odd", message, row.affiliation))
        seen.setdefault(content, row.row)
    return tuple(duplicates), problems
