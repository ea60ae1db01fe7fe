"""Which listed names are worth a comparison with a name: no name over the threshold is left out.

Several names are asked for together, since what numpy costs is mostly the call. `bounds` says why a name
that brings less than is asked of it cannot reach the least value.
"""

import threading
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from participation.screening.bounds import JOINED_GAIN, Bounds, Floats
from participation.screening.compare import may_stand_inside
from participation.screening.index_table import LEADING, Ints, Table
from participation.screening.meetings import NO_NAMES, Meeting, Meetings, Respelled, Whole
from participation.screening.normalize import Words
from participation.screening.spelling_keys import once

# So few names are compared without a look at what they bring.
_FEW: Final = 3
# Names asked for at once, and room for what the words of a list bring them, in numbers.
_MOST_AT_ONCE: Final = 32
_ROOM: Final = 1 << 21
_ALL_LEADING: Final = np.ones(LEADING, dtype=np.float32)
# A word of the list that more than one word of the query may agree with.
CHOICE: Final = -1
_NO_PAIRS: Final[NDArray[np.int64]] = np.empty(0, dtype=np.int64)


class Proposed(NamedTuple):
    """Pairs worth a comparison: `rows` are the places of the queries, ascending, `numbers` the names.

    For each query `met` says which word of the list agrees with which of its words: twice the place of that
    word among the words of all queries, 1 more for a slip, `CHOICE` where a closer look must tell. `joined`
    are names that write a word of a query as two.
    """

    rows: NDArray[np.int64]
    numbers: NDArray[np.int64]
    met: list[dict[int, int]]
    joined: list[tuple[int, Ints]]


class _Asking(NamedTuple):
    """What one query brings to each word of the list, and what it asks for."""

    brought: dict[int, float]
    names: list[Ints]
    total: int
    inside: float
    joined: float


class _Room(threading.local):
    """Room of one thread for what each word brings each query; all zero between two questions."""

    def __init__(self, size: int) -> None:
        self.gains: Floats = np.zeros(size, dtype=np.float32)


