"""Is a recipient a military end user for whom this item needs a licence (744.21)?"""

from participation.rules.case import NAME, Case, Ruling, Step, open_reading
from participation.rules.determination import Answer, Outcome
from participation.rules.in_force import Dated
from participation.rules.item_class import is_ear99, item_class
from participation.rules.places import seats
from participation.rules.vocabulary import PartyList

OTHER_ITEM = open_reading(
    "military_end_user_item",
    "The item is classified, and not among those named for military end users.",
    "Does 744.21 reach this item for this military end user?",
)
_USED = ("recipients[].lists", "recipients[].country", "recipients[].location", "item.eccn")


def _rule(case: Case) -> Ruling | None:
    if case.recipient is None:
        return None
    if PartyList.MILITARY_END_USER not in case.recipient.lists:
        return Ruling(
            answer=Answer.NO,
            explanation="",
            law=(case.rules["military_end_user_rule"],),
            facts_used=_USED[:1],
        )
    outcome, law = requirement(case)
    sentence = {
        Outcome.LICENSE_REQUIRED: f"{NAME} is on the Military End-User List and this item needs a licence.",
        Outcome.NEEDS_REVIEW: f"{NAME} is on the Military End-User List; the reach of 744.21 is open here.",
        None: f"{NAME} is on the Military End-User List, but 744.21 does not reach this item.",
    }[outcome]
    return Ruling(
        answer=Answer.NO if outcome is None else Answer.YES,
        explanation=sentence,
        law=law,
        facts_used=_USED,
        outcome=outcome,
        open_point=OTHER_ITEM if outcome is Outcome.NEEDS_REVIEW else None,
    )


def requirement(case: Case) -> tuple[Outcome | None, tuple[Dated, ...]]:
    """What 744.21 asks for a listed military end user at the recipient's places, and the law for it.

    Raises: Undecided, when the class of the item matters and is open.
    """
    assert case.recipient is not None
    rule, items = case.rules["military_end_user_rule"], case.rules.find("military_end_user_items")
    if items is None:
        return None, (rule,)
    scopes = [case.rules.find(f"military_end_user.{each}") for each in seats(case.recipient)]
    found = tuple(each for each in scopes if each)
    if any(each.value == "all_items" for each in found):
        return Outcome.LICENSE_REQUIRED, found
    only_later = bool(found) and all(each.value == "not_named" for each in found)
    if only_later or is_ear99(case):
        return None, (*found, items)
    if found and item_class(case).entry in items.value:
        return Outcome.LICENSE_REQUIRED, (*found, items)
    return Outcome.NEEDS_REVIEW, (*found, items)


STEP = Step(
    name="military_end_user",
    question="Is a recipient a military end user for whom this item needs a licence?",
    rule=_rule,
    nobody="is on the Military End-User List",
    reads=("military_end_user_rule", "military_end_user_items", "military_end_user"),
    looks_at=("lists", "country", "location"),
)
