"""The Consolidated Screening List as published by trade.gov: csv, plain or gzip, 11 to 29 columns.

Lenient about oddities the publisher is known for, strict about anything that would lose entries.
"""

import csv
import gzip
import hashlib
import io
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from types import MappingProxyType
from typing import BinaryIO

from participation.lists import cells
from participation.lists.records import SOURCES, ListError, ListRecord, Oddity, ParsedList, normalised_name
from participation.lists.requirement import footnote_is_unclear

_MAX_BYTES = 512 * 1024 * 1024
_GZIP_MAGIC = b"\x1f\x8b"
_CODE_BY_SOURCE = {normalised_name(text): code for code, text in SOURCES.items()}
_LONGEST_CELL = 16 * 1024 * 1024


def parse_csl(stream: BinaryIO) -> ParsedList:
    """Every entry of a list file, checked.

    Takes: the file as received; `sha256` of the result is of these bytes.
    Raises: ListError, with line or byte, for a file that is empty, cut, not this format or not UTF-8.
    """
    received = stream.read()
    text = _text_of(_unpacked(received))
    oddities: list[Oddity] = []
    records: list[ListRecord] = []
    header: list[str] | None = None
    with _long_cells():
        for row, row_cells in _rows(text):
            if header is None:
                header = _checked_header(row_cells)
                continue
            if len(row_cells) != len(header):
                raise ListError(f"{len(row_cells)} cells where the header has {len(header)}", row=row)
            records.append(_record(dict(zip(header, row_cells, strict=True)), row, oddities))
    if not records:
        raise ListError("no entries after the header", row=1)
    counts = Counter(record.source for record in records)
    return ParsedList(
        records=tuple(records),
        counts=MappingProxyType(dict(counts)),
        sha256=hashlib.sha256(received).digest(),
        rows=len(records),
        partial=False,
        warnings=tuple(oddities),
    )


def _unpacked(received: bytes) -> bytes:
    if not received.startswith(_GZIP_MAGIC):
        return received
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(received)) as unpacking:
            content = unpacking.read(_MAX_BYTES + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ListError(f"the compressed file is cut or damaged ({error})", byte=len(received)) from error
    if len(content) > _MAX_BYTES:
        raise ListError(f"more than {_MAX_BYTES} bytes after unpacking", byte=_MAX_BYTES)
    return content


def _text_of(content: bytes) -> str:
    # Some downloads end with a lone 0x1A, the end-of-file mark of old systems.
    content = content.rstrip(b"\x1a") if content.endswith((b"\n\x1a", b"\r\x1a", b'"\x1a')) else content
    if not content.strip(b" \t\r\n\x1a"):
        raise ListError("the file is empty", byte=0)
    if (nul := content.find(b"\0")) >= 0:
        raise ListError("a NUL byte; this is not a csv text", byte=nul)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ListError("not UTF-8", byte=error.start) from error
    text = text.removeprefix("\ufeff")
    if text.lstrip()[:1] == "<":
        raise ListError("a web page, not a csv file", byte=0)
    return text


@contextmanager
def _long_cells() -> Iterator[None]:
    """The csv module has one limit for all its readers in a process; ours ends with the reading."""
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line on which each starts; a quoted cell may hold line breaks."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    start = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ListError(f"not well-formed csv, perhaps cut ({error})", row=start) from error
        if row:
            yield start, row
        start = reader.line_num + 1


def _checked_header(row_cells: list[str]) -> list[str]:
    header = [cell.strip().casefold() for cell in row_cells]
    for column in ("name", "source"):
        if column not in header:
            raise ListError(f"no column {column!r} in the header", row=1)
    doubled = [column for column, times in Counter(header).items() if times > 1 and column]
    if doubled:
        raise ListError(f"column {doubled[0]!r} stands twice in the header", row=1)
    return header


def _record(row_cells: dict[str, str], row: int, oddities: list[Oddity]) -> ListRecord:
    def cell(column: str) -> str:
        return row_cells.get(column, "").strip()

    source = _CODE_BY_SOURCE.get(normalised_name(cell("source")))
    if source is None:
        raise ListError(f"unknown source {cell('source')!r}", row=row)
    if not cell("name"):
        raise ListError("an entry without a name", row=row)
    addresses = cells.addresses_of(cell("addresses"))
    record = ListRecord(
        source=source,
        official_number=cell("entity_number") or None,
        name=cell("name"),
        aliases=cells.aliases_of(cell("alt_names")),
        countries=cells.countries_of(addresses),
        addresses=addresses,
        federal_register=cells.citations_of(cell("federal_register_notice")),
        license_requirement=cell("license_requirement"),
        license_policy=cell("license_policy"),
        start_on=_day(row, "start_date", cell("start_date"), oddities),
        end_on=_day(row, "end_date", cell("end_date"), oddities),
        programs=cells.values_of(cell("programs")),
        entity_type=cell("type"),
        remarks=cell("remarks"),
        row=row,
    )
    oddities.extend(Oddity(row, message) for message in _oddities_of(record))
    return record


def _day(row: int, column: str, cell: str, oddities: list[Oddity]) -> date | None:
    try:
        return cells.day_of(cell)
    except ValueError:
        oddities.append(Oddity(row, f"{column} is not a date: {cell!r}"))
        return None


def _oddities_of(record: ListRecord) -> Iterator[str]:
    if record.source == "EL" and not record.countries:
        yield f"no country: {record.name!r}"
    if footnote_is_unclear(record):
        yield f"734.9(e) is cited without a footnote: {record.name!r}"
