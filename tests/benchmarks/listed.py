"""Parties to screen against, without a database: a list file as published, or the starter list."""

import gzip
import io
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from participation.lists.parse.csl import parse_csl
from participation.lists.parse.starter import starter_list
from participation.lists.records import ListRecord, identity_of
from participation.screening.types import ListedParty, is_craft, is_person

# What the service screens against unless it is told otherwise.
SOURCES = ("EL", "MEU", "DPL", "UVL", "SDN")


def parties(list_file: Path | None, sources: Sequence[str] = SOURCES) -> list[ListedParty]:
    """The parties of a Consolidated Screening List csv (.gz or not), or of the starter list without one.

    Raises: ListError, OSError.
    """
    return [_party(record) for record in _records(list_file) if record.source in sources]


def _records(list_file: Path | None) -> Iterable[ListRecord]:
    if list_file is None:
        return starter_list().records
    received = list_file.read_bytes()
    plain = gzip.decompress(received) if list_file.suffix == ".gz" else received
    return parse_csl(io.BytesIO(plain)).records


def _party(record: ListRecord) -> ListedParty:
    return ListedParty(
        key=f"{identity_of(record)}#{record.row}",
        source=record.source,
        name=record.name,
        aliases=record.aliases,
        countries=record.countries,
        addresses=record.addresses,
        person=is_person(record.entity_type),
        craft=is_craft(record.entity_type),
    )


def newest_list() -> Path | None:
    """The newest whole list in REAL_DATA_DIR, if there is one."""
    folder = os.environ.get("REAL_DATA_DIR")
    found = sorted(Path(folder).glob("csl_*_projection.csv.gz")) if folder else []
    return found[-1] if found else None
