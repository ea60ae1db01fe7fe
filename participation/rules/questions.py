"""The questions that would settle an open release, each with the one who can answer it."""

from collections.abc import Iterator
from typing import Any

from participation.rules.case import Unknown
from participation.rules.determination import Answerer, Flag, Outcome, Question
from participation.rules.fold import Folded, Group
from participation.rules.steps.ownership import DIVERSION
from participation.rules.steps.sanctions import OFAC
from participation.rules.steps.unverified_list import STATEMENT

_SCREEN = Unknown[bool](
    "reading.ofac_screen",
    (),
    "Sanctions are still to be screened.",
    "Are the recipients screened against Treasury's sanctions lists, without a hit?",
    Answerer.OFFICER,
)
_OF_FLAG = {
    Flag.OFAC: OFAC,
    Flag.OFAC_SCREEN: _SCREEN,
    Flag.UVL_STATEMENT: STATEMENT,
    Flag.DIVERSION_RED_FLAG: DIVERSION,
}
_ABOUT_THE_RELEASE = ("item.", "activity.", "body.", "end_use_red_flag")


def questions_of(folded: Folded) -> tuple[Question, ...]:
    """One question for each open point of the outcome and each open flag; recipients by label."""
    asked: dict[Unknown[Any], list[str]] = {}
    for group in folded.groups:
        for point in dict.fromkeys(_open_points(folded, group)):
            asked.setdefault(point, []).extend(each.label for each in group.parties)
    return tuple(
        Question(
            fact=point.fact,
            question=point.question,
            who=point.who,
            recipients=() if point.fact.startswith(_ABOUT_THE_RELEASE) else tuple(labels),
        )
        for point, labels in asked.items()
    )


def _open_points(folded: Folded, group: Group) -> Iterator[Unknown[Any]]:
    if folded.outcome is Outcome.NEEDS_REVIEW and group.decided.outcome is Outcome.NEEDS_REVIEW:
        for point in group.decided.open_points:
            if point.decides:
                yield point.unknown
        yield from _in_all_branches(group)
    for flag in sorted(group.flags & set(folded.flags)):
        if flag in _OF_FLAG:
            yield _OF_FLAG[flag]


def _in_all_branches(group: Group) -> Iterator[Unknown[Any]]:
    """What a person has to settle whatever the open values are."""
    branches = [
        {
            ruling.open_point: None
            for ruling in branch.rulings.values()
            if ruling and ruling.open_point and ruling.outcome is Outcome.NEEDS_REVIEW
        }
        for branch in group.decided.branches
    ]
    for point in branches[0]:
        if all(point in branch for branch in branches):
            yield point
