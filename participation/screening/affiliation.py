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
from participation.screening.normalize import Words, folded, words_of
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
    own = any(words_of(one.text).distinctive for one in stated.readings)
    return own or any(_is_of(text, owner.names) for owner in mail_owners())


def agree(one: str, other: str) -> bool:
    """Whether two texts may name the same organisation: in part, by initials, by the table, or misspelt."""
    return any(_may_be_same(a, b) for a, b in product(_ways(one), _ways(other))) or any(
        _is_of(one, owner.names) and _is_of(other, owner.names) for owner in mail_owners()
    )


@lru_cache(maxsize=4096)
def _ways(text: str) -> tuple[str, ...]:
    """The text and each organisation in it: two in one cell, a consultant and a client."""
    return (text, *(reading.text for reading in readings_of(text).readings))


def _is_of(text: str, names: Sequence[str]) -> bool:
    return any(_may_be_same(way, name) for way, name in product(_ways(text), names))


def _may_be_same(one: str, other: str) -> bool:
    a, b = words_of(one), words_of(other)
    if not a.distinctive or not b.distinctive:
        # Words of the trade and places alone: only the same ones are the same name.
        return bool(a.tokens) and (_holds(a, b.tokens) or _holds(b, a.tokens) or _by_initials(one, other))
    if set(a.distinctive) & set(b.distinctive):
        return True
    if _holds(a, b.tokens) or _holds(b, a.tokens) or _by_initials(one, other):
        return True
    return fuzz.ratio("".join(a.distinctive), "".join(b.distinctive)) >= SAME_WRITING


def _holds(words: Words, tokens: Sequence[str]) -> bool:
    return bool(tokens) and set(tokens) <= set(words.tokens)


def _by_initials(one: str, other: str) -> bool:
    """Whether one is, or has among its words, the initials of the other."""
    return _initials(one) in folded(other).split() or _initials(other) in folded(one).split()


def _initials(text: str) -> str:
    """The first letters of a name of three words or more; a text that no word is otherwise."""
    words = [word for word in folded(text).split() if word not in STOP_WORDS]
    return "".join(word[0] for word in words) if len(words) > 2 else " "
