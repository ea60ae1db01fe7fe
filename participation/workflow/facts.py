"""Rows -> facts: the one bridge from Django to the cores. Nothing is decided here.

What the rows leave open becomes alternatives: each is decided, and the worst stands.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from participation.models import (
    Classification,
    Disclosure,
    DisclosureLine,
)
from participation.queries.documents import classification_of
from participation.rules.existence import equipment_fault_of, fault_of
from participation.workflow.parties import Screened, party_on

EASTERN = ZoneInfo("America/New_York")


def eastern_days(disclosure: Disclosure) -> tuple[date, ...]:
    """The civil day or days of the release in US Eastern time, earliest first.

    An instant has one; a local day touches up to three of them, and all that it touches count.
    """
    if disclosure.released_at is not None:
        return (disclosure.released_at.astimezone(EASTERN).date(),)
    zone = ZoneInfo(disclosure.time_zone)
    assert disclosure.released_on is not None  # a submitted disclosure has a date: disclosure_has_date
    start = datetime.combine(disclosure.released_on, time.min, zone).astimezone(EASTERN)
    end = (datetime.combine(disclosure.released_on + timedelta(days=1), time.min, zone)).astimezone(EASTERN)
    days = {start.date(), (end - timedelta(seconds=1)).date()}
    return tuple(sorted(days))


def _item(classification: Classification | None, line: DisclosureLine, day: date) -> dict[str, Any]:
    """The item on a day: what the Commerce Control List of that day does not have classifies nothing."""
    revision = line.revision
    publication = {
        "published_before_release": revision.published,
        "publication_basis": revision.publication_basis or None,
    }
    if classification is None:
        classification = Classification(kind="technology", us_nexus="unknown")
    eccn, equipment = classification.eccn, classification.crypto_equipment
    known = bool(eccn) and fault_of(eccn, day) is None
    kind = classification.kind
    return publication | {
        "kind": kind,
        "eccn": eccn if known else None,
        "reasons_for_control": classification.reasons_for_control,
        "classification": "not_applicable" if kind == "non_technical" else "known" if known else "unknown",
        "crypto_equipment": equipment if equipment and equipment_fault_of(equipment, day) is None else None,
        "crypto_functionality_only": classification.crypto_functionality_only,
        "nonstandard_crypto": classification.nonstandard_crypto,
        "encryption_notification_sent": classification.encryption_notification_sent,
        "us_nexus": classification.us_nexus,
        "other_agency": classification.other_agency or None,
    }


def _activity(disclosure: Disclosure) -> dict[str, Any]:
    return {
        "kind": disclosure.activity,
        "for_a_standard": disclosure.for_a_standard,
        "topic": disclosure.topic or None,
        "standard_stage": disclosure.standard_stage,
        "intent_to_publish": disclosure.intent_to_publish,
        "publication_terms": disclosure.publication_terms or None,
        "compliance_mandatory": disclosure.compliance_mandatory,
    }


def facts_for(
    line: DisclosureLine, screened: Sequence[Screened], *, days: Sequence[date] = ()
) -> list[Mapping[str, Any]]:
    """The facts objects of one line: one for each day and each reading of the list; never empty.

    Takes: `days`, other days than that of the release, for what would have been.
    """
    disclosure = line.disclosure
    classification, activity = classification_of(line.revision, line.part), _activity(disclosure)
    body = disclosure.body
    alternatives: list[Mapping[str, Any]] = []
    for day in days or eastern_days(disclosure):
        # Without a country a recipient cannot be decided: a hold keeps the answer from being clear.
        parties = [party_on(one, day) for one in screened if one.has_country and disclosure.recipients_known]
        # Recipients are decided one by one and folded by the worst: each reading of each is tried once.
        for number in range(max([1, *(len(party.readings) for party in parties)])):
            alternatives.append(
                {
                    "released_on": day.isoformat(),
                    "released_at": None if days else _instant(disclosure),
                    "item": _item(classification, line, day),
                    "activity": activity,
                    "body": {
                        "name": body.name if body else "not stated",
                        "voluntary_consensus_body": body.voluntary_consensus_body if body else None,
                    },
                    "recipients": [party.read(number) for party in parties] or None,
                    "end_use_red_flag": disclosure.end_use_red_flag or None,
                    "country_chart_cleared": True if disclosure.country_chart_cleared else None,
                }
            )
    return alternatives


def _instant(disclosure: Disclosure) -> str | None:
    if disclosure.released_at is None:
        return None
    return disclosure.released_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
