"""Does another agency's law govern the item (ITAR, Department of Energy, NRC)?"""

from participation.rules.case import Case, Ruling, Step, Unknown
from participation.rules.determination import Answer, Answerer, Outcome
from participation.rules.vocabulary import OtherAgency

JURISDICTION = Unknown[bool](
    "item.other_agency",
    (),
    "Another agency may govern the item.",
    "Which agency governs this item, and what does its law say about the release?",
    Answerer.CLASSIFIER,
)


def _rule(case: Case) -> Ruling:
    agency = case.facts.item.other_agency
    law, used = (case.rules["other_agency"],), ("item.other_agency",)
    if agency is None:
        return Ruling(
            answer=Answer.NO, explanation="No other agency governs the item.", law=law, facts_used=used
        )
    unclear = agency is OtherAgency.UNKNOWN
    return Ruling(
        answer=Answer.UNKNOWN if unclear else Answer.YES,
        explanation=(
            "It is not settled whether another agency governs the item."
            if unclear
            else f"Another agency's law governs the item ({agency.value}); the standards rules give no cover."
        ),
        law=law,
        facts_used=used,
        outcome=Outcome.NEEDS_REVIEW,
        ends=True,
        open_point=JURISDICTION,
    )


STEP = Step(
    name="other_agency",
    question="Does another agency's law govern the item?",
    rule=_rule,
    reads=("other_agency",),
    looks_at=(),
)
