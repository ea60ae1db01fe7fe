"""Does what else is known of a person contradict the organisation stated for this meeting?

Only a contradiction is a doubt. What is not stated, cannot be read or may be another writing is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import product
from typing import Final, Literal

from rapidfuzz import fuzz

from participation.screening.domains import mail_owners, owner_of
from participation.screening.normalize import folded, words_of
from participation.screening.stated import readings_of
from participation.screening.vocabulary import STOP_WORDS

Kind = Literal["mail", "earlier"]
# A statement older than this says nothing about today's employer.
EARLIER_DAYS: Final = 365
# From here on two names are ways to write one (0..100).
SAME_WRITING: Final = 80


@dataclass(frozen=True, slots=True)
class EarlierStatement:
    """What was stated for the same person on another day; `key` is the caller's name for the occasion."""

    organisation: str
    country: str
    on: date
    key: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """The organisation that speaks against the stated one, and why: a mail domain or an occasion's key."""

    kind: Kind
    other: str
    country: str
    source: str


def doubt_of(
    stated: Sequence[str], *, address: str, earlier: Sequence[EarlierStatement], on: date
) -> Doubt | None:
    """The one doubt about what a person's list entries state, or None.

    Takes: all that is stated for the person on this occasion; `earlier` in any order. A mail domain that
    agrees with it settles what was stated earlier: people change their employer.
    """
    named = [text for text in stated if _can_be_compared(text)]
    if not named or len(named) != len(stated):
        return None
    if found := owner_of(address):
        domain, owner = found
        if any(agree(one, name) for one, name in product(named, owner.names)):
            return None
        return Doubt("mail", owner.name, owner.country, domain)
    return _earlier_doubt(named, earlier, on)


def _earlier_doubt(named: Sequence[str], earlier: Sequence[EarlierStatement], on: date) -> Doubt | None:
    """Against the last occasion before this day: all that was stated there must speak against it."""
    before = [one for one in earlier if on - timedelta(days=EARLIER_DAYS) <= one.on < on]
    if not before:
        return None
    last = max(one.on for one in before)
    there = [one for one in before if one.on == last]
    if not all(_can_be_compared(one.organisation) for one in there):
        return None
    if any(agree(now, one.organisation) for now, one in product(named, there)):
        return None
    return Doubt("earlier", there[0].organisation, there[0].country, there[0].key)


def _can_be_compared(text: str) -> bool:
    """Whether it names somebody in Latin letters, by a word of its own or as the table does."""
    if not folded(text).isascii():
        return False
    stated = readings_of(text)
    if stated.unread or not stated.readings:
        return False
    return any(_written(one.text).distinctive for one in stated.readings) or bool(_owners(text))


def agree(one: str, other: str) -> bool:
    """Whether two texts may name the same organisation: in part, by initials, by the table, or misspelt."""
    return _may_be_same(one, other) or bool(_owners(one) & _owners(other))


@lru_cache(maxsize=4096)
def _owners(text: str) -> frozenset[str]:
    """Whose name it may be, of those in the table."""
    return frozenset(
        owner.name for owner in mail_owners() if any(_may_be_same(text, name) for name in owner.names)
    )


def _may_be_same(one: str, other: str) -> bool:
    return any(_is_same(a, b) for a, b in product(_ways(one), _ways(other)))


@dataclass(frozen=True, slots=True)
class _Written:
    """A name as it is compared: its words, those of its own, these in one piece, and its initials."""

    words: frozenset[str]
    raw: frozenset[str]
    distinctive: frozenset[str]
    joined: str
    initials: str


@lru_cache(maxsize=4096)
def _ways(text: str) -> tuple[_Written, ...]:
    """The text and each organisation in it: two in one cell, a consultant and a client."""
    return tuple(_written(one) for one in (text, *(reading.text for reading in readings_of(text).readings)))


def _written(text: str) -> _Written:
    words, raw = words_of(text), folded(text).split()
    telling = [word for word in raw if word not in STOP_WORDS]
    return _Written(
        words=frozenset(words.tokens),
        raw=frozenset(raw),
        distinctive=frozenset(words.distinctive),
        joined="".join(words.distinctive),
        # Of three words or more; two letters are the initials of too many.
        initials="".join(word[0] for word in telling) if len(telling) > 2 else "",
    )


def _is_same(a: _Written, b: _Written) -> bool:
    """Whether two ways of writing may be of one name; words of the trade alone must be the same ones."""
    if a.distinctive & b.distinctive or a.initials in b.raw or b.initials in a.raw:
        return True
    if (a.words and a.words <= b.words) or (b.words and b.words <= a.words):
        return True
    both = bool(a.joined and b.joined)
    return both and fuzz.ratio(a.joined, b.joined, score_cutoff=SAME_WRITING) >= SAME_WRITING
