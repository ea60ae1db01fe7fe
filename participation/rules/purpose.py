"""Conditions that several rules for standards work share: purpose, publication, nature of the item.

Each gives null when it holds, or the reason why it fails.
"""

from participation.rules.case import Case, Unknown, open_reading
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
CONTRADICTION = open_reading(
    "publication",
    "The standard is recorded as published, and yet without intent to publish.",
    "Is the standard published so that everyone can get it?",
)
_DOUBTFUL = frozenset(
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


def serves_a_standard(case: Case) -> str | None:
    """The release is made for the purpose of a standard."""
    activity = case.facts.activity
    occasion = OCCASIONS[activity.kind]
    if not case.known(activity.for_a_standard, FOR_A_STANDARD):
        return f"the release ({occasion}) was not made for a standard"
    if activity.kind in _DOUBTFUL and not case.settle(OCCASION):
        return f"the occasion ({occasion}) did not serve a standard"
    return None


def is_technology(case: Case) -> str | None:
    kind = case.facts.item.kind
    return None if kind is ItemKind.TECHNOLOGY else f"{_noun(kind)} is not technology"


def is_technology_or_software(case: Case) -> str | None:
    """Technology or source code holds; object code is a point of law."""
    kind = case.facts.item.kind
    if kind is ItemKind.HARDWARE:
        return "hardware is neither technology nor software"
    if kind is ItemKind.OBJECT_CODE and not case.settle(OBJECT_CODE):
        return "object code is not covered"
    return None


def is_low_level(case: Case) -> str | None:
    """EAR99 or AT-only."""
    if control(case) is Control.BEYOND_AT:
        return f"the item ({described(case)}) is neither EAR99 nor controlled for anti-terrorism reasons only"
    return None


def is_in_scope(case: Case) -> str | None:
    """EAR99, AT-only, or cryptography of the named paragraphs."""
    if control(case) is Control.BEYOND_AT and not is_named_cryptography(case):
        return (
            f"the item ({described(case)}) is neither EAR99, nor controlled for anti-terrorism reasons only, "
            "nor cryptography of the named paragraphs"
        )
    return None


def will_be_published(case: Case) -> str | None:
    """Intent that the resulting standard is published."""
    if case.known(case.facts.activity.intent_to_publish, INTENT):
        return None
    return "the resulting standard is not meant to be published"


def is_or_will_be_published(case: Case) -> str | None:
    """A published standard, or the intent that the resulting standard is published."""
    activity = case.facts.activity
    if activity.standard_stage is not Stage.PUBLISHED:
        return will_be_published(case)
    if activity.intent_to_publish is False and not case.settle(CONTRADICTION):
        return "the standard is not published"
    return None


def _noun(kind: ItemKind) -> str:
    return {ItemKind.HARDWARE: "hardware", ItemKind.SOURCE_CODE: "source code"}.get(kind, "object code")
