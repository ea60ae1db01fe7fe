"""The rulings of all groups as findings, in the order of the steps; what holds for many is said once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import NamedTuple, TypeVar

from participation.rules.alternatives import Decided, OpenPoint
from participation.rules.case import NAME, Ruling, Step
from participation.rules.conditions import shown
from participation.rules.determination import Answer, Finding, Outcome, Source
from participation.rules.fold import Folded, Group, Party
from participation.rules.in_force import Dated
from participation.rules.steps import STEP_CONDITIONS, STEPS

Part = TypeVar("Part")
_SOURCES = list(Source)


class _Said(NamedTuple):
    """What one step says of one group; equal ones are merged. No explanation: the answer is a plain no."""

    answer: Answer
    explanation: str
    law: tuple[Dated, ...]
    facts_used: tuple[str, ...]
    decides: bool


@dataclass
class _Tally:
    """The groups of which a step says different things."""

    plain: list[_Said]
    of_groups: list[tuple[_Said, Group]]


def findings_of(folded: Folded) -> tuple[Finding, ...]:
    """Findings about the item first said once, then one for each recipient that stands out."""
    return tuple(
        finding
        for number, step in enumerate(STEPS)
        for finding in (*_findings_of_step(number, step, folded), *_conditions(number, step, folded))
    )


def _conditions(number: int, step: Step, folded: Folded) -> Iterator[Finding]:
    """The conditions of a step's rule one by one; those that do not look at the party are said once."""
    if step.name not in STEP_CONDITIONS:
        return
    groups = [each for each in folded.groups if any(one.rulings.get(number) for one in each.decided.branches)]
    for condition, value in STEP_CONDITIONS[step.name](groups[0].case.rules) if groups else ():
        together: dict[_Said, list[Party]] = {}
        for group in groups if condition.about_party else groups[:1]:
            one = shown(condition, group.case, value)
            said = _Said(one.answer, one.sentence, one.law, one.facts_used, decides=False)
            together.setdefault(said, []).extend(group.parties)
        for said, parties in together.items():
            yield from _of_parties(step, said, parties)


def _findings_of_step(number: int, step: Step, folded: Folded) -> Iterator[Finding]:
    tally = _Tally([], [])
    for group in folded.groups:
        said = _said(number, group.decided, folded.outcome)
        if said is not None and not said.explanation:
            tally.plain.append(said)
        elif said is not None:
            tally.of_groups.append((said, group))
    together: dict[_Said, list[Party]] = {}
    for said, group in tally.of_groups:
        together.setdefault(said, []).extend(group.parties)
    for said, parties in together.items():
        yield from _of_parties(step, said, parties)
    if tally.plain:
        who = "No other recipient" if tally.of_groups else "No recipient"
        first = tally.plain[0]._replace(decides=any(each.decides for each in tally.plain))
        yield _finding(step, first, None, f"{who} {step.nobody}.")


def _of_parties(step: Step, said: _Said, parties: list[Party]) -> Iterator[Finding]:
    """One finding for each party that the sentence names; one for all where it asks the same of them."""
    if NAME not in said.explanation:
        yield _finding(step, said, None, said.explanation)
    elif said.answer is Answer.UNKNOWN and len(parties) > 1:
        names = ", ".join(each.name for each in parties[:-1]) + f" and {parties[-1].name}"
        yield _finding(step, said, None, _named(said.explanation, names))
    else:
        for party in parties:
            yield _finding(step, said, party.label, _named(said.explanation, party.name))


def _said(number: int, decided: Decided, overall: Outcome) -> _Said | None:
    reached = [each.rulings[number] for each in decided.branches if number in each.rulings]
    rulings: list[Ruling] = []
    for each in reached:
        if each is not None and each not in rulings:
            rulings.append(each)
    if not rulings:
        return None
    points = [each for each in decided.open_points if each.step <= number]
    deciding = [each for each in points if each.decides]
    asked_here = any(each.step == number for each in deciding)
    answer, sentence = _answered(rulings, None in reached, points, asked_here=asked_here)
    settles = (
        answer is not Answer.UNKNOWN and not deciding and any(each.outcome is overall for each in rulings)
    )
    return _Said(
        answer,
        sentence,
        law=_joined(each.law for each in rulings),
        facts_used=_joined(each.facts_used for each in rulings),
        decides=decided.outcome is overall and (asked_here or settles or _stands(rulings, reached, decided)),
    )


def _stands(rulings: list[Ruling], reached: list[Ruling | None], decided: Decided) -> bool:
    """Whether the step gives the outcome in every branch, whatever is open."""
    always = len(reached) == len(decided.branches) and None not in reached
    return always and all(each.outcome is decided.outcome for each in rulings)


def _answered(
    rulings: list[Ruling], is_partly_silent: bool, points: list[OpenPoint], *, asked_here: bool
) -> tuple[Answer, str]:
    """One answer and its sentence for all branches; unknown where they answer differently."""
    answers = {each.answer for each in rulings}
    first = rulings[0]
    if len(answers) > 1 or is_partly_silent or asked_here:
        deciding = [each for each in points if each.decides]
        statement = " ".join(each.unknown.statement for each in deciding or points)
        same = "" if deciding else " The outcome is the same either way."
        return Answer.UNKNOWN, f"Not settled: {statement}{same}"
    conditional = first.outcome and any(each.decides for each in points)
    if conditional and first.explanation:
        return first.answer, f"It depends on an open point. {first.explanation}"
    return first.answer, first.explanation


def _named(explanation: str, name: str) -> str:
    """The explanation with the name in its place, without a second full stop after `Ltd.`"""
    at_end = name if name.endswith(".") else f"{name}."
    return explanation.replace(f"{NAME}.", at_end).replace(NAME, name)


def _joined(parts: Iterable[tuple[Part, ...]]) -> tuple[Part, ...]:
    return tuple(dict.fromkeys(each for part in parts for each in part))


def _finding(step: Step, said: _Said, recipient: str | None, explanation: str) -> Finding:
    starts = [each.start for each in said.law if each.start]
    ends = [each.end for each in said.law if each.end]
    return Finding(
        step=step.name,
        answer=said.answer,
        recipient=recipient,
        explanation=explanation,
        citations=tuple(dict.fromkeys(each.citation for each in said.law)),
        in_force_from=max(starts, default=None),
        in_force_to=min(ends, default=None),
        source=reduce(_worse, (each.source for each in said.law)),
        facts_used=said.facts_used,
        decides=said.decides,
    )


def _worse(one: Source, other: Source) -> Source:
    return max(one, other, key=_SOURCES.index)
