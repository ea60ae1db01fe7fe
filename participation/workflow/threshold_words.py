"""Thresholds and months as people write them, for the page and the command alike."""

import re

from participation.screening.policy import Bands

MOST_MONTHS = 60
POINTS = "Give a number over 0 and at most 100, such as 75.5."
MONTHS = f"Give a whole number of months from 1 to {MOST_MONTHS}."
ORDER = "A match starts where possible starts, or above it."
_POINTS = re.compile(r"(\d{1,3})(?:\.(\d{1,2}))?", re.ASCII)


class BadThreshold(ValueError):
    """What was written is no threshold or no number of months; the message says what is."""


def hundredths_of(text: str) -> int:
    """Points with up to two decimals, over 0 and at most 100, in hundredths. Raises: BadThreshold."""
    found = _POINTS.fullmatch(text.strip())
    value = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else 0
    if not 0 < value <= 10000:
        raise BadThreshold(POINTS)
    return value


def months_of(text: str) -> int:
    """A number of months to look back. Raises: BadThreshold."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 4 and 1 <= int(digits) <= MOST_MONTHS):
        raise BadThreshold(MONTHS)
    return int(digits)


def bands_of(*, match: int, possible: int) -> Bands:
    """The bands that start there. Raises: BadThreshold where a match would start below possible."""
    if match < possible:
        raise BadThreshold(ORDER)
    return Bands(match=match, possible=possible)


def points(hundredths: int) -> str:
    """7550 as "75.5", 9100 as "91"."""
    return f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".")
