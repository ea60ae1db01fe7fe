"""Slips in the words that many names share: a letter wrong in "technology", a legal form grown to a word.

Only words of the closed lists are mended, whatever list is in force; names of places and brands are not,
since many of them are one letter apart and mean somebody else.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from participation.screening.vocabulary import (
    FIELD_WORDS,
    GENERIC_WORDS,
    LEADING_LEGAL_FORMS,
    LEGAL_FORMS,
    NOISE_WORDS,
    SAME_WORDS,
    TOWNS,
)

# Shorter words have too many neighbours; abbreviations and words of one field a little longer ones, too.
_LEAST_LETTERS: Final = 7
_LEAST_LETTERS_OF_FIELD: Final = 8
# Two halves that make a word of this length were one word.
_LEAST_OF_HALVES: Final = 6
_COMMON: Final = LEGAL_FORMS | LEADING_LEGAL_FORMS | NOISE_WORDS | GENERIC_WORDS
_OF_FIELD: Final = FIELD_WORDS | SAME_WORDS.keys()
_KNOWN: Final = _COMMON | _OF_FIELD
_MADE_OF_HALVES: Final = frozenset(word for word in _KNOWN | TOWNS if len(word) >= _LEAST_OF_HALVES)
_GROWN_TO_THE_END: Final = re.compile(
    r"(?P<name>.{4,}?)(?P<form>limited|ltd|company|corporation|gmbh|llc|incorporated|international|technology|technologies"
    r"|electronics|industrial|engineering|telecommunications)"
)
_GROWN_TO_A_NUMBER: Final = re.compile(r"(?P<name>[a-z]{5,})(?P<form>\d+(?:st|nd|rd|th)?)")
_GROWN_TO_THE_START: Final = re.compile(
    r"(?P<form>limited|company|corporation|[cop]?jsc|fgup|ooo)(?P<name>.{4,})"
)


def _one_less(word: str) -> Iterator[str]:
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


def _neighbours() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word in sorted(_KNOWN):
        if len(word) >= (_LEAST_LETTERS if word in _COMMON else _LEAST_LETTERS_OF_FIELD):
            for shorter in _one_less(word):
                found[shorter].append(word)
    return dict(found)


_NEIGHBOURS: Final = _neighbours()


@lru_cache(maxsize=1 << 13)
def mended(word: str) -> tuple[str, ...]:
    """A folded word as it was meant: itself, a known word one slip away, or two words that grew together."""
    if len(word) < _LEAST_LETTERS - 1 or word in _KNOWN or word.isdigit():
        return (word,)
    meant = _nearest(word)
    if meant:
        return (meant,)
    grown = _GROWN_TO_THE_END.fullmatch(word) or _GROWN_TO_A_NUMBER.fullmatch(word)
    if grown:
        return (grown["name"], grown["form"])
    grown = _GROWN_TO_THE_START.fullmatch(word)
    return (grown["form"], grown["name"]) if grown else (word,)


def _nearest(word: str) -> str | None:
    for shorter in _one_less(word):
        for known in _NEIGHBOURS.get(shorter, ()):
            if (
                word[0] == known[0]
                and OSA.distance(word, known, score_cutoff=1) <= 1
                and not _is_plural(word, known)
            ):
                return known
    return None


def _is_plural(word: str, known: str) -> bool:
    return word == f"{known}s"


def whole(words: list[str]) -> list[str]:
    """The words of a name, with those put together that are halves of a word of the closed lists."""
    found: list[str] = []
    for word in words:
        before = found[-1] if found else ""
        joined = before + word
        if before == "joint" and OSA.distance(word, "stock") == 1:
            word = "stock"
        if before and joined in _MADE_OF_HALVES and not (before in _KNOWN and word in _KNOWN):
            found[-1] = joined
        else:
            found.append(word)
    return found
