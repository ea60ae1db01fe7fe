"""The values of many pairs of names at once: what `compare.name_value` gives, by arrays.

`compare` says what a value is. Here the same sums are made for all pairs together, from numbers of words;
the few pairs that ask for a choice between words, or for words written as one, are left to it.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from participation.screening import policy
from participation.screening.compare import (
    costs_left_over,
    is_body,
    is_brand,
    is_local,
    is_school,
    kept_of_slip,
    may_be_misspelt,
    name_value,
    stands_together,
)
from participation.screening.index_table import SCHOOL, TOWN, Ints, Table
from participation.screening.normalize import Words
from participation.screening.proposals import CHOICE, Proposed

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]

# The words that agree are kept as bits of one number; in a longer name several words share a bit, and the
# pairs for which that could matter are left to `compare`, too.
_MOST_WORDS: Final = 48
# Fewer pairs are compared one by one.
_FEW: Final = 12
_MET_NOTHING: Final = -2


class _Queries:
    """What the words of each query cost where they are left over, and what holds for the whole of it."""

    def __init__(self, queries: Sequence[Words]) -> None:
        self.tokens = [token for query in queries for token in query.tokens]
        counts = np.array([len(query.tokens) for query in queries], dtype=np.int64)
        ends = np.concatenate(([0], counts.cumsum()))
        costs = np.array([costs_left_over(token) for token in self.tokens], dtype=np.int64).reshape(-1, 4)
        # Beside any name, a name of one word, one of common words; and whether it is heavy. The last agrees.
        self.costs = np.concatenate((costs, np.zeros((1, 4), np.int64))).T
        sums = np.concatenate((np.zeros((1, 4), np.int64), costs.cumsum(axis=0)))
        self.all_costs = (sums[ends[1:]] - sums[ends[:-1]]).T
        places = np.arange(len(self.tokens)) - ends[:-1].repeat(counts)
        self.bits = np.append(np.int64(1) << places % _MOST_WORDS, np.int64(0))
        self.counts, self.shares_bits = counts, counts > _MOST_WORDS
        self.about = np.array([_about(query) for query in queries], dtype=np.int64).T


def _about(query: Words) -> tuple[int, ...]:
    """School; least values inside a listed name, with a brand and anyway; body; brand."""
    with_brand = 0
    if is_brand(query):
        with_brand = policy.BRAND_INSIDE_LISTED if len(query.distinctive) > 1 else policy.INSIDE_LISTED
    local = policy.LOCAL_INSIDE_LISTED if is_local(query) else 0
    body = not query.distinctive and is_body(query)
    return is_school(query), with_brand, local, body, query.tokens == query.distinctive[:1]


class _Sums(NamedTuple):
    """For each pair: what agrees and what is left over."""

    shared: Numbers  # weight of the words that agree, less wrong letters
    exact: Numbers  # the same without that loss
    query: tuple[Numbers, ...]  # the rows of `_Queries.costs` for what is left over of the query
    query_is_whole: Flags
    listed: Numbers  # weight left over of the listed name
    listed_weak: Numbers  # its cost in a name of common words
    listed_heavy: Flags
    listed_tells: Flags  # a field of work or a town is left over
    first_agrees: Flags
    unsure: Flags


class Values:
    """Compares queries with names of one index. Only read, by any number of threads."""

    def __init__(self, table: Table, words: Sequence[str], words_of: Callable[[int], Words]) -> None:
        self._table, self._texts, self._words_of = table, words, words_of
        self._width, self._count = len(words) + 1, len(table.name_parties)
        weights, towns = table.word_weights.astype(np.int64), (table.word_traits & TOWN) != 0
        self._weights = weights
        self._weak = weights * np.where(towns, policy.MISSING_TOWN_OF_WEAK, policy.LEFT_OVER_OF_WEAK)
        self._heavy, self._tells = weights >= policy.COMMON, (weights == policy.FIELD) | towns
        self._slips = lru_cache(1 << 12)(self._slip)

    def of(self, queries: Sequence[Words], proposed: Proposed) -> Numbers:
        """The value of each pair proposed, in their order."""
        rows, numbers = proposed.rows, proposed.numbers
        if len(numbers) < _FEW:
            pairs = zip(rows.tolist(), numbers.tolist(), strict=True)
            return np.array([name_value(queries[row], self._words_of(n)) for row, n in pairs], np.int64)
        asked = _Queries(queries)
        sums = self._sums(asked, proposed)
        together = self._together(queries, asked, sums, proposed)
        values = self._values(asked, sums, rows, numbers, together)
        for pair in np.flatnonzero(sums.unsure).tolist():
            values[pair] = name_value(queries[rows[pair]], self._words_of(numbers[pair]))
        return values

    def _sums(self, asked: _Queries, proposed: Proposed) -> _Sums:
        rows, numbers = proposed.rows, proposed.numbers
        begins = self._table.written_ends.take(numbers)
        counts = self._table.written_ends.take(numbers + 1) - begins
        first = counts.cumsum() - counts
        words = self._table.written.take(np.arange(counts.sum()) + (begins - first).repeat(counts))
        met = self._met(words, rows.repeat(counts), proposed.met)
        losses = self._losses(asked, words, met)
        agrees, is_slip = met >= 0, (met >= 0) & (met & 1 == 1)
        bits = asked.bits.take(np.where(agrees, met >> 1, len(asked.tokens)))
        # A word that stands in the other name is no slip of a further one there.
        same = np.bitwise_or.reduceat(np.where(is_slip, 0, bits), first).repeat(counts)
        taken = is_slip & (bits & same != 0)
        agrees &= ~taken
        unsure = np.logical_or.reduceat(taken, first) & asked.shares_bits.take(rows)
        bits, losses = np.where(agrees, bits, 0), np.where(agrees, losses, 0)
        token = np.where(agrees, met >> 1, len(asked.tokens))
        missing = ~agrees
        weights = self._weights.take(words)
        left = np.add.reduceat(weights * missing, first)
        exact = np.add.reduceat(weights, first) - left
        choice = np.add.reduceat(bits, first) != np.bitwise_or.reduceat(bits, first)
        return _Sums(
            shared=exact - np.add.reduceat(losses, first),
            exact=exact,
            query=tuple(
                whole.take(rows) - np.add.reduceat(cost.take(token), first)
                for whole, cost in zip(asked.all_costs, asked.costs, strict=True)
            ),
            query_is_whole=np.add.reduceat(agrees, first, dtype=np.int64) == asked.counts.take(rows),
            listed=left,
            listed_weak=np.add.reduceat(self._weak.take(words) * missing, first),
            listed_heavy=np.logical_or.reduceat(self._heavy.take(words) & missing, first),
            listed_tells=np.logical_or.reduceat(self._tells.take(words) & missing, first),
            first_agrees=agrees[first],
            unsure=unsure | choice | np.logical_or.reduceat(met == CHOICE, first) | self._joined(proposed),
        )

    def _met(self, words: Ints, rows: Numbers, met: Sequence[dict[int, int]]) -> Numbers:
        """For each word of each pair the token of the query that it agrees with, twice, and 1 for a slip."""
        keys = [row * self._width + word for row, some in enumerate(met) for word in some]
        if not keys:
            return np.full(len(words), _MET_NOTHING, np.int64)
        tokens = np.array([token for some in met for token in some.values()], np.int64)
        ordered = np.array(keys, np.int64)
        order = ordered.argsort()
        ordered = ordered[order]
        wanted = rows * np.int64(self._width) + words
        places = ordered.searchsorted(wanted)
        hits = ordered.take(places, mode="clip") == wanted
        found: Numbers = np.where(hits, tokens[order].take(places, mode="clip"), _MET_NOTHING)
        return found

    def _losses(self, asked: _Queries, words: Ints, met: Numbers) -> Numbers:
        """What wrong letters take off each word; what cannot be a slip is taken out of `met`."""
        losses = np.zeros(len(words), np.int64)
        for place in ((met >= 0) & (met & 1 == 1)).nonzero()[0].tolist():
            loss = self._slips(asked.tokens[met[place] >> 1], int(words[place]))
            if loss is None:
                met[place] = _MET_NOTHING
            else:
                losses[place] = loss
        return losses

    def _slip(self, token: str, number: int) -> int | None:
        listed = self._texts[number], int(self._weights[number])
        if not may_be_misspelt(token, listed):
            return None
        return listed[1] - kept_of_slip(token, listed)

    def _joined(self, proposed: Proposed) -> Flags:
        """Whether a listed name writes a word of the query as two."""
        joined = [row * self._count + names.astype(np.int64) for row, names in proposed.joined]
        if not joined:
            return np.zeros(len(proposed.rows), np.bool_)
        return np.isin(proposed.rows * np.int64(self._count) + proposed.numbers, np.concatenate(joined))

    def _together(self, queries: Sequence[Words], asked: _Queries, sums: _Sums, proposed: Proposed) -> Flags:
        """Whether a body of common words stands word by word in the listed name."""
        body = asked.about[3].take(proposed.rows) == 1
        found: Flags = sums.query_is_whole & body & ~sums.unsure
        for pair in np.flatnonzero(found).tolist():
            query, listed = queries[proposed.rows[pair]], self._words_of(proposed.numbers[pair])
            found[pair] = stands_together(query, listed)
        return found

    def _values(
        self, asked: _Queries, sums: _Sums, rows: Numbers, numbers: Numbers, together: Flags
    ) -> Numbers:
        """The values of all pairs that are not unsure."""
        school, with_brand, local, _, only = (each.take(rows) for each in asked.about)
        traits = self._table.name_traits.take(numbers)
        weak = self._table.weak.take(numbers) == 1
        single = self._table.written_ends.take(numbers + 1) - self._table.written_ends.take(numbers) == 1
        beside = np.where(single, sums.query[1], sums.query[0])
        left_over = np.where(weak, sums.query[2] + sums.listed_weak, policy.MISSING * sums.listed + beside)
        values = 100 * 100 * sums.shared // np.maximum(1, 100 * sums.exact + left_over)
        other_school = school != (traits & SCHOOL != 0)
        values = np.where(other_school, np.maximum(0, values - policy.SCHOOL_OR_NOT), values)
        floored = ~other_school & (sums.shared == sums.exact)
        stands = self._table.totals.take(numbers) - sums.listed >= policy.DISTINCTIVE
        inside = np.where(stands & (with_brand > 0), with_brand, local)
        inside = np.where((inside == 0) & together, policy.BODY_INSIDE_LISTED, inside)
        whole = sums.query_is_whole
        floor = self._floors(
            sums, single, whole & (inside > 0), inside, only == 1, asked.counts.take(rows), numbers
        )
        values = np.where(floored, np.maximum(values, floor), values)
        values[sums.exact == 0] = 0
        return values

    def _floors(
        self,
        sums: _Sums,
        single: Flags,
        is_inside: Flags,
        inside: Numbers,
        only: Flags,
        counts: Numbers,
        numbers: Numbers,
    ) -> Numbers:
        """As `compare._floor`: the first case that holds says the least value."""
        longest, telling = self._table.longest.take(numbers), self._table.telling.take(numbers)
        group = np.where(sums.listed_tells, policy.BRAND_OF_GROUP, policy.BRAND_ALONE)
        beside = np.where(single, policy.SINGLE_BRAND_AMONG_WORDS, policy.BRAND_AMONG_WORDS)
        return np.select(
            [
                is_inside,
                longest < 4,
                sums.listed_heavy,
                sums.query[3] > 0,
                counts != telling,
            ],
            [
                inside,
                0,
                np.where(only & sums.first_agrees, policy.FIRST_WORD_OF_LISTED, 0),
                np.where(longest < 6, 0, beside),
                policy.BRAND_WITH_TRADE,
            ],
            group,
        )
