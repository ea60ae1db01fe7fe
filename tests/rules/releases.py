"""Releases for property tests: facts of every kind, definite or with unknowns, to every kind of recipient."""

from typing import Any

from hypothesis import strategies as some

from tests.rules.case_tables import facts_with, party

Facts = dict[str, Any]
THREE = [True, False, "null"]
NULL = "null"

DAYS = [
    "2019-05-15",
    "2019-06-03",
    "2019-09-02",
    "2021-02-01",
    "2021-04-01",
    "2022-03-05",
    "2023-05-02",
    "2024-07-17",
    "2024-07-18",
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
KINDS = ["technology", "source_code", "object_code", "hardware"]
STAGES = ["in_development", "revision", "published"]
OCCASIONS = ["meeting_contribution", "plugfest", "conformity_assessment_procedure", "commercial_side_talk"]
CRYPTOGRAPHY = {"item.reasons_for_control": ["NS", "AT", "EI"], "item.crypto_functionality_only": True}
CLASSES: list[Facts] = [
    {"item.eccn": "EAR99", "item.reasons_for_control": []},
    {"item.eccn": "5E991", "item.reasons_for_control": ["AT"]},
    {"item.eccn": "5E992.b", "item.reasons_for_control": ["AT"]},
    {"item.eccn": "5E992.z", "item.reasons_for_control": ["RS", "AT"]},
    {"item.eccn": "5E001", "item.reasons_for_control": ["NS", "AT"]},
    {"item.eccn": "5E002.a", "item.crypto_equipment": "5A002.a", **CRYPTOGRAPHY},
    {"item.eccn": "5D002.c.1", "item.crypto_equipment": "5A002.c", **CRYPTOGRAPHY},
]
UNCLASSIFIED: list[Facts] = [
    {"item.eccn": NULL, "item.reasons_for_control": NULL, "item.classification": "unknown"},
    {"item.eccn": "5E991", "item.reasons_for_control": NULL},
    {"item.eccn": "5E002.a", "item.crypto_equipment": NULL, **CRYPTOGRAPHY},
    {"item.eccn": "5D002.c.1", "item.crypto_equipment": NULL, **CRYPTOGRAPHY},
    {"item.eccn": "5E992", "item.reasons_for_control": ["AT"]},
]


def _changes(*, unknowns: bool) -> some.SearchStrategy[Facts]:
    answers = THREE if unknowns else THREE[:2]
    fixed = some.fixed_dictionaries(
        {
            "released_on": some.sampled_from(DAYS),
            "item.kind": some.sampled_from(KINDS),
            "item.us_nexus": some.sampled_from(
                ["us_origin", "foreign_subject", "foreign_none", *(["unknown"] if unknowns else [])]
            ),
            "item.published_before_release": some.sampled_from([False, False, *answers]),
            "item.nonstandard_crypto": some.sampled_from(answers),
            "item.encryption_notification_sent": some.sampled_from(answers),
            "activity.kind": some.sampled_from(OCCASIONS),
            "activity.for_a_standard": some.sampled_from([True, *answers]),
            "activity.topic": some.sampled_from(["5G", "6G", *([NULL] if unknowns else [])]),
            "activity.standard_stage": some.sampled_from(STAGES),
            "activity.intent_to_publish": some.sampled_from([True, *answers]),
            "activity.compliance_mandatory": some.sampled_from([False, *answers]),
            "body.voluntary_consensus_body": some.sampled_from([True, *answers]),
            "end_use_red_flag": some.sampled_from([NULL, NULL, NULL, "military-intelligence"]),
            "country_chart_cleared": some.sampled_from([NULL, True]),
        }
    )
    classes = some.sampled_from([*CLASSES, *(UNCLASSIFIED if unknowns else [])])
    return some.builds(lambda rest, classed: {**rest, **classed}, fixed, classes)


definite = _changes(unknowns=False)
changes = _changes(unknowns=True)
rooms = some.lists(some.sampled_from(PARTIES), min_size=1, max_size=4, unique=True).map(
    lambda names: [party(each) for each in names]
)


def release(changes: Facts, recipients: list[Facts]) -> Facts:
    return facts_with(changes, recipients)
