"""All recipients of one release: equal ones are decided once, and the worst outcome counts."""

from dataclasses import dataclass, fields, replace
from datetime import date
from operator import attrgetter

from participation.rules.alternatives import Decided, Shared, decide_alternatives
from participation.rules.case import Case
from participation.rules.determination import Flag, Outcome, Status, status_of, worst
from participation.rules.facts import Facts, Recipient
from participation.rules.in_force import Edition, RulesOfDay
from participation.rules.steps import STEPS
from participation.rules.steps.sanctions import is_to_be_screened, treasury_flags

# All facts of a recipient but who it is.
_BUT_FOR_NAME = attrgetter(*(each.name for each in fields(Recipient) if each.name not in ("id", "name")))


@dataclass(frozen=True, slots=True)
class Party:
    """One recipient as it appears in the answer."""

    label: str
    name: str


@dataclass(frozen=True, slots=True)
class Group:
    """Recipients whose facts are equal but for id and name; no parties: the attendees are unknown."""

    case: Case
    parties: tuple[Party, ...]
    decided: Decided
    flags: frozenset[Flag]


@dataclass(frozen=True)
class Folded:
    """The release decided: its outcome and flags, and the groups in the order of their first recipient.

    `decided`: the groups as each was decided by itself; in `groups` is settled what another recipient makes
    immaterial.
    """

    outcome: Outcome
    flags: tuple[Flag, ...]
    groups: tuple[Group, ...]
    decided: tuple[Group, ...]


def fold(facts: Facts, edition: Edition) -> Folded:
    """The outcome of the release over all recipients."""
    rules = edition.on(facts.released_on)
    return combined(_groups(facts, rules), rules)


def combined(decided: tuple[Group, ...], rules: RulesOfDay) -> Folded:
    """The release to these groups, at least one: the worst outcome counts."""
    groups = _without_immaterial(decided)
    outcome = worst(each.decided.outcome for each in groups)
    flags = set().union(*(each.flags for each in groups))
    if outcome is not Outcome.NOT_SUBJECT_TO_EAR:
        flags.discard(Flag.OFAC_SCREEN)
    if rules.day > date.fromisoformat(rules["rules_known_until"].value):
        flags.add(Flag.FORECAST)
    return Folded(outcome, tuple(sorted(flags)), groups, decided)


def _without_immaterial(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """The groups; an unknown between outcomes that all clear is settled where the release stays the same.

    It stays the same where the other recipients' outcome is at least as strict as the strictest of them:
    whether one person of a US company is a US person is nothing to ask when the room is foreign anyway.
    """
    is_open = [_differs_only_in_clear(each.decided) for each in groups]
    rest = [each.decided.outcome for each, open_one in zip(groups, is_open, strict=True) if not open_one]
    if not any(is_open) or not rest:
        return groups
    bound = worst(rest)
    return tuple(
        replace(each, decided=each.decided.settled())
        if open_one and worst([bound, *each.decided.reachable]) is bound
        else each
        for each, open_one in zip(groups, is_open, strict=True)
    )


def _differs_only_in_clear(decided: Decided) -> bool:
    """A fact is open between outcomes that all clear; a point of law is read whoever else is in the room."""
    if len(decided.branches) == 1:
        return False
    clear = all(status_of(outcome, ()) is Status.CLEAR for outcome in decided.reachable)
    of_law = any(each.decides and each.unknown.fact.startswith("reading.") for each in decided.open_points)
    return clear and not of_law and decided.outcome not in decided.reachable


def _groups(facts: Facts, rules: RulesOfDay) -> tuple[Group, ...]:
    if facts.recipients is None:
        return (group_of(Case(facts, None, rules), ()),)
    alike: dict[object, tuple[Recipient, list[Party]]] = {}
    for number, each in enumerate(facts.recipients):
        party = Party(each.id or f"recipients[{number}]", each.name)
        alike.setdefault(_BUT_FOR_NAME(each), (each, []))[1].append(party)
    shared = Shared() if len(alike) > 1 else None
    return tuple(
        group_of(Case(facts, each, rules), tuple(parties), shared) for each, parties in alike.values()
    )


def group_of(
    case: Case, parties: tuple[Party, ...], shared: Shared | None = None, *, outcome_only: bool = False
) -> Group:
    """One group decided; `shared` serves all groups of one release."""
    decided = decide_alternatives(case, STEPS, shared, outcome_only=outcome_only)
    return Group(case, parties, decided, _flags(case, decided))


def _flags(case: Case, decided: Decided) -> frozenset[Flag]:
    """Flags that steps raised in any branch, and those of Treasury, which no step can stop."""
    recipient, rules, flags = case.recipient, case.rules, decided.flags
    if recipient is not None:
        flags |= treasury_flags(recipient, rules)
    if decided.outcome is Outcome.NOT_SUBJECT_TO_EAR and (
        recipient is None or is_to_be_screened(recipient, rules)
    ):
        flags |= {Flag.OFAC_SCREEN}
    return flags
