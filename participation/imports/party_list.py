"""A file of parties to screen (columns query,country) -> rows. A broken row loses no other."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

COLUMNS = ("query", "country")
# More of a text than this is not repeated; screening says from which length on it is no name.
LONGEST_SHOWN = 10_000
# A quoted cell may hold line breaks, but one that runs further was never closed.
MOST_LINES, LONGEST_ROW = 20, 100_000
_BOM = b"\xef\xbb\xbf"


class PartyListError(Exception):
    """The file as a whole cannot be used; the message names the column or the byte."""


@dataclass(frozen=True, slots=True)
class PartyRow:
    """One party as written in the line (from 1); `fault` says why it cannot be screened, else empty."""

    line: int
    query: str
    country: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the file: its text, and the place in the file of the first byte that is no UTF-8."""

    text: str
    bad_byte: int | None


def read_parties(content: bytes, *, file: str) -> list[PartyRow]:
    """The rows in order; empty lines are none.

    Raises: PartyListError where the first line does not name the columns.
    """
    lines = _lines(content)
    header, used = _record(lines, 0) if lines else ([], 1)
    places = _places(header or [], file)
    found, start = [], used
    while start < len(lines):
        cells, used = _record(lines, start)
        if cells is None or cells:
            found.append(_row(start + 1, cells, lines[start : start + used], places))
        start += used
    return found


def _lines(content: bytes) -> list[_Line]:
    start = len(_BOM) if content.startswith(_BOM) else 0
    lines = []
    for line in content[start:].splitlines(keepends=True):
        try:
            lines.append(_Line(line.decode(), None))
        except UnicodeDecodeError as error:
            lines.append(_Line(line.decode(errors="replace"), start + error.start))
        start += len(line)
    return lines


def _places(header: Sequence[str], file: str) -> tuple[int, int]:
    """In which column query and country stand."""
    for name in COLUMNS:
        if name not in header:
            raise PartyListError(f"{file} has no column {name!r}; its first line must name query,country.")
    return header.index(COLUMNS[0]), header.index(COLUMNS[1])


def _record(lines: Sequence[_Line], start: int) -> tuple[list[str] | None, int]:
    """The cells of the row that begins in this line, and its number of lines; None for one without end."""
    for used in range(1, MOST_LINES + 1):
        chunk = [line.text for line in lines[start : start + used]]
        if len(chunk) < used or sum(map(len, chunk)) > LONGEST_ROW:
            break
        try:
            return next(csv.reader(chunk, strict=True), []), used
        except csv.Error:
            if not _is_open(chunk):
                # Over several lines a stray quote would take whole rows into one name.
                return (next(csv.reader(chunk), []), 1) if used == 1 else (None, 1)
    return None, 1


def _is_open(chunk: Sequence[str]) -> bool:
    """Whether a quoted cell goes on after these lines: then a further line is read into the same row."""
    reader = csv.reader(iter([*chunk, "\n"]))
    next(reader, None)
    return reader.line_num > len(chunk)


def _row(line: int, cells: list[str] | None, lines: Sequence[_Line], places: tuple[int, int]) -> PartyRow:
    if cells is None:
        text = lines[0].text.rstrip("\r\n")[:LONGEST_SHOWN]
        return PartyRow(line, text, "", f"line {line}: a quoted cell is not closed, or the row is too long")
    query, country = (cells[place] if place < len(cells) else "" for place in places)
    country = country.strip().upper()
    fault = next(_faults(query, country, lines), "")
    return PartyRow(line, query[:LONGEST_SHOWN], country[:LONGEST_SHOWN], fault and f"line {line}: {fault}")


def _faults(query: str, country: str, lines: Sequence[_Line]) -> Iterator[str]:
    bad = next((line.bad_byte for line in lines if line.bad_byte is not None), None)
    if bad is not None:
        yield f"byte {bad} of the file is not UTF-8"
    if "\0" in query or "\0" in country:
        yield "it holds a NUL character"
    if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
        yield f"country {country[:20]!r} is not a two-letter code"
