"""Does a carve-out for standards work lift the Entity List's requirement on this date (2019, 2020, 2022)?"""

from participation.rules.carve_outs import CARVE_OUTS, CONDITIONS, conditions_on
from participation.rules.case import NAME, Case, Ruling, Step, open_reading
from participation.rules.conditions import failure_of
from participation.rules.determination import Answer, Outcome
from participation.rules.listing import entry_of
from participation.rules.steps.entity_list import binds
from participation.rules.vocabulary import Footnote, LicenseRequirement

ENTRY_TEXT = open_reading(
    "entry_text",
    "The entry has a licence requirement of its own wording.",
    "Does the licence requirement column of the entry reach this item?",
)
_USED = (
    "released_on",
    "item.kind",
    "item.eccn",
    "item.reasons_for_control",
    "activity.kind",
    "activity.for_a_standard",
    "activity.standard_stage",
    "recipients[].entity_list",
)


def _rule(case: Case) -> Ruling | None:
    entry = entry_of(case) if case.recipient else None
    if entry is None or entry.footnote is Footnote.RUSSIA_BELARUS_MILITARY or not binds(case, entry):
        return None
    if entry.requirement is LicenseRequirement.OTHER and not case.settle(ENTRY_TEXT):
        return None
    carve_out = CARVE_OUTS.get(case.rules["carve_out"].value)
    if carve_out is None:
        return _licence(case, "no carve-out for standards work lifts it on this date")
    failure = failure_of(case, conditions_on(case.rules))
    if failure:
        return _licence(case, f"{carve_out.name} does not lift it: {failure}")
    return Ruling(
        answer=Answer.YES,
        explanation=f"{carve_out.name[0].upper()}{carve_out.name[1:]} authorises the release to {NAME}.",
        law=(case.rules["carve_out"],),
        facts_used=_USED,
        outcome=carve_out.outcome,
    )


def _licence(case: Case, why: str) -> Ruling:
    return Ruling(
        answer=Answer.NO,
        explanation=f"The Entity List asks a licence for {NAME}, and leaves no licence exception; {why}.",
        law=(case.rules["carve_out"], case.rules["entity_list"], case.rules["no_license_exceptions"]),
        facts_used=_USED,
        outcome=Outcome.LICENSE_REQUIRED,
    )


STEP = Step(
    name="carve_out",
    question="Does a carve-out for standards work lift the Entity List's requirement?",
    rule=_rule,
    nobody="",
    reads=(
        "carve_out",
        "entity_list",
        "no_license_exceptions",
        *(condition.table for condition in CONDITIONS),
        "named_cryptography",
        "paragraph_decides_control",
        "military_end_user",
    ),
    looks_at=("lists", "entity_list", "match", "employer_listed", "country", "location"),
)
