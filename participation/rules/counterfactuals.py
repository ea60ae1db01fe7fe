"""The smallest single changes that would make a release clear, or bar it: each one is decided anew."""

from collections.abc import Iterator
from dataclasses import replace
from operator import itemgetter

from participation.rules.alternatives import Shared
from participation.rules.case import Case
from participation.rules.changes import Size, changes_of_recipient, changes_of_release
from participation.rules.determination import Counterfactual, Outcome, Status, status_of
from participation.rules.facts import Facts
from participation.rules.fold import Folded, Group, combined, group_of
from participation.rules.in_force import Edition, RulesOfDay

# Recipients that stand out are changed one by one up to this number of different ones.
_MOST_RECIPIENTS = 20
# Named in one sentence up to this number.
_MOST_NAMES = 3
_CONSEQUENCES = {
    Outcome.PROHIBITED: "it would be prohibited",
    Outcome.LICENSE_REQUIRED: "it would need a licence",
    Outcome.AUTHORIZED_TGL: "the temporary general licence of 2019 would authorise it",
    Outcome.AUTHORIZED_STANDARDS_EXEMPTION: "the exemption for standards work would authorise it",
    Outcome.NO_LICENSE_REQUIRED: "it would need no licence",
    Outcome.NOT_SUBJECT_TO_EAR: "the export rules would not reach it",
    Outcome.NOT_AN_EXPORT: "it would not be an export",
    Outcome.NO_TECHNOLOGY: "nothing technical would be released",
}

# The size of a change, what it is about (two of the same to one status say the same), its fact and condition.
_Tried = tuple[Size, object, str, str, Folded]


def counterfactuals_of(facts: Facts, edition: Edition, folded: Folded) -> tuple[Counterfactual, ...]:
    """One change of each fact to each status, least first, and what clears before what bars."""
    status = status_of(folded.outcome, folded.flags)
    found: dict[tuple[object, Status], tuple[tuple[int, bool], Counterfactual]] = {}
    for size, about, fact, condition, then in _tried(facts, edition, folded):
        new = status_of(then.outcome, then.flags)
        if new not in (status, Status.WAIT) and (about, new) not in found:
            sentence = f"If {condition}, {_CONSEQUENCES[then.outcome]}."
            told = Counterfactual(fact=fact, sentence=sentence, outcome=then.outcome, status=new)
            found[about, new] = ((size, new is Status.STOP), told)
    return tuple(told for _, told in sorted(found.values(), key=itemgetter(0)))


def _tried(facts: Facts, edition: Edition, folded: Folded) -> Iterator[_Tried]:
    rules = edition.on(facts.released_on)
    yield from _without_recipients(rules, folded)
    yield from _with_other_recipients(rules, folded)
    for each in changes_of_release(facts, edition):
        if each.facts != facts:
            yield each.size, each.fact, each.fact, each.condition, _again(each.facts, edition, folded)


def _again(facts: Facts, edition: Edition, folded: Folded) -> Folded:
    """Other facts with the same recipients, which stay in their groups."""
    rules, shared = edition.on(facts.released_on), Shared()
    groups = (
        group_of(Case(facts, each.case.recipient, rules), each.parties, shared, outcome_only=True)
        for each in folded.decided
    )
    return combined(tuple(groups), rules)


def _without_recipients(rules: RulesOfDay, folded: Folded) -> Iterator[_Tried]:
    """The release without each group that stands out, and without all of them."""
    standing_out = _standing_out(folded)
    gone_together = [[each] for each in standing_out[:_MOST_RECIPIENTS]]
    if len(standing_out) > 1:
        gone_together.append(standing_out)
    for number, gone in enumerate(gone_together):
        rest = tuple(each for each in folded.decided if not any(each is one for one in gone))
        if rest:
            condition = f"{_names(gone)} were not there"
            yield Size.RECIPIENT, number, "recipients", condition, combined(rest, rules)


def _with_other_recipients(rules: RulesOfDay, folded: Folded) -> Iterator[_Tried]:
    """Each group that stands out with something found out or recorded about it."""
    shared, alone = Shared(), len(folded.decided) == 1
    for group in _standing_out(folded)[:_MOST_RECIPIENTS]:
        assert group.case.recipient is not None
        for change in changes_of_recipient(group.case.recipient, on=rules.day, alone=alone):
            case = replace(group.case, recipient=change.recipient)
            changed = group_of(case, group.parties, shared, outcome_only=True)
            again = tuple(changed if each is group else each for each in folded.decided)
            condition = change.condition.format(_names([group]))
            yield change.size, (id(group), change.fact), change.fact, condition, combined(again, rules)


def _standing_out(folded: Folded) -> list[Group]:
    """The groups without which the release might be less strict: they have its outcome, or a flag."""
    if folded.decided[0].case.recipient is None:
        return []
    return [each for each in folded.decided if each.decided.outcome is folded.outcome or each.flags]


def _names(groups: list[Group]) -> str:
    names = [party.name for group in groups for party in group.parties]
    if len(names) > _MOST_NAMES:
        names = [*names[: _MOST_NAMES - 1], f"{len(names) - _MOST_NAMES + 1} others"]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
