"""Is the item classified? The answer bars nothing: later steps ask for the class where it matters."""

from participation.rules.case import Case, Ruling, Step
from participation.rules.contradictions import contradictions
from participation.rules.control_list import entry_of, issue_for, source_of, split
from participation.rules.days import spoken
from participation.rules.determination import Answer
from participation.rules.in_force import Dated
from participation.rules.item_class import described, is_classified

_USED = ("item.classification", "item.eccn", "item.reasons_for_control")


def _rule(case: Case) -> Ruling:
    law: tuple[Dated, ...] = (case.rules["classification"],)
    if not is_classified(case.facts.item):
        sentence = "The item is not classified."
        return Ruling(answer=Answer.UNKNOWN, explanation=sentence, law=law, facts_used=_USED)
    sentence = f"The item is classified: {described(case)}."
    if warnings := _warnings(case):
        law = (*law, source_of(case.rules.day))
        sentence += (
            f" The Commerce Control List of {spoken(issue_for(case.rules.day))} says otherwise: {warnings}"
        )
    return Ruling(answer=Answer.YES, explanation=sentence, law=law, facts_used=_USED)


def _warnings(case: Case) -> str:
    """What the list says against the stated class; the classifier's word stands all the same."""
    item = case.facts.item
    assert item.eccn is not None
    entry = entry_of(item.eccn, case.rules.day)
    if entry is None:
        return ""
    return " ".join(contradictions(entry, split(item.eccn)[1], item.reasons_for_control or ()))


STEP = Step(
    name="classification",
    question="Is the item classified?",
    rule=_rule,
    reads=("classification",),
    looks_at=(),
)
