"""How much of a name must agree before it is worth comparing: derived from `compare.name_value`, never tuned.

With q, l the weights of a word in the query and in the listed name, s <= l the weight they share, Q and L
the weights of both names, a value of v or more means

    10000 * sum(s less wrong letters)
        >= v * (100 * sum(s) + extra * (Q - sum(q)) + missing * (L - sum(l)))

Each word that agrees therefore brings a gain, and all must reach v * (extra * Q + missing * L).
Gains are counted in units of what one weight brings when it agrees letter by letter, so that a word that is
the same on both sides counts as its weight. In a name without a distinctive word what is left over costs
more; a town left over in the query costs `extra` even there, so that `extra` holds for the query in any case.
"""

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from participation.screening import policy

Floats = NDArray[np.float32]

# A listed pair that the query writes as one word never brings more than the weight of two words.
JOINED_GAIN: Final = 2 * policy.DISTINCTIVE
# Rounding of 32-bit numbers must not lose a name.
_SLACK: Final = 0.01


def _costs(weak: bool) -> int:
    return min(policy.LEFT_OVER_OF_WEAK, policy.MISSING_TOWN_OF_WEAK) if weak else policy.MISSING


@lru_cache(maxsize=1 << 14)
def _most(least: int, shared: int, kept: int, of_query: int, of_listed: int) -> float:
    """The gain of a word whether or not the listed name has a distinctive one."""
    gains = []
    for weak in (False, True):
        unit = 100 * 100 - 100 * least + (policy.EXTRA + _costs(weak)) * least
        got = 100 * 100 * kept - 100 * least * shared
        gains.append((got + least * (policy.EXTRA * of_query + _costs(weak) * of_listed)) / unit)
    return max(gains)


class Bounds(NamedTuple):
    """What may still reach the value `least`, 0 < least <= 100."""

    least: int

    def misspelt(self, of_query: int, of_listed: int) -> float:
        """Most that a word brings which agrees but for one letter or more."""
        kept = of_listed * (100 - policy.LEAST_LOSS) // 100
        return _most(self.least, of_listed, kept, of_query, of_listed)

    def joined(self, of_query: int, of_listed: int) -> float:
        """Most that two neighbours in the query bring which are one word in the list."""
        shared = min(of_query, of_listed)
        return max(of_listed, _most(self.least, shared, shared, of_query, of_listed))

    def of_query(self, weak: NDArray[np.uint8]) -> Floats:
        """For each name, what each weight in the query asks for."""
        return self._by_weakness(weak, policy.EXTRA, policy.EXTRA)

    def of_listed(self, weak: NDArray[np.uint8], totals: NDArray[np.int32]) -> Floats:
        """For each name, what its own weight asks for."""
        return self._by_weakness(weak, _costs(False), _costs(True)) * totals - np.float32(_SLACK)

    def _by_weakness(self, weak: NDArray[np.uint8], strong_cost: int, weak_cost: int) -> Floats:
        shares = [
            cost * self.least / (100 * 100 - 100 * self.least + (policy.EXTRA + _costs(is_weak)) * self.least)
            for is_weak, cost in ((False, strong_cost), (True, weak_cost))
        ]
        return np.array(shares, dtype=np.float32)[weak]

    def is_needed(
        self, before: NDArray[np.int64], totals: NDArray[np.int64], weak: NDArray[np.uint8]
    ) -> NDArray[np.bool_]:
        """Whether a name whose first words, weighing `before`, all disagree can still reach the value."""
        cost = np.array([_costs(False), _costs(True)], dtype=np.int64)[weak]
        allowed: NDArray[np.bool_] = (100 * 100 - 100 * self.least) * (
            totals - before
        ) >= self.least * cost * before
        return allowed
