"""Screen a file of names: one row for each hit, one with band `none` where there is none."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from participation import index_cache
from participation.lists.records import SOURCES as LISTS
from participation.lists.records import identity_of
from participation.models import Snapshot
from participation.screening.screen import Index, build_index, screen
from participation.screening.types import ListedParty, Match, Name, Screening
from participation.workflow.journal import SERVICE, note
from participation.workflow.list_files import parse_list, read_list

DEFAULT_LISTS = index_cache.SCREENED_SOURCES
BATCH = 500


class BadQuery(Exception):
    """The file of names cannot be used; the message names row or column."""


def read_queries(path: Path) -> list[Name]:
    """The names in order. Raises: BadQuery with the row, OSError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadQuery(f"{path.name}, byte {error.start}: not UTF-8.") from error
    rows = csv.DictReader(io.StringIO(text, newline=""))
    try:
        return _names_of(rows, path.name)
    except csv.Error as error:
        raise BadQuery(f"{path.name}, line {rows.line_num + 1}: {error}.") from error


def _names_of(rows: "csv.DictReader[str]", file: str) -> list[Name]:
    missing = {"query", "country"} - set(rows.fieldnames or ())
    if missing:
        raise BadQuery(
            f"{file} has no column {sorted(missing)[0]!r}; its first line must name query,country."
        )
    names = []
    for row in rows:
        country = (row["country"] or "").strip().upper()
        if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
            raise BadQuery(f"{file}, line {rows.line_num}: country {country!r} is not a two-letter code.")
        names.append(Name(text=row["query"] or "", country=country or None))
    return names


def screen_file(
    path: Path, *, list_file: str | None, source: str, only: Sequence[str]
) -> Iterator[dict[str, str]]:
    """The output rows in the order of the input. With `list_file` the database is not touched.

    Raises: BadQuery, ListError, OSError.
    """
    unknown = [name for name in only if name not in LISTS]
    if unknown or not only:
        raise BadQuery(f"--only: {', '.join(unknown) or 'nothing'} is not one of {', '.join(LISTS)}.")
    names = read_queries(path)
    index = _index_of_file(list_file, source, only) if list_file else _index_in_force(len(names), only)
    for start in range(0, len(names), BATCH):
        for answer in screen(names[start : start + BATCH], index):
            yield from _rows(answer)


def _index_of_file(list_file: str, source: str, only: Sequence[str]) -> Index:
    parsed = parse_list(read_list(list_file), source=source)
    return build_index(
        ListedParty(
            key=f"{identity_of(record)}#{record.row}",
            source=record.source,
            name=record.name,
            aliases=record.aliases,
            countries=record.countries,
            addresses=record.addresses,
            person=record.entity_type.lower() == "individual",
        )
        for record in parsed.records
        if record.source in only
    )


@transaction.atomic
def _index_in_force(names: int, only: Sequence[str]) -> Index:
    """The index of the list in force; that a batch was screened is recorded, the names are not."""
    snapshot: Snapshot | None = index_cache.snapshot_in_force()
    if snapshot is None:
        raise BadQuery("No list is in force: import one first (manage.py import_list).")
    payload = {"names": names, "only": list(only), "list": bytes(snapshot.file_hash).hex()}
    note("batch.screened", by=SERVICE, at=timezone.now(), payload=payload)
    rows = index_cache.versions_of(snapshot).filter(party__source__in=only).select_related("party")
    return build_index(index_cache.listed_party(version) for version in rows.iterator(2000))


def _rows(answer: Screening) -> Iterator[dict[str, str]]:
    query = {"query": answer.name.text, "country": answer.name.country or ""}
    if not answer.matches:
        empty = {"band": "none", "entity": "", "matched_name": "", "score": "", "list": ""}
        yield query | empty | {"explanation": answer.reason}
    for match in answer.matches:
        yield query | _hit(match)


def _hit(match: Match) -> dict[str, str]:
    return {
        "band": match.band,
        "entity": match.party.name,
        "matched_name": match.matched_name,
        "score": f"{match.score // 100}.{match.score % 100:02d}",
        "explanation": match.explanation,
        "list": match.party.source,
    }
