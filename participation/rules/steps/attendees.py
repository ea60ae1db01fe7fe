"""Is it known who receives the item? A release that left the EAR does not need to know."""

from participation.rules.case import Case, Ruling, Step, Unknown
from participation.rules.determination import Answer, Answerer, Outcome

ATTENDEES = Unknown[bool](
    "recipients",
    (),
    "The attendees are not known.",
    "Who attended, with organisation and country?",
    Answerer.DELEGATE,
)


def _rule(case: Case) -> Ruling | None:
    if case.recipient is not None:
        return None
    return Ruling(
        answer=Answer.UNKNOWN,
        explanation="The attendees are not known.",
        law=(case.rules["attendees"],),
        facts_used=("recipients",),
        outcome=None if case.excluded else Outcome.NEEDS_REVIEW,
        open_point=None if case.excluded else ATTENDEES,
    )


STEP = Step(
    name="attendees",
    question="Is it known who receives it?",
    rule=_rule,
    beyond_ear=True,
    reads=("attendees",),
    looks_at=(),
)
