"""What was measured, as a person reads it and as one JSON object."""

import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from tests.benchmarks.screening.goals import Verdict
from tests.benchmarks.screening.peers import CONTESTANTS, PRODUCT

_PACKAGES = ("rapidfuzz", "numpy", "nomenklatura", "followthemoney", "psycopg")


def surroundings() -> dict[str, Any]:
    """What must be known before two runs are compared."""
    return {
        "python": platform.python_version(),
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "load_before": round(os.getloadavg()[0], 1),
        "threads": {name: os.environ.get(name) for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")},
        "versions": {name: _version(name) for name in _PACKAGES},
    }


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "unknown")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def written(report: dict[str, Any], judged: Sequence[Verdict]) -> Iterator[str]:
    """The lines of the whole report."""
    around = report["surroundings"]
    yield f"{around['cpu']}, {around['cores']} cores (one used), load {around['load_before']}, " + ", ".join(
        f"{name} {number}" for name, number in {"python": around["python"], **around["versions"]}.items()
    )
    yield from (f"{name}: {why}" for name, why in report["missing"].items())
    for size, measured in report["sizes"].items():
        yield from _size(size, measured)
    if growth := report.get("growth"):
        yield f"growth of p50, {growth['from']} to {growth['to']}: {_spread(growth['p50'])}"
    if hostile := report.get("hostile"):
        yield from _hostile(hostile)
    yield from _goals(judged)


def _size(size: str, measured: dict[str, Any]) -> Iterator[str]:
    made = measured["workload"]
    yield ""
    yield (
        f"{size}: {made['names']:,} names, {made['entities']:,} entities, {made['queries']:,} queries "
        f"({made['strangers']:,} strangers), seed {made['seed']}, {made['origin']}, {made['digest']}"
    )
    yield (
        f"  {'':44}{'times faster [rounds]':>26}{'texts/s':>10}{'p50 ms':>9}{'p99 ms':>9}"
        f"{'F1':>7}{'at':>7}{'recall':>8}{'alerts':>8}{'n':>6}{'build s':>9}{'MB':>8}"
    )
    for name, row in measured["contestants"].items():
        yield _contestant(name, row)
    yield from _kinds(measured)


def _contestant(name: str, row: dict[str, Any]) -> str:
    ratio = _spread(row["ratio"]) if "ratio" in row else ""
    rate = f"{row['rate']['median']:,.0f}" if "rate" in row else ""
    times = "".join(f"{row[key]:9.3f}" if row.get(key) else " " * 9 for key in ("p50_ms", "p99_ms"))
    line = f"  {CONTESTANTS[name].title:44}{ratio:>26}{rate:>10}{times}"
    if one := row.get("accuracy"):
        line += f"{one['f1']:7.3f}{one['threshold']:7.1f}{one['recall']:8.3f}{one['alerts']:8.1f}{one['n']:6}"
    else:
        line += " " * 36
    if alone := row.get("alone"):
        line += f"{alone['build_s']:9.2f}{alone['index_mb']:8.1f}"
    return line


def _kinds(measured: dict[str, Any]) -> Iterator[str]:
    """Recall by kind of edit: the product's, and of each peer."""
    rows = {
        name: row["accuracy"]["by_kind"] for name, row in measured["contestants"].items() if "accuracy" in row
    }
    if PRODUCT not in rows:
        return
    yield f"  {'recall by kind':16}" + "".join(f"{name:>14}" for name in rows)
    for kind in rows[PRODUCT]:
        yield f"  {kind:16}" + "".join(f"{kinds.get(kind, 0):14.3f}" for kinds in rows.values())
    own = measured["contestants"][PRODUCT]
    one = own["accuracy"]
    yield (
        f"  as shipped: F1 {one['f1_shown']:.3f}, recall {one['recall_shown']:.3f}, "
        f"{one['alerts_shown']:.1f} alerts in 1,000 strangers; "
        f"p99/p50 {own['p99_over_p50']:.1f} (processor time)"
    )
    if load := own.get("alone", {}).get("load_ms"):
        alone = own["alone"]
        yield f"  from a file of {alone['file_mb']} MB: ready in {load} ms, {alone['loaded_mb']} MB taken"


def _hostile(hostile: dict[str, Any]) -> Iterator[str]:
    counts = hostile["counts"]
    yield ""
    yield (
        f"{hostile['texts']:,} hostile names, seed {hostile['seed']}, against {hostile['size']}: "
        f"{counts['screened']:,} screened, {counts['cannot_screen']:,} refused, none failed"
    )
    for each in hostile["slowest"]:
        yield (
            f"  {each['again_ms']:9.2f} ms (first {each['first_ms']:9.2f})  {each['kind']:32}"
            f"{each['letters']:6} letters  {each['shown']}"
        )


def _goals(judged: Sequence[Verdict]) -> Iterator[str]:
    yield ""
    yield f"{'goal':9}{'size':6}{'what':58}{'measured':>12}{'must':>9}{'aim':>9}"
    for verdict in judged:
        goal = verdict.goal
        sign = ">=" if goal.least else "<="
        value = f"{verdict.value:,.3f}" if verdict.value is not None else "-"
        limits = "".join(
            f"{f'{sign}{limit:g}' if limit is not None else '-':>9}" for limit in (goal.must, goal.aim)
        )
        reached = ", aim reached" if verdict.reaches_aim else ""
        yield (
            f"{goal.number:9}{goal.size:6}{goal.says:58}{value:>12}{limits}  "
            f"{verdict.reason or verdict.judgement + reached}"
        )


def _spread(each: dict[str, float]) -> str:
    def short(value: float) -> str:
        return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"

    return f"{short(each['median'])} [{short(each['low'])}, {short(each['high'])}]"


def as_json(report: dict[str, Any], judged: Sequence[Verdict]) -> dict[str, Any]:
    return report | {"goals": [asdict(verdict) for verdict in judged]}
