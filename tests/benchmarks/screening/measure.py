"""One size after the other: build, answer all queries once, run the rounds, measure memory apart."""

import statistics
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tests.benchmarks.screening import alone
from tests.benchmarks.screening.accuracy import Judged, judged, strangers_among
from tests.benchmarks.screening.errors import write_errors
from tests.benchmarks.screening.make import Making, digest_of
from tests.benchmarks.screening.peers import CONTESTANTS, PRODUCT, PRODUCT_BATCH, MissingPeer, Peer
from tests.benchmarks.screening.rounds import Series, one_pass, quantile, ratios, run_rounds, spread
from tests.benchmarks.screening.workload import Workload, dump_workload, equals

# A peer that needs longer for all queries is judged on as many as it managed, and the product on the same.
MOST_SECONDS = 300.0
# Texts of the rounds, none of which a contestant saw before: for this many a second, up to a bound.
_TEXTS_A_SECOND, _MOST_FRESH = 6_000, 24_000
_SEED_OF_ROUNDS = 1009
_LOADS = 5
# Beyond this many names memory is measured of the product alone.
_MANY_NAMES = 200_000


@dataclass(frozen=True)
class Plan:
    """What to measure, as it was asked for."""

    making: Making
    contestants: tuple[str, ...]
    rounds: int
    budget: float
    queries: int
    seed: int
    memory: bool = True
    errors: Path | None = None


@dataclass
class Measured:
    """Figures by "size.figure", the report, and who was missing."""

    figures: dict[str, float] = field(default_factory=dict)
    sizes: dict[str, Any] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)


def fresh_texts(plan: Plan, seen: Workload) -> list[str]:
    """Text for the rounds, as much as they can use."""
    wanted = min(_MOST_FRESH, int(_TEXTS_A_SECOND * plan.budget * (plan.rounds + 1)))
    count = max(len(seen.queries), wanted)
    return plan.making.fresh(seen, seed=plan.seed + _SEED_OF_ROUNDS, queries=count)


def measure_size(size: str, plan: Plan, measured: Measured) -> dict[str, Peer]:
    """Everything about one size, into `measured`; gives the product's contestants, still built."""
    workload = plan.making.workload(size, seed=plan.seed, queries=plan.queries)
    texts = fresh_texts(plan, workload)
    rows: dict[str, dict[str, Any]] = {}
    with built(size, plan, workload, measured) as peers:
        judge_all(size, plan, workload, texts, peers, rows, measured)
        for name, row in speed(size, plan, texts, peers, measured).items():
            rows[name] |= row
    if plan.memory:
        for name, row in memory(size, workload, tuple(peers), measured).items():
            rows[name]["alone"] = row
    measured.sizes[size] = {"workload": _about(workload), "contestants": rows}
    return {name: peer for name, peer in peers.items() if name == PRODUCT}


@contextmanager
def built(size: str, plan: Plan, workload: Workload, measured: Measured) -> Iterator[dict[str, Peer]]:
    """The contestants that take part at this size and are there."""
    peers: dict[str, Peer] = {}
    try:
        for name in plan.contestants:
            contestant = CONTESTANTS[name]
            if size not in contestant.sizes:
                continue
            try:
                if why := contestant.missing():
                    raise MissingPeer(why)
                if name == PRODUCT_BATCH and PRODUCT in peers:  # one index serves both ways to ask
                    peers[name] = peers[PRODUCT]
                    continue
                peer = contestant.make()
                peer.build(workload.names)
            except MissingPeer as missing:
                measured.missing[name] = str(missing)
                continue
            peers[name] = peer
        yield peers
    finally:
        for peer in peers.values():
            peer.close()


def judge_all(
    size: str,
    plan: Plan,
    workload: Workload,
    fresh: Sequence[str],
    peers: dict[str, Peer],
    rows: dict[str, dict[str, Any]],
    measured: Measured,
) -> None:
    """Accuracy and single-call times on the workload's queries, each peer warmed up with other text."""
    asked = [query.text for query in workload.queries]
    equal = equals(workload, workload.queries)
    answers: dict[str, list[Any]] = {}
    for name, peer in peers.items():
        rows[name] = {}
        if CONTESTANTS[name].sample:
            continue
        batch = CONTESTANTS[name].batch
        one_pass(peer, fresh[-256:], batch=batch, most_seconds=plan.budget)
        run = one_pass(peer, asked, batch=batch, most_seconds=MOST_SECONDS)
        answers[name] = run.answers
        result = judged(workload.queries[: len(run.answers)], run.answers, equal)
        rows[name]["accuracy"] = asdict(result)
        if name == PRODUCT and plan.errors is not None:
            write_errors(plan.errors / f"errors_{size}.csv", workload, run.answers, equal, result.threshold)
        if name == PRODUCT:
            _own_figures(size, result, run.processor, rows[name], measured)
    for name, given in answers.items():
        if name in (PRODUCT, PRODUCT_BATCH) or PRODUCT not in answers:
            continue
        # On the same queries: a slow peer may have answered the first of them only.
        n = min(len(given), len(answers[PRODUCT]))
        own, other = (judged(workload.queries[:n], each[:n], equal) for each in (answers[PRODUCT], given))
        measured.figures[f"{size}.f1_over.{name}"] = round(own.f1 - other.f1, 4)


