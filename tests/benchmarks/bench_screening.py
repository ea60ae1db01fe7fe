"""`./dev bench screening`: names screening beside other matchers, in one run, and against its goals.

Without files everything is made here from a seed: the list is the newest whole list in REAL_DATA_DIR, or the
starter list filled up with invented names. Peers that are not installed are named, and their gates are not
judged. See docs/benchmarks.md.
"""

import os

# Before anything counts the cores: one thread each, or the ratios compare different things.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from random import SystemRandom
from subprocess import CalledProcessError
from typing import Any

from participation.screening.screen import build_index
from tests.benchmarks.listed import newest_list
from tests.benchmarks.screening.goals import Verdict, exit_code, verdicts
from tests.benchmarks.screening.hostile import hostile_names, slowest
from tests.benchmarks.screening.make import SIZES, Making, as_parties
from tests.benchmarks.screening.measure import Measured, Plan, fresh_texts, growth, measure_size
from tests.benchmarks.screening.peers import CONTESTANTS, PRODUCT, PRODUCT_BATCH, Peer, chosen_peers
from tests.benchmarks.screening.report import as_json, surroundings, written

LEAST_ROUNDS_TO_JUDGE = 5
EXIT_NOT_RUN = 2


def measured(chosen: Namespace) -> tuple[dict[str, Any], list[Verdict]]:
    """The whole report and its goals. Raises: ValueError, OSError, CalledProcessError."""
    found, report = Measured(), {"surroundings": surroundings()}
    sizes: list[str] = chosen.size.split(",") if chosen.rounds else []
    if unknown := [size for size in sizes if size not in SIZES]:
        raise ValueError(f"there is no size {unknown[0]!r}; there are {', '.join(SIZES)}.")
    plan = plan_of(chosen)
    products: dict[str, Peer] = {}
    for size in sizes:
        if PRODUCT in (own := measure_size(size, plan, found)):
            products[size] = own[PRODUCT]
    if len(products) > 1:
        texts = fresh_texts(plan, plan.making.workload("el", seed=plan.seed, queries=plan.queries))
        report["growth"] = growth(plan, products, texts)
        found.figures[f"{report['growth']['to']}.growth"] = report["growth"]["p50"]["median"]
    products.clear()
    if chosen.hostile:
        report["hostile"] = hostile(chosen, plan)
        found.figures["any.hostile_ms"] = report["hostile"]["slowest"][0]["again_ms"]
    report |= {"sizes": found.sizes, "missing": found.missing}
    return report, verdicts(found.figures, found.missing, sizes=sizes)


def plan_of(chosen: Namespace) -> Plan:
    contestants = (PRODUCT, PRODUCT_BATCH, *chosen_peers(chosen.peers))
    if chosen.mode:
        contestants = tuple(
            name for name in contestants if CONTESTANTS[name].batch == (chosen.mode == "batch")
        )
    making = Making(chosen.workload, chosen.script, chosen.list, tuple(chosen.negatives))
    return Plan(
        making,
        contestants,
        rounds=chosen.rounds,
        budget=chosen.budget,
        queries=chosen.queries,
        seed=chosen.seed,
        memory=not chosen.no_memory,
        errors=chosen.errors,
    )


def hostile(chosen: Namespace, plan: Plan) -> dict[str, Any]:
    """The slowest ugly names against the largest of the sizes that were asked for."""
    size = chosen.size.split(",")[-1]
    workload = plan.making.workload(size, seed=plan.seed, queries=2)
    names = [name for _, name in workload.names]
    texts = hostile_names(names, seed=plan.seed, count=chosen.hostile)
    found, counts = slowest(build_index(as_parties(workload.names)), texts)
    return {
        "texts": len(texts), "seed": plan.seed, "size": size, "counts": counts,
        "slowest": [asdict(each) for each in found],
    }  # fmt: skip


def arguments_of(given: Sequence[str] | None) -> Namespace:
    parser = ArgumentParser(prog="./dev bench screening", description=__doc__)
    add = parser.add_argument
    add("--size", default="el", help=f"of {', '.join(SIZES)}, with commas between")
    add(
        "--peers", default="all", help="names or groups of peers: rapidfuzz, nomenklatura, exact, pg_trgm ..."
    )
    add("--mode", choices=("single", "batch"), help="one name a call, or many; both without")
    add("--rounds", type=int, default=7, help="0 leaves the comparison out")
    add("--budget", type=float, default=0.5, help="seconds for each contestant in a round")
    add("--queries", type=int, default=2000)
    add("--seed", default="7", help="a number, or `drawn` for one drawn now")
    add("--workload", type=Path, help="a ready workload; --size then is what it is called")
    add("--script", type=Path, default=_named("WORKLOAD_SCRIPT"), help="a script that makes workloads")
    add("--list", type=Path, default=newest_list(), help="a list file; else the starter list")
    add(
        "--negatives",
        type=Path,
        action="append",
        default=[],
        help="organisations that are not listed, a line each",
    )
    add("--hostile", type=int, default=0, metavar="N", help="time N ugly names too")
    add("--errors", type=Path, metavar="FOLDER", help="write the wrong answers as csv, one file a size")
    add("--no-memory", action="store_true", help="leave out what runs in processes of its own")
    add("--check", action="store_true", help="exit 1 where a gate fails, 3 where one could not be judged")
    add("--json", type=Path, metavar="FILE", help="write everything as JSON, - for the output")
    chosen = parser.parse_args(given)
    try:
        chosen.seed = SystemRandom().randrange(10**6) if chosen.seed == "drawn" else int(chosen.seed)
        chosen_peers(chosen.peers)
    except ValueError as error:
        parser.error(str(error))
    if chosen.check and 0 < chosen.rounds < LEAST_ROUNDS_TO_JUDGE:
        parser.error(f"--check needs {LEAST_ROUNDS_TO_JUDGE} rounds or more.")
    return chosen


def _named(variable: str) -> Path | None:
    return Path(os.environ[variable]) if os.environ.get(variable) else None


def main(given: Sequence[str] | None = None) -> int:
    chosen = arguments_of(given)
    try:
        report, judged = measured(chosen)
    except (ValueError, OSError, CalledProcessError) as error:
        print(f"bench: {error}", file=sys.stderr)
        return EXIT_NOT_RUN
    whole = as_json(report, judged)
    if chosen.json and str(chosen.json) == "-":
        print(json.dumps(whole))
    else:
        print("\n".join(written(report, judged)))
        if chosen.json:
            chosen.json.write_text(json.dumps(whole, indent=1) + "\n", encoding="utf-8")
    return exit_code(judged) if chosen.check else 0


if __name__ == "__main__":
    raise SystemExit(main())
