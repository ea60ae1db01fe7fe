"""Whether everything of a kind and period is there: counted from the envelopes, bounded by what is shown.

The order of the log is that in which entries were sealed. Every leaf of a range is shown, so nothing can be
left out of it. That the range holds the whole period follows from entries of before and after it at its ends.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from audits.asked import Asked
from audits.verify.failure import InsufficientError
from audits.verify.tree import SeenEntry

# Sealed so long after an entry with a later time, an entry is called late.
LATE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Statement:
    """What is proven: `count` entries meet what was asked; no other of the log's leaves begin..end-1 does.

    `first` and `last` are the leaves of these entries; heads are the sizes of the signed trees around the
    period; `shown_from` and `shown_to` the own times of the first and last entry shown; `late` how many of
    the entries were sealed long after one with a later time.
    """

    asked: str
    count: int
    first: int | None
    last: int | None
    begin: int
    end: int
    head_before: int
    head_after: int
    shown_from: str
    shown_to: str
    late: int

    def lines(self) -> list[str]:
        """The statement in words and figures."""
        many = f"all {self.count}" if self.count else "no"
        where = f", leaves {self.first} to {self.last}" if self.count else ""
        late = f"; {self.late} of them sealed late" if self.late else ""
        if self.begin == self.end:
            return [f"  complete: {many} {self.asked}; the log is empty"]
        return [
            f"  complete: {many} {self.asked}{where}{late}",
            f"    no leaf from {self.begin} to {self.end - 1} is left out; their own times run"
            f" from {self.shown_from} to {self.shown_to}",
            f"    between the signed heads of {self.head_before} and {self.head_after} entries",
        ]


@dataclass(slots=True)
class _Range:
    """Leaves begin..end-1, all shown: own times of the first and last, and the leaves of the period in it."""

    begin: int
    end: int
    first_at: str
    last_at: str
    first: int | None = None
    last: int | None = None


class Completeness:
    """Looks at every entry that a bundle shows, in order; keeps a few numbers of each range of leaves."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._ranges: list[_Range] = []
        self._latest = ""
        self._first: int | None = None
        self._last: int | None = None
        self._count = self._late = 0

    def see(self, entry: SeenEntry) -> None:
        """Take the next entry that is shown."""
        index, gist = entry.index, entry.gist
        at = gist.at.decode()
        here = self._ranges[-1] if self._ranges else None
        if here is None or index != here.end:
            here = _Range(index, index, at, at)
            self._ranges.append(here)
        here.end, here.last_at = index + 1, at
        late = at < self._latest
        if not late:
            self._latest = at
        if not self._asked.in_period(gist):
            return
        here.first, here.last = index if here.first is None else here.first, index
        if self._asked.meets(gist):
            self._first, self._last = index if self._first is None else self._first, index
            self._count += 1
            self._late += late and _moment(self._latest) - _moment(at) > LATE

    def statement(self, size: int, heads: Iterable[int]) -> Statement:
        """What is proven of a log of `size` entries, whose signed heads have these sizes.

        Raises: InsufficientError when entries are hidden that may be what was asked for.
        """
        here = self._range(size)
        self._check_before(here)
        self._check_after(here, size)
        known = sorted({0, size, *heads})
        first = here.begin if here.first is None else here.first
        last = here.end - 1 if here.last is None else here.last
        return Statement(
            asked=self._asked.words(),
            count=self._count,
            first=self._first,
            last=self._last,
            begin=here.begin,
            end=here.end,
            head_before=known[bisect_right(known, first) - 1],
            head_after=known[bisect_left(known, last + 1)],
            shown_from=here.first_at,
            shown_to=here.last_at,
            late=self._late,
        )

    def _range(self, size: int) -> _Range:
        """The one range that holds the period; ranges beside it are there for their own sake."""
        if not size:
            return _Range(0, 0, "", "")
        within = [one for one in self._ranges if one.first is not None]
        if not within:
            # An empty period lies in the last range that begins before it, or before all that is shown.
            before = [one for one in self._ranges if one.first_at < self._asked.since]
            within = before[-1:] or self._ranges[:1]
        if len(within) != 1:
            raise InsufficientError(
                "cannot be complete: the entries of the period are not one range of leaves",
                expected="one range",
                actual=f"{len(within)} ranges, of {len(self._ranges)} shown",
            )
        return within[0]

    def _check_before(self, here: _Range) -> None:
        since = self._asked.since
        if here.begin == 0 or (since and here.first_at < since):
            return
        raise InsufficientError(
            f"cannot be complete: entries before leaf {here.begin} are hidden and may lie in the period",
            index=here.begin,
            expected=f"first an entry of before {since}" if since else "leaf 0",
            actual=f"the first one shown is of {here.first_at}",
        )

    def _check_after(self, here: _Range, size: int) -> None:
        until, whole = self._asked.until, here.end == size
        if whole and (not until or self._latest >= until):
            return
        if not whole and until and here.last_at >= until:
            return
        ends = "the signed log ends" if whole else f"leaves from {here.end} on are hidden; the rest ends"
        raise InsufficientError(
            f"cannot be complete: {ends} before the period does",
            index=here.end,
            expected=f"last an entry of {until} or later" if until else f"all {size} entries",
            actual=f"the last one shown is of {here.last_at}",
        )


def _moment(at: str) -> datetime:
    return datetime.fromisoformat(at)
