"""What a step sees and says: one release, one recipient, the rules of the day; a ruling comes back.

A step asks `settle` for a value that the facts leave open; `alternatives.py` then decides for each value.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import Any, Generic, TypeVar

from participation.rules.days import spoken as spoken  # the steps speak of days
from participation.rules.determination import Answer, Answerer, Flag, Outcome
from participation.rules.facts import Facts, Recipient
from participation.rules.in_force import Dated, RulesOfDay

Value = TypeVar("Value")

# Stands for the recipient's name in an explanation: equal recipients are decided once.
# Facts cannot contain it, `load_facts` refuses NUL.
NAME = "\x00"


@dataclass(frozen=True)
class Unknown(Generic[Value]):
    """A fact, or a reading of the law, that is open.

    `values`: one of each class that could lead to another outcome; empty for what only a person can settle.
    """

    fact: str
    values: tuple[Value, ...]
    statement: str
    question: str
    who: Answerer


class Undecided(Exception):
    """A step needs the value of an unknown that nobody assumed yet."""

    def __init__(self, unknown: Unknown[Any]) -> None:
        super().__init__(unknown.fact)
        self.unknown = unknown


@dataclass(frozen=True, slots=True)
class Case:
    """One release to one recipient (null: attendees unknown) under assumed values of unknowns.

    `excluded`: the item left the EAR; `ended`: the outcome with which a step ended the walk; `chosen`: which
    values are assumed, as facts and places in their lists.
    """

    facts: Facts
    recipient: Recipient | None
    rules: RulesOfDay
    assumed: Mapping[str, object] = field(default_factory=dict)
    excluded: bool = False
    ended: Outcome | None = None
    chosen: tuple[str | int, ...] = ()

    def asks(self, step: "Step") -> bool:
        """Whether the step is still a question: none after the end, few after the item left the EAR."""
        return step.always or not (self.ended or (self.excluded and not step.beyond_ear))

    def after(self, ruling: "Ruling") -> "Case":
        """The case as the later steps see it."""
        ended = ruling.outcome if ruling.ends else None
        return Case(self.facts, self.recipient, self.rules, self.assumed, ruling.excludes, ended, self.chosen)

    def assuming(self, unknown: Unknown[Value], place: int) -> "Case":
        """The same case with one more open value assumed: that of a place among its values."""
        assumed = {**self.assumed, unknown.fact: unknown.values[place]}
        chosen = (*self.chosen, unknown.fact, place)
        return Case(self.facts, self.recipient, self.rules, assumed, self.excluded, self.ended, chosen)

    def settle(self, unknown: Unknown[Value]) -> Value:
        """The assumed value. Raises: Undecided, when none is assumed."""
        if unknown.fact not in self.assumed:
            raise Undecided(unknown)
        return self.assumed[unknown.fact]  # type: ignore[return-value]

    def known(self, value: Value | None, unknown: Unknown[Value]) -> Value:
        """The value of the facts, or the assumed one where the facts say null."""
        return self.settle(unknown) if value is None else value


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """A step's answer for one case; `outcome` null: the step neither bars nor allows.

    `ends`: of the later steps only those `always` asked are. `excludes`: the item left the EAR, so of the
    later steps those `beyond_ear` are asked too.
    """

    answer: Answer
    explanation: str
    law: tuple[Dated, ...]
    facts_used: tuple[str, ...] = ()
    outcome: Outcome | None = None
    ends: bool = False
    excludes: bool = False
    flags: tuple[Flag, ...] = ()
    open_point: Unknown[Any] | None = None


@dataclass(frozen=True, kw_only=True)
class Step:
    """One legal question; `rule` gives null where the question does not arise.

    `nobody` is the sentence for the recipients whose answer is no; empty for a question about the item.
    `reads` names the tables of parameters that the step looks at, `looks_at` the recipient's fields:
    recipients that are equal in them get one ruling. Null: not said, so each recipient is asked for.
    """

    name: str
    question: str
    rule: Callable[[Case], Ruling | None]
    nobody: str = ""
    beyond_ear: bool = False
    always: bool = False
    reads: tuple[str, ...] = ()
    looks_at: tuple[str, ...] | None = None

    @cached_property
    def view(self) -> Callable[[Recipient], object]:
        """What the step sees of a recipient, to compare; only where `looks_at` is said."""
        return attrgetter(*self.looks_at) if self.looks_at else lambda _: None


Condition = Callable[[Case], str | None]


def first_failure(case: Case, conditions: Iterable[Condition]) -> str | None:
    """Why the conditions do not all hold: the first definite reason; null when all hold.

    Raises: Undecided, when none fails for certain and one is open.
    """
    pending: Undecided | None = None
    for condition in conditions:
        try:
            reason = condition(case)
        except Undecided as undecided:
            pending = pending or undecided
        else:
            if reason is not None:
                return reason
    if pending is not None:
        raise pending
    return None


def open_reading(name: str, statement: str, question: str) -> Unknown[bool]:
    """A point of law that the sources do not settle: both readings are decided."""
    return Unknown(f"reading.{name}", (True, False), statement, question, Answerer.OFFICER)
