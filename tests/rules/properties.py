"""What must hold for all facts, as checks of a deciding function: each gives the faults it finds.

They take the function, so that a test can hand them a wrong one and see that they notice.
"""

import copy
import json
from collections.abc import Callable, Iterable
from typing import Any

from participation.rules.decide import decide
from participation.rules.determination import Determination, Outcome, Status
from participation.rules.facts import load_facts
from participation.rules.in_force import edition

Facts = dict[str, Any]
Decide = Callable[[Facts], Determination]
OUTCOMES = list(Outcome)
STATUSES = list(Status)


def really(facts: Facts) -> Determination:
    return decide(load_facts(facts), edition())


def with_fact(facts: Facts, path: str, value: Any) -> Facts:
    """A copy with one fact changed; `recipients[].KEY` changes it for the first recipient."""
    changed = copy.deepcopy(facts)
    *outer, key = path.split(".")
    place = changed
    for each in outer:
        place = place["recipients"][0] if each == "recipients[]" else place[each]
    place[key] = value
    return changed


def is_more_permissive(one: Determination, other: Determination) -> bool:
    """Whether the first answer allows more than the second: by outcome, or by what the delegate sees."""
    return OUTCOMES.index(one.outcome) > OUTCOMES.index(other.outcome) or STATUSES.index(
        one.status
    ) > STATUSES.index(other.status)


def said(determination: Determination) -> str:
    return f"{determination.outcome} {list(determination.flags)}"


def clear_with_an_unknown(decide: Decide, facts: Facts, values: Iterable[Facts]) -> list[str]:
    """A release that is clear with an unknown is clear for each of its values (`values`: the facts then)."""
    answer = decide(facts)
    if answer.status is not Status.CLEAR:
        return []
    settled = [decide(each) for each in values]
    return [f"{said(answer)}, but {said(each)}" for each in settled if each.status is not Status.CLEAR]


def one_more_recipient(decide: Decide, facts: Facts, more: Facts) -> list[str]:
    """One more recipient never makes the answer more permissive."""
    few, many = decide(facts), decide({**facts, "recipients": [*facts["recipients"], more]})
    return [f"{said(few)}, then {said(many)}"] if is_more_permissive(many, few) else []


def one_more_list(decide: Decide, facts: Facts, word: str) -> list[str]:
    """One more list that the first recipient is on never makes the answer more permissive."""
    lists = [*facts["recipients"][0]["lists"], word]
    fewer, more = decide(facts), decide(with_fact(facts, "recipients[].lists", lists))
    return [f"{said(fewer)}, on {word} {said(more)}"] if is_more_permissive(more, fewer) else []


def one_condition_less(decide: Decide, facts: Facts, path: str, failing: Any) -> list[str]:
    """A condition that held and now fails never makes the outcome more permissive.

    Not after a review: a definite failure may settle what was open. And not the flags: a release outside the
    EAR may have to wait for a screening that one inside it does not ask.
    """
    held, failed = decide(facts), decide(with_fact(facts, path, failing))
    eased = OUTCOMES.index(failed.outcome) > OUTCOMES.index(held.outcome)
    open_before = held.outcome is Outcome.NEEDS_REVIEW
    return [f"{said(held)}, without {path} {said(failed)}"] if eased and not open_before else []


def listed_without_carve_out(decide: Decide, facts: Facts) -> list[str]:
    """A listed recipient to whom no carve-out applies is never clear."""
    answer = decide(facts)
    return [said(answer)] if answer.status is Status.CLEAR else []


def order_of_recipients(decide: Decide, facts: Facts, order: list[int]) -> list[str]:
    """The order of recipients changes neither the answer nor that of any recipient."""
    named = [{**each, "id": f"party {number}"} for number, each in enumerate(facts["recipients"])]
    first = decide({**facts, "recipients": named})
    second = decide({**facts, "recipients": [named[number] for number in order]})
    same = (first.outcome, first.flags) == (second.outcome, second.flags)
    fates = [{each.id: (each.outcome, each.flags) for each in one.recipients} for one in (first, second)]
    return [] if same and fates[0] == fates[1] else [f"{said(first)}, in another order {said(second)}"]


def names_of_recipients(decide: Decide, facts: Facts) -> list[str]:
    """What recipients are called changes nothing but the labels in the answer."""
    named = [{**each, "id": f"x{number}", "name": "Y"} for number, each in enumerate(facts["recipients"])]
    first, second = decide(facts), decide({**facts, "recipients": named})
    fates = [[(each.outcome, each.flags) for each in one.recipients] for one in (first, second)]
    same = (first.outcome, first.flags, fates[0]) == (second.outcome, second.flags, fates[1])
    return [] if same else [f"{said(first)}, under other names {said(second)}"]


def same_bytes(decide: Decide, facts: Facts) -> list[str]:
    """The same facts, however their JSON is ordered, give the same bytes."""
    first, second = (json.dumps(decide(each).as_json()) for each in (facts, _reversed(facts)))
    return [] if first == second else ["the same facts, two answers"]


def decides_on(decide: Decide, facts: Facts, days: Iterable[str]) -> list[str]:
    """Each day is decided."""
    faults = []
    for day in days:
        try:
            decide({**facts, "released_on": day})
        except Exception as fault:  # noqa: BLE001 - whatever it is, the day is not decided
            faults.append(f"{day}: {fault!r}")
    return faults


def _reversed(value: Any) -> Any:
    """The same JSON with the keys of each object in the opposite order."""
    if isinstance(value, dict):
        return {key: _reversed(each) for key, each in reversed(value.items())}
    return [_reversed(each) for each in value] if isinstance(value, list) else value
