"""The answers that were wrong, to be read: listed names not found, and strangers that raised an alert."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.benchmarks.screening.peers import Hit
from tests.benchmarks.screening.workload import Query, Workload

COLUMNS = ("error", "kind", "text", "score", "listed", "other_score", "other")


def write_errors(
    path: Path,
    workload: Workload,
    answers: Sequence[Sequence[Hit]],
    equal: Mapping[str, frozenset[str]],
    threshold: float,
) -> None:
    """One line for each wrong answer: the right entity's score and names, and the best other one."""
    names: dict[str, list[str]] = defaultdict(list)
    for entity, name in workload.names:
        names[entity].append(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for query, hits in zip(workload.queries, answers, strict=False):
            writer.writerows(_errors(query, hits, equal, threshold, names))


def _errors(
    query: Query,
    hits: Sequence[Hit],
    equal: Mapping[str, frozenset[str]],
    threshold: float,
    names: Mapping[str, Sequence[str]],
) -> Iterator[tuple[object, ...]]:
    right = equal[query.expected] if query.expected is not None else frozenset()
    best = max((score for entity, score in hits if entity in right), default=0.0)
    other, other_score = max(
        ((entity, score) for entity, score in hits if entity not in right),
        key=lambda hit: hit[1],
        default=("", 0.0),
    )
    if query.expected is not None and best < threshold:
        listed = " | ".join(names[query.expected])
        yield "missed", query.kind, query.text, best, listed, other_score, " | ".join(names.get(other, ()))
    elif query.expected is None and other_score >= threshold:
        yield "raised", query.kind, query.text, "", "", other_score, " | ".join(names[other])
