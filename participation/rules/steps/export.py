"""Does the item leave the United States, or does a foreign person receive it?"""

from participation.rules.case import NAME, Case, Ruling, Step
from participation.rules.determination import Answer, Outcome
from participation.rules.listing import is_export_listed
from participation.rules.places import UNITED_STATES, US_PERSON, location
from participation.rules.vocabulary import ItemKind

_USED = (
    "recipients[].country",
    "recipients[].location",
    "recipients[].us_person",
    "recipients[].nationality",
)


def _rule(case: Case) -> Ruling | None:
    recipient = case.recipient
    if recipient is None:
        return None
    if location(recipient) != UNITED_STATES:
        return Ruling(
            answer=Answer.YES,
            explanation="It leaves the United States, or is abroad already.",
            law=(case.rules["export"],),
            facts_used=_USED[:2],
        )
    law = (case.rules["deemed_export"],)
    if is_export_listed(recipient):
        return Ruling(
            answer=Answer.YES,
            explanation=f"The person of {NAME} is in the United States, and counts as the listed party.",
            law=(*law, case.rules["entity_list_employees"]),
            facts_used=(*_USED[:2], "recipients[].lists", "recipients[].employer_listed"),
        )
    if _is_us_person(case):
        return Ruling(
            answer=Answer.NO,
            explanation=f"The person of {NAME} is a US person in the United States.",
            law=law,
            facts_used=_USED,
            outcome=Outcome.NOT_AN_EXPORT,
            ends=True,
        )
    deemed = case.facts.item.kind in (ItemKind.TECHNOLOGY, ItemKind.SOURCE_CODE)
    taken_for = "a deemed export" if deemed else "it is taken to leave with that person"
    return Ruling(
        answer=Answer.YES,
        explanation=f"{NAME} receives it in the United States through a foreign person: {taken_for}.",
        law=law if deemed else (*law, case.rules["export"]),
        facts_used=_USED,
    )


def _is_us_person(case: Case) -> bool:
    recipient = case.recipient
    assert recipient is not None
    if recipient.us_person is not None:
        return recipient.us_person
    if recipient.nationality == UNITED_STATES:
        return True
    if recipient.country != UNITED_STATES:
        return False
    return case.settle(US_PERSON)


STEP = Step(
    name="export",
    question="Does the item leave the United States or reach a foreign person?",
    rule=_rule,
    nobody="The recipients are US persons in the United States.",
    reads=("export", "deemed_export", "entity_list_employees"),
    looks_at=("country", "location", "us_person", "nationality", "lists", "employer_listed"),
)
