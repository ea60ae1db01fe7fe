"""Decides one case for every class of values that its unknowns could take.

A step that needs an open value splits the walk there; what was ruled before the split holds for all branches.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from participation.rules.case import Case, Ruling, Step, Undecided, Unknown
from participation.rules.determination import Flag, Outcome, Status, status_of, worst

# More combinations than these are left to a person.
MOST_COMBINATIONS = 64

_BARS = frozenset({Outcome.PROHIBITED, Outcome.LICENSE_REQUIRED})
_NO_FLAGS: frozenset[Flag] = frozenset()


@dataclass(frozen=True)
class OpenPoint:
    """An unknown, the step that asked for it first, and whether its values lead to different outcomes."""

    unknown: Unknown[Any]
    step: int
    decides: bool


@dataclass(frozen=True, slots=True)
class Branch:
    """One combination of assumed values: the rulings by number of the step, and the outcome."""

    rulings: dict[int, Ruling | None]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Decided:
    """All branches of one case, a single one when nothing was open; the flags that steps raised in any."""

    outcome: Outcome
    branches: tuple[Branch, ...]
    open_points: tuple[OpenPoint, ...]
    flags: frozenset[Flag] = _NO_FLAGS

    @property
    def reachable(self) -> frozenset[Outcome]:
        """The outcomes of all branches."""
        return frozenset(branch.outcome for branch in self.branches)

    def settled(self) -> "Decided":
        """The same, where another recipient makes the difference between the branches immaterial."""
        points = tuple(replace(each, decides=False) for each in self.open_points)
        return replace(self, outcome=worst(self.reachable), open_points=points)


@dataclass(frozen=True, slots=True)
class Shared:
    """Rulings that recipients of one release share, by step and by what the step looks at."""

    rulings: dict[tuple[Any, ...], Ruling | Unknown[Any] | None] = field(default_factory=dict)

    def ruling(self, step: Step, case: Case) -> Ruling | None:
        """The step's ruling; asked once for recipients that look the same to it, under the same assumptions.

        Raises: Undecided, as the step does.
        """
        if step.looks_at is None:
            return step.rule(case)
        seen = step.view(case.recipient) if case.recipient else None
        key = (step.name, seen, case.excluded, case.ended, case.chosen)
        if key not in self.rulings:
            try:
                self.rulings[key] = step.rule(case)
            except Undecided as undecided:
                self.rulings[key] = undecided.unknown
        found = self.rulings[key]
        if isinstance(found, Unknown):
            raise Undecided(found)
        return found


def _own_ruling(step: Step, case: Case) -> Ruling | None:
    return step.rule(case)


class _TooManyCombinations(Exception):
    pass


class _IsReview(Exception):
    """No further branch can make it anything but a review."""


class _Walk:
    def __init__(self, steps: tuple[Step, ...], shared: Shared | None, *, outcome_only: bool) -> None:
        self.steps = steps
        self.ruling = shared.ruling if shared else _own_ruling
        self.outcome_only = outcome_only
        self.statuses: set[Status] = set()
        self.branches: list[Branch] = []
        self.open_points: dict[str, OpenPoint] = {}
        self.flags: set[Flag] = set()

    def go(self, case: Case, first: int, rulings: dict[int, Ruling | None]) -> frozenset[Outcome]:
        """The outcomes of all branches from the step on."""
        for number in range(first, len(self.steps)):
            step = self.steps[number]
            if not case.asks(step):
                continue
            try:
                ruling = self.ruling(step, case)
            except Undecided as undecided:
                return self._split(case, number, rulings, undecided.unknown)
            rulings[number] = ruling
            if ruling is not None:
                self.flags.update(ruling.flags)
                if ruling.ends or ruling.excludes:
                    case = case.after(ruling)
        outcome = worst(each.outcome for each in rulings.values() if each and each.outcome)
        self.branches.append(Branch(rulings, outcome))
        self.statuses.add(status_of(outcome, ()))
        if self.outcome_only and (Status.WAIT in self.statuses or len(self.statuses) > 1):
            raise _IsReview
        if len(self.branches) > MOST_COMBINATIONS:
            raise _TooManyCombinations
        return frozenset({outcome})

    def _split(
        self, case: Case, number: int, rulings: dict[int, Ruling | None], unknown: Unknown[Any]
    ) -> frozenset[Outcome]:
        before = self.open_points.setdefault(unknown.fact, OpenPoint(unknown, number, decides=False))
        places = range(len(unknown.values))
        found = [self.go(case.assuming(unknown, place), number, dict(rulings)) for place in places]
        if any(each != found[0] for each in found):
            self.open_points[unknown.fact] = replace(before, decides=True)
        return frozenset().union(*found)

    def decided(self, outcome: Outcome, points: tuple[OpenPoint, ...]) -> Decided:
        return Decided(outcome, tuple(self.branches), points, frozenset(self.flags))


def decide_alternatives(
    case: Case, steps: tuple[Step, ...], shared: Shared | None = None, *, outcome_only: bool = False
) -> Decided:
    """The outcome on which all values of the unknowns agree; a review where they differ.

    Where all values bar the release, it is barred: a review never hides a definite bar.
    Takes: `shared`, the rulings of other recipients of the same release; `outcome_only` stops as soon as a
    review is certain, so that branches, open points and flags of a review are not complete.
    """
    walk = _Walk(steps, shared, outcome_only=outcome_only)
    try:
        outcomes = walk.go(case, 0, {})
    except _IsReview:
        return walk.decided(Outcome.NEEDS_REVIEW, ())
    except _TooManyCombinations:
        asked = tuple(replace(each, decides=True) for each in walk.open_points.values())
        return walk.decided(Outcome.NEEDS_REVIEW, asked)
    if len(outcomes) == 1:
        outcome = next(iter(outcomes))
    else:
        outcome = Outcome.LICENSE_REQUIRED if outcomes <= _BARS else Outcome.NEEDS_REVIEW
    return walk.decided(outcome, tuple(walk.open_points.values()))
