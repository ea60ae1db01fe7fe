"""Is technology, software or hardware released at all?"""

from participation.rules.case import Case, Ruling, Step
from participation.rules.determination import Answer, Outcome
from participation.rules.vocabulary import ItemKind

_NOUNS = {
    ItemKind.TECHNOLOGY: "Technology",
    ItemKind.SOURCE_CODE: "Source code",
    ItemKind.OBJECT_CODE: "Object code",
    ItemKind.HARDWARE: "Hardware",
}


def _rule(case: Case) -> Ruling:
    kind = case.facts.item.kind
    law = (case.rules["technology_or_software"],)
    if kind is ItemKind.NON_TECHNICAL:
        return Ruling(
            answer=Answer.NO,
            explanation="Nothing technical is released.",
            law=law,
            facts_used=("item.kind",),
            outcome=Outcome.NO_TECHNOLOGY,
            ends=True,
        )
    return Ruling(
        answer=Answer.YES, explanation=f"{_NOUNS[kind]} is released.", law=law, facts_used=("item.kind",)
    )


STEP = Step(
    name="technology",
    question="Is technology, software or hardware released?",
    rule=_rule,
    reads=("technology_or_software",),
    looks_at=(),
)
