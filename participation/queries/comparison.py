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
Pair = tuple[Found | None, Found | None]
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


def _pairs(stands: Determination, would_be: Determination) -> Iterator[Pair]:
    """The findings of both in the order of the steps; a step that today's rules do not have comes last."""
    left, right = _by_step(stands), _by_step(would_be)
    for step in dict.fromkeys([*STEP_QUESTIONS, *left, *right]):
        ours, theirs = left.get(step, []), right.get(step, [])
        # Conditions of two rules of one step are different questions, unless they look at the same facts.
        main = _paired(_answers(ours, conditions=False), _answers(theirs, conditions=False))
        yield from _joined(main)
        yield from _paired(_answers(ours, conditions=True), _answers(theirs, conditions=True))


def _by_step(determination: Determination) -> dict[str, list[Found]]:
    """The findings by step, as stored and as shown; each shown one has its question."""
    found: dict[str, list[Found]] = {}
    for raw, shown in zip(determination.result["findings"], checklist(determination), strict=True):
        question = STEP_QUESTIONS.get(raw["step"], raw["step"])
        asked = {
            "question": shown["question"] or f"{question} Condition:",
            "condition": not shown["question"],
        }
        found.setdefault(raw["step"], []).append(shown | asked | {"raw": raw})
    return found


def _answers(findings: list[Found], *, conditions: bool) -> list[tuple[object, Found]]:
    """The findings that answer the step, by recipient; or its conditions, by the facts that they look at."""
    return [
        (tuple(each["raw"]["facts_used"]) if conditions else each["raw"]["recipient"], each)
        for each in findings
        if each["condition"] is conditions
    ]


def _paired(left: list[tuple[object, Found]], right: list[tuple[object, Found]]) -> Iterator[Pair]:
    """What has the same key goes together, then what is left on either side."""
    rest = list(right)
    for key, found in left:
        same = next((each for each in rest if each[0] == key), None)
        if same is not None:
            rest.remove(same)
        yield found, same[1] if same else None
    yield from ((None, found) for _, found in rest)


def _joined(pairs: Iterator[Pair]) -> Iterator[Pair]:
    """What stands alone on both sides is beside each other, in its order: one step, other recipients."""
    every = list(pairs)
    yield from (pair for pair in every if None not in pair)
    left = [one for one, other in every if other is None]
    yield from zip_longest(left, [other for one, other in every if one is None])


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
