"""Is a recipient on the Entity List, so that this item would need a licence for it (744.11, 744.16)?"""

from participation.rules.case import NAME, Case, Ruling, Step, spoken
from participation.rules.determination import Answer, Outcome
from participation.rules.in_force import Dated
from participation.rules.item_class import is_ear99
from participation.rules.listing import Entry, entry_of
from participation.rules.vocabulary import Footnote, LicenseRequirement

_USED = (
    "recipients[].lists",
    "recipients[].entity_list",
    "recipients[].match",
    "recipients[].employer_listed",
)


def binds(case: Case, entry: Entry) -> bool:
    """Whether the entry asks a licence for this item; the text of an `other` entry is read by a person."""
    if entry.footnote is Footnote.RUSSIA_BELARUS_MILITARY:
        return True
    return entry.requirement is not LicenseRequirement.CCL_ONLY or not is_ear99(case)


def _rule(case: Case) -> Ruling | None:
    if case.recipient is None:
        return None
    entry = entry_of(case)
    law: tuple[Dated, ...] = (case.rules["entity_list"],)
    if case.recipient.match:
        law = (*law, case.rules["red_flags_of_identity"])
    if entry is None:
        return Ruling(answer=Answer.NO, explanation="", law=law, facts_used=_USED)
    sentence = _sentence(entry)
    if not binds(case, entry):
        sentence += "; its entry reaches items on the Commerce Control List only, and this one is EAR99"
    by_itself = entry.footnote is Footnote.RUSSIA_BELARUS_MILITARY
    if by_itself:
        law = (*law, case.rules["footnote_3"])
        sentence += "; footnote 3 marks a military end user, and 744.21 asks a licence by itself"
    return Ruling(
        answer=Answer.YES,
        explanation=f"{sentence}.",
        law=law,
        facts_used=_USED,
        outcome=Outcome.LICENSE_REQUIRED if by_itself else None,
    )


def _sentence(entry: Entry) -> str:
    who = f"The employer of the person of {NAME}" if entry.through_employer else NAME
    since = f"since {spoken(entry.listed_on)}" if entry.listed_on else "on the day of the release"
    return f"{who} is on the Entity List {since}"


STEP = Step(
    name="entity_list",
    question="Is a recipient on the Entity List?",
    rule=_rule,
    nobody="is on the Entity List on the day of the release",
    reads=("entity_list", "footnote_3", "red_flags_of_identity"),
    looks_at=("lists", "entity_list", "match", "employer_listed"),
)
