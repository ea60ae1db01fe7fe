"""The walk over unknowns, on steps made for the purpose."""

from datetime import date

from participation.rules.alternatives import MOST_COMBINATIONS, decide_alternatives
from participation.rules.case import Case, Ruling, Step, Undecided, Unknown, first_failure
from participation.rules.determination import Answer, Answerer, Outcome
from participation.rules.facts import load_facts
from participation.rules.in_force import edition
from tests.rules.case_tables import facts_with


def unknown(name: str) -> Unknown[bool]:
    return Unknown(name, (True, False), f"{name} is open.", f"{name}?", Answerer.OFFICER)


def case() -> Case:
    facts = load_facts(facts_with())
    assert facts.recipients is not None
    return Case(facts, facts.recipients[0], edition().on(date(2025, 3, 1)))


def ruling(outcome: Outcome | None) -> Ruling:
    return Ruling(answer=Answer.YES, explanation="Said.", law=(), outcome=outcome)


def step(name: str, when: Outcome, otherwise: Outcome) -> Step:
    return Step(
        name=name,
        question="?",
        rule=lambda case: ruling(when if case.settle(unknown(name)) else otherwise),
    )


CLEAR, REVIEW, LICENCE = Outcome.NO_LICENSE_REQUIRED, Outcome.NEEDS_REVIEW, Outcome.LICENSE_REQUIRED


def test_values_that_agree_decide() -> None:
    decided = decide_alternatives(case(), (step("a", CLEAR, CLEAR),))

    assert decided.outcome is CLEAR
    assert [(each.unknown.fact, each.decides) for each in decided.open_points] == [("a", False)]


def test_values_that_differ_are_a_review_and_the_unknown_decides() -> None:
    decided = decide_alternatives(case(), (step("a", CLEAR, LICENCE), step("b", CLEAR, CLEAR)))

    assert decided.outcome is REVIEW
    assert [(each.unknown.fact, each.decides) for each in decided.open_points] == [("a", True), ("b", False)]
    assert len(decided.branches) == 4


def test_values_that_bar_in_different_ways_still_bar() -> None:
    assert decide_alternatives(case(), (step("a", Outcome.PROHIBITED, LICENCE),)).outcome is LICENCE


def test_a_definite_bar_beside_an_unknown_bars() -> None:
    bar = Step(name="bar", question="?", rule=lambda _: ruling(LICENCE))

    assert decide_alternatives(case(), (step("a", CLEAR, REVIEW), bar)).outcome is LICENCE


def test_the_same_unknown_is_assumed_once_for_all_steps() -> None:
    decided = decide_alternatives(case(), (step("a", CLEAR, LICENCE), step("a", CLEAR, LICENCE)))

    assert [branch.outcome for branch in decided.branches] == [CLEAR, LICENCE]


def test_more_combinations_than_the_most_are_a_review_with_all_questions() -> None:
    names = [f"unknown {number}" for number in range(7)]

    decided = decide_alternatives(case(), tuple(step(name, CLEAR, CLEAR) for name in names))

    assert 2 ** len(names) > MOST_COMBINATIONS
    assert decided.outcome is REVIEW
    assert [each.unknown.fact for each in decided.open_points if each.decides] == names


def test_as_many_combinations_as_the_most_are_decided() -> None:
    steps = tuple(step(f"unknown {number}", CLEAR, CLEAR) for number in range(6))

    assert decide_alternatives(case(), steps).outcome is CLEAR


def test_first_failure_prefers_a_definite_reason_to_an_open_one() -> None:
    def is_open(_: Case) -> str | None:
        raise Undecided(unknown("a"))

    assert first_failure(case(), (is_open, lambda _: "it fails")) == "it fails"
