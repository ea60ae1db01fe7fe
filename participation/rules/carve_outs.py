"""The three carve-outs from the Entity List for standards work, and what each asks: 2019, 2020, 2022."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from participation.rules import purpose
from participation.rules.case import Case, Condition, Unknown, open_reading
from participation.rules.determination import Answerer, Outcome
from participation.rules.item_class import Control, control
from participation.rules.listing import Entry
from participation.rules.places import seats
from participation.rules.vocabulary import ActivityKind, ItemKind, Stage

TOPIC = Unknown(
    "activity.topic",
    ("5G", "another"),
    "The topic is not recorded.",
    "Was the work on 5G standards, or on another topic?",
    Answerer.DELEGATE,
)
CONSENSUS_BODY = Unknown(
    "body.voluntary_consensus_body",
    (True, False),
    "It is not recorded whether the body is a voluntary consensus standards body.",
    "Has the body openness, balance, due process, an appeals process and consensus (OMB Circular A-119)?",
    Answerer.OFFICER,
)
MANDATORY = Unknown(
    "activity.compliance_mandatory",
    (True, False),
    "It is not recorded whether the standard is voluntary or mandatory by law.",
    "Is compliance with the standard a legal requirement?",
    Answerer.DELEGATE,
)
REACH_2019 = open_reading(
    "general_license_2019",
    "Whether the licence of 2019 reaches this release beside the other provisions of the EAR is not settled.",
    "Does the temporary general licence of 2019 reach this release?",
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
OTHER_GROUNDS = open_reading(
    "separate_grounds",
    "The party was listed on grounds that the rule of 2022 does not overcome.",
    "Does the ground of the listing ask a licence for this release by itself?",
)


def _listed_is_huawei(entry: Entry) -> Condition:
    return lambda case: None if entry.is_huawei else "the party is not one of the Huawei entries"


def _topic_is_5g(case: Case) -> str | None:
    topic = case.known(case.facts.activity.topic, TOPIC)
    return None if topic.strip().upper() == "5G" else f"the topic ({topic}) is not 5G"


def _body_is_named(case: Case) -> str | None:
    first = re.split(r"[^A-Z0-9]", case.facts.body.name.strip().upper(), maxsplit=1)[0]
    if first in case.rules["general_license_bodies"].value:
        return None
    return f"{case.facts.body.name} is not one of the bodies named"


def _within_2019(case: Case) -> str | None:
    """A control beyond AT, hardware, or a finished standard: the licence of 2019 does not say."""
    doubtful = (
        case.facts.item.kind is ItemKind.HARDWARE
        or case.facts.activity.standard_stage is Stage.PUBLISHED
        or control(case) is Control.BEYOND_AT
    )
    return "the licence does not reach this release" if doubtful and not case.settle(REACH_2019) else None


def _general_license_2019(entry: Entry) -> tuple[Condition, ...]:
    return (_listed_is_huawei(entry), purpose.serves_a_standard, _topic_is_5g, _body_is_named, _within_2019)


def _body_is_consensus_body(case: Case) -> str | None:
    body = case.facts.body
    if case.known(body.voluntary_consensus_body, CONSENSUS_BODY):
        return None
    return f"{body.name} is not a voluntary consensus standards body"


def _develops_or_revises(case: Case) -> str | None:
    if case.facts.activity.standard_stage is Stage.PUBLISHED:
        return "the standard is finished, so the release does not contribute to its development or revision"
    return None


def _rule_2020(entry: Entry) -> tuple[Condition, ...]:
    return (
        _listed_is_huawei(entry),
        purpose.is_technology,
        purpose.is_low_level,
        _develops_or_revises,
        purpose.serves_a_standard,
        _body_is_consensus_body,
    )


def _is_voluntary(case: Case) -> str | None:
    mandatory = case.known(case.facts.activity.compliance_mandatory, MANDATORY)
    return "the standard is mandatory by law" if mandatory and not case.settle(MANDATORY_STANDARD) else None


def _stage_is_covered(case: Case) -> str | None:
    activity = case.facts.activity
    at_any_stage = activity.kind is ActivityKind.CONFORMITY_ASSESSMENT_PROCEDURE
    if activity.standard_stage is not Stage.PUBLISHED or at_any_stage:
        return None
    return None if case.settle(PUBLISHED_STANDARD) else "work on a published standard is not covered"


def _on_no_other_ground(entry: Entry) -> Condition:
    def condition(case: Case) -> str | None:
        named = set(re.findall(r"744\.[0-9]+", entry.basis or ""))
        if not named & set(case.rules["separate_grounds"].value):
            return None
        if "744.21" in named and _reaches_every_item(case):
            return f"the party was listed under {entry.basis}, which there reaches every item by itself"
        return None if case.settle(OTHER_GROUNDS) else f"the party was listed under {entry.basis}"

    return condition


def _reaches_every_item(case: Case) -> bool:
    """Whether 744.21 asks a licence for all items at one of the recipient's places."""
    assert case.recipient is not None
    scopes = (case.rules.find(f"military_end_user.{each}") for each in seats(case.recipient))
    return any(each is not None and each.value == "all_items" for each in scopes)


def _rule_2022(entry: Entry) -> tuple[Condition, ...]:
    return (
        purpose.is_technology_or_software,
        purpose.is_in_scope,
        purpose.serves_a_standard,
        purpose.will_be_published,
        _is_voluntary,
        _stage_is_covered,
        _on_no_other_ground(entry),
    )


@dataclass(frozen=True)
class CarveOut:
    outcome: Outcome
    conditions: Callable[[Entry], tuple[Condition, ...]]
    name: str


CARVE_OUTS = {
    "general_license_2019": CarveOut(
        Outcome.AUTHORIZED_TGL, _general_license_2019, "the temporary general licence of 2019"
    ),
    "rule_2020": CarveOut(Outcome.AUTHORIZED_STANDARDS_EXEMPTION, _rule_2020, "the standards rule of 2020"),
    "rule_2022": CarveOut(Outcome.AUTHORIZED_STANDARDS_EXEMPTION, _rule_2022, "the standards rule of 2022"),
}
