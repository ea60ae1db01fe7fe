"""Conditions of the rules for standards work: each is in force with the parameter that it is named after."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from participation.rules.case import NAME, Case, Undecided, first_failure
from participation.rules.determination import Answer
from participation.rules.in_force import Dated, RulesOfDay

# The first word of every explanation of a condition, by which readers tell it from the step's own finding.
CONDITION = "Condition"


class Test(Protocol):
    """Why a condition fails for a case under the value of the day; null when it holds."""

    def __call__(self, case: Case, *, value: Any) -> str | None: ...


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One requirement; `met` says that it holds.

    `about_party`: it looks at the recipient; `also`: tables cited beside the one it is named after.
    """

    table: str
    failure: Test
    met: Callable[[Case, Any], str]
    facts_used: tuple[str, ...]
    about_party: bool = False
    also: tuple[str, ...] = ()

    def law(self, case: Case) -> tuple[Dated, ...]:
        """What the condition rests on, on the day of the case; empty when it is not asked then."""
        found = (case.rules.find(table) for table in (self.table, *self.also))
        return tuple(each for each in found if each)


@dataclass(frozen=True)
class Shown:
    """A condition by itself, decided by the facts alone: nothing is assumed for what is open."""

    answer: Answer
    sentence: str
    law: tuple[Dated, ...]
    facts_used: tuple[str, ...]


def asked(conditions: tuple[Condition, ...], rules: RulesOfDay) -> Iterator[tuple[Condition, Any]]:
    """The conditions of the day, each with the value of its parameter; a false value asks nothing."""
    for each in conditions:
        law = rules.find(each.table)
        if law is not None and law.value:
            yield each, law.value


def failure_of(case: Case, conditions: tuple[Condition, ...]) -> str | None:
    """Why the conditions of the day do not all hold: the first definite reason; null when all hold.

    Raises: Undecided, when none fails for certain and one is open.
    """
    tests = (partial(each.failure, value=value) for each, value in asked(conditions, case.rules))
    return first_failure(case, tests)


def shown(condition: Condition, case: Case, value: Any) -> Shown:
    """One condition: passes, fails or open, with its law and the facts that it looks at."""
    try:
        reason = condition.failure(case, value=value)
    except Undecided as undecided:
        answer, sentence = Answer.UNKNOWN, f"{CONDITION} open: {_within(undecided.unknown.statement)}"
    else:
        answer = Answer.YES if reason is None else Answer.NO
        sentence = (
            f"{CONDITION} met: {condition.met(case, value)}."
            if reason is None
            else f"{CONDITION} not met: {reason}."
        )
    return Shown(answer, sentence, condition.law(case), condition.facts_used)


def _within(statement: str) -> str:
    """The statement after a colon; a name keeps its capital."""
    return statement if statement.startswith(NAME) else statement[0].lower() + statement[1:]