def _own_figures(
    size: str, result: Judged, processor: Sequence[float], row: dict[str, Any], measured: Measured
) -> None:
    tail = quantile(processor, 0.99) / max(1e-9, quantile(processor, 0.5))
    row["p99_over_p50"] = round(tail, 2)
    row["processor_ms"] = {
        "p50": 1000 * quantile(processor, 0.5), "p99": 1000 * quantile(processor, 0.99),
        "max": 1000 * max(processor),
    }  # fmt: skip
    measured.figures |= {
        f"{size}.f1": result.f1,
        f"{size}.easy": result.easy,
        f"{size}.typo2": result.by_kind.get("typo2", 0.0),
        f"{size}.p99_over_p50": tail,
    }


def speed(
    size: str, plan: Plan, texts: Sequence[str], peers: dict[str, Peer], measured: Measured
) -> dict[str, dict[str, Any]]:
    """Interleaved rounds: rates, ratios of the product over each peer of the same form, percentiles."""
    batch = frozenset(name for name in peers if CONTESTANTS[name].batch)
    series = run_rounds(
        peers,
        batch,
        texts,
        rounds=plan.rounds,
        budget=plan.budget,
        draw=Random(f"rounds {plan.seed}"),
        apart=frozenset(name for name in peers if CONTESTANTS[name].apart),
    )
    rows = {}
    for name, one in series.items():
        rows[name] = {"rate": asdict(spread(one.rates))}
        if one.seconds:
            rows[name] |= {
                "p50_ms": 1000 * quantile(one.seconds, 0.5),
                "p99_ms": 1000 * quantile(one.seconds, 0.99),
                "calls": len(one.seconds),
            }
        own = series.get(PRODUCT_BATCH if name in batch else PRODUCT)
        if own is not None and name not in (PRODUCT, PRODUCT_BATCH):
            rows[name]["ratio"] = asdict(ratios(own, one))
            measured.figures |= _ratio_figures(size, name, own, one)
    return rows


def _ratio_figures(size: str, name: str, own: Series, other: Series) -> dict[str, float]:
    figures = {f"{size}.ratio.{name}": ratios(own, other).median}
    if name == "exact":
        figures[f"{size}.distance.exact"] = ratios(other, own).median
    if own.seconds and other.seconds:
        figures[f"{size}.p99_ratio.{name}"] = quantile(other.seconds, 0.99) / quantile(own.seconds, 0.99)
    return figures


def memory(
    size: str, workload: Workload, names: Sequence[str], measured: Measured
) -> dict[str, dict[str, Any]]:
    """Build time and memory of each contestant in a process of its own; servers are left out."""
    rows: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory(prefix="plenary-bench-") as folder:
        kept = Path(folder) / "workload.json"
        dump_workload(workload, kept)
        for name in names:
            many = len(workload.names) > _MANY_NAMES
            if name in (PRODUCT_BATCH, "pg_trgm", "logic-v1-all") or (many and name != PRODUCT):
                continue
            if name == PRODUCT:
                rows[name] = alone.product_alone(kept, Path(folder), repeat=_LOADS)
            else:
                rows[name] = alone.in_process_of_its_own(name, kept)
    if own := rows.get(PRODUCT):
        for key in ("build_s", "index_mb", "bytes_per_name", "load_ms"):
            if key in own:
                measured.figures[f"{size}.{key}"] = own[key]
    return rows


def growth(plan: Plan, products: dict[str, Peer], texts: Sequence[str]) -> dict[str, Any]:
    """p50 of the product at the largest size over that at `csl` or the smallest, round by round."""
    sizes = list(products)
    small, large = ("csl" if "csl" in sizes[:-1] else sizes[0]), sizes[-1]
    series = run_rounds(
        {size: products[size] for size in (small, large)}, frozenset(), texts,
        rounds=plan.rounds, budget=plan.budget, draw=Random(f"growth {plan.seed}"),
    )  # fmt: skip
    pairs = zip(series[large].medians, series[small].medians, strict=True)
    p50 = spread([one / two for one, two in pairs])
    medians = {size: 1000 * statistics.median(each.medians) for size, each in series.items()}
    return {"from": small, "to": large, "p50": asdict(p50), "p50_ms": medians}


def _about(workload: Workload) -> dict[str, Any]:
    return {
        "names": len(workload.names),
        "entities": workload.entities,
        "queries": len(workload.queries),
        "strangers": strangers_among(workload.queries),
        "seed": workload.seed,
        "origin": workload.origin,
        "digest": digest_of(workload),
    }
