"""Screen a file of names: one row for each hit, one with band `none` where there is none.

What cannot be screened says so in its explanation; it is never clear.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from participation import index_cache
from participation.imports.party_list import PartyListError, PartyRow, read_parties
from participation.lists.records import SOURCES as LISTS
from participation.lists.records import ParsedList, identity_of
from participation.models import Snapshot
from participation.queries.weights import weights_in_force
from participation.screening.policy import BANDS, EDITION, WEIGHTS_VERSION, Bands
from participation.screening.screen import Index, build_index, screen
from participation.screening.types import ListedParty, Match, Name, Screening, is_craft, is_person
from participation.workflow.journal import SERVICE, note
from participation.workflow.list_files import parse_list, read_list

DEFAULT_LISTS = index_cache.SCREENED_SOURCES
CANNOT_SCREEN = "cannot screen: "
NO_HIT = {"band": "none", "entity": "", "matched_name": "", "score": "", "list": ""}

Hit = dict[str, str]


class BadQuery(Exception):
    """The file of names cannot be used; the message names column, list or byte."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The output rows of one party: its hits, best first, or one row of band `none`."""

    row: PartyRow
    hits: tuple[Hit, ...]
    screened: bool

    @property
    def band(self) -> str:
        """The band of the best hit."""
        return self.hits[0]["band"]


@dataclass(frozen=True, slots=True)
class Batch:
    """A file to screen, and against what. `digests` change where the answers could."""

    rows: tuple[PartyRow, ...]
    only: tuple[str, ...]
    digests: dict[str, str]
    listed: ParsedList | Snapshot
    bands: Bands


def weights_told(bands: Bands) -> str:
    """The edition of the weights with the digest of all of them, and the bands: what answers depend on."""
    digest = hashlib.sha256(repr(WEIGHTS_VERSION).encode()).hexdigest()[:16]
    return f"{EDITION}-{digest}, match from {bands.match / 100:.2f}, possible from {bands.possible / 100:.2f}"


def batch_of(path: Path, *, list_file: str | None, source: str, only: Sequence[str]) -> Batch:
    """The file and its list, read whole.

    With `list_file` the database is not touched, and the bands are those that ship with Plenary.
    Raises: BadQuery, ListError, OSError.
    """
    unknown = [name for name in only if name not in LISTS]
    if unknown or not only:
        raise BadQuery(f"--only: {', '.join(unknown) or 'nothing'} is not one of {', '.join(LISTS)}.")
    content = path.read_bytes()
    try:
        rows = tuple(read_parties(content, file=path.name))
    except PartyListError as error:
        raise BadQuery(str(error)) from error
    listed, list_digest = _parsed(list_file, source) if list_file else _in_force()
    bands = BANDS if list_file else weights_in_force().bands
    digests = {
        "input": hashlib.sha256(content).hexdigest(),
        "list": list_digest,
        "only": ",".join(sorted(set(only))),
        "weights": weights_told(bands),
    }
    return Batch(rows, tuple(only), digests, listed, bands)


def _parsed(list_file: str, source: str) -> tuple[ParsedList, str]:
    content = read_list(list_file)
    return parse_list(content, source=source), hashlib.sha256(content).hexdigest()


def _in_force() -> tuple[Snapshot, str]:
    snapshot = index_cache.snapshot_in_force()
    if snapshot is None:
        raise BadQuery("No list is in force: import one first (manage.py import_list).")
    return snapshot, bytes(snapshot.file_hash).hex()


def record_start(batch: Batch) -> bool:
    """Whether there was something to record: that a list of ours was asked, and for how many names.

    A list from a file is nobody's concern but the asker's: then not even a transaction is opened.
    """
    if not isinstance(batch.listed, Snapshot):
        return False
    told = {name: batch.digests[name] for name in ("list", "weights")}
    payload = {"names": len(batch.rows), "only": list(batch.only), **told}
    with transaction.atomic():
        note("batch.screened", by=SERVICE, at=timezone.now(), payload=payload)
    return True


def index_of(batch: Batch) -> Index:
    """The screening index of the batch's list, of the lists asked for."""
    if isinstance(batch.listed, ParsedList):
        return _index_of_parsed(batch.listed, batch.only)
    return index_cache.index_for(batch.listed, batch.only)


def _index_of_file(list_file: str, source: str, only: Sequence[str]) -> Index:
    return _index_of_parsed(parse_list(read_list(list_file), source=source), only)


def _index_of_parsed(parsed: ParsedList, only: Sequence[str]) -> Index:
    return build_index(
        ListedParty(
            key=f"{identity_of(record)}#{record.row}",
            source=record.source,
            name=record.name,
            aliases=record.aliases,
            countries=record.countries,
            addresses=record.addresses,
            person=is_person(record.entity_type),
            craft=is_craft(record.entity_type),
        )
        for record in parsed.records
        if record.source in only
    )


def answers_of(rows: Sequence[PartyRow], index: Index, bands: Bands = BANDS) -> Iterator[Answer]:
    """One answer for each row, in their order."""
    sound = [Name(text=row.query, country=row.country or None) for row in rows if not row.fault]
    screened = iter(screen(sound, index, bands))
    for row in rows:
        yield _broken(row) if row.fault else _answer(row, next(screened))


def _broken(row: PartyRow) -> Answer:
    hit = _query(row) | NO_HIT | {"explanation": f"{CANNOT_SCREEN}{row.fault}"}
    return Answer(row, (hit,), screened=False)


def _answer(row: PartyRow, found: Screening) -> Answer:
    sound = found.status == "screened"
    if found.matches:
        hits = [_query(row) | _hit(match) for match in found.matches]
        if found.too_many:
            more = f"And {found.too_many} more listed parties. State the name in full."
            hits.append(_query(row) | NO_HIT | {"band": "possible", "explanation": more})
        return Answer(row, tuple(hits), sound)
    reason = found.reason if sound else f"{CANNOT_SCREEN}{found.reason}"
    return Answer(row, (_query(row) | NO_HIT | {"explanation": reason},), sound)


def _query(row: PartyRow) -> Hit:
    return {"query": row.query, "country": row.country}


def _hit(match: Match) -> Hit:
    return {
        "band": match.band,
        "entity": match.party.name,
        "matched_name": match.matched_name,
        "score": f"{match.score // 100}.{match.score % 100:02d}",
        "explanation": match.explanation,
        "list": match.party.source,
    }
