"""Which listed names are worth a comparison with a name: no name over the threshold is left out.

Several names are asked for together, since what numpy costs is mostly the call. `bounds` says why a name
that brings less than is asked of it cannot reach the least value.
"""

import threading
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from participation.screening import policy
from participation.screening.bounds import JOINED_GAIN, Bounds, Floats
from participation.screening.compare import letters_apart, may_stand_inside
from participation.screening.index_build import joined_key
from participation.screening.index_table import LEADING, Ints, Table
from participation.screening.normalize import Words
from participation.screening.spelling_keys import is_spelled, keys_of_some

# So few names are compared without a look at what they bring.
_FEW: Final = 3
# Names asked for at once, and room for what the words of a list bring them, in numbers.
_MOST_AT_ONCE: Final = 32
_ROOM: Final = 1 << 21
# Known words whose places in the index stay at hand.
_KEPT: Final = 1 << 12
_NONE: Final[Ints] = np.empty(0, dtype=np.int32)
_ALL_LEADING: Final = np.ones(LEADING, dtype=np.float32)


class _Meeting(NamedTuple):
    """What one word of a query meets in the list."""

    exact: int  # the number of the same word, or -1
    gains: tuple[tuple[int, float], ...]  # words that may agree, and the most that each brings
    names: tuple[Ints, ...]  # names that need one of these words
    joined: Ints  # names that write the word as two


class _Room(threading.local):
    """Room of one thread for what each word brings each query; all zero between two questions."""

    def __init__(self, size: int) -> None:
        self.gains: Floats = np.zeros(size, dtype=np.float32)


