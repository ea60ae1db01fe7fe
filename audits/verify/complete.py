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
        many = f"all {self.count}" if self.count else "there is no"
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


class Completeness:
    """Looks at every entry that a bundle shows, in order; memory is that of a few numbers."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._ranges = 0
        self._begin = self._end = 0
        # Own times of the first and the last entry shown, and the latest of any.
        self._first_at, self._last_at, self._latest = "", "", ""
        # The leaves whose own time lies in the period, and of these the ones that meet the conditions.
        self._period: list[int] = []
        self._found: list[int] = []
        self._count = self._late = 0

    def see(self, entry: SeenEntry) -> None:
        """Take the next entry that is shown."""
        index, gist = entry.index, entry.gist
        at = gist.at.decode()
        if not self._ranges or index != self._end:
            self._ranges += 1
            if self._ranges == 1:
                self._begin, self._first_at = index, at
        self._end, self._last_at = index + 1, at
        late = at < self._latest
        if not late:
            self._latest = at
        if not self._asked.in_period(gist):
            return
        self._period = [*self._period[:1], index]
        if self._asked.meets(gist):
            self._found = [*self._found[:1], index]
            self._count += 1
            self._late += late and _moment(self._latest) - _moment(at) > LATE

    def statement(self, size: int, heads: Iterable[int]) -> Statement:
        """What is proven of a log of `size` entries, whose signed heads have these sizes.

        Raises: InsufficientError when entries are hidden that may be what was asked for.
        """
        self._check_range(size)
        self._check_before()
        self._check_after(size)
        known = sorted({0, size, *heads})
        first, last = (self._period[0], self._period[-1]) if self._period else (self._begin, self._end - 1)
        return Statement(
            asked=self._asked.words(),
            count=self._count,
            first=self._found[0] if self._found else None,
            last=self._found[-1] if self._found else None,
            begin=self._begin,
            end=self._end,
            head_before=known[bisect_right(known, first) - 1],
            head_after=known[bisect_left(known, last + 1)],
            shown_from=self._first_at,
            shown_to=self._last_at,
            late=self._late,
        )

    def _check_range(self, size: int) -> None:
        if size and self._ranges != 1:
            raise InsufficientError(
                "cannot be complete: the entries shown are not one range of leaves",
                expected="one range",
                actual=f"{self._ranges} ranges",
            )

    def _check_before(self) -> None:
        if self._begin == 0 or (self._asked.since and self._first_at < self._asked.since):
            return
        raise InsufficientError(
            f"cannot be complete: entries before leaf {self._begin} are hidden and may lie in the period",
            index=self._begin,
            expected=f"first an entry of before {self._asked.since}" if self._asked.since else "leaf 0",
            actual=f"the first one shown is of {self._first_at}",
        )

    def _check_after(self, size: int) -> None:
        until, whole = self._asked.until, self._end == size
        if whole and (not until or self._latest >= until):
            return
        if not whole and until and self._last_at >= until:
            return
        ends = "the signed log ends" if whole else f"leaves from {self._end} on are hidden; the rest ends"
        raise InsufficientError(
            f"cannot be complete: {ends} before the period does",
            index=self._end,
            expected=f"last an entry of {until} or later" if until else f"all {size} entries",
            actual=f"the last one shown is of {self._last_at}" if self._ranges else "no entry is shown",
        )


def _moment(at: str) -> datetime:
    return datetime.fromisoformat(at)
