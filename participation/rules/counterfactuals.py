"""Single changes of a fact that would make a release clear, or bar it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from participation.rules.determination import Counterfactual, Status, status_of
from participation.rules.facts import Facts
from participation.rules.fold import Folded, fold
from participation.rules.in_force import Edition
from participation.rules.vocabulary import Classification, Reason


@dataclass(frozen=True)
class _Change:
    fact: str
    sentence: str
    facts: Facts


# More recipients than these are not dropped one by one.
_MOST_DROPPED = 10


def counterfactuals_of(facts: Facts, edition: Edition, folded: Folded) -> tuple[Counterfactual, ...]:
    """The changes after which the release is clear, or barred, and was not before."""
    status = status_of(folded.outcome, folded.flags)
    found = []
    for change in _changes(facts, folded):
        if change.facts == facts:
            continue
        then = fold(change.facts, edition)
        new = status_of(then.outcome, then.flags)
        if new is not status and new is not Status.WAIT:
            found.append(
                Counterfactual(fact=change.fact, sentence=change.sentence, outcome=then.outcome, status=new)
            )
    return tuple(found)


def _changes(facts: Facts, folded: Folded) -> Iterator[_Change]:
    yield _item(facts, "published_before_release", "it were published before the release", True)
    yield _activity(facts, "intent_to_publish", "the standard were meant to be published", True)
    yield _activity(facts, "intent_to_publish", "the standard were not meant to be published", False)
    yield _activity(facts, "for_a_standard", "the release did not serve a standard", False)
    yield _classified(facts, "EAR99", (), "the item were EAR99")
    yield _classified(facts, "5E001", (Reason.NS, Reason.AT), "the item were NS-controlled")
    if facts.country_chart_cleared is None:
        cleared = replace(facts, country_chart_cleared=True)
        yield _Change("country_chart_cleared", _if("the Country Chart were recorded as met"), cleared)
    yield from _dropped(facts, folded)


def _dropped(facts: Facts, folded: Folded) -> Iterator[_Change]:
    recipients = facts.recipients or ()
    labelled = {each.id or f"recipients[{number}]": each for number, each in enumerate(recipients)}
    deciding = [
        party for group in folded.groups if group.decided.outcome is folded.outcome for party in group.parties
    ]
    if len(recipients) < 2 or len(deciding) > _MOST_DROPPED:
        return
    for party in deciding:
        rest = tuple(each for label, each in labelled.items() if label != party.label)
        yield _Change("recipients", _if(f"{party.name} were not there"), replace(facts, recipients=rest))


def _item(facts: Facts, key: str, condition: str, value: Any) -> _Change:
    return _Change(f"item.{key}", _if(condition), replace(facts, item=replace(facts.item, **{key: value})))


def _activity(facts: Facts, key: str, condition: str, value: Any) -> _Change:
    changed = replace(facts.activity, **{key: value})
    return _Change(f"activity.{key}", _if(condition), replace(facts, activity=changed))


def _classified(facts: Facts, eccn: str, reasons: tuple[Reason, ...], condition: str) -> _Change:
    item = replace(
        facts.item,
        eccn=eccn,
        reasons_for_control=reasons,
        classification=Classification.KNOWN,
        crypto_equipment=None,
    )
    return _Change("item.eccn", _if(condition), replace(facts, item=item))


def _if(condition: str) -> str:
    return f"If {condition}."
