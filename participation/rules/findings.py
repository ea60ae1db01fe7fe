"""The rulings of all groups as findings, in the order of the steps; what holds for many is said once."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache, reduce
from typing import NamedTuple, TypeVar

from participation.rules.alternatives import Decided, OpenPoint
from participation.rules.case import NAME, Ruling, Step
from participation.rules.conditions import shown
from participation.rules.determination import Answer, Citation, Finding, Outcome, Source
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


class _Law(NamedTuple):
    """What a finding tells of the law that it rests on: the days on which all of it was in force together."""

    citations: tuple[Citation, ...]
    start: date | None
    end: date | None
    source: Source


def findings_of(folded: Folded) -> tuple[Finding, ...]:
    """Findings about the item first said once, then one for each recipient that stands out."""
    only = folded.groups[0]
    if len(folded.groups) == 1 and len(only.decided.branches) == 1:
        return tuple(_findings_of_one(only, folded))
    reached = {
        number
        for group in folded.groups
        for branch in group.decided.branches
        for number, ruling in branch.rulings.items()
        if ruling is not None
    }
    found: list[Finding] = []
    for number in sorted(reached):
        found += _findings_of_step(number, STEPS[number], folded)
        if STEPS[number].name in STEP_CONDITIONS:
            found += _conditions(number, STEPS[number], folded)
    return tuple(found)


def _findings_of_one(group: Group, folded: Folded) -> Iterator[Finding]:
    """The same where all recipients are alike and nothing is open: each ruling is told as it stands."""
    for number, ruling in group.decided.branches[0].rulings.items():
        if ruling is None:
            continue
        step, said = STEPS[number], _said_plainly(ruling, group.decided, folded.outcome)
        if said.explanation:
            yield from _of_parties(step, said, list(group.parties))
        else:
            yield _finding(step, said, None, f"No recipient {step.nobody}.")
        if step.name in STEP_CONDITIONS:
            yield from _conditions(number, step, folded)


def _findings_of_step(number: int, step: Step, folded: Folded) -> Iterator[Finding]:
    together: dict[_Said, list[Party]] = {}
    plain: _Said | None = None
    for said, groups in _said_by_groups(number, folded):
        if said.explanation:
            parties = together.setdefault(said, [])
            for group in groups:
                parties += group.parties
        else:
            plain = (plain or said)._replace(decides=said.decides or bool(plain and plain.decides))
    for said, parties in together.items():
        yield from _of_parties(step, said, parties)
    if plain is not None:
        who = "No other recipient" if together else "No recipient"
        yield _finding(step, plain, None, f"{who} {step.nobody}.")


def _said_by_groups(number: int, folded: Folded) -> Iterable[tuple[_Said, list[Group]]]:
    """What the step says, with the groups of which it says so; groups that share a ruling are met once."""
    same: dict[object, tuple[_Said, list[Group]]] = {}
    for group in folded.groups:
        # Identity is enough, and stable: the folded release keeps rulings and groups alive.
        branches, key = group.decided.branches, (id(group), True)
        ruling = branches[0].rulings.get(number) if len(branches) == 1 else None
        if ruling is not None:
            key = (id(ruling), group.decided.outcome is folded.outcome)
        if key in same:
            same[key][1].append(group)
        elif ruling is not None:
            same[key] = (_said_plainly(ruling, group.decided, folded.outcome), [group])
        elif len(branches) > 1 and (said := _said(number, group.decided, folded.outcome)):
            same[key] = (said, [group])
    return same.values()


def _said_plainly(ruling: Ruling, decided: Decided, overall: Outcome) -> _Said:
    """What a step says where nothing was open: its ruling as it stands."""
    decides = ruling.outcome is overall and decided.outcome is overall
    return _Said(ruling.answer, ruling.explanation, ruling.law, ruling.facts_used, decides)


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


def _conditions(number: int, step: Step, folded: Folded) -> Iterator[Finding]:
    """The conditions of a step's rule one by one; those that do not look at the party are said once."""
    groups = [each for each in folded.groups if any(one.rulings.get(number) for one in each.decided.branches)]
    for asked in STEP_CONDITIONS[step.name](groups[0].case.rules):
        together: dict[_Said, list[Party]] = {}
        for group in groups if asked.condition.about_party else groups[:1]:
            one = shown(asked, group.case)
            said = _Said(one.answer, one.sentence, one.law, one.facts_used, decides=False)
            together.setdefault(said, []).extend(group.parties)
        for said, parties in together.items():
            yield from _of_parties(step, said, parties)


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


def _named(explanation: str, name: str) -> str:
    """The explanation with the name in its place, without a second full stop after `Ltd.`"""
    at_end = name if name.endswith(".") else f"{name}."
    return explanation.replace(f"{NAME}.", at_end).replace(NAME, name)


def _joined(parts: Iterable[tuple[Part, ...]]) -> tuple[Part, ...]:
    return tuple(dict.fromkeys(each for part in parts for each in part))


def _finding(step: Step, said: _Said, recipient: str | None, explanation: str) -> Finding:
    law = _told(said.law)
    return Finding(
        step=step.name,
        answer=said.answer,
        recipient=recipient,
        explanation=explanation,
        citations=law.citations,
        in_force_from=law.start,
        in_force_to=law.end,
        source=law.source,
        facts_used=said.facts_used,
        decides=said.decides,
    )


@lru_cache(maxsize=4096)
def _told(law: tuple[Dated, ...]) -> _Law:
    return _Law(
        citations=tuple(dict.fromkeys(each.citation for each in law)),
        start=max((each.start for each in law if each.start), default=None),
        end=min((each.end for each in law if each.end), default=None),
        source=reduce(_worse, (each.source for each in law)),
    )


def _worse(one: Source, other: Source) -> Source:
    return max(one, other, key=_SOURCES.index)
