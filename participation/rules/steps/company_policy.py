"""Does the company's own policy ask for a review? Asked last, whatever the law said; it eases nothing."""

import re
from collections.abc import Callable, Mapping

from participation.rules.case import NAME, Case, Ruling, Step, Unknown
from participation.rules.countries import spoken_country
from participation.rules.determination import Answer, Answerer, Outcome
from participation.rules.item_class import is_classified, is_within
from participation.rules.listing import entry_of
from participation.rules.steps.attendees import ATTENDEES
from participation.rules.vocabulary import LIST_NAMES, ItemKind, PartyList

POLICY = Unknown[bool](
    "reading.company_policy",
    (),
    "Company policy asks for a review.",
    "Does the company's own policy allow this release?",
    Answerer.OFFICER,
)
CLASSIFICATION = Unknown[bool](
    "item.eccn",
    (),
    "Company policy names an ECCN, and the classification does not say whether it is this item's.",
    "What is the classification of the item, down to its paragraph?",
    Answerer.CLASSIFIER,
)
_SPOKEN: dict[str, Callable[[str], str]] = {
    "eccn": lambda value: f"items of {value}",
    "country": lambda value: f"releases to {NAME} because of {spoken_country(value)}",
    "list": lambda value: f"releases to {NAME}, which is on {LIST_NAMES[PartyList(value)]}",
    "body": lambda value: f"work in {value}",
}
_USED = {
    "eccn": ("item.eccn",),
    "country": ("recipients[].country", "recipients[].location", "recipients[].nationality"),
    "list": ("recipients[].lists",),
    "body": ("body.name",),
}


def _rule(case: Case) -> Ruling | None:
    policy = case.rules["company_policy"]
    if not policy.value or case.facts.item.kind is ItemKind.NON_TECHNICAL:
        return None
    used = tuple(dict.fromkeys(path for each in policy.value for path in _USED[each["match"]]))
    found = [(each, _MATCHED[each["match"]](case, each["value"])) for each in policy.value]
    hits = [entry for entry, answer in found if answer is True]
    points = [answer for _, answer in found if isinstance(answer, Unknown)]
    if not hits and not points:
        return Ruling(
            answer=Answer.NO,
            explanation="Company policy asks nothing more of this release.",
            law=(policy,),
            facts_used=used,
        )
    return Ruling(
        answer=Answer.YES if hits else Answer.UNKNOWN,
        explanation=" ".join(map(_sentence, hits)) or points[0].statement,
        law=(policy,),
        facts_used=used,
        outcome=Outcome.NEEDS_REVIEW,
        open_point=POLICY if hits else points[0],
    )


def _sentence(entry: Mapping[str, str]) -> str:
    what = _SPOKEN[entry["match"]](entry["value"])
    return f"Company policy asks for a review of {what}: {entry['reason'].strip().rstrip('.')}."


def _eccn(case: Case, value: str) -> bool | Unknown[bool]:
    """Also open where the recorded ECCN is the wider one: the item may fall under the paragraph named."""
    item = case.facts.item
    if item.eccn is None or not is_classified(item):
        return CLASSIFICATION
    return is_within(item.eccn, value) or (CLASSIFICATION if is_within(value, item.eccn) else False)


def _country(case: Case, value: str) -> bool | Unknown[bool]:
    recipient = case.recipient
    if recipient is None:
        return ATTENDEES
    return value in (recipient.country, recipient.location, recipient.nationality)


def _list(case: Case, value: str) -> bool | Unknown[bool]:
    if case.recipient is None:
        return ATTENDEES
    if value == PartyList.ENTITY_LIST:
        return entry_of(case) is not None
    return value in case.recipient.lists


def _body(case: Case, value: str) -> bool | Unknown[bool]:
    """The body itself or a group of it: `IEEE` is meant by `IEEE 802.11`, not by `IEEEX`."""
    named = re.escape(value.strip())
    return re.match(rf"{named}(?![^\W_])", case.facts.body.name.strip(), re.IGNORECASE) is not None


_MATCHED: dict[str, Callable[[Case, str], bool | Unknown[bool]]] = {
    "eccn": _eccn,
    "country": _country,
    "list": _list,
    "body": _body,
}
STEP = Step(
    name="company_policy",
    question="Does the company's own policy ask for a review?",
    rule=_rule,
    always=True,
    reads=("company_policy",),
    looks_at=("country", "location", "nationality", "lists", "entity_list", "match", "employer_listed"),
)
