"""The three carve-outs from the Entity List for standards work, and what each asks: 2019, 2020, 2022."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from participation.rules import purpose
from participation.rules.case import NAME, Case, Unknown, open_reading
from participation.rules.conditions import Asked, Condition, asked
from participation.rules.determination import Answerer, Outcome
from participation.rules.in_force import RulesOfDay
from participation.rules.item_class import Control, control, described
from participation.rules.listing import entry_of
from participation.rules.places import seats
from participation.rules.vocabulary import ItemKind, Stage

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
REACH_2019 = open_reading(
    "general_license_2019",
    "Whether the licence of 2019 reaches this release beside the other provisions of the EAR is not settled.",
    "Does the temporary general licence of 2019 reach this release?",
)
OTHER_GROUNDS = open_reading(
    "separate_grounds",
    "The party was listed on grounds that the rule of 2022 does not overcome.",
    "Does the ground of the listing ask a licence for this release by itself?",
)


def _party_is_covered(case: Case, *, value: Any) -> str | None:
    if value == "all":
        return None
    entry = entry_of(case)
    return None if entry and entry.is_huawei else f"{NAME} is not one of the Huawei entries"


def _topic_is_covered(case: Case, *, value: Any) -> str | None:
    topic = case.known(case.facts.activity.topic, TOPIC)
    return None if topic.strip().upper() == value else f"the topic ({topic}) is not {value}"


def _body_is_named(case: Case, *, value: Any) -> str | None:
    first = re.split(r"[^A-Z0-9]", case.facts.body.name.strip().upper(), maxsplit=1)[0]
    return None if first in value else f"{case.facts.body.name} is not one of the bodies named"


def _is_within_2019(case: Case, *, value: Any) -> str | None:
    """A control beyond AT, hardware, or a finished standard: the licence of 2019 does not say."""
    doubtful = (
        case.facts.item.kind is ItemKind.HARDWARE
        or case.facts.activity.standard_stage is Stage.PUBLISHED
        or control(case) is Control.BEYOND_AT
    )
    return "the licence does not reach this release" if doubtful and not case.settle(REACH_2019) else None


def _body_is_consensus_body(case: Case, *, value: Any) -> str | None:
    body = case.facts.body
    if case.known(body.voluntary_consensus_body, CONSENSUS_BODY):
        return None
    return f"{body.name} is not a voluntary consensus standards body"


def _is_on_no_other_ground(case: Case, *, value: Any) -> str | None:
    entry = entry_of(case)
    basis = entry.basis if entry is not None else None
    named = set(re.findall(r"744\.[0-9]+", basis or ""))
    if not named & set(value):
        return None
    if "744.21" in named and _reaches_every_item(case):
        return f"{NAME} was listed under {basis}, which there reaches every item by itself"
    return None if case.settle(OTHER_GROUNDS) else f"{NAME} was listed under {basis}"


def _reaches_every_item(case: Case) -> bool:
    """Whether 744.21 asks a licence for all items at one of the recipient's places."""
    assert case.recipient is not None
    scopes = (case.rules.find(f"military_end_user.{each}") for each in seats(case.recipient))
    return any(each is not None and each.value == "all_items" for each in scopes)


def _party_met(case: Case, value: Any) -> str:
    return "the rule covers every listed party" if value == "all" else f"{NAME} is one of the Huawei entries"


# All conditions of the three carve-outs; each is asked on the days on which its parameter has a value.
CONDITIONS = (
    Condition(
        table="entities_covered",
        failure=_party_is_covered,
        met=_party_met,
        facts_used=("recipients[].entity_list",),
        about_party=True,
    ),
    purpose.KIND,
    purpose.CLASS,
    purpose.PURPOSE,
    Condition(
        table="general_license_topic",
        failure=_topic_is_covered,
        met=lambda case, value: f"the topic is {value}",
        facts_used=("activity.topic",),
    ),
    Condition(
        table="general_license_bodies",
        failure=_body_is_named,
        met=lambda case, value: f"{case.facts.body.name} is one of the bodies named",
        facts_used=("body.name",),
    ),
    Condition(
        table="general_license_scope",
        failure=_is_within_2019,
        met=lambda case, value: (
            f"the item, {described(case)}, and the stage of the standard are within the licence"
        ),
        facts_used=("item.kind", "item.eccn", "item.reasons_for_control", "activity.standard_stage"),
    ),
    purpose.STAGE,
    Condition(
        table="standards_body",
        failure=_body_is_consensus_body,
        met=lambda case, value: f"{case.facts.body.name} is a voluntary consensus standards body",
        facts_used=("body.name", "body.voluntary_consensus_body"),
    ),
    purpose.PUBLICATION,
    purpose.VOLUNTARY,
    Condition(
        table="separate_grounds",
        failure=_is_on_no_other_ground,
        met=lambda case, value: f"{NAME} is not listed on a ground that stands by itself",
        facts_used=("recipients[].entity_list",),
        about_party=True,
    ),
)


@lru_cache(maxsize=512)
def conditions_on(rules: RulesOfDay) -> tuple[Asked, ...]:
    """The conditions of the carve-out of the day; none where there is no carve-out."""
    return asked(CONDITIONS if rules["carve_out"].value in CARVE_OUTS else (), rules)


@dataclass(frozen=True)
class CarveOut:
    """What a carve-out gives where its conditions hold, and what people call it."""

    outcome: Outcome
    name: str


CARVE_OUTS = {
    "general_license_2019": CarveOut(Outcome.AUTHORIZED_TGL, "the temporary general licence of 2019"),
    "rule_2020": CarveOut(Outcome.AUTHORIZED_STANDARDS_EXEMPTION, "the standards rule of 2020"),
    "rule_2022": CarveOut(Outcome.AUTHORIZED_STANDARDS_EXEMPTION, "the standards rule of 2022"),
}
