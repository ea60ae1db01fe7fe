"""The ways in which a listed party may be written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from participation.screening import policy
from participation.screening.normalize import Words, folded, words_of
from participation.screening.types import ListedParty
from participation.screening.vocabulary import STOP_WORDS

Kind = Literal["name", "alias", "address"]

KINDS: Final[tuple[Kind, ...]] = ("name", "alias", "address")
_ADDRESS_ONLY = re.compile(r"^address\s+\d+$", re.I)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_AFFILIATE = re.compile(r"(?:affiliated entity:|subordinate institution\s*-)\s*(.+)$", re.I)
_FORMERLY = re.compile(r"^(?:[af]\.?k\.?a\.?,?\s*)", re.I)


@dataclass(frozen=True, slots=True)
class ListedName:
    """One way to write a listed party. `stated` is False for initials that the list does not give itself."""

    party: ListedParty
    kind: Kind
    text: str
    words: Words
    stated: bool = True


def listed_names(party: ListedParty) -> Iterator[ListedName]:
    """Every way to write a party that may be compared: name, aliases, short forms in brackets, initials.

    An entry that is an address only is never compared by its name.
    """
    if _ADDRESS_ONLY.match(party.name.strip()):
        for address in party.addresses:
            if len(folded(address).split()) > 2:
                yield ListedName(party, "address", address, words_of(address))
        return
    seen: set[tuple[str, ...]] = set()
    written: list[tuple[Kind, str]] = [("name", party.name), *(("alias", alias) for alias in party.aliases)]
    for kind, text in written:
        for form in _forms(text):
            words = words_of(form)
            if words.tokens and words.tokens not in seen and not _is_place(words):
                seen.add(words.tokens)
                yield ListedName(party, kind, form, words)
    initials = words_of(_initials(party.name))
    if initials.tokens and initials.tokens not in seen and not party.person:
        yield ListedName(party, "name", party.name, initials, stated=False)


def _forms(text: str) -> Iterator[str]:
    """A text, and the names inside it: an affiliate named after a colon, what stands in brackets."""
    if found := _AFFILIATE.search(text):
        text = found[1]
    inside = [_FORMERLY.sub("", part).strip() for part in _BRACKETS.findall(text)]
    outside = " ".join(_BRACKETS.sub(" ", text).split())
    yield text
    if outside != text:
        yield outside
    short = [part for part in inside if len(part) > 2 and not _is_remark(part)]
    yield from (part for part in short if len(part) > 3)
    if len(short) > 1:
        yield " ".join(short)


def _is_remark(part: str) -> bool:
    said = part.casefold().startswith(("a ", "subordinate", "private", "formerly"))
    return said or not (part.isupper() or words_of(part).distinctive)


def _is_place(words: Words) -> bool:
    return all(weight in (policy.PLACE, policy.NOISE) for weight in words.weights)


def _initials(name: str) -> str:
    """The initials of a name of four to seven words that count, else an empty text."""
    plain = _BRACKETS.sub(" ", name).split(",")[0]
    words = [word for word in folded(plain).split() if word not in STOP_WORDS]
    return "".join(word[0] for word in words) if 4 <= len(words) <= 7 else ""