class Proposals:
    """Proposes names of one index. Only read, by any number of threads."""

    def __init__(self, table: Table, words: list[str]) -> None:
        self._table = table
        self._words = words
        self._number = {word: number for number, word in enumerate(words)}
        self._weights = table.word_weights.tobytes()
        self._joined_known = table.joined_known.tobytes()
        self._ends, self._near_ends = table.posting_ends.data, table.near_ends.data
        self._spelling_keys, self._spelling_words = table.spelling_keys.data, table.spelling_words.data
        self._joined_keys = table.joined_keys.data
        self._width = len(words) + 1
        self._at_once = max(1, min(_MOST_AT_ONCE, _ROOM // self._width))
        self._room = _Room(self._width * self._at_once)
        self._asked: dict[int, Floats] = {}
        self._known = lru_cache(_KEPT)(self._meeting_of_known)

    def of(self, queries: Sequence[Words], least: int) -> list[list[int]]:
        """For each query the numbers of all names whose value could be `least` or more, and of few others."""
        found: list[list[int]] = []
        for start in range(0, len(queries), self._at_once):
            found += self._of_some(queries[start : start + self._at_once], least)
        return found

    def _of_some(self, queries: Sequence[Words], least: int) -> list[list[int]]:
        bounds = Bounds(least)
        respelled = self._respelled({t for query in queries for t in query.tokens if t not in self._number})
        places: list[int] = []
        gains: list[float] = []
        parts: list[Ints] = []
        asking: list[tuple[int, float, float, int]] = []
        for row, query in enumerate(queries):
            brought, names, inside, joined = self._met(query, bounds, respelled)
            shift = row * self._width
            places += [shift + word for word in brought]
            gains += brought.values()
            parts += names
            asking.append((query.total, inside, joined, sum(map(len, names))))
        if not parts:
            return [[] for _ in queries]
        numbers = parts[0] if len(parts) == 1 else np.concatenate(parts)
        if len(queries) == 1:
            if len(numbers) > _FEW:
                numbers = numbers[self._promising(numbers, None, places, gains, asking, least)]
            return [sorted(set(numbers.tolist()))]
        rows = np.repeat(np.arange(len(queries), dtype=np.int32), [one[3] for one in asking])
        chosen = self._promising(numbers, rows, places, gains, asking, least)
        found: list[set[int]] = [set() for _ in queries]
        for row, number in zip(rows[chosen].tolist(), numbers[chosen].tolist(), strict=True):
            found[row].add(number)
        return [sorted(numbers) for numbers in found]

    def _promising(
        self,
        numbers: Ints,
        rows: Ints | None,
        places: list[int],
        gains: list[float],
        asking: Sequence[tuple[int, float, float, int]],
        least: int,
    ) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        """Which names may bring enough with all their words; `rows` says for which query each is meant."""
        leading = self._table.leading.take(numbers, axis=0)
        if rows is None:
            total, inside, joined = (np.float32(one) for one in asking[0][:3])
        else:
            leading += (rows * np.int32(self._width))[:, None]
            each = np.array([one[:3] for one in asking], dtype=np.float32).T
            total, inside, joined = (one.take(rows) for one in each)
        room = self._room.gains
        room[places] = gains
        try:
            each_brings = room.take(leading)
        finally:
            room[places] = 0
        brought = each_brings.dot(_ALL_LEADING)
        enough, share, heavy, beyond, first = self._asks(least).take(numbers, axis=1)
        # A brand counts by itself only if its rarest word agrees in every letter, which is the first one.
        heavy[each_brings[:, 0] + joined < first] = np.inf
        asked = np.minimum(np.minimum(enough + share * total, heavy), inside)
        promising: np.ndarray[tuple[int], np.dtype[np.bool_]] = brought + beyond + joined >= asked
        return promising

    def _asks(self, least: int) -> Floats:
        """For each name: what it asks for, more for each weight in the query, its brand, what is not seen.

        Last the weight of its first word.
        """
        if least not in self._asked:
            bounds, table = Bounds(least), self._table
            enough, share = bounds.of_listed(table.weak, table.totals), bounds.of_query(table.weak)
            first = np.append(table.word_weights, 0).take(table.leading[:, 0])
            rows = [enough, share, table.heavy, table.overflow, first]
            self._asked[least] = np.stack(rows).astype(np.float32)
        return self._asked[least]

    def _met(
        self, query: Words, bounds: Bounds, respelled: dict[str, list[int]]
    ) -> tuple[dict[int, float], list[Ints], float, float]:
        """What each word of the list may bring, names with them, and what more may be asked and brought."""
        least, brought = bounds.least, dict[int, float]()
        names: list[Ints] = []
        meetings: list[_Meeting] = []
        joined = 0.0
        for token, weight in zip(query.tokens, query.weights, strict=True):
            if token in self._number:
                meeting = self._known(token, weight, least)
            else:
                meeting = self._meeting(token, weight, bounds, -1, respelled.get(token, ()))
            meetings.append(meeting)
            names += meeting.names
            for word, gain in meeting.gains:
                if gain > brought.get(word, 0):
                    brought[word] = gain
            if len(meeting.joined):
                joined += JOINED_GAIN
                names.append(meeting.joined)
        wholes = self._neighbours(query, bounds)
        for _, whole, gain, _ in wholes:
            brought[whole] = max(gain, brought.get(whole, 0))
            names.append(self._needing(whole, least))
        if not may_stand_inside(query):
            return brought, names, np.inf, joined
        around = self._around(meetings, wholes)
        names += around
        spare = sum(max(0.0, weight - gain) for _, _, gain, weight in wholes)
        return brought, names, query.total - spare if around else np.inf, joined

    def _neighbours(self, query: Words, bounds: Bounds) -> list[tuple[int, int, float, int]]:
        """Two neighbours in the query that are one word in the list: place, word, gain, their weight."""
        found = []
        for place, (left, right) in enumerate(pairwise(query.tokens)):
            whole = self._number.get(left + right)
            if whole is not None:
                weight = query.weights[place] + query.weights[place + 1]
                found.append((place, whole, bounds.joined(weight, self._weights[whole]), weight))
        return found

    def _around(
        self, meetings: Sequence[_Meeting], wholes: Sequence[tuple[int, int, float, int]]
    ) -> list[Ints]:
        """Names that may hold the whole query: all names with its rarest word."""
        fewest: list[Ints] | None = None
        for place, meeting in enumerate(meetings):
            ways = [whole for left, whole, _, _ in wholes if left in (place, place - 1)]
            ways += [meeting.exact] if meeting.exact >= 0 else []
            names = [self._having(way) for way in ways]
            if len(meeting.joined):
                names.append(meeting.joined)
            if fewest is None or sum(map(len, names)) < sum(map(len, fewest)):
                fewest = names
        return fewest or []

    def _meeting_of_known(self, token: str, weight: int, least: int) -> _Meeting:
        number = self._number[token]
        near = self._table.near[self._near_ends[number] : self._near_ends[number + 1]].tolist()
        return self._meeting(token, weight, Bounds(least), number, near)

    def _meeting(self, token: str, weight: int, bounds: Bounds, exact: int, alike: Iterable[int]) -> _Meeting:
        gains = [(word, bounds.misspelt(weight, self._weights[word])) for word in alike]
        if exact >= 0:
            gains.append((exact, float(weight)))
        names = [self._needing(word, bounds.least) for word, _ in gains]
        joined = self._written_as_two(token) if exact < 0 or self._joined_known[exact] else _NONE
        return _Meeting(exact, tuple(gains), tuple([some for some in names if len(some)]), joined)

    def _respelled(self, tokens: Iterable[str]) -> dict[str, list[int]]:
        """For words unknown to the list those of it that they may be slips of."""
        by_length: dict[int, list[str]] = defaultdict(list)
        for token in tokens:
            if is_spelled(token):
                by_length[len(token)].append(token)
        table, found = self._table.spelling_keys, dict[str, list[int]]()
        if not len(table):
            return found
        for length, some in by_length.items():
            keys = keys_of_some(some, length)
            places = table.searchsorted(keys.ravel())
            hits = (table.take(places, mode="clip") == keys.ravel()).nonzero()[0]
            close: dict[str, set[int]] = defaultdict(set)
            for hit, place in zip(hits.tolist(), places[hits].tolist(), strict=True):
                token = some[hit // keys.shape[1]]
                key = self._spelling_keys[place]
                while place < len(table) and self._spelling_keys[place] == key:
                    close[token].add(self._spelling_words[place])
                    place += 1
            for token, words in close.items():
                alike = [word for word in words if letters_apart(token, self._words[word]) is not None]
                if alike:
                    found[token] = alike
        return found

    def _written_as_two(self, token: str) -> Ints:
        """Names with two neighbours that joined are this word, as far as a hash can tell."""
        key, keys = joined_key(token), self._joined_keys
        first = last = bisect_left(keys, key)
        while last < len(keys) and keys[last] == key:
            last += 1
        return self._table.joined_names[first:last] if last > first else _NONE

    def _needing(self, number: int, least: int) -> Ints:
        """Names that can reach the least value only if this word, or one before it, agrees."""
        if least < policy.LEAST_VALUE:
            return self._having(number)
        return self._table.postings[self._ends[3 * number] : self._ends[3 * number + 2]]

    def _having(self, number: int) -> Ints:
        return self._table.postings[self._ends[3 * number] : self._ends[3 * number + 3]]
