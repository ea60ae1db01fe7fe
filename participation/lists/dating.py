"""Since when an entry has been listed, and how well that is known."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Literal

from participation.lists.records import ListRecord

Quality = Literal["regulation", "secondary", "memory", "inference"]
# "list": the list's own start date. "snapshot": only known to be listed from the first snapshot that has it.
DateSource = Literal["list", "regulation", "secondary", "memory", "inference", "snapshot", "unknown"]
_QUALITIES: tuple[Quality, ...] = ("regulation", "secondary", "memory", "inference")
_PLAIN = re.compile(r"(\d+) FR (\d+)$")


@dataclass(frozen=True, slots=True)
class Citation:
    """A Federal Register notice and the day from which its entries are listed."""

    text: str
    effective_on: date
    quality: Quality
    note: str


@dataclass(frozen=True, slots=True)
class ListingDate:
    """The day from which an entry is listed; None means that it is not known at all.

    With `source` "snapshot" the entry may have been listed earlier, so a release before that day is
    decided both ways. "inference" days are days of publication; the rule may have applied some days before.
    """

    on: date | None
    source: DateSource
    citation: str | None


@cache
def citations() -> Mapping[str, Citation]:
    """The shipped table of notices by citation."""
    text = resources.files("participation.lists").joinpath("citations.toml").read_text(encoding="utf-8")
    return parse_citations(text)


def parse_citations(text: str) -> Mapping[str, Citation]:
    """A table of notices by citation. Raises ValueError for an entry of another shape."""
    return MappingProxyType({key: _citation(key, row) for key, row in tomllib.loads(text).items()})


def _citation(key: str, row: object) -> Citation:
    match row:
        case {"effective_on": date() as day, "quality": str() as quality, "note": str() as note}:
            for known in _QUALITIES:
                if quality == known:
                    return Citation(key, day, known, note)
    raise ValueError(f"citations.toml: {key!r} needs effective_on, quality (one of {_QUALITIES}) and note")


def earliest_citation(record: ListRecord) -> str | None:
    """The first notice that the entry cites, by volume and page; None when it cites none in that form."""
    plain = [
        (int(found[1]), int(found[2]), text)
        for text in record.federal_register
        if (found := _PLAIN.match(text))
    ]
    return min(plain)[2] if plain else None


def listed_on(record: ListRecord, first_snapshot_on: date | None) -> ListingDate:
    """The day of listing: the list's own, else that of the earliest notice, else the first snapshot's.

    The earliest notice alone counts: a later one that the table knows says only when the entry changed.
    """
    if record.start_on is not None:
        return ListingDate(record.start_on, "list", None)
    text = earliest_citation(record)
    if text is not None and (known := citations().get(text)):
        return ListingDate(known.effective_on, known.quality, text)
    if first_snapshot_on is not None:
        return ListingDate(first_snapshot_on, "snapshot", text)
    return ListingDate(None, "unknown", text)
