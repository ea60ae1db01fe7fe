"""Pasted or uploaded text -> cells: the delimiter, the header line, the rows."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass

from participation.imports.problems import Remark

DELIMITERS = ("\t", ";", ",", "|")
# A comma before one of these belongs to a company's name: "Huawei Technologies Co., Ltd."
LEGAL_FORM = re.compile(
    r"(co|corp|inc|incorporated|llc|llp|ltd|limited|gmbh|plc|s\.?a|b\.?v)\.?", re.IGNORECASE
)


@dataclass(frozen=True)
class Heading:
    """How header cells are recognised: cleaned cell -> column; at least one of `needed` must be there."""

    aliases: Mapping[str, str]
    needed: frozenset[str]

    def columns(self, cells: tuple[str, ...]) -> tuple[str | None, ...] | None:
        """The column of each cell, None for one not known; None altogether when this is no header."""
        found = tuple(self.aliases.get(header_key(cell)) for cell in cells)
        return found if self.needed.intersection(found) else None


@dataclass(frozen=True)
class Table:
    """Cells by row, blank lines dropped; `columns` is None without a header line.

    `fault` says why reading stopped after the last row.
    """

    columns: tuple[str | None, ...] | None
    rows: tuple[tuple[str, ...], ...]
    fault: Remark | None


def header_key(cell: str) -> str:
    """A header cell without case, punctuation and outer space; `#` stays (`TD#`)."""
    return " ".join(re.sub(r"[^\w#]+|_", " ", cell.casefold()).split())


def read_table(text: str, heading: Heading) -> Table:
    """The rows of a list whose delimiter and header are not known beforehand."""
    text = text.removeprefix("\ufeff")
    rows, fault = split_rows(text, find_delimiter(text, heading))
    columns = heading.columns(rows[0]) if rows else None
    return Table(columns, tuple(rows[1:] if columns else rows), fault)


def find_delimiter(text: str, heading: Heading) -> str | None:
    """The character between cells; None when every line is one cell."""
    start = first_line(text)
    if heading.columns((start,)):
        return None
    for delimiter in DELIMITERS:
        rows, _ = split_rows(start, delimiter)
        if rows and len(rows[0]) > 1 and heading.columns(rows[0]):
            return delimiter
    if "\t" in text:
        return "\t"
    return next((found for found in (";", ",") if is_regular(text, found)), None)


def first_line(text: str) -> str:
    """The first line that is not blank."""
    return next((line for line in re.split(r"\r\n|\r|\n", text) if line.strip()), "")


def is_regular(text: str, delimiter: str) -> bool:
    """True when each line has the same number of cells, two at least, and no cell is a bare `Ltd.`."""
    rows, fault = split_rows(text, delimiter)
    widths = {len(row) for row in rows}
    bare = any(LEGAL_FORM.fullmatch(cell.strip()) for row in rows for cell in row)
    return fault is None and len(widths) == 1 and widths != {1} and not bare


def split_rows(text: str, delimiter: str | None) -> tuple[list[tuple[str, ...]], Remark | None]:
    """The rows before the first broken quote, and what is broken.

    Gives: a list without quotes to honour (`delimiter` None) as one cell a line.
    """
    if delimiter is None:
        lines = re.split(r"\r\n|\r|\n", text)
        return [(line.strip(),) for line in lines if line.strip()], None
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True
    )
    rows: list[tuple[str, ...]] = []
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return rows, None
        except csv.Error as error:
            return rows, Remark("error", quote_message(line, str(error)))
        if any(cell.strip() for cell in cells):
            rows.append(tuple(cell.strip(" \t\u00a0\u3000") for cell in cells))


def quote_message(line: int, cause: str) -> str:
    """Words for the ways in which the csv reader stops."""
    # A quote without end is told by the end of the text or, before it, by the largest cell that is allowed.
    if "unexpected end" in cause or "field larger" in cause:
        return f"A quote that opens in line {line} is never closed; nothing after it was read."
    return f"In line {line} text follows a closing quote. Double the quotes inside a cell, or remove them."


def too_many_cells(cells: int, columns: int) -> str:
    """Words for a row that is wider than its list."""
    return f"The row has {cells} cells, the list has {columns} columns. Quote a cell with a separator in it."
