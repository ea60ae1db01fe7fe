"""Is the item classified? The answer bars nothing: later steps ask for the class where it matters."""

from participation.rules.case import Case, Ruling, Step
from participation.rules.determination import Answer
from participation.rules.item_class import described, is_classified

_USED = ("item.classification", "item.eccn", "item.reasons_for_control")


def _rule(case: Case) -> Ruling:
    law = (case.rules["classification"],)
    if is_classified(case.facts.item):
        sentence = f"The item is classified: {described(case)}."
        return Ruling(answer=Answer.YES, explanation=sentence, law=law, facts_used=_USED)
    return Ruling(answer=Answer.UNKNOWN, explanation="The item is not classified.", law=law, facts_used=_USED)


STEP = Step(
    name="classification",
    question="Is the item classified?",
    rule=_rule,
    reads=("classification",),
    looks_at=(),
)
