"""What several rules for standards work ask: nature and class of the item, purpose, stage, publication.

Each test takes the value of its parameter, and gives null when it holds, or the reason why it fails.
"""

from typing import Any

from participation.rules.case import Case, Unknown, open_reading
from participation.rules.conditions import Condition
from participation.rules.determination import Answerer
from participation.rules.item_class import Control, control, described, is_named_cryptography
from participation.rules.vocabulary import ActivityKind, ItemKind, Stage

FOR_A_STANDARD = Unknown(
    "activity.for_a_standard",
    (True, False),
    "It cannot be shown that the release served a standard.",
    "Which work item of a standard did this release serve, and what shows it?",
    Answerer.DELEGATE,
)
INTENT = Unknown(
    "activity.intent_to_publish",
    (True, False),
    "It is not documented that the resulting standard is meant to be published.",
    "Is the resulting standard meant to be published, open to everyone, and what shows it?",
    Answerer.DELEGATE,
)
OCCASION = open_reading(
    "occasion",
    "The occasion is recorded as one that does not as a rule serve a standard.",
    "Did this talk really serve a standard, rather than a product, a customer or a training?",
)
OBJECT_CODE = open_reading(
    "object_code",
    "The standards rule does not say that it covers object code.",
    "May object code be released under the standards rule in this case?",
)
MANDATORY = Unknown(
    "activity.compliance_mandatory",
    (True, False),
    "It is not recorded whether the standard is voluntary or mandatory by law.",
    "Is compliance with the standard a legal requirement?",
    Answerer.DELEGATE,
)
MANDATORY_STANDARD = open_reading(
    "mandatory_standard",
    "The rule of 2022 speaks of standards with which compliance is not mandatory.",
    "Does the rule of 2022 cover this mandatory standard?",
)
PUBLISHED_STANDARD = open_reading(
    "published_standard_2022",
    "Whether the rule of 2022 covers work on a standard that is published already is not clear.",
    "Does the rule of 2022 cover this work on a published standard?",
)
CONTRADICTION = open_reading(
    "publication",
    "The standard is recorded as published, and yet without intent to publish.",
    "Is the standard published so that everyone can get it?",
)
DOUBTFUL = frozenset(
    {
        ActivityKind.BILATERAL_UNDOCUMENTED,
        ActivityKind.PRODUCT_DEBUGGING,
        ActivityKind.TRAINING,
        ActivityKind.COMMERCIAL_SIDE_TALK,
    }
)
OCCASIONS = {
    ActivityKind.MEETING_CONTRIBUTION: "contribution to a meeting",
    ActivityKind.ADHOC_DRAFTING_DOCUMENTED: "documented drafting session",
    ActivityKind.BILATERAL_UNDOCUMENTED: "talk between two parties without a record",
    ActivityKind.CONFORMITY_ASSESSMENT_PROCEDURE: "work on a conformity assessment procedure",
    ActivityKind.PLUGFEST: "plugfest",
    ActivityKind.PRODUCT_DEBUGGING: "debugging of a product",
    ActivityKind.TRAINING: "training",
    ActivityKind.CLOSED_STUDY_GROUP: "closed study group",
    ActivityKind.COMMERCIAL_SIDE_TALK: "commercial side talk",
    ActivityKind.OTHER: "other occasion",
}


_NOUNS = {
    ItemKind.TECHNOLOGY: "technology",
    ItemKind.SOURCE_CODE: "source code",
    ItemKind.OBJECT_CODE: "object code",
    ItemKind.HARDWARE: "hardware",
}


def _serves_a_standard(case: Case, *, value: Any) -> str | None:
    activity = case.facts.activity
    occasion = OCCASIONS[activity.kind]
    if not case.known(activity.for_a_standard, FOR_A_STANDARD):
        return f"the release ({occasion}) was not made for a standard"
    if activity.kind in DOUBTFUL and not case.settle(OCCASION):
        return f"the occasion ({occasion}) did not serve a standard"
    return None


