"""What must hold for all facts: order, monotony, no clear answer for a listed party, unknown is never yes."""

import itertools
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from participation.rules.decide import decide
from participation.rules.determination import Determination, Outcome, Status
from participation.rules.facts import load_facts
from participation.rules.in_force import edition
from tests.rules.case_tables import facts_with, party

DAYS = [
    "2019-05-15",
    "2019-06-03",
    "2019-09-02",
    "2021-02-01",
    "2022-03-05",
    "2023-05-02",
    "2025-03-01",
    "2025-10-06",
    "2026-11-10",
]
PARTIES = [
    "listed_huawei",
    "listed_other",
    "listed_ccl_only",
    "listed_own_text",
    "listed_footnote_3",
    "unlisted_chinese",
    "unlisted_german",
    "denied",
    "designated",
    "unverified",
    "military_chinese",
    "possible",
    "iranian",
    "syrian",
    "russian",
    "owned_60",
    "owned_minority",
    "owned_unknown",
    "us_citizen",
]
CLASSES: list[dict[str, Any]] = [
    {},
    {"item.eccn": "5E991", "item.reasons_for_control": ["AT"]},
    {"item.eccn": "5E001", "item.reasons_for_control": ["NS", "AT"]},
    {"item.eccn": "null", "item.classification": "unknown"},
    {"item.eccn": "5E991", "item.reasons_for_control": "null"},
    {
        "item.eccn": "5E002.a",
        "item.reasons_for_control": ["NS", "EI"],
        "item.crypto_equipment": "5A002.a",
        "item.crypto_functionality_only": True,
    },
]
THREE = [True, False, "null"]

changes = some.builds(
    lambda day, item, purpose, kind, rest: {"released_on": day, **item, **purpose, **kind, **rest},
    some.sampled_from(DAYS),
    some.sampled_from(CLASSES),
    some.fixed_dictionaries(
        {
            "activity.for_a_standard": some.sampled_from(THREE),
            "activity.intent_to_publish": some.sampled_from(THREE),
            "activity.compliance_mandatory": some.sampled_from(THREE),
            "activity.standard_stage": some.sampled_from(["in_development", "published"]),
            "activity.topic": some.sampled_from(["5G", "6G", "null"]),
        }
    ),
    some.fixed_dictionaries(
        {
            "item.kind": some.sampled_from(["technology", "source_code", "object_code", "hardware"]),
            "activity.kind": some.sampled_from(["meeting_contribution", "plugfest", "commercial_side_talk"]),
        }
    ),
    some.fixed_dictionaries(
        {
            "item.us_nexus": some.sampled_from(["us_origin", "foreign_none", "unknown"]),
            "item.published_before_release": some.sampled_from(THREE),
            "end_use_red_flag": some.sampled_from(["null", "null", "military-intelligence"]),
            "body.voluntary_consensus_body": some.sampled_from(THREE),
        }
    ),
)
parties = some.lists(some.sampled_from(PARTIES), min_size=1, max_size=4, unique=True)
quick = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def decided(changes: dict[str, Any], recipients: list[str]) -> Determination:
    return decide(load_facts(facts_with(changes, recipients)), edition())


@quick
@given(changes, parties)
def test_order_of_recipients_is_irrelevant(changes: dict[str, Any], recipients: list[str]) -> None:
    forward, backward = decided(changes, recipients), decided(changes, recipients[::-1])

    assert (forward.outcome, forward.flags) == (backward.outcome, backward.flags)
    assert [each.outcome for each in forward.recipients] == [each.outcome for each in backward.recipients][
        ::-1
    ]


@quick
@given(changes, parties, some.sampled_from(PARTIES))
def test_one_more_recipient_is_never_more_permissive(
    changes: dict[str, Any], recipients: list[str], more: str
) -> None:
    order = list(Outcome)

    few, many = decided(changes, recipients), decided(changes, [*recipients, more])

    assert order.index(many.outcome) <= order.index(few.outcome)


@quick
@given(changes, some.sampled_from(["listed_huawei", "listed_other"]))
def test_a_listed_recipient_without_carve_out_is_never_clear(changes: dict[str, Any], listed: str) -> None:
    out_of_every_scope = {
        **changes,
        "activity.for_a_standard": False,
        "item.us_nexus": "us_origin",
        "item.published_before_release": False,
    }
    if changes["released_on"] < "2019-05-16":
        listed = "listed_other"

    assert decided(out_of_every_scope, [listed]).outcome is Outcome.LICENSE_REQUIRED


@quick
@given(changes, parties)
def test_the_same_facts_and_edition_give_the_same_bytes(
    changes: dict[str, Any], recipients: list[str]
) -> None:
    first, second = (
        decide(load_facts(facts_with(changes, recipients)), edition(), counterfactuals=True).as_json()
        for _ in range(2)
    )

    assert json.dumps(first) == json.dumps(second)
    assert ".0" not in json.dumps(first["flags"])


UNKNOWNS: dict[str, list[Any]] = {
    "activity.for_a_standard": [True, False],
    "activity.intent_to_publish": [True, False],
    "activity.compliance_mandatory": [True, False],
    "activity.topic": ["5G", "6G"],
    "item.published_before_release": [True, False],
    "body.voluntary_consensus_body": [True, False],
    "item.us_nexus": ["us_origin", "foreign_none"],
}


@quick
@given(changes, some.sampled_from([each for each in PARTIES if each != "us_citizen"]))
def test_unknown_is_decided_only_where_all_its_values_agree(changes: dict[str, Any], recipient: str) -> None:
    open_keys = [key for key in UNKNOWNS if changes[key] in ("null", "unknown")]

    answer = decided(changes, [recipient])

    values = [UNKNOWNS[key] for key in open_keys]
    settled = {
        decided({**changes, **dict(zip(open_keys, combination, strict=True))}, [recipient]).outcome
        for combination in itertools.islice(itertools.product(*values), 64)
    }
    if len(open_keys) <= 4:
        assert answer.outcome in settled | {Outcome.NEEDS_REVIEW, Outcome.LICENSE_REQUIRED}
        if answer.outcome not in (Outcome.NEEDS_REVIEW, Outcome.LICENSE_REQUIRED):
            assert settled == {answer.outcome}
        if len(settled) > 1 and not settled <= {Outcome.PROHIBITED, Outcome.LICENSE_REQUIRED}:
            assert answer.status is Status.WAIT


def test_the_property_of_listed_recipients_can_fail() -> None:
    """The same check on a party that is not listed finds a clear answer: the property can see one."""
    assert party("unlisted_german")["lists"] == []
    assert decided({"activity.for_a_standard": False}, ["unlisted_german"]).status is Status.CLEAR
