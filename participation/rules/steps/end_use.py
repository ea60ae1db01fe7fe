"""Is there a red flag about the end use (744.2 to 744.6, 744.22, 744.23)?"""

from participation.rules.case import Case, Ruling, Step, Unknown
from participation.rules.determination import Answer, Answerer, Outcome

END_USE = Unknown[bool](
    "end_use_red_flag",
    (),
    "A red flag about the end use is open.",
    "Is the red flag about the end use resolved, and how?",
    Answerer.OFFICER,
)
_USED = ("end_use_red_flag",)


def _rule(case: Case) -> Ruling:
    flag, law = case.facts.end_use_red_flag, (case.rules["red_flag"],)
    if flag is None:
        return Ruling(
            answer=Answer.NO,
            explanation="No red flag about the end use is recorded.",
            law=law,
            facts_used=_USED,
        )
    reach = ", which reaches items outside the EAR too" if case.excluded else ""
    return Ruling(
        answer=Answer.YES,
        explanation=f"A red flag about the end use is recorded ({flag}){reach}.",
        law=law,
        facts_used=_USED,
        outcome=Outcome.NEEDS_REVIEW,
        open_point=END_USE,
    )


STEP = Step(
    name="end_use",
    question="Is a red flag about the end use recorded?",
    rule=_rule,
    beyond_ear=True,
    reads=("red_flag",),
)