def _kind_is_covered(case: Case, *, value: Any) -> str | None:
    """Whether object code is software that may be released is a point of law."""
    kind = case.facts.item.kind
    if kind is ItemKind.HARDWARE:
        return f"hardware is not {' or '.join(value)}"
    if kind is not ItemKind.TECHNOLOGY and "software" not in value:
        return f"{_NOUNS[kind]} is not technology"
    if kind is ItemKind.OBJECT_CODE and not case.settle(OBJECT_CODE):
        return "object code is not covered"
    return None


def _class_is_covered(case: Case, *, value: Any) -> str | None:
    """EAR99, AT-only, or, where the rule names any, cryptography of the named paragraphs."""
    if control(case) is not Control.BEYOND_AT:
        return None
    cryptography = "named_cryptography" in value
    if cryptography and is_named_cryptography(case):
        return None
    more = ", nor cryptography of the named paragraphs" if cryptography else ""
    return (
        f"the item, {described(case)}, is neither EAR99 nor controlled for anti-terrorism reasons only{more}"
    )


def _stage_is_covered(case: Case, *, value: Any) -> str | None:
    activity = case.facts.activity
    if activity.standard_stage is not Stage.PUBLISHED or value == "any":
        return None
    if value == "unfinished":
        return "the standard is finished, so the release does not contribute to its development or revision"
    at_any_stage = activity.kind is ActivityKind.CONFORMITY_ASSESSMENT_PROCEDURE
    return (
        None
        if at_any_stage or case.settle(PUBLISHED_STANDARD)
        else "work on a published standard is not covered"
    )


def _publication_is_meant(case: Case, *, value: Any) -> str | None:
    """Intent that the resulting standard is published; or, where the rule says so, a published standard."""
    activity = case.facts.activity
    if value == "published_or_intended" and activity.standard_stage is Stage.PUBLISHED:
        contradicted = activity.intent_to_publish is False and not case.settle(CONTRADICTION)
        return "the standard is not published" if contradicted else None
    if case.known(activity.intent_to_publish, INTENT):
        return None
    return "the resulting standard is not meant to be published"


def _is_voluntary(case: Case, *, value: Any) -> str | None:
    mandatory = case.known(case.facts.activity.compliance_mandatory, MANDATORY)
    return "the standard is mandatory by law" if mandatory and not case.settle(MANDATORY_STANDARD) else None


def _publication_met(case: Case, value: Any) -> str:
    if value == "published_or_intended" and case.facts.activity.standard_stage is Stage.PUBLISHED:
        return "the standard is published"
    return "the resulting standard is meant to be published"


def _stage_met(case: Case, value: Any) -> str:
    return {
        Stage.IN_DEVELOPMENT: "the standard is in development",
        Stage.REVISION: "the standard is under revision",
        Stage.PUBLISHED: "work on a finished standard counts",
    }[case.facts.activity.standard_stage]


KIND = Condition(
    table="item_kinds_covered",
    failure=_kind_is_covered,
    met=lambda case, value: f"{_NOUNS[case.facts.item.kind]} may be released for standards work",
    facts_used=("item.kind",),
)
CLASS = Condition(
    table="item_classes_covered",
    failure=_class_is_covered,
    met=lambda case, value: f"the item, {described(case)}, is of a class that the rule covers",
    facts_used=(
        "item.eccn",
        "item.reasons_for_control",
        "item.crypto_equipment",
        "item.crypto_functionality_only",
    ),
    also=("named_cryptography",),
)
PURPOSE = Condition(
    table="standards_purpose",
    failure=_serves_a_standard,
    met=lambda case, value: f"the release ({OCCASIONS[case.facts.activity.kind]}) was made for a standard",
    facts_used=("activity.kind", "activity.for_a_standard"),
)
STAGE = Condition(
    table="standards_stage",
    failure=_stage_is_covered,
    met=_stage_met,
    facts_used=("activity.standard_stage", "activity.kind"),
)
PUBLICATION = Condition(
    table="publication_intent",
    failure=_publication_is_meant,
    met=_publication_met,
    facts_used=("activity.intent_to_publish", "activity.standard_stage"),
)
VOLUNTARY = Condition(
    table="voluntary_standard",
    failure=_is_voluntary,
    met=lambda case, value: "compliance with the standard is voluntary",
    facts_used=("activity.compliance_mandatory",),
)
