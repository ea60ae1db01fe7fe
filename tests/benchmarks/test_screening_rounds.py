"""Rounds give every contestant the same new text, in turns; the whole command runs without a peer."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from tests.benchmarks.bench_screening import main
from tests.benchmarks.screening.make import made_here
from tests.benchmarks.screening.peers import CONTESTANTS, Contestant, Hit, Names
from tests.benchmarks.screening.rounds import Series, Spread, one_pass, ratios, run_rounds
from tests.benchmarks.screening.workload import dump_workload


class Noting:
    """A peer that notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def build(self, names: Names) -> None:
        self.names = names

    def ask(self, text: str) -> list[Hit]:
        self.asked.append(text)
        return [(text, 100.0)]

    def ask_all(self, texts: Sequence[str]) -> list[list[Hit]]:
        return [self.ask(text) for text in texts]

    def close(self) -> None:
        """Nothing to give back."""


def test_every_contestant_sees_the_same_text_and_none_twice() -> None:
    one, many = Noting(), Noting()
    texts = [f"text {number}" for number in range(40)]

    series = run_rounds(
        {"one": one, "many": many}, frozenset({"many"}), texts, rounds=3, budget=60, draw=Random(1)
    )

    assert one.asked == many.asked == texts
    assert (len(series["one"].rates), len(series["one"].seconds)) == (3, 30)
    assert (len(series["many"].rates), series["many"].seconds) == (3, [])


def test_ratio_is_taken_round_by_round() -> None:
    ours, theirs = Series(rates=[10.0, 40.0, 30.0]), Series(rates=[10.0, 10.0, 10.0])

    assert ratios(ours, theirs) == Spread(median=3.0, low=1.0, high=4.0)


def test_processor_time_counts_where_both_have_it() -> None:
    ours = Series(rates=[1.0, 1.0], busy=[20.0, 60.0])
    beside, apart = Series(rates=[1.0, 1.0], busy=[10.0, 20.0]), Series(rates=[0.5, 0.25])

    assert ratios(ours, beside) == Spread(median=2.5, low=2.0, high=3.0)
    assert ratios(ours, apart) == Spread(median=3.0, low=2.0, high=4.0)


def test_slow_peer_is_let_go_with_its_first_answers() -> None:
    assert one_pass(Noting(), ["a", "b"], batch=False, most_seconds=-1).answers == []
    assert one_pass(Noting(), ["a", "b"], batch=True, most_seconds=60).answers == [
        [("a", 100.0)],
        [("b", 100.0)],
    ]


def test_missing_package_is_named() -> None:
    absent = Contestant("absent", "none", Noting, packages=("rapidfuzz", "no-such-distribution"))

    assert absent.missing() == "not installed: no-such-distribution"
    assert CONTESTANTS["wratio"].missing() is None


@pytest.fixture
def small_workload(tmp_path: Path) -> Path:
    """The starter list as it is, and 48 queries."""
    made = made_here("el", seed=7, queries=48, list_file=None)
    real = tuple(each for each in made.names if not each[0].startswith("invented-"))
    dump_workload(replace(made, names=real), tmp_path / "small.json")
    return tmp_path / "small.json"


def test_whole_run_says_what_it_measured(tmp_path: Path, small_workload: Path) -> None:
    out = tmp_path / "out.json"

    code = main(
        ["--peers", "exact", "--rounds", "5", "--budget", "0.01", "--no-memory", "--check",
         "--workload", str(small_workload), "--errors", str(tmp_path), "--json", str(out)]
    )  # fmt: skip

    report = json.loads(out.read_text())
    assert code in (1, 3)  # peers were not asked for: it cannot have passed
    assert list(report["sizes"]["el"]["contestants"]) == ["plenary", "plenary-batch", "exact"]
    assert report["sizes"]["el"]["workload"]["queries"] == 48
    assert {goal["goal"]["size"] for goal in report["goals"]} == {"el"}
    assert (tmp_path / "errors_el.csv").read_text().splitlines()[0].startswith("error,kind,text,")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--check", "--rounds", "3"], "--check needs 5 rounds or more"),
        (["--peers", "other"], "there is no peer 'other'"),
        (["--seed", "soon"], "invalid literal for int()"),
    ],
)
def test_what_it_cannot_do_is_refused(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(arguments)

    assert message in capsys.readouterr().err


def test_unknown_size_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--size", "huge", "--peers", ""]) == 2
    assert "there is no size 'huge'" in capsys.readouterr().err
