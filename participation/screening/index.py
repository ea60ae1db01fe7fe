"""The index of one list: proposes listed names for a name, and gives back what the list says of them."""

import json
import threading
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np

from participation.screening import policy
from participation.screening.bounds import JOINED_GAIN, Bounds, Floats
from participation.screening.candidates import KINDS, ListedName
from participation.screening.compare import letters_apart
from participation.screening.index_build import NOT_STATED, built, joined_key
from participation.screening.index_table import Ints, Table
from participation.screening.normalize import Words, is_town
from participation.screening.spelling_keys import is_spelled, keys_of
from participation.screening.types import ListedParty

# So few names are compared without a look at their weights first.
_FEW: Final = 3
# What was read of the list last stays at hand.
_KEPT: Final = 1 << 12
_ALL: Final = 1 << 62
_NONE: Final[Ints] = np.empty(0, dtype=np.int32)


class _Scratch(threading.local):
    """Room for the gain of every word, one for each thread; all zero between two questions."""

    def __init__(self, words: int) -> None:
        self.gains: Floats = np.zeros(words + 1, dtype=np.float32)


class _Met:
    """What the words of one query meet in the list."""

    __slots__ = ("gains", "joined", "spare", "ways")

    def __init__(self) -> None:
        self.gains: dict[int, float] = {}  # most that each word of the list may bring
        self.ways: list[list[int]] = []  # for each word of the query, the words it agrees with exactly
        self.joined: list[Ints] = []  # for each word of the query, names that write it as two
        self.spare = 0.0  # how much less than their own weight joined neighbours may bring


