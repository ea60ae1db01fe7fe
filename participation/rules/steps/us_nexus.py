"""Is the item subject to the EAR by origin, content or production (734.3(a))?"""

from participation.rules.case import NAME, Case, Ruling, Step, Unknown
from participation.rules.determination import Answer, Answerer, Outcome
from participation.rules.in_force import Dated
from participation.rules.vocabulary import Footnote, UsNexus

NEXUS = Unknown(
    "item.us_nexus",
    (UsNexus.US_ORIGIN, UsNexus.FOREIGN_NONE),
    "The US origin or content of the item is not recorded.",
    "Is the item of US origin, or foreign-made with US content or from US technology?",
    Answerer.CLASSIFIER,
)
_READ_AS = {Footnote.HUAWEI_CYBERSECURITY: Footnote.HUAWEI}
_SENTENCES = {
    UsNexus.FOREIGN_NONE: "The item is foreign-made, without US content or production that would count.",
    UsNexus.US_ORIGIN: "The item is of US origin.",
    UsNexus.FOREIGN_SUBJECT: "The item is foreign-made and subject to the EAR all the same.",
}


def _rule(case: Case) -> Ruling:
    nexus = case.facts.item.us_nexus
    if nexus is UsNexus.UNKNOWN:
        nexus = case.settle(NEXUS)
    law: tuple[Dated, ...] = (case.rules["subject_to_the_ear"],)
    used: tuple[str, ...] = ("item.us_nexus",)
    sentence, product = _SENTENCES[nexus], _direct_product(case)
    if product and nexus is not UsNexus.US_ORIGIN:
        footnote = product.name.rpartition("_")[2]
        law, used = (*law, product), (*used, "recipients[].entity_list")
        sentence += f" For {NAME} the direct product rule of footnote {footnote} counts too."
    if nexus is UsNexus.FOREIGN_NONE:
        return Ruling(
            answer=Answer.NO,
            explanation=sentence,
            law=law,
            facts_used=used,
            outcome=Outcome.NOT_SUBJECT_TO_EAR,
            ends=True,
        )
    return Ruling(answer=Answer.YES, explanation=sentence, law=law, facts_used=used)


def _direct_product(case: Case) -> Dated | None:
    """The direct product rule that the recipient's footnote brings in: told, since the facts settled it."""
    listing = case.recipient.entity_list if case.recipient else None
    if listing is None or listing.footnote is None:
        return None
    footnote = _READ_AS.get(listing.footnote, listing.footnote)
    return case.rules.find(f"foreign_direct_product.footnote_{footnote.value}")


STEP = Step(
    name="us_nexus",
    question="Is the item subject to the EAR by its origin or content?",
    rule=_rule,
    reads=("subject_to_the_ear", "foreign_direct_product"),
    looks_at=("entity_list",),
)
