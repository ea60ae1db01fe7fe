"""`./dev bench rules [--json] [--check]`: how long the rules core takes, on one core.

The facts are the stored case tables: every regime, every kind of party. Medians over rounds, with the range.
"""

import json
import statistics
import time
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Any

from participation.rules.decide import decide
from participation.rules.facts import Facts, load_facts
from participation.rules.fold import fold
from participation.rules.in_force import Edition, edition
from tests.rules.case_tables import all_cases, facts_with

ROUNDS = 15
RECIPIENTS, FEW = 200, 20
# One day of each regime of the Entity List.
DAYS = ("2019-05-17", "2019-06-03", "2019-09-02", "2021-02-01", "2023-05-02", "2025-10-06", "2026-11-10")
# What `--check` holds the figures against: milliseconds, and determinations a minute.
MOST_MS = {"room_with_findings": 20.0, "room_outcomes": 2.0, "counterfactuals": 200.0}
LEAST_A_MINUTE = {"single_a_minute": 100_000.0}
# A room as registration lists show it: many from few kinds of organisation.
ROOM_KINDS = (
    {"country": "US", "us_person": True},
    {"country": "DE"},
    {"country": "CN"},
    {"country": "KR"},
    {"country": "CN", "lists": ["EL"], "entity_list": {"footnote": 1, "listed_on": "2019-05-16"}},
)


@dataclass(frozen=True)
class Timed:
    """Seconds of each round."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def in_milliseconds(self) -> dict[str, float]:
        low, high = min(self.seconds), max(self.seconds)
        return {"median": _ms(self.median), "low": _ms(low), "high": _ms(high)}


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 3)


def timed(work: Callable[[], object]) -> Timed:
    """Process time of each round: what one core is busy for, whatever else the machine does."""
    work()
    seconds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        seconds.append(time.process_time() - began)
    return Timed(tuple(seconds))


def room(size: int, *, day: str, kinds: Sequence[dict[str, Any]]) -> Facts:
    """A release to `size` recipients that take turns through the kinds."""
    rows = [
        {"id": f"r{number}", "name": f"Organisation {number}", "lists": [], **kinds[number % len(kinds)]}
        for number in range(size)
    ]
    return load_facts(facts_with({"released_on": day}, rows))


def all_different(size: int) -> list[dict[str, Any]]:
    """Kinds of which no two are equal: each has its own share of a listed owner."""
    return [{**ROOM_KINDS[number % 4], "owned_by_listed_percent": 1 + number / 4} for number in range(size)]


def single_recipient_facts() -> list[dict[str, Any]]:
    """The facts of every stored case with one recipient."""
    return [
        each.facts for each in all_cases() if each.facts["recipients"] and len(each.facts["recipients"]) == 1
    ]


def measured(rules: Edition) -> dict[str, Any]:
    objects = single_recipient_facts()
    loaded = [load_facts(each) for each in objects]
    rooms = [room(RECIPIENTS, day=day, kinds=ROOM_KINDS) for day in DAYS]
    different = [room(RECIPIENTS, day=day, kinds=all_different(RECIPIENTS)) for day in DAYS]
    few = [room(FEW, day=day, kinds=all_different(FEW)) for day in DAYS]
    single = timed(lambda: [decide(each, rules) for each in loaded])
    from_json = timed(lambda: [decide(load_facts(each), rules) for each in objects])
    with_findings = _worst(rooms, lambda each: decide(each, rules))
    outcomes = _worst(rooms, lambda each: fold(each, rules))
    return {
        "cases": len(objects),
        "single_a_minute": round(60 * len(objects) / single.median),
        "single_from_json_a_minute": round(60 * len(objects) / from_json.median),
        "room_with_findings": with_findings.in_milliseconds(),
        "room_outcomes": outcomes.in_milliseconds(),
        "findings_over_outcomes": round(with_findings.median / outcomes.median, 1),
        "all_different_with_findings": _worst(different, lambda each: decide(each, rules)).in_milliseconds(),
        "all_different_outcomes": _worst(different, lambda each: fold(each, rules)).in_milliseconds(),
        "counterfactuals": _worst(
            few, lambda each: decide(each, rules, counterfactuals=True)
        ).in_milliseconds(),
    }


def _worst(releases: Sequence[Facts], work: Callable[[Facts], object]) -> Timed:
    """The regime that takes longest."""
    return max((timed(partial(work, each)) for each in releases), key=attrgetter("median"))


def beyond(figures: dict[str, Any]) -> list[str]:
    """The names of the figures that miss their limit."""
    slow = [name for name, limit in MOST_MS.items() if figures[name]["median"] > limit]
    return slow + [name for name, limit in LEAST_A_MINUTE.items() if figures[name] < limit]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = ArgumentParser(prog="./dev bench rules", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON line")
    parser.add_argument("--check", action="store_true", help="exit 1 where a figure misses its limit")
    chosen = parser.parse_args(arguments)
    figures = measured(edition())
    missed = beyond(figures)
    limits = MOST_MS | LEAST_A_MINUTE
    if chosen.json:
        print(json.dumps(figures | {"limits": limits, "beyond": missed}))
        return 1 if chosen.check and missed else 0
    for name, value in figures.items():
        shown = (
            f"{value['median']} ms ({value['low']} to {value['high']})" if isinstance(value, dict) else value
        )
        limit = f"  (limit {limits[name]:g})" if name in limits else ""
        print(f"{name:28} {shown}{limit}{'  BEYOND' if name in missed else ''}")
    return 1 if chosen.check and missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
