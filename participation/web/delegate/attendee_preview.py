"""The preview of an attendee list: what was read of each row, and fields where a red row can be mended."""

from collections.abc import Callable
from dataclasses import dataclass

from participation.imports.attendees import AttendeePreview, AttendeeRow
from participation.web.delegate.mended_list import ListCells

Cell = dict[str, str]


@dataclass(frozen=True)
class Column:
    """One column of the preview; `place` is the column of the list that it shows, where it is just one."""

    heading: str
    place: int | None
    said: Callable[[AttendeeRow], str]


def attendee_rows(preview: AttendeePreview, cells: ListCells) -> list[tuple[int, list[Cell]]]:
    """The rows by number, each with a cell for each column of the preview."""
    faults: dict[int, set[str]] = {}
    for problem in preview.problems:
        if problem.severity == "error" and problem.row is not None:
            faults.setdefault(problem.row, set()).add(problem.field)
    mending = {
        row.row: _faulty(cells.columns, faults[row.row])
        for row in preview.rows
        if row.row in faults and cells.whole
    }
    columns = _columns(cells, set().union(*mending.values()))
    return [
        (row.row, [_cell(column, row, cells, mending.get(row.row, set())) for column in columns])
        for row in preview.rows
    ]


def _faulty(columns: tuple[str | None, ...], fields: set[str]) -> set[int]:
    """The columns of the list that have to be put right; all that were read where the row is at fault."""
    return {
        place
        for place, column in enumerate(columns)
        if column is not None and (column in fields or "row" in fields)
    }


def _columns(cells: ListCells, needed: set[int]) -> list[Column]:
    """Organisation, country and person as they were read, then the columns that are mended by themselves."""
    columns = cells.columns

    def only(name: str) -> int | None:
        return columns.index(name) if columns.count(name) == 1 else None

    shown = [
        Column("Organisation", only("organisation"), lambda row: row.affiliation),
        Column("Country", only("country"), lambda row: row.country or ""),
        Column("Person", only("name"), lambda row: row.name),
    ]
    places = {column.place for column in shown}
    return [*shown, *(_as_typed(cells, place) for place in sorted(needed) if place not in places)]


def _as_typed(cells: ListCells, place: int) -> Column:
    name = (cells.columns[place] or "").replace("_", " ").capitalize()
    return Column(f"{name} (column {place + 1})", place, lambda row: cells.cell(row.row, place))


def _cell(column: Column, row: AttendeeRow, cells: ListCells, mending: set[int]) -> Cell:
    if column.place not in mending or column.place is None:
        return {"column": column.heading, "text": column.said(row)}
    name = f"cell-{row.row}-{column.place}"
    typed = cells.cell(row.row, column.place)
    return {"column": column.heading, "text": typed, "name": name, "id": f"id_{name}"}