class Proposals:
    """Proposes names of one index. Only read, by any number of threads."""

    def __init__(self, table: Table, words: list[str]) -> None:
        self._table = table
        self._meetings = Meetings(table, words)
        self._width, self._count = len(words) + 1, np.int64(len(table.name_parties))
        self._at_once = max(1, min(_MOST_AT_ONCE, _ROOM // self._width))
        self._room = _Room(self._width * self._at_once)
        self._asked: dict[int, Floats] = {}

    def respelled(self, queries: Sequence[Words]) -> Respelled:
        """What `of` must know of the words of these queries that the list does not know."""
        return self._meetings.respelled(queries)

    def of(self, queries: Sequence[Words], bounds: Bounds, respelled: Respelled) -> Proposed:
        """For each query all names whose value could be `bounds.least` or more, and few others."""
        found = Proposed(_NO_PAIRS, _NO_PAIRS, [], [])
        pairs: list[NDArray[np.int64]] = []
        token = 0
        for start in range(0, len(queries), self._at_once):
            asking = []
            for row, query in enumerate(queries[start : start + self._at_once], start):
                asking.append(self._asking(query, bounds, respelled, token, row, found))
                token += len(query.tokens)
            pairs.append(self._pairs(asking, bounds.least) + start * self._count)
        both = pairs[0] if len(pairs) == 1 else np.concatenate([_NO_PAIRS, *pairs])
        return found._replace(rows=both // self._count, numbers=both % self._count)

    def _pairs(self, asking: Sequence[_Asking], least: int) -> NDArray[np.int64]:
        """The pairs worth a comparison, as row times number of names and name, ascending."""
        parts = [names for one in asking for names in one.names]
        if not parts:
            return _NO_PAIRS
        numbers = parts[0] if len(parts) == 1 else np.concatenate(parts)
        if len(asking) == 1:
            if len(numbers) > _FEW:
                numbers = numbers[self._promising(numbers, None, asking, least)]
            return once(numbers.astype(np.int64))
        counts = [sum(map(len, one.names)) for one in asking]
        rows = np.arange(len(asking), dtype=np.int32).repeat(counts)
        chosen = self._promising(numbers, rows, asking, least)
        return once(rows[chosen] * self._count + numbers[chosen])

    def _promising(
        self, numbers: Ints, rows: Ints | None, asking: Sequence[_Asking], least: int
    ) -> NDArray[np.bool_]:
        """Which names may bring enough with all their words; `rows` says for which query each is meant."""
        leading = self._table.leading.take(numbers, axis=0)
        if rows is None:
            total, inside, joined = (np.float32(one) for one in asking[0][2:])
        else:
            leading += (rows * np.int32(self._width))[:, None]
            each = np.array([one[2:] for one in asking], dtype=np.float32).T
            total, inside, joined = (one.take(rows) for one in each)
        each_brings = self._brought(leading, asking)
        brought = each_brings.dot(_ALL_LEADING)
        enough, share, heavy, beyond, first = self._asks(least).take(numbers, axis=1)
        # A brand counts by itself only if its rarest word agrees in every letter, which is the first one.
        heavy[each_brings[:, 0] + joined < first] = np.inf
        asked = np.minimum(np.minimum(enough + share * total, heavy), inside)
        promising: NDArray[np.bool_] = brought + beyond + joined >= asked
        return promising

    def _brought(self, leading: Ints, asking: Sequence[_Asking]) -> Floats:
        """What each of these words brings."""
        room = self._room.gains
        places = [row * self._width + word for row, one in enumerate(asking) for word in one.brought]
        room[places] = [gain for one in asking for gain in one.brought.values()]
        try:
            return room.take(leading)
        finally:
            room[places] = 0

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

    def _asking(
        self,
        query: Words,
        bounds: Bounds,
        respelled: Respelled,
        token: int,
        row: int,
        found: Proposed,
    ) -> _Asking:
        """What each word of the list may bring, names with them, and what more may be asked and brought."""
        brought: dict[int, float] = {}
        met: dict[int, int] = {}
        names: list[Ints] = []
        joined = 0.0
        meetings = [
            self._meetings.of(text, weight, bounds, respelled)
            for text, weight in zip(query.tokens, query.weights, strict=True)
        ]
        for place, meeting in enumerate(meetings, token):
            names += meeting.names
            for word, gain in meeting.gains:
                if word in met:
                    met[word], brought[word] = CHOICE, max(gain, brought[word])
                else:
                    met[word], brought[word] = 2 * place + 1, gain
            if meeting.joined is not NO_NAMES:
                joined += JOINED_GAIN
                names.append(meeting.joined)
                found.joined.append((row, meeting.joined))
        for place, meeting in enumerate(meetings, token):
            if meeting.exact >= 0:
                met[meeting.exact] = 2 * place
        wholes = self._meetings.wholes(query, bounds)
        for whole in wholes:
            met[whole.number] = CHOICE
            brought[whole.number] = max(whole.gain, brought.get(whole.number, 0))
            names.append(self._meetings.needing(whole.number, bounds))
        found.met.append(met)
        if not may_stand_inside(query):
            return _Asking(brought, names, query.total, np.inf, joined)
        around = self._around(meetings, wholes)
        names += around
        spare = sum([max(0.0, whole.weight - whole.gain) for whole in wholes])
        return _Asking(brought, names, query.total, query.total - spare if around else np.inf, joined)

    def _around(self, meetings: Sequence[Meeting], wholes: Sequence[Whole]) -> list[Ints]:
        """Names that may hold the whole query: all names with its rarest word."""
        fewest: list[Ints] | None = None
        for place, meeting in enumerate(meetings):
            ways = [whole.number for whole in wholes if whole.place in (place, place - 1)]
            ways += [meeting.exact] if meeting.exact >= 0 else []
            names = [self._meetings.having(way) for way in ways]
            if meeting.joined is not NO_NAMES:
                names.append(meeting.joined)
            if fewest is None or sum(map(len, names)) < sum(map(len, fewest)):
                fewest = names
        return fewest or []
