"""The index that proposes listed names for a name: words, joined neighbours, words with a letter missing."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from participation.screening import policy
from participation.screening.normalize import Words, folded, words_of
from participation.screening.types import ListedParty
from participation.screening.vocabulary import STOP_WORDS

Kind = Literal["name", "alias", "address"]

# Postings longer than this are read only when a name has no rarer word.
_LONG = 2500
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


class Index:
    """Listed names by their words. Built once for a list, then only read."""

    def __init__(self, parties: Iterable[ListedParty]) -> None:
        self.names: list[ListedName] = [name for party in parties for name in listed_names(party)]
        self._postings: dict[str, list[int]] = defaultdict(list)
        self._joined: dict[str, list[int]] = defaultdict(list)
        self._shorter: dict[str, list[str]] = defaultdict(list)
        self._needs: list[int] = []
        for number, name in enumerate(self.names):
            tokens = name.words.tokens
            for token in set(tokens):
                self._postings[token].append(number)
            for left, right in pairwise(tokens):
                self._joined[left + right].append(number)
            self._needs.append(policy.MISSING * name.words.total)
        for token in self._postings:
            if len(token) >= 5 and not token.isdigit():
                for shorter in _one_less(token):
                    self._shorter[shorter].append(token)

    def candidates(self, query: Words, least_value: int = policy.LEAST_VALUE) -> list[ListedName]:
        """Listed names whose shared words are worth a comparison, in no order.

        A name is worth it if it shares a distinctive word, or if the weight shared can still lift it to the
        least value: 100 * shared >= least * (shared + what is left over), solved for the weight shared.
        """
        found: dict[int, int] = {}
        postings = sorted(self._matching(query), key=lambda item: len(item[1]))
        for place, (weight, numbers) in enumerate(postings):
            if place > 0 and len(numbers) > _LONG:
                break
            for number in numbers:
                found[number] = found.get(number, 0) + weight
        gain = 100 * 100 - least_value * (100 - policy.EXTRA - policy.MISSING)
        own = policy.EXTRA * query.total
        needs = self._needs
        return [
            self.names[number]
            for number, shared in found.items()
            if shared >= policy.DISTINCTIVE or shared * gain >= least_value * (own + needs[number])
        ]

    def _matching(self, query: Words) -> Iterator[tuple[int, list[int]]]:
        tokens, weights = query.tokens, query.weights
        for token, weight in zip(tokens, weights, strict=True):
            numbers = set(self._joined.get(token, ()))
            for near in self._near(token):
                numbers.update(self._postings[near])
            if numbers:
                yield weight, list(numbers)
        for left in range(len(tokens) - 1):
            whole = self._postings.get(tokens[left] + tokens[left + 1])
            if whole:
                yield weights[left] + weights[left + 1], whole

    def _near(self, token: str) -> set[str]:
        near = {token} if token in self._postings else set()
        if len(token) >= 4 and not token.isdigit():
            near.update(self._shorter.get(token, ()))
            for shorter in _one_less(token):
                if shorter in self._postings:
                    near.add(shorter)
                near.update(self._shorter.get(shorter, ()))
        return near


def _one_less(token: str) -> set[str]:
    return {token[:i] + token[i + 1 :] for i in range(1, len(token))}
