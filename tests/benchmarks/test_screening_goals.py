"""The check of the benchmark can pass, can fail, and never passes what it could not judge."""

import pytest

from tests.benchmarks.screening.goals import GOALS, Goal, exit_code, verdicts

SIZES = ("el", "csl", "1m", "any")
GATES = [goal for goal in GOALS if goal.must is not None]


def at_their_musts() -> dict[str, float]:
    """Figures that pass every gate by nothing."""
    return {f"{goal.size}.{goal.figure}": goal.must if goal.must is not None else 0.5 for goal in GOALS}


def test_figures_at_their_musts_pass() -> None:
    judged = verdicts(at_their_musts(), {}, sizes=SIZES)

    assert [verdict.goal.says for verdict in judged if verdict.judgement == "FAILS"] == []
    assert exit_code(judged) == 0


@pytest.mark.parametrize("goal", GATES, ids=lambda goal: f"{goal.number}-{goal.size}-{goal.figure}")
def test_one_figure_beyond_its_must_fails_the_check(goal: Goal) -> None:
    assert goal.must is not None
    figures = at_their_musts()
    figures[f"{goal.size}.{goal.figure}"] = goal.must + (-0.001 if goal.least else 0.001)

    judged = verdicts(figures, {}, sizes=SIZES)

    assert [verdict.goal for verdict in judged if verdict.judgement == "FAILS"] == [goal]
    assert exit_code(judged) == 1


def test_gate_of_a_missing_peer_is_not_judged_and_not_passed() -> None:
    figures = at_their_musts()
    for key in [key for key in figures if key.endswith("logic-v2")]:
        del figures[key]

    judged = verdicts(figures, {"logic-v2": "not installed: nomenklatura"}, sizes=("el",))

    assert [
        (verdict.goal.number, verdict.goal.size, verdict.reason)
        for verdict in judged
        if verdict.judgement == "not judged" and verdict.goal.size == "el"
    ] == [("P2", "el", "not installed: nomenklatura: gate not judged")] * 2
    assert exit_code(judged) == 3


def test_failing_gate_outweighs_one_not_judged() -> None:
    figures = at_their_musts() | {"el.f1": 0.5}
    del figures["el.ratio.wratio"]

    assert exit_code(verdicts(figures, {}, sizes=("el",))) == 1


def test_sizes_that_were_not_measured_are_left_out() -> None:
    figures = {key: value for key, value in at_their_musts().items() if key.startswith("el.")}

    assert {verdict.goal.size for verdict in verdicts(figures, {}, sizes=("el",))} == {"el"}


def test_aim_is_told_apart_from_the_must() -> None:
    judged = verdicts({"el.f1": 0.974, "csl.f1": 0.96}, {}, sizes=())

    assert [(verdict.goal.size, verdict.judgement, verdict.reaches_aim) for verdict in judged] == [
        ("el", "ok", False),
        ("csl", "ok", True),
    ]