class Index:
    """Listed names by their words. Only read, by any number of threads."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._words: list[str] = bytes(table.words).decode("utf-8", "surrogatepass").split("\n")
        self._number = {word: number for number, word in enumerate(self._words)}
        self._weights = table.word_weights.tobytes()
        self._ends = table.posting_ends.data
        self._near_ends = table.near_ends.data
        self._joined_known = table.joined_known.tobytes()
        self._scratch = _Scratch(len(self._words))
        # What the list says by number: the words of a name, a name with its party, a party.
        self.words = lru_cache(_KEPT)(self._words_of)
        self.name = lru_cache(_KEPT)(self._name_of)
        self.party = lru_cache(_KEPT)(self._party_of)
        self._spelling_keys, self._spelling_words = table.spelling_keys.data, table.spelling_words.data
        self._joined_keys = table.joined_keys.data
        self._written_ends = table.written_ends.data
        self._kinds, self._owners = table.name_kinds.data, table.name_parties.data
        self._texts, self._text_ends = table.name_texts.data, table.name_text_ends.data
        self._parties, self._party_ends = table.parties.data, table.party_ends.data
        self._thresholds: dict[int, tuple[Floats, Floats]] = {}
        self._ones = np.ones(table.leading.shape[1], dtype=np.float32)

    @classmethod
    def of(cls, parties: Iterable[ListedParty]) -> "Index":
        """The index of these parties, in this order."""
        return cls(built(parties))

    def __len__(self) -> int:
        return len(self.table.name_parties)

    def candidates(self, query: Words, least: int = policy.LEAST_VALUE) -> list[int]:
        """Numbers of all names whose value could be `least` or more, ascending, and of few others."""
        if not query.tokens:
            return []
        bounds = Bounds(least)
        met = self._met(query, bounds)
        inside = self._names_around(query, met)
        parts = [self._needing(number, least) for number in met.gains]
        parts += inside
        joined = [names for names in met.joined if len(names)]
        parts += joined
        if not parts:
            return []
        numbers = parts[0] if len(parts) == 1 else np.concatenate(parts)
        if len(numbers) > _FEW:
            numbers = self._promising(query, met, least, numbers, inside=bool(inside), joined=len(joined))
        return sorted(set(numbers.tolist()))

    def _met(self, query: Words, bounds: Bounds) -> _Met:
        met = _Met()
        gains, number = met.gains, self._number
        for token, weight in zip(query.tokens, query.weights, strict=True):
            known = number.get(token)
            if known is None:
                met.ways.append([])
                alike: Iterable[int] = self._respelled(token)
                met.joined.append(self._written_as_two(token))
            else:
                met.ways.append([known])
                gains[known] = weight
                first, last = self._near_ends[known], self._near_ends[known + 1]
                alike = self.table.near[first:last].tolist() if first != last else ()
                met.joined.append(self._written_as_two(token) if self._joined_known[known] else _NONE)
            for other in alike:
                gain = bounds.misspelt(weight, self._weights[other])
                if gain > gains.get(other, 0):
                    gains[other] = gain
        self._meet_neighbours(query, bounds, met)
        return met

    def _meet_neighbours(self, query: Words, bounds: Bounds, met: _Met) -> None:
        """Two neighbours in the query that are one word in the list."""
        for place, (left, right) in enumerate(pairwise(query.tokens)):
            whole = self._number.get(left + right)
            if whole is None:
                continue
            weight = query.weights[place] + query.weights[place + 1]
            gain = bounds.joined(weight, self._weights[whole])
            met.gains[whole] = max(gain, met.gains.get(whole, 0))
            met.spare += max(0.0, weight - gain)
            met.ways[place].append(whole)
            met.ways[place + 1].append(whole)

    def _respelled(self, token: str) -> list[int]:
        """Words of the list that a word unknown to it may be a slip of."""
        table = self.table.spelling_keys
        if not len(table) or not is_spelled(token):
            return []
        keys = keys_of(token)
        places = table.searchsorted(keys)
        found: set[int] = set()
        for place in places[table.take(places, mode="clip") == keys].tolist():
            key = self._spelling_keys[place]
            while place < len(table) and self._spelling_keys[place] == key:
                found.add(self._spelling_words[place])
                place += 1
        return [word for word in found if letters_apart(token, self._words[word]) is not None]

    def _written_as_two(self, token: str) -> Ints:
        """Names with two neighbours that joined are this word, as far as a hash can tell."""
        key = joined_key(token)
        keys = self._joined_keys
        first = last = bisect_left(keys, key)
        while last < len(keys) and keys[last] == key:
            last += 1
        return self.table.joined_names[first:last]

    def _needing(self, number: int, least: int) -> Ints:
        """Names that can reach the least value only if this word, or one before it, agrees."""
        share = 2 if least >= policy.LEAST_VALUE else 3
        return self.table.postings[self._ends[3 * number] : self._ends[3 * number + share]]

    def _names_around(self, query: Words, met: _Met) -> list[Ints]:
        """Names that may hold the whole query, if that counts: all names with its rarest word."""
        if not _counts_inside(query):
            return []
        ends = self._ends
        best: list[Ints] = []
        least = _ALL
        for ways, joined in zip(met.ways, met.joined, strict=True):
            count = len(joined) + sum(ends[3 * way + 3] - ends[3 * way] for way in ways)
            if count < least:
                least = count
                best = [joined, *(self.table.postings[ends[3 * way] : ends[3 * way + 3]] for way in ways)]
        return [names for names in best if len(names)] if least else []

    def _promising(
        self, query: Words, met: _Met, least: int, numbers: Ints, *, inside: bool, joined: int
    ) -> Ints:
        """Those of the names whose words can together bring enough."""
        gains, words = self._scratch.gains, list(met.gains)
        gains[words] = list(met.gains.values())
        try:
            brought = gains.take(self.table.leading.take(numbers, axis=0)).dot(self._ones)
        finally:
            gains[words] = 0
        brought += self.table.overflow.take(numbers)
        if joined:
            brought += JOINED_GAIN * joined
        of_query, enough = self._threshold(least)
        total = query.total
        asked = np.minimum(
            enough.take(numbers) + of_query.take(numbers) * total, self.table.heavy.take(numbers)
        )
        if inside:
            asked = np.minimum(asked, total - met.spare)
        promising: Ints = numbers[brought >= asked]
        return promising

    def _threshold(self, least: int) -> tuple[Floats, Floats]:
        """What each weight in the query, and each name, asks for; see `bounds`."""
        if least not in self._thresholds:
            bounds, table = Bounds(least), self.table
            self._thresholds[least] = bounds.of_query(table.weak), bounds.of_listed(table.weak, table.totals)
        return self._thresholds[least]

    def _words_of(self, number: int) -> Words:
        first, last = self._written_ends[number], self._written_ends[number + 1]
        written = self.table.written[first:last].tolist()
        return Words(
            tuple([self._words[word] for word in written]), tuple([self._weights[word] for word in written])
        )

    def owner(self, number: int) -> int:
        """The number of the party that a listed name belongs to."""
        owner: int = self._owners[number]
        return owner

    def _name_of(self, number: int) -> ListedName:
        kind = self._kinds[number]
        first, last = self._text_ends[number], self._text_ends[number + 1]
        text = bytes(self._texts[first:last]).decode("utf-8", "surrogatepass")
        party = self.party(self._owners[number])
        return ListedName(party, KINDS[kind % NOT_STATED], text, self.words(number), stated=kind < NOT_STATED)

    def _party_of(self, number: int) -> ListedParty:
        first, last = self._party_ends[number], self._party_ends[number + 1]
        key, source, name, aliases, countries, addresses, person = json.loads(
            bytes(self._parties[first:last]).decode("utf-8", "surrogatepass")
        )
        return ListedParty(key, source, name, tuple(aliases), tuple(countries), tuple(addresses), person)


def _counts_inside(query: Words) -> bool:
    """Whether a name that stands whole inside a listed one has a floor; see `compare._floor`."""
    if query.weights.count(policy.DISTINCTIVE) > 1:
        return True
    return len(query.tokens) > 3 and any(map(is_town, query.tokens))
