"""What a list entry is once it has been checked, and what follows from its text alone."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from types import MappingProxyType

SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "EL": "Entity List (EL) - Bureau of Industry and Security",
        "MEU": "Military End User (MEU) List - Bureau of Industry and Security",
        "DPL": "Denied Persons List (DPL) - Bureau of Industry and Security",
        "UVL": "Unverified List (UVL) - Bureau of Industry and Security",
        "SDN": "Specially Designated Nationals (SDN) - Treasury Department",
        "DTC": "ITAR Debarred (DTC) - State Department",
        "ISN": "Nonproliferation Sanctions (ISN) - State Department",
        "SSI": "Sectoral Sanctions Identifications List (SSI) - Treasury Department",
        "FSE": "Foreign Sanctions Evaders (FSE) - Treasury Department",
        "PLC": "Palestinian Legislative Council List (PLC) - Treasury Department",
        "CAP": "Capta List (CAP) - Treasury Department",
        "NS-MBS": "Non-SDN Menu-Based Sanctions List (NS-MBS List) - Treasury Department",
        "CMIC": "Non-SDN Chinese Military-Industrial Complex Companies List (CMIC) - Treasury Department",
    }
)


class ListError(ValueError):
    """A list file that must not be used; `row` is a 1-based line, `byte` a 0-based offset."""

    def __init__(self, message: str, *, row: int | None = None, byte: int | None = None) -> None:
        where = f"line {row}: " if row is not None else f"byte {byte}: " if byte is not None else ""
        super().__init__(where + message)
        self.message = message
        self.row = row
        self.byte = byte


@dataclass(frozen=True, slots=True)
class ListRecord:
    """One entry of one list. `row` is the 1-based line of the file on which it starts."""

    source: str
    official_number: str | None
    name: str
    aliases: tuple[str, ...]
    countries: tuple[str, ...]
    addresses: tuple[str, ...]
    federal_register: tuple[str, ...]
    license_requirement: str
    license_policy: str
    start_on: date | None
    end_on: date | None
    programs: tuple[str, ...]
    entity_type: str
    remarks: str
    row: int


@dataclass(frozen=True, slots=True)
class Oddity:
    """An oddity that was tolerated, with the line on which it stands."""

    row: int
    message: str


@dataclass(frozen=True, slots=True)
class ParsedList:
    """A whole list file, checked.

    `rows` counts the data rows; `counts` gives them by source; `sha256` (32 bytes) is of the bytes
    as received; `partial` says that absence from this file proves nothing.
    """

    records: tuple[ListRecord, ...]
    counts: Mapping[str, int]
    sha256: bytes
    rows: int
    partial: bool
    warnings: tuple[Oddity, ...] = ()
    as_of_on: date | None = None


def normalised_name(name: str) -> str:
    """The name with case, accents' composition, punctuation and runs of blanks made equal."""
    text = unicodedata.normalize("NFKC", name).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in text).split())


def identity_of(record: ListRecord) -> str:
    """What stays the same while the entry changes: its official number, else its name and country.

    Of several countries the alphabetically first counts, so that the order of addresses does not
    make a new party. Treasury numbers its entries; the Commerce and State lists do not.
    """
    if record.official_number is not None:
        return f"{record.source}:#{record.official_number}"
    country = min(record.countries, default="")
    return f"{record.source}:{normalised_name(record.name)}|{country}"


def content_of(record: ListRecord) -> dict[str, object]:
    """Everything the record says except where in the file it stood, ready for canonical JSON."""
    content: dict[str, object] = {}
    for field in fields(record):
        value = getattr(record, field.name)
        if field.name == "row":
            continue
        content[field.name] = value.isoformat() if isinstance(value, date) else value
    return content


def content_hash(record: ListRecord) -> bytes:
    """SHA-256 (32 bytes) of the canonical JSON of `content_of(record)`."""
    text = json.dumps(content_of(record), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()
