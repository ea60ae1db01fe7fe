"""Is there a red flag about the end use (744.2 to 744.6, 744.22, 744.23)?"""

from participation.rules.case import Case, Ruling, Step, Unknown
from participation.rules.determination import Answer, Answerer, Outcome
from participation.rules.in_force import Dated

END_USE = Unknown[bool](
    "end_use_red_flag",
    (),
    "A red flag about the end use is open.",
    "Is the red flag about the end use resolved, and how?",
    Answerer.OFFICER,
)
_USED = ("end_use_red_flag",)


def _rule(case: Case) -> Ruling | None:
    flag = case.facts.end_use_red_flag
    law: tuple[Dated, ...] = (case.rules["red_flag"],)
    if case.ended and not _reaches_beyond(case):
        return None
    if case.ended or case.excluded:
        law = (*law, case.rules["us_person_support"])
    if flag is None:
        return Ruling(
            answer=Answer.NO,
            explanation="No red flag about the end use is recorded.",
            law=law,
            facts_used=_USED,
        )
    beyond = "; US persons may not support such an end use with items outside the EAR either"
    reach = beyond if case.ended or case.excluded else ""
    return Ruling(
        answer=Answer.YES,
        explanation=f"A red flag about the end use is recorded ({flag}){reach}.",
        law=law,
        facts_used=_USED,
        outcome=Outcome.NEEDS_REVIEW,
        open_point=END_USE,
    )


def _reaches_beyond(case: Case) -> bool:
    """Whether a flag is recorded, and the rules for US persons reach what is not subject to the EAR."""
    return (
        case.facts.end_use_red_flag is not None
        and case.ended is Outcome.NOT_SUBJECT_TO_EAR
        and case.rules["us_person_support"].value == "all_items"
    )


STEP = Step(
    name="end_use",
    question="Is a red flag about the end use recorded?",
    rule=_rule,
    beyond_ear=True,
    always=True,
    reads=("red_flag", "us_person_support"),
    looks_at=(),
)
