"""Recipients that look the same to a step share its ruling: so it must look at no more than it says."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from participation.rules.alternatives import Shared, decide_alternatives
from participation.rules.case import Case, Ruling, Step
from participation.rules.facts import Recipient, load_facts
from participation.rules.in_force import Edition, edition
from participation.rules.steps import STEPS
from tests.rules.case_tables import all_cases, facts_with

POLICY = {
    "company_policy": [
        {
            "from": "2000-01-01",
            "value": [
                {"match": "country", "value": "CN", "reason": "x"},
                {"match": "list", "value": "EL", "reason": "x"},
                {"match": "list", "value": "UVL", "reason": "x"},
            ],
            "citation": "Policy",
            "url": "https://example.org/policy",
            "source": "inference",
        }
    ]
}


class Watched:
    """A recipient that remembers which of its fields were read."""

    def __init__(self, recipient: Recipient, read: set[str]) -> None:
        self._recipient = recipient
        self._read = read

    def __getattr__(self, name: str) -> Any:
        self._read.add(name)
        return getattr(self._recipient, name)


def fields_read(rules: Edition) -> dict[str, set[str]]:
    """What each step read of the recipients, over all cases of the tables."""
    read: dict[str, set[str]] = defaultdict(set)

    def watching(step: Step) -> Step:
        def rule(case: Case) -> Ruling | None:
            if case.recipient is None:
                return step.rule(case)
            watched: Any = Watched(case.recipient, read[step.name])
            return step.rule(replace(case, recipient=watched))

        return replace(step, rule=rule, looks_at=None)

    steps = tuple(watching(step) for step in STEPS)
    for row in all_cases():
        facts = load_facts(row.facts)
        for recipient in facts.recipients or (None,):
            decide_alternatives(Case(facts, recipient, rules.on(facts.released_on)), steps)
    return read


def test_each_step_looks_at_no_more_of_a_recipient_than_it_says() -> None:
    read = fields_read(edition(POLICY))

    assert {"id", "name"}.isdisjoint(set().union(*read.values()))
    for step in STEPS:
        if step.looks_at is not None:
            assert read[step.name] == set(step.looks_at), step.name


def rules_of(recipients: tuple[str, str], looks_at: tuple[str, ...] | None) -> list[Ruling | None]:
    facts = load_facts(facts_with({}, list(recipients)))
    asked: Callable[[Case], Ruling | None] = next(
        each for each in STEPS if each.name == "denied_persons"
    ).rule
    step, shared = Step(name="asked", question="?", rule=asked, looks_at=looks_at), Shared()
    assert facts.recipients is not None
    cases = [Case(facts, each, edition().on(facts.released_on)) for each in facts.recipients]
    return [shared.ruling(step, case) for case in cases]


@pytest.mark.parametrize(
    ("recipients", "looks_at", "is_shared"),
    [
        (("unlisted_german", "unlisted_chinese"), ("lists",), True),
        (("unlisted_german", "denied"), ("lists",), False),
        (("unlisted_german", "unlisted_chinese"), None, False),
    ],
)
def test_a_ruling_is_shared_where_recipients_look_the_same(
    recipients: tuple[str, str], looks_at: tuple[str, ...] | None, is_shared: bool
) -> None:
    first, second = rules_of(recipients, looks_at)

    assert (first is second) is is_shared
