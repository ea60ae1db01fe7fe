"""Is a recipient on the Unverified List, and has it given its statement (744.15)?"""

from participation.rules.case import NAME, Case, Ruling, Step, Unknown, spoken
from participation.rules.determination import Answer, Answerer, Flag
from participation.rules.vocabulary import PartyList

STATEMENT = Unknown[bool](
    "recipients[].uvl_statement_on",
    (),
    "The statement of an Unverified List party is missing.",
    "Has this Unverified List party given its statement, and when?",
    Answerer.OFFICER,
)
_USED = ("recipients[].lists", "recipients[].uvl_statement_on")


def _rule(case: Case) -> Ruling | None:
    recipient = case.recipient
    if recipient is None:
        return None
    law = (case.rules["unverified_list"],)
    if PartyList.UNVERIFIED not in recipient.lists:
        return Ruling(answer=Answer.NO, explanation="", law=law, facts_used=_USED)
    given = recipient.uvl_statement_on
    if given is not None and given <= case.rules.day:
        sentence = f"{NAME} is on the Unverified List; its statement was obtained on {spoken(given)}."
        return Ruling(answer=Answer.YES, explanation=sentence, law=law, facts_used=_USED)
    return Ruling(
        answer=Answer.YES,
        explanation=f"{NAME} is on the Unverified List; no statement from before the release is recorded.",
        law=law,
        facts_used=_USED,
        flags=(Flag.UVL_STATEMENT,),
    )


STEP = Step(
    name="unverified_list",
    question="Is a recipient on the Unverified List?",
    rule=_rule,
    nobody="is on the Unverified List",
    reads=("unverified_list",),
    looks_at=("lists", "uvl_statement_on"),
)
