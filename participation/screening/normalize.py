"""From a name as written to the words that are compared: case, script, punctuation, legal forms."""

import re
import unicodedata
from functools import lru_cache
from itertools import chain, zip_longest
from typing import NamedTuple

from participation.screening import policy
from participation.screening.slips import mended, whole
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
_ASCII_APOSTROPHES = str.maketrans("", "", "'`")
# What becomes of ASCII: letters and digits stay, apostrophes go, the rest is blank.
_ASCII = (
    {code: " " for code in range(128) if not chr(code).isalnum()} | _ASCII_APOSTROPHES | {ord("&"): " and "}
)
_APOSTROPHES = re.compile(r"['’`´ʹʼ]")
_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}(?:[a-z]\b)?|\b[a-z]/[a-z]\b")
# "i-Flytek", "e-Systems": one word with its letter.
_LETTER_BEFORE = re.compile(r"(?<![\w-])([a-z])-(?=[a-z]{3})")
_PUNCTUATION = re.compile(r"[\W_]+")
_DROPPED_FIRST = STOP_WORDS | LEADING_LEGAL_FORMS
_DROPPED = _DROPPED_FIRST | LEGAL_FORMS
_KINDS_OF_STOCK = frozenset({"closed", "open", "public"})
# A research institute is an institute.
_RESEARCH_INSTITUTE = ("research", "institute")
_ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th)$")


class Words(NamedTuple):
    """The words of a name in order, each with its weight; legal forms and stop words are gone.

    `distinctive` are those that belong to few names; numbers, places and words of the trade do not count.
    """

    tokens: tuple[str, ...]
    weights: tuple[int, ...]
    total: int
    distinctive: tuple[str, ...]

    @classmethod
    def of(cls, tokens: tuple[str, ...]) -> "Words":
        """The name of these words."""
        weights = tuple(map(weight_of, tokens))
        telling = [t for t, w in zip(tokens, weights, strict=True) if w == policy.DISTINCTIVE]
        return cls(tokens, weights, sum(weights), tuple(telling))


@lru_cache(maxsize=1 << 10)
def folded(text: str) -> str:
    """Lower case, without accents, apostrophes and the dots of initials; other punctuation is blank."""
    text = text.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_UNDECOMPOSED))
        text = "".join([c for c in text if not unicodedata.combining(c)])
        text = _APOSTROPHES.sub("", text)
    if "-" in text:
        text = _LETTER_BEFORE.sub(r"\1", text)
    if "." in text or "/" in text:
        text = _INITIALS.sub(_without_dots, text.translate(_ASCII_APOSTROPHES))
    if text.isascii():
        return " ".join(text.translate(_ASCII).split())
    return _PUNCTUATION.sub(" ", text).strip()


def _without_dots(found: re.Match[str]) -> str:
    return found[0].replace(".", "").replace("/", "") + " "


def words_of(text: str) -> Words:
    """The words of a name that count; if only legal forms are left, those."""
    raw = whole(folded(text).split())
    tokens: tuple[str, ...] = ()
    if raw and "joint" not in raw and mended(raw[0])[0] not in LEGAL_FORMS:
        tokens = tuple(chain.from_iterable(map(_counted, raw)))
    tokens = _with_towns(tokens or _counted_together(raw))
    if "research" in tokens and "institute" in tokens:
        tokens = tuple(t for t, after in zip_longest(tokens, tokens[1:]) if (t, after) != _RESEARCH_INSTITUTE)
    return Words.of(tokens)


@lru_cache(maxsize=1 << 17)
def _counted(word: str) -> tuple[str, ...]:
    """What a folded word says that counts, wherever it stands but first."""
    return tuple([part for one in mended(word) if one not in _DROPPED for part in canonical(one)])


def _counted_together(words: list[str]) -> tuple[str, ...]:
    """The words that count where their order tells which do."""
    raw = [one for word in words for one in mended(word)]
    if "joint" in raw:
        raw = [t for t, after in zip_longest(raw, raw[1:]) if not (after == "joint" and t in _KINDS_OF_STOCK)]
    kept = [token for token in raw if token not in _DROPPED]
    if raw and raw[0] in LEGAL_FORMS and raw[0] not in _DROPPED_FIRST:
        kept.insert(0, raw[0])
    return tuple([word for token in kept or raw for word in canonical(token)])


def _with_towns(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """The words with a town that is written in two as one word ("Shen Zhen")."""
    if _BEGINNINGS.isdisjoint(tokens):
        return tokens
    found: list[str] = []
    for token in tokens:
        if found and found[-1] + token in _TOWNS:
            found[-1] += token
        else:
            found.append(token)
    return tuple(found)


@lru_cache(maxsize=1 << 13)
def canonical(token: str) -> tuple[str, ...]:
    """The word or words that a word stands for."""
    if found := _ORDINAL.match(token):
        return (found[1],)
    token = SAME_WORDS.get(token, token)
    if len(token) > 4 and token.endswith("ies"):
        token = token[:-3] + "y"
    elif len(token) > 4 and token.endswith("s") and not token.endswith(("ss", "us", "is")):
        token = token[:-1]
    return tuple(SAME_WORDS.get(token, token).split())


def is_town(token: str) -> bool:
    """Whether a word is the name of a town or province, not of a country."""
    return token in _TOWNS


@lru_cache(maxsize=1 << 14)
def is_known(word: str) -> bool:
    """Whether a folded word stands in one of the closed lists of `vocabulary`, or is a number."""
    return word in _DROPPED or all(weight_of(part) != policy.DISTINCTIVE for part in canonical(word))


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
    return frozenset(part for word in words for part in canonical(word))


_NOISE, _TOWNS = _as_words(NOISE_WORDS), _as_words(TOWNS)
_BEGINNINGS = frozenset(town[:end] for town in _TOWNS for end in range(2, len(town) - 1))
_PLACES = _TOWNS | _as_words(NATIONS)
_GENERIC, _FIELD, _COMMON = _as_words(GENERIC_WORDS), _as_words(FIELD_WORDS), _as_words(COMMON_WORDS)
