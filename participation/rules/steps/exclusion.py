"""Does the standards exclusion of 2024 take the release out of the EAR (734.10(b))?"""

from participation.rules import purpose
from participation.rules.case import Case, Ruling, Step, first_failure
from participation.rules.determination import Answer, Outcome
from participation.rules.item_class import Control, control

_CONDITIONS = (
    purpose.is_technology_or_software,
    purpose.is_in_scope,
    purpose.serves_a_standard,
    purpose.is_or_will_be_published,
)
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
    failure = first_failure(case, _CONDITIONS)
    if failure:
        return Ruling(
            answer=Answer.NO,
            explanation=f"The exclusion for standards work does not apply: {failure}.",
            law=(exclusion,),
            facts_used=_USED,
        )
    cryptography = control(case) is Control.BEYOND_AT
    law = (exclusion, case.rules["published_standard"])
    return Ruling(
        answer=Answer.YES,
        explanation="The item is in scope, and serves a standard that is published or meant to be.",
        law=(*law, case.rules["named_cryptography"]) if cryptography else law,
        facts_used=_USED,
        outcome=Outcome.NOT_SUBJECT_TO_EAR,
        excludes=True,
    )


STEP = Step(
    name="exclusion",
    question="Does the exclusion for standards work take the release out of the EAR?",
    rule=_rule,
    reads=("standards_exclusion", "published_standard", "named_cryptography", "paragraph_decides_control"),
)
