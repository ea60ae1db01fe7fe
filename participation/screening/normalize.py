"""From a name as written to the words that are compared: case, script, punctuation, legal forms."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from participation.screening import policy
from participation.screening.vocabulary import (
    COMMON_WORDS,
    FIELD_WORDS,
    GENERIC_WORDS,
    LEADING_LEGAL_FORMS,
    LEGAL_FORMS,
    NATIONS,
    NOISE_WORDS,
    SAME_WORDS,
    STOP_WORDS,
    TOWNS,
)

_UNDECOMPOSED = str.maketrans(
    {
        "ø": "o",
        "æ": "ae",
        "œ": "oe",
        "ß": "ss",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "&": " and ",
    }
)
_APOSTROPHES = re.compile(r"['’`´ʹʼ]")
_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}(?:[a-z]\b)?|\b[a-z]/[a-z]\b")
_PUNCTUATION = re.compile(r"[\W_]+")
_ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th)$")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a name in order, each with its weight; legal forms and stop words are gone."""

    tokens: tuple[str, ...]
    weights: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.weights)

    @property
    def distinctive(self) -> tuple[str, ...]:
        """Words that belong to few names; numbers, places and words of the trade do not count."""
        return tuple(t for t, w in zip(self.tokens, self.weights, strict=True) if w == policy.DISTINCTIVE)


def folded(text: str) -> str:
    """Lower case, without accents, apostrophes and the dots of initials; other punctuation is blank."""
    text = text.casefold().translate(_UNDECOMPOSED)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in text if not unicodedata.combining(c))
    text = _APOSTROPHES.sub("", text)
    if "." in text or "/" in text:
        text = _INITIALS.sub(lambda found: found[0].replace(".", "").replace("/", "") + " ", text)
    return _PUNCTUATION.sub(" ", text).strip()


def words_of(text: str) -> Words:
    """The words of a name that count; if only legal forms are left, those."""
    raw = folded(text).split()
    kept = [token for i, token in enumerate(raw) if not _is_dropped(token, first=i == 0)] or raw
    tokens = tuple(word for token in kept for word in _canonical(token).split())
    return Words(tokens, tuple(weight_of(token) for token in tokens))


def _is_dropped(token: str, *, first: bool) -> bool:
    return token in STOP_WORDS or token in LEADING_LEGAL_FORMS or (token in LEGAL_FORMS and not first)


@lru_cache(maxsize=1 << 17)
def _canonical(token: str) -> str:
    if found := _ORDINAL.match(token):
        return found[1]
    token = SAME_WORDS.get(token, token)
    if len(token) > 4 and token.endswith("ies"):
        token = token[:-3] + "y"
    elif len(token) > 4 and token.endswith("s") and not token.endswith(("ss", "us", "is")):
        token = token[:-1]
    return SAME_WORDS.get(token, token)


def is_town(token: str) -> bool:
    """Whether a word is the name of a town or province, not of a country."""
    return token in _TOWNS


@lru_cache(maxsize=1 << 17)
def weight_of(token: str) -> int:
    """How much a word says about whose name it is, by the closed lists of `vocabulary`."""
    if token.isdigit():
        return policy.NUMBER
    if token in _NOISE:
        return policy.NOISE
    if token in _FIELD:
        return policy.FIELD
    if token in _PLACES:
        return policy.PLACE
    if token in _GENERIC or len(token) == 1:
        return policy.GENERIC
    if token in _COMMON:
        return policy.COMMON
    return policy.DISTINCTIVE


def _as_words(words: frozenset[str]) -> frozenset[str]:
    return frozenset(part for word in words for part in _canonical(word).split())


_NOISE, _TOWNS = _as_words(NOISE_WORDS), _as_words(TOWNS)
_PLACES = _TOWNS | _as_words(NATIONS)
_GENERIC, _FIELD, _COMMON = _as_words(GENERIC_WORDS), _as_words(FIELD_WORDS), _as_words(COMMON_WORDS)
