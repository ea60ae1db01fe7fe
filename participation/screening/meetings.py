"""What one word of a query meets in the list: the same word, words it may be a slip of, names with these."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import compress, pairwise
from typing import Final, NamedTuple

import numpy as np

from participation.screening import policy
from participation.screening.bounds import Bounds
from participation.screening.compare import are_alike
from participation.screening.index_build import joined_key
from participation.screening.index_table import Ints, Table
from participation.screening.normalize import Words
from participation.screening.spelling_keys import is_spelled, keys_of_some, may_be_among

# Known words whose places in the index stay at hand.
_KEPT: Final = 1 << 14
# For words that a list does not know, the numbers of those that they may be slips of.
Respelled = dict[str, list[int]]
NO_NAMES: Final[Ints] = np.empty(0, dtype=np.int32)


class Meeting(NamedTuple):
    """What one word of a query meets in the list."""

    exact: int  # the number of the same word, or -1
    gains: tuple[tuple[int, float], ...]  # words that may agree, and the most that each brings
    names: tuple[Ints, ...]  # names that need one of these words
    joined: Ints  # names that write the word as two


class Whole(NamedTuple):
    """Two neighbours in a query, the first at `place`, that are one word of the list."""

    place: int
    number: int
    gain: float
    weight: int


class Meetings:
    """The words of one list. Only read, by any number of threads."""

    def __init__(self, table: Table, words: Sequence[str]) -> None:
        self._table, self._words = table, words
        self._number = {word: number for number, word in enumerate(words)}
        self._weights = table.word_weights.tobytes()
        self._joined_known = table.joined_known.tobytes()
        self._ends, self._near_ends = table.posting_ends.data, table.near_ends.data
        self._spelling_keys, self._spelling_words = table.spelling_keys.data, table.spelling_words.data
        self._joined_keys = table.joined_keys.data
        self._known = lru_cache(_KEPT)(self._of_known)

    def of(self, token: str, weight: int, bounds: Bounds, respelled: Respelled) -> Meeting:
        """Takes: for words that the list does not know, what `respelled` gave for them."""
        if token in self._number:
            return self._known(token, weight, bounds)
        return self._meeting(token, weight, bounds, -1, respelled.get(token, ()))

    def wholes(self, query: Words, bounds: Bounds) -> list[Whole]:
        """Neighbours in the query that are one word in the list."""
        found = []
        for place, (left, right) in enumerate(pairwise(query.tokens)):
            number = self._number.get(left + right)
            if number is not None:
                weight = query.weights[place] + query.weights[place + 1]
                found.append(Whole(place, number, bounds.joined(weight, self._weights[number]), weight))
        return found

    def _of_known(self, token: str, weight: int, bounds: Bounds) -> Meeting:
        number = self._number[token]
        near = self._table.near[self._near_ends[number] : self._near_ends[number + 1]].tolist()
        return self._meeting(token, weight, bounds, number, near)

    def _meeting(self, token: str, weight: int, bounds: Bounds, exact: int, alike: Iterable[int]) -> Meeting:
        gains = [(word, bounds.misspelt(weight, self._weights[word])) for word in alike]
        if exact >= 0:
            gains.append((exact, float(weight)))
        names = [self.needing(word, bounds) for word, _ in gains]
        joined = self._written_as_two(token) if exact < 0 or self._joined_known[exact] else NO_NAMES
        return Meeting(exact, tuple(gains), tuple([some for some in names if len(some)]), joined)

    def respelled(self, queries: Iterable[Words]) -> Respelled:
        """For the words that the list does not know, those of it that they may be slips of."""
        unknown = {token for query in queries for token in query.tokens if token not in self._number}
        by_length: dict[int, list[str]] = defaultdict(list)
        for token in unknown:
            if is_spelled(token):
                by_length[len(token)].append(token)
        if not by_length:
            return {}
        pairs = [pair for length, some in by_length.items() for pair in self._sharing_a_key(some, length)]
        found: dict[str, list[int]] = defaultdict(list)
        tokens, numbers = [token for token, _ in pairs], [number for _, number in pairs]
        alike = are_alike(tokens, [self._words[number] for number in numbers])
        for token, number in compress(pairs, alike):
            found[token].append(number)
        return found

    def _sharing_a_key(self, tokens: Sequence[str], length: int) -> set[tuple[str, int]]:
        """Pairs of one of these words, all of this length, and a word of the list."""
        table, found = self._table.spelling_keys, set[tuple[str, int]]()
        keys = keys_of_some(tokens, length).ravel()
        asked = may_be_among(self._table.spelling_seen, keys).nonzero()[0]
        wanted = keys.take(asked)
        places = table.searchsorted(wanted)
        hits = (table.take(places, mode="clip") == wanted).nonzero()[0] if len(table) else places[:0]
        ways = len(keys) // len(tokens)
        for at, place in zip(asked[hits].tolist(), places[hits].tolist(), strict=True):
            key = self._spelling_keys[place]
            while place < len(table) and self._spelling_keys[place] == key:
                found.add((tokens[at // ways], self._spelling_words[place]))
                place += 1
        return found

    def _written_as_two(self, token: str) -> Ints:
        """Names with two neighbours that joined are this word, as far as a hash can tell."""
        key, keys = joined_key(token), self._joined_keys
        first = last = bisect_left(keys, key)
        while last < len(keys) and keys[last] == key:
            last += 1
        return self._table.joined_names[first:last] if last > first else NO_NAMES

    def needing(self, number: int, bounds: Bounds) -> Ints:
        """Names that can reach the least value only if this word, or one before it, agrees."""
        if bounds.least < policy.LEAST_VALUE:
            return self.having(number)
        return self._table.postings[self._ends[3 * number] : self._ends[3 * number + 2]]

    def having(self, number: int) -> Ints:
        """All names with this word."""
        return self._table.postings[self._ends[3 * number] : self._ends[3 * number + 3]]
