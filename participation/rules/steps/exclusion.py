"""Does the standards exclusion of 2024 take the release out of the EAR (734.10(b))?"""

from functools import lru_cache

from participation.rules import purpose
from participation.rules.case import Case, Ruling, Step
from participation.rules.conditions import Asked, asked, failure_of
from participation.rules.determination import Answer, Outcome
from participation.rules.in_force import RulesOfDay
from participation.rules.item_class import Control, control

CONDITIONS = (purpose.KIND, purpose.CLASS, purpose.PURPOSE, purpose.STAGE, purpose.PUBLICATION)


@lru_cache(maxsize=512)
def conditions_on(rules: RulesOfDay) -> tuple[Asked, ...]:
    """The conditions of the exclusion on a day; none before there was one."""
    return asked(CONDITIONS if rules.find("standards_exclusion") else (), rules)


_USED = (
    "item.kind",
    "item.eccn",
    "item.reasons_for_control",
    "activity.kind",
    "activity.for_a_standard",
    "activity.standard_stage",
    "activity.intent_to_publish",
)


def _rule(case: Case) -> Ruling | None:
    exclusion = case.rules.find("standards_exclusion")
    if exclusion is None or not exclusion.value:
        return None
    failure = failure_of(case, conditions_on(case.rules))
    if failure:
        return Ruling(
            answer=Answer.NO,
            explanation=f"The exclusion for standards work does not apply: {failure}.",
            law=(exclusion,),
            facts_used=_USED,
        )
    cryptography = control(case) is Control.BEYOND_AT
    law = (exclusion, case.rules["publication_intent"])
    return Ruling(
        answer=Answer.YES,
        explanation="The release serves a standard that is published or meant to be, with an item that the "
        "exclusion covers: it is outside the EAR, so no list, chart or embargo of the EAR reaches it.",
        law=(*law, case.rules["named_cryptography"]) if cryptography else law,
        facts_used=_USED,
        outcome=Outcome.NOT_SUBJECT_TO_EAR,
        excludes=True,
    )


STEP = Step(
    name="exclusion",
    question="Does the exclusion for standards work take the release out of the EAR?",
    rule=_rule,
    reads=(
        "standards_exclusion",
        "item_kinds_covered",
        "item_classes_covered",
        "named_cryptography",
        "paragraph_decides_control",
        "standards_purpose",
        "standards_stage",
        "publication_intent",
    ),
    looks_at=(),
)
