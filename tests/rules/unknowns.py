"""Every fact that may be null: what its values are, or what null says."""

from typing import Any

from tests.rules.releases import CLASSES

Values = list[Any]
COUNTRIES = ["DE", "CN", "IR", "CU", "KP", "SY", "RU", "BY", "VE"]

# Null says that nobody knows: each of these values may be the truth.
UNKNOWN: dict[str, Values] = {
    "item.reasons_for_control": [["AT"], ["NS", "AT"], ["RS", "AT"]],
    "item.crypto_equipment": ["5A002.a", "5A002.b", "5A002.c", "5A002.d", "5A002.e", "5A003.a", "5A004.a"],
    "item.nonstandard_crypto": [True, False],
    "item.encryption_notification_sent": [True, False],
    "item.published_before_release": [True, False],
    "item.publication_basis": ["posted", "patent"],
    "activity.for_a_standard": [True, False],
    "activity.topic": ["5G", "6G"],
    "activity.intent_to_publish": [True, False],
    "activity.publication_terms": ["sold to anyone", "members only"],
    "activity.compliance_mandatory": [True, False],
    "activity.contribution_adopted": [True, False],
    "body.voluntary_consensus_body": [True, False],
    "recipients[].us_person": [True, False],
    "recipients[].nationality": COUNTRIES,
    "recipients[].owned_by_listed_percent": [0, 1, 49, 50, 100],
}

# Words that stand for an unknown.
UNKNOWN_WORDS: dict[tuple[str, str], Values] = {
    ("item.us_nexus", "unknown"): ["us_origin", "foreign_subject", "foreign_none"],
    ("item.other_agency", "unknown"): [None, "ITAR", "DOE", "NRC"],
}

# The class of an item is stated by several facts together.
CLASS = "item.eccn"
CLASS_VALUES: Values = CLASSES

# Null says something definite.
DEFINITE = {
    "released_at": "only the day is given",
    "item.other_agency": "no other agency",
    "recipients": "the attendees are unknown: never clear before they are known or screened",
    "end_use_red_flag": "none",
    "country_chart_cleared": "nobody recorded it",
    "recipients[].id": "the caller gave none",
    "recipients[].entity_list": "listed, without more",
    "recipients[].entity_list.footnote": "none",
    "recipients[].entity_list.listed_on": "listed on the day of the release",
    "recipients[].entity_list.license_requirement": "all items",
    "recipients[].entity_list.basis": "none named",
    "recipients[].match": "resolved",
    "recipients[].location": "the country of the organisation",
    "recipients[].employer_listed": "no",
    "recipients[].listed_owner_known": "no",
    "recipients[].owner_lists": "the Entity List",
    "recipients[].country_chart_cleared": "nobody recorded it",
    "recipients[].uvl_statement_on": "none obtained",
}
