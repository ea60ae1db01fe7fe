"""Two determinations of one line side by side, step by step, with what differs marked. Reads only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from participation.models import Determination
from participation.queries.disclosures import reason_of
from participation.queries.findings import checklist
from participation.queries.pair import marked
from participation.rules.determination import OUTCOME_SENTENCES, Outcome
from participation.rules.steps import STEP_QUESTIONS

Found = dict[str, Any]
# What makes two findings with the same answer differ.
COMPARED = ("explanation", "citations", "in_force")


@dataclass(frozen=True, slots=True)
class Side:
    """What one determination says at a step; what the other side has not is marked."""

    answer: str
    answer_differs: bool
    explanation: list[dict[str, Any]]
    citations: list[dict[str, Any]]
    in_force: Mapping[str, Any]
    decides: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One step, of one recipient where it is named. A side is None where the step was not asked."""

    question: str
    stands: Side | None
    would_be: Side | None
    word: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Two determinations, each with its outcome and the reason of it in words, and their rows.

    `telling` come out otherwise, those that decide first; `further` rest on another text or date, or are
    asked on one day only and answered no.
    """

    stands: Determination
    would_be: Determination
    stands_words: tuple[str, ...]
    would_be_words: tuple[str, ...]
    telling: tuple[Row, ...]
    further: tuple[Row, ...]
    same: tuple[Row, ...]


def compared(stands: Determination, would_be: Determination) -> Compared:
    """Both determinations, row by row in the order of the steps. They need not be stored."""
    rows: dict[str, list[Row]] = {"answer": [], "less": [], "same": []}
    for one, other in _pairs(stands, would_be):
        rows[_difference(one, other)].append(_row(one, other))
    return Compared(
        stands=stands,
        would_be=would_be,
        stands_words=_in_words(stands),
        would_be_words=_in_words(would_be),
        telling=tuple(sorted(rows["answer"], key=_decides, reverse=True)),
        further=tuple(rows["less"]),
        same=tuple(rows["same"]),
    )


def _in_words(determination: Determination) -> tuple[str, ...]:
    """What the rules say, and why it is shown as it is."""
    outcome, reason = OUTCOME_SENTENCES[Outcome(determination.outcome)], reason_of(determination)
    return (outcome, *([reason.removesuffix(outcome).strip()] if reason != outcome else []))


def _pairs(stands: Determination, would_be: Determination) -> Iterator[tuple[Found | None, Found | None]]:
    """The findings of both in the order of the steps; a step that today's rules do not have comes last."""
    left, right = _by_step(stands), _by_step(would_be)
    for step in dict.fromkeys([*STEP_QUESTIONS, *left, *right]):
        yield from _of_one_step(left.get(step, []), right.get(step, []))


def _by_step(determination: Determination) -> dict[str, list[tuple[str | None, Found]]]:
    """The findings by step, each with the recipient that it is about."""
    found: dict[str, list[tuple[str | None, Found]]] = {}
    for raw, shown in zip(determination.result["findings"], checklist(determination), strict=True):
        found.setdefault(raw["step"], []).append((raw["recipient"], shown))
    return found


def _of_one_step(
    left: list[tuple[str | None, Found]], right: list[tuple[str | None, Found]]
) -> Iterator[tuple[Found | None, Found | None]]:
    """What is said of the same recipient goes together, then what is left in its order."""
    rest = list(right)
    alone: list[Found] = []
    for recipient, found in left:
        same = next((each for each in rest if each[0] == recipient), None)
        if same is None:
            alone.append(found)
        else:
            rest.remove(same)
            yield found, same[1]
    yield from zip_longest(alone, [found for _, found in rest])


def _difference(left: Found | None, right: Found | None) -> str:
    """How the sides differ: `answer` tells more than `less`, another text or a no of one day only."""
    if left is None or right is None:
        only = left or right
        assert only is not None
        return "answer" if only["decides"] or only["answer"] != "no" else "less"
    if left["answer"] != right["answer"]:
        return "answer"
    return "same" if all(left[part] == right[part] for part in COMPARED) else "less"


def _decides(row: Row) -> bool:
    return any(side is not None and side.decides for side in (row.stands, row.would_be))


def _row(left: Found | None, right: Found | None) -> Row:
    one = left or right
    assert one is not None
    question = f"{one['question']} {one['recipient']}".strip()
    words = {"answer": "Another answer", "less": "Another text", "same": "Same"}
    word = words[_difference(left, right)]
    if left is None or right is None:
        word = "Asked on one day only"
    return Row(question, _side(left, right), _side(right, left), word)


def _side(own: Found | None, other: Found | None) -> Side | None:
    """Takes: the other side, whose words are not marked; without it nothing is, for all would be."""
    if own is None:
        return None
    there = other or own
    return Side(
        answer=own["answer"],
        answer_differs=own["answer"] != there["answer"],
        explanation=marked(own["explanation"], there["explanation"]),
        citations=[each | {"marked": each not in there["citations"]} for each in own["citations"]],
        in_force=own["in_force"],
        decides=bool(own["decides"]),
    )
