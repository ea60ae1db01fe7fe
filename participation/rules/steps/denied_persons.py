"""Is a recipient a denied person?"""

from participation.rules.case import NAME, Case, Ruling, Step, Unknown
from participation.rules.determination import Answer, Answerer, Outcome
from participation.rules.vocabulary import PartyList

ORDER = Unknown[bool](
    "reading.denial_order",
    (),
    "The denial order has its own terms.",
    "Do the terms of the denial order allow a release that is not subject to the EAR?",
    Answerer.OFFICER,
)
_USED = ("recipients[].lists",)


def _rule(case: Case) -> Ruling | None:
    if case.recipient is None:
        return None
    if PartyList.DENIED_PERSONS not in case.recipient.lists:
        return Ruling(answer=Answer.NO, explanation="", law=(case.rules["denial_order"],), facts_used=_USED)
    if case.excluded:
        return Ruling(
            answer=Answer.YES,
            explanation=f"{NAME} is a denied person: the item is outside the EAR, but read the order itself.",
            law=(case.rules["denial_order_terms"],),
            facts_used=_USED,
            outcome=Outcome.NEEDS_REVIEW,
            open_point=ORDER,
        )
    return Ruling(
        answer=Answer.YES,
        explanation=f"{NAME} is a denied person and may not receive an item that is subject to the EAR.",
        law=(case.rules["denial_order"],),
        facts_used=_USED,
        outcome=Outcome.PROHIBITED,
    )


STEP = Step(
    name="denied_persons",
    question="Is a recipient a denied person?",
    rule=_rule,
    nobody="is a denied person",
    beyond_ear=True,
    reads=("denial_order", "denial_order_terms"),
    looks_at=("lists",),
)
