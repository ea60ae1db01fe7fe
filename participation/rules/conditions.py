"""Conditions of the rules for standards work: each is in force with the parameter that it is named after."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple, Protocol

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


class Asked(NamedTuple):
    """A condition of the day, the value of its parameter, and the law that it rests on."""

    condition: Condition
    value: Any
    law: tuple[Dated, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A condition by itself, decided by the facts alone: nothing is assumed for what is open."""

    answer: Answer
    sentence: str
    law: tuple[Dated, ...]
    facts_used: tuple[str, ...]


def asked(conditions: tuple[Condition, ...], rules: RulesOfDay) -> tuple[Asked, ...]:
    """The conditions of the day; a parameter without value, or with a false one, asks nothing."""
    found = []
    for each in conditions:
        law = [row for table in (each.table, *each.also) if (row := rules.find(table))]
        if law and law[0].name == each.table and law[0].value:
            found.append(Asked(each, law[0].value, tuple(law)))
    return tuple(found)


def failure_of(case: Case, conditions: tuple[Asked, ...]) -> str | None:
    """Why the conditions of the day do not all hold: the first definite reason; null when all hold.

    Raises: Undecided, when none fails for certain and one is open.
    """
    return first_failure(case, (partial(each.failure, value=value) for each, value, _ in conditions))


def shown(one: Asked, case: Case) -> Shown:
    """One condition: passes, fails or open, with its law and the facts that it looks at."""
    condition, value, law = one
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
    return Shown(answer, sentence, law, condition.facts_used)


def _within(statement: str) -> str:
    """The statement after a colon; a name keeps its capital."""
    return statement if statement.startswith(NAME) else statement[0].lower() + statement[1:]
