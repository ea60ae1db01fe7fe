"""Do the item's reasons for control ask a licence for the recipient's country (part 738)?"""

from participation.rules.case import NAME, Case, Ruling, Step, Unknown
from participation.rules.determination import Answer, Answerer, Outcome
from participation.rules.item_class import Control, control

CHART = Unknown[bool](
    "country_chart_cleared",
    (),
    "The Country Chart is open.",
    "Is the basis under the Country Chart (licence, exception or none needed) recorded for this recipient?",
    Answerer.OFFICER,
)
_USED = (
    "item.eccn",
    "item.reasons_for_control",
    "country_chart_cleared",
    "recipients[].country_chart_cleared",
)


def _rule(case: Case) -> Ruling | None:
    if case.recipient is None:
        return None
    law = (case.rules["country_chart"],)
    if case.facts.country_chart_cleared or case.recipient.country_chart_cleared:
        return Ruling(
            answer=Answer.NO,
            explanation=f"A person recorded that the Country Chart is met for {NAME}.",
            law=law,
            facts_used=_USED,
            outcome=Outcome.NO_LICENSE_REQUIRED,
        )
    if control(case) is Control.BEYOND_AT:
        return Ruling(
            answer=Answer.UNKNOWN,
            explanation="For an item controlled beyond anti-terrorism the Country Chart has to be met, "
            f"and nobody recorded that it is for {NAME}.",
            law=law,
            facts_used=_USED,
            outcome=Outcome.NEEDS_REVIEW,
            open_point=CHART,
        )
    return Ruling(
        answer=Answer.NO, explanation="", law=law, facts_used=_USED, outcome=Outcome.NO_LICENSE_REQUIRED
    )


STEP = Step(
    name="country_chart",
    question="Does the Country Chart ask a licence for a recipient?",
    rule=_rule,
    nobody="needs a licence under the Country Chart for an item of this class",
    reads=("country_chart", "paragraph_decides_control"),
)
