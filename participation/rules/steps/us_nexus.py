"""Is the item subject to the EAR by origin, content or production (734.3(a))?"""

from participation.rules.case import Case, Ruling, Step, Unknown
from participation.rules.determination import Answer, Answerer, Outcome
from participation.rules.vocabulary import UsNexus

NEXUS = Unknown(
    "item.us_nexus",
    (UsNexus.US_ORIGIN, UsNexus.FOREIGN_NONE),
    "The US origin or content of the item is not recorded.",
    "Is the item of US origin, or foreign-made with US content or from US technology?",
    Answerer.CLASSIFIER,
)
_SENTENCES = {
    UsNexus.US_ORIGIN: "The item is of US origin.",
    UsNexus.FOREIGN_SUBJECT: "The item is foreign-made and subject to the EAR all the same.",
}


def _rule(case: Case) -> Ruling:
    nexus = case.facts.item.us_nexus
    if nexus is UsNexus.UNKNOWN:
        nexus = case.settle(NEXUS)
    law, used = (case.rules["subject_to_the_ear"],), ("item.us_nexus",)
    if nexus is UsNexus.FOREIGN_NONE:
        return Ruling(
            answer=Answer.NO,
            explanation="The item is foreign-made, without US content or production that would count.",
            law=law,
            facts_used=used,
            outcome=Outcome.NOT_SUBJECT_TO_EAR,
            ends=True,
        )
    return Ruling(answer=Answer.YES, explanation=_SENTENCES[nexus], law=law, facts_used=used)


STEP = Step(
    name="us_nexus",
    question="Is the item subject to the EAR by its origin or content?",
    rule=_rule,
    reads=("subject_to_the_ear",),
)
