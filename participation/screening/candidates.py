"""The ways in which a listed party may be written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from participation.screening import policy
from participation.screening.normalize import Words, folded, is_town, weight_of, words_of
from participation.screening.scripts import latin_readings
from participation.screening.types import ListedParty
from participation.screening.vocabulary import LEGAL_FORMS, STANDARDS_BODIES, STOP_WORDS
from participation.screening.written import forms_of

Kind = Literal["name", "alias", "address"]

KINDS: Final[tuple[Kind, ...]] = ("name", "alias", "address")
_ADDRESS_ONLY = re.compile(r"^address\s+\d+$", re.I)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_AFFILIATE = re.compile(r"(?:affiliated entity:|subordinate institution\s*-)\s*(.+)$", re.I)
# "V.A." before the name of the person that an institute is named after.
_LEADING_INITIALS = re.compile(r"\b(?:[A-Z]\.\s?){1,3}(?=[A-Z][a-z])")
# "VisionLabs", as others write it in two words.
_CAMEL = re.compile(r"(?<=[a-z]{3})(?=[A-Z][a-z]{2})")
_PARENT = re.compile(
    r"^(?:Chinese|Russian) Academy of Sciences['’,]*\s+"
    r"|[\s,]+(?:of (?:the )?)?(?:Chinese|Russian) Academy of Sciences$"
)
_OF_PLACES = frozenset({policy.PLACE, policy.NOISE})
_INSTITUTES = frozenset({"institute", "university", "academy", "college"})
_FORMERLY = re.compile(r"^(?:[af]\.?k\.?a\.?,?\s*)", re.I)


@dataclass(frozen=True, slots=True)
class ListedName:
    """One way to write a listed party. `stated` is False for initials that the list does not give itself.

    `by_words` is False where only its letters are compared: the words are those of another of its names, or
    of a place.
    """

    party: ListedParty
    kind: Kind
    text: str
    words: Words
    stated: bool = True
    by_words: bool = True


def listed_names(party: ListedParty) -> Iterator[ListedName]:
    """Every way to write a party that may be compared: name, aliases, short forms in brackets, initials.

    An entry that is an address only is never compared by its name; a ship or an aircraft not at all.
    """
    if party.craft:
        return
    if _ADDRESS_ONLY.match(party.name.strip()):
        for address in party.addresses:
            if len(folded(address).split()) > 2:
                yield ListedName(party, "address", address, words_of(address))
        return
    seen: set[tuple[str, ...]] = set()
    written_so: set[str] = set()
    written: list[tuple[Kind, str]] = [("name", party.name), *(("alias", alias) for alias in party.aliases)]
    for kind, text in written:
        for form, latin in _in_latin(text):
            words = words_of(latin)
            by_words = words.tokens not in seen and not _is_place(words)
            if words.tokens and (by_words or (not party.person and _is_new(form, written_so))):
                seen.add(words.tokens)
                written_so.update(forms_of(form))
                short = form != text and len(form) <= policy.SHORT_NAME
                yield ListedName(party, "alias" if short else kind, form, words, by_words=by_words)
    if party.person:
        return
    for kind, text in written:
        if not (letters := _initials(text)):
            continue
        initials = words_of(letters)
        if len(initials.tokens) == 1 and initials.tokens not in seen:
            seen.add(initials.tokens)
            yield ListedName(party, kind, text, initials, stated=False)


def _in_latin(text: str) -> Iterator[tuple[str, str]]:
    """The forms of a text, each as listed and in every way it is read in Latin letters."""
    for form in _forms(text):
        if " " not in form and (apart := _CAMEL.sub(" ", form)) != form:
            yield form, apart
        if form.isascii():
            yield form, form
        else:
            yield from ((form, latin.text) for latin in latin_readings(form))


def _forms(text: str) -> Iterator[str]:
    """A text, and the names inside it: an affiliate named after a colon, what stands in brackets."""
    # Most names hold none of this; a look for one letter costs less than a pattern.
    if (":" in text or "-" in text) and (found := _AFFILIATE.search(text)):
        # An institution is also written with the body above it; a company of a group is not.
        if found[0].casefold().startswith("subordinate"):
            yield text
        text = found[1]
    inside = [_FORMERLY.sub("", part).strip() for part in _BRACKETS.findall(text)]
    outside = " ".join((_BRACKETS.sub(" ", text) if inside else text).split())
    yield text
    if outside != text:
        yield outside
    plain = _LEADING_INITIALS.sub("", outside) if "." in outside else outside
    if plain != outside:
        yield plain
    part = _PARENT.sub("", plain) if "Academy" in plain else plain
    if part != plain and (any(map(is_town, words_of(part).tokens)) or words_of(part).distinctive):
        yield part
    short = [part for part in inside if len(part) > 2 and not _is_remark(part)]
    yield from (part for part in short if len(part) > 3)
    if len(short) > 1:
        yield " ".join(short)
    elif short and len(short[0]) == policy.SHORT_NAME and short[0].isupper():
        yield short[0]


def _is_new(form: str, written_so: set[str]) -> bool:
    """Whether the letters of a form say what those of no other do: not one word, nor where a town is."""
    if not form.isascii() or written_so.issuperset(forms_of(form)):
        return False
    words = folded(form).split()
    is_where = any(map(is_town, words)) and all(weight_of(word) == policy.PLACE for word in words)
    return len(words) > 1 and not is_where


def _is_remark(part: str) -> bool:
    said = part.casefold().startswith(("a ", "subordinate", "private", "formerly"))
    if said or all(word in LEGAL_FORMS for word in folded(part).split()):
        return True
    return not (part.isupper() or words_of(part).distinctive)


def _is_place(words: Words) -> bool:
    """Whether the words name nobody: a place only, or a single letter."""
    return _OF_PLACES.issuperset(words.weights) or len("".join(words.tokens)) == 1


def _initials(name: str) -> str:
    """The initials of a name of four to seven words that count, three of an institute, or an empty text.

    Those of a standards body mean that body, whoever else could have them.
    """
    plain = (_BRACKETS.sub(" ", name) if "(" in name else name).split(",")[0]
    words = [word for word in folded(plain).split() if word not in STOP_WORDS]
    least = 4 if _INSTITUTES.isdisjoint(words) else 3
    letters = "".join(word[0] for word in words) if least <= len(words) <= 7 else ""
    return "" if letters in STANDARDS_BODIES else letters
