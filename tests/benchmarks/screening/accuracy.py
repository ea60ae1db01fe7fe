"""How well a matcher answers: the threshold is swept, and everything is told at its best setting."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.benchmarks.screening.peers import Hit
from tests.benchmarks.screening.workload import NEGATIVE, Query

# Edits after which a name must always be found.
EASY_KINDS = ("clean", "reorder", "suffix", "abbrev", "extra")
_NOTHING = -1.0


@dataclass(frozen=True)
class Judged:
    """`n` queries judged at `threshold`, the one with the best F1.

    `alerts` are per 1,000 strangers at that threshold; what ends in `_shown` counts everything given.
    """

    n: int
    f1: float
    threshold: float
    precision: float
    recall: float
    alerts: float
    alerts_shown: float
    recall_shown: float
    f1_shown: float
    by_kind: Mapping[str, float]

    @property
    def easy(self) -> float:
        """The least recall of the kinds that must always be found."""
        return min((self.by_kind[kind] for kind in EASY_KINDS if kind in self.by_kind), default=0.0)


def judged(
    queries: Sequence[Query], answers: Sequence[Sequence[Hit]], equal: Mapping[str, frozenset[str]]
) -> Judged:
    """Takes: one answer for each query. A hit is the expected entity, or one that carries an equal name."""
    strangers, wanted = [], defaultdict(list)
    for query, hits in zip(queries, answers, strict=True):
        if query.expected is None:
            strangers.append(max((score for _, score in hits), default=_NOTHING))
        else:
            right = equal[query.expected]
            best = max((score for entity, score in hits if entity in right), default=_NOTHING)
            wanted[query.kind].append(best)
    found = [score for scores in wanted.values() for score in scores]
    threshold, f1 = _best_threshold(found, strangers)
    return Judged(
        n=len(queries),
        f1=round(f1, 4),
        threshold=threshold,
        precision=round(_precision(found, strangers, threshold), 4),
        recall=round(_share(found, threshold), 4),
        alerts=round(1000 * _share(strangers, threshold), 1),
        alerts_shown=round(1000 * _share(strangers, 0.0), 1),
        recall_shown=round(_share(found, 0.0), 4),
        f1_shown=round(_f1(found, strangers, 0.0), 4),
        by_kind={kind: round(_share(scores, threshold), 3) for kind, scores in sorted(wanted.items())},
    )


def _share(scores: Sequence[float], threshold: float) -> float:
    return sum(score >= threshold for score in scores) / max(1, len(scores))


def _best_threshold(found: Sequence[float], strangers: Sequence[float]) -> tuple[float, float]:
    """The least threshold with the best F1, and that F1."""
    best = (0.0, 0.0)
    for threshold in sorted({round(score, 2) for score in (*found, *strangers) if score >= 0}):
        f1 = _f1(found, strangers, threshold)
        if f1 > best[1]:
            best = (threshold, f1)
    return best


def _f1(found: Sequence[float], strangers: Sequence[float], threshold: float) -> float:
    precision, recall = _precision(found, strangers, threshold), _share(found, threshold)
    return 2 * precision * recall / max(1e-9, precision + recall)


def _precision(found: Sequence[float], strangers: Sequence[float], threshold: float) -> float:
    right = sum(score >= threshold for score in found)
    return right / max(1, right + sum(score >= threshold for score in strangers))


def strangers_among(queries: Sequence[Query]) -> int:
    return sum(query.kind == NEGATIVE for query in queries)
