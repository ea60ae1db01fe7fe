"""What the figures are held against: "must" is the gate, "aim" is where screening wants to be.

A must of `csl` is the one that the design set for about forty thousand names. At `el` there are fewer: the
must over a peer that looks at every name is less in proportion (8,600 of 39,400 names), and over a peer with
an index of its own in the proportion that a first prototype had at both sizes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Judgement = Literal["ok", "FAILS", "not judged", "no must"]
EXIT_FAILED, EXIT_NOT_JUDGED = 1, 3


@dataclass(frozen=True)
class Goal:
    """One row. `peer` is who must be there for the figure to exist; `least` says that more is better."""

    number: str
    size: str
    says: str
    figure: str
    must: float | None
    aim: float | None
    peer: str | None = None
    least: bool = True

    def is_met(self, value: float, limit: float) -> bool:
        return value >= limit if self.least else value <= limit


def _over(number: str, size: str, peer: str, must: float, aim: float | None, says: str) -> Goal:
    return Goal(number, size, f"times the texts a second of {says}", f"ratio.{peer}", must, aim, peer)


def _as_good(number: str, size: str, peer: str) -> Goal:
    return Goal(number, size, f"F1 less that of {peer}, same queries", f"f1_over.{peer}", 0.0, None, peer)


GOALS: tuple[Goal, ...] = (
    _over("P1", "el", "logic-v1", 118, None, "logic-v1 on 50 candidates"),
    _over("P1", "csl", "logic-v1", 200, 500, "logic-v1 on 50 candidates"),
    _as_good("P1", "el", "logic-v1"),
    _as_good("P1", "csl", "logic-v1"),
    _over("P2", "el", "logic-v2", 169, None, "logic-v2 on 50 candidates"),
    _over("P2", "csl", "logic-v2", 300, 2500, "logic-v2 on 50 candidates"),
    _as_good("P2", "el", "logic-v2"),
    _as_good("P2", "csl", "logic-v2"),
    _over("P3", "el", "logic-v1-all", 1000, 20_000, "logic-v1, every entity"),
    _over("P5", "el", "wratio", 109, None, "rapidfuzz WRatio"),
    _over("P5", "csl", "wratio", 500, 1000, "rapidfuzz WRatio"),
    _as_good("P5", "el", "wratio"),
    _as_good("P5", "csl", "wratio"),
    _over("P6", "el", "cdist", 2.2, None, "rapidfuzz cdist, in batches"),
    _over("P6", "csl", "cdist", 10, 10, "rapidfuzz cdist, in batches"),
    _over("P6", "1m", "cdist", 30, 100, "rapidfuzz cdist, in batches"),
    _over("P7", "el", "pg_trgm", 17, None, "pg_trgm"),
    _over("P7", "csl", "pg_trgm", 50, 100, "pg_trgm"),
    Goal("P7", "csl", "times lower p99 than pg_trgm", "p99_ratio.pg_trgm", 100, 100, "pg_trgm"),
    Goal("P8", "el", "times the time of an exact look-up", "distance.exact", 15, 12, "exact", least=False),
    Goal("P8", "csl", "times the time of an exact look-up", "distance.exact", 15, 12, "exact", least=False),
    Goal("P9", "1m", "p50 at a million names over p50 at csl", "growth", 10, 8, least=False),
    Goal("P10", "el", "p99 over p50 of the queries", "p99_over_p50", 15, 15, least=False),
    Goal("P10", "csl", "p99 over p50 of the queries", "p99_over_p50", 15, 15, least=False),
    Goal("P11", "csl", "megabytes of the index", "index_mb", 100, 30, least=False),
    Goal("P11", "1m", "bytes a name", "bytes_per_name", 1024, 1024, least=False),
    Goal("P12", "csl", "seconds to build", "build_s", 2.0, 2.0, least=False),
    Goal("P12", "csl", "milliseconds to load", "load_ms", 50, 10, least=False),
    Goal("P14", "el", "F1", "f1", 0.974, 0.98),
    Goal("P14", "csl", "F1", "f1", 0.945, 0.96),
    Goal("P14", "el", "least recall of clean, reorder, suffix, abbrev, extra", "easy", 0.985, 0.995),
    Goal("P14", "csl", "least recall of clean, reorder, suffix, abbrev, extra", "easy", 0.985, 0.995),
    Goal("P14", "el", "recall with two letters wrong", "typo2", None, 0.90),
    Goal("P14", "csl", "recall with two letters wrong", "typo2", None, 0.90),
    Goal("hostile", "any", "milliseconds of the slowest ugly name", "hostile_ms", 50, 50, least=False),
)


@dataclass(frozen=True)
class Verdict:
    """A goal beside its figure; `reason` says why there is none to judge."""

    goal: Goal
    value: float | None
    judgement: Judgement
    reason: str = ""

    @property
    def reaches_aim(self) -> bool:
        goal = self.goal
        return self.value is not None and goal.aim is not None and goal.is_met(self.value, goal.aim)


def verdicts(
    figures: Mapping[str, float], missing: Mapping[str, str], *, sizes: Sequence[str]
) -> list[Verdict]:
    """Every goal of the sizes measured.

    Takes: `figures` by "size.figure"; `missing`, peers that were not there, each with why.
    """
    return [
        _verdict(goal, figures, missing)
        for goal in GOALS
        if goal.size in sizes or f"{goal.size}.{goal.figure}" in figures
    ]


def _verdict(goal: Goal, figures: Mapping[str, float], missing: Mapping[str, str]) -> Verdict:
    value = figures.get(f"{goal.size}.{goal.figure}")
    if value is None:
        reason = missing.get(goal.peer, "not asked for") if goal.peer else "not measured"
        return Verdict(goal, None, "not judged", f"{reason}: gate not judged")
    if goal.must is None:
        return Verdict(goal, value, "no must")
    return Verdict(goal, value, "ok" if goal.is_met(value, goal.must) else "FAILS")


def exit_code(judged: Sequence[Verdict]) -> int:
    """0 where every gate is passed, 1 where one fails, 3 where none fails but some could not be judged."""
    judgements = {verdict.judgement for verdict in judged if verdict.goal.must is not None}
    if "FAILS" in judgements:
        return EXIT_FAILED
    return EXIT_NOT_JUDGED if "not judged" in judgements else 0
