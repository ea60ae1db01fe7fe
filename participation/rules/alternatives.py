"""Decides one case for every class of values that its unknowns could take.

A step that needs an open value splits the walk there; what was ruled before the split holds for all branches.
"""

from dataclasses import dataclass, replace
from typing import Any

from participation.rules.case import Case, Ruling, Step, Undecided, Unknown
from participation.rules.determination import Outcome, worst

# More combinations than these are left to a person.
MOST_COMBINATIONS = 64

_BARS = frozenset({Outcome.PROHIBITED, Outcome.LICENSE_REQUIRED})


@dataclass(frozen=True)
class OpenPoint:
    """An unknown, the step that asked for it first, and whether its values lead to different outcomes."""

    unknown: Unknown[Any]
    step: int
    decides: bool


@dataclass(frozen=True)
class Branch:
    """One combination of assumed values: the rulings by number of the step, and the outcome."""

    rulings: dict[int, Ruling | None]
    outcome: Outcome


@dataclass(frozen=True)
class Decided:
    """All branches of one case; a single one when nothing was open."""

    outcome: Outcome
    branches: tuple[Branch, ...]
    open_points: tuple[OpenPoint, ...]

    @property
    def reachable(self) -> frozenset[Outcome]:
        """The outcomes of all branches."""
        return frozenset(branch.outcome for branch in self.branches)

    def settled(self) -> "Decided":
        """The same, where another recipient makes the difference between the branches immaterial."""
        points = tuple(replace(each, decides=False) for each in self.open_points)
        return replace(self, outcome=worst(self.reachable), open_points=points)


class _TooManyCombinations(Exception):
    pass


class _Walk:
    def __init__(self, steps: tuple[Step, ...]) -> None:
        self.steps = steps
        self.branches: list[Branch] = []
        self.open_points: dict[str, OpenPoint] = {}

    def go(self, case: Case, number: int, rulings: dict[int, Ruling | None]) -> frozenset[Outcome]:
        """The outcomes of all branches from the step on."""
        while number < len(self.steps):
            step = self.steps[number]
            if case.asks(step):
                try:
                    ruling = step.rule(case)
                except Undecided as undecided:
                    return self._split(case, number, rulings, undecided.unknown)
                rulings[number] = ruling
                if ruling and (ruling.ends or ruling.excludes):
                    case = replace(
                        case, ended=ruling.outcome if ruling.ends else None, excluded=ruling.excludes
                    )
            number += 1
        outcome = worst(each.outcome for each in rulings.values() if each and each.outcome)
        self.branches.append(Branch(rulings, outcome))
        if len(self.branches) > MOST_COMBINATIONS:
            raise _TooManyCombinations
        return frozenset({outcome})

    def _split(
        self, case: Case, number: int, rulings: dict[int, Ruling | None], unknown: Unknown[Any]
    ) -> frozenset[Outcome]:
        before = self.open_points.setdefault(unknown.fact, OpenPoint(unknown, number, decides=False))
        found = [
            self.go(replace(case, assumed={**case.assumed, unknown.fact: value}), number, dict(rulings))
            for value in unknown.values
        ]
        if any(each != found[0] for each in found):
            self.open_points[unknown.fact] = replace(before, decides=True)
        return frozenset().union(*found)


def decide_alternatives(case: Case, steps: tuple[Step, ...]) -> Decided:
    """The outcome on which all values of the unknowns agree; a review where they differ.

    Where all values bar the release, it is barred: a review never hides a definite bar.
    """
    walk = _Walk(steps)
    try:
        outcomes = walk.go(case, 0, {})
    except _TooManyCombinations:
        asked = tuple(replace(each, decides=True) for each in walk.open_points.values())
        return Decided(Outcome.NEEDS_REVIEW, tuple(walk.branches), asked)
    if len(outcomes) == 1:
        outcome = next(iter(outcomes))
    else:
        outcome = Outcome.LICENSE_REQUIRED if outcomes <= _BARS else Outcome.NEEDS_REVIEW
    return Decided(outcome, tuple(walk.branches), tuple(walk.open_points.values()))
