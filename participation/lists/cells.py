"""Cells of the Consolidated Screening List: several values in one text, taken apart."""

import re
from datetime import date

_ISO_2 = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT
    BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH
    ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT
    HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS
    LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI
    NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG
    SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG
    UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
    """.strip().split()
)
# Regions that the list writes where a country code stands.
_REGIONS = {"PRC": "CN", "CRIMEA (OCCUPIED)": "UA", "CRIMEA REGION OF UKRAINE": "UA"}

_CITATION = re.compile(r"\b(\d{2})\s*F\.?\s*R\.?\s*(\d{1,6})\b")
_LEADING_AND = re.compile(r"^and\s+", re.I)
_ABBREVIATION = re.compile(
    r"(?:\b(?:co|corp|inc|ltd|ltda|llc|gmbh|bhd|pte|pty|pvt|jsc|sti|dr|jr|sr)|\.\w+)\.$", re.I
)


def values_of(cell: str) -> tuple[str, ...]:
    """The values of a cell joined with "; ", in order, without blanks and empty ones."""
    return tuple(value for part in cell.split(";") if (value := part.strip()))


def aliases_of(cell: str) -> tuple[str, ...]:
    """Aliases in order, each once: without the "and " before the last and the full stop that ends it."""
    parts = [_LEADING_AND.sub("", part) if i else part for i, part in enumerate(values_of(cell))]
    if parts and parts[-1].endswith(".") and not _ABBREVIATION.search(parts[-1]):
        parts[-1] = parts[-1][:-1].rstrip()
    return tuple(dict.fromkeys(part for part in parts if part))


def addresses_of(cell: str) -> tuple[str, ...]:
    """Addresses in order, each once; an address that is a country code alone stays one."""
    parts = (_LEADING_AND.sub("", part).rstrip(",") for part in values_of(cell))
    return tuple(dict.fromkeys(part for part in parts if part))


def country_of(address: str) -> str | None:
    """The ISO-2 code that ends an address, or None: the last part may also be a city or a post code."""
    last = address.rsplit(",", 1)[-1].strip()
    if last.upper() in _REGIONS:
        return _REGIONS[last.upper()]
    return last if last in _ISO_2 else None


def countries_of(addresses: tuple[str, ...]) -> tuple[str, ...]:
    """The countries of the addresses in order, each once."""
    return tuple(dict.fromkeys(code for address in addresses if (code := country_of(address))))


def citations_of(cell: str) -> tuple[str, ...]:
    """Federal Register citations such as "84 FR 22961", in order; a text without any stays as it is."""
    found = tuple(dict.fromkeys(f"{volume} FR {int(page)}" for volume, page in _CITATION.findall(cell)))
    text = " ".join(cell.split())
    return found or ((text,) if text else ())


def day_of(cell: str) -> date | None:
    """The ISO date of a cell, or None when it is empty. Raises ValueError for any other text."""
    text = cell.strip()
    return date.fromisoformat(text) if text else None
