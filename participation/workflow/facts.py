"""Rows -> facts: the one bridge from Django to the cores. Nothing is decided here.

What the rows leave open becomes alternatives: each is decided, and the worst stands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from participation.lists.dating import listed_on
from participation.lists.records import ListRecord
from participation.lists.requirement import basis_of, footnote_of, requirement_of
from participation.models import (
    Classification,
    Disclosure,
    DisclosureLine,
    DisclosureRecipient,
    ListedPartyVersion,
)
from participation.screening.types import Match, Name

EASTERN = ZoneInfo("America/New_York")
RULES_LISTS = frozenset({"EL", "MEU", "DPL", "UVL", "SDN"})


@dataclass(frozen=True, slots=True)
class Judged:
    """A match of a recipient, the row it points to, and whether it counts.

    `standing` is `confirmed` (a strong match, or an officer said so), `possible`, or `dismissed`;
    `first_seen_on` is the day of the first snapshot that held the party.
    """

    match: Match
    version: ListedPartyVersion
    standing: str
    first_seen_on: date
    decision_id: int | None = None


@dataclass(frozen=True, slots=True)
class Screened:
    """What screening found for one recipient; `reason` says why it could not be screened."""

    recipient: DisclosureRecipient
    judged: tuple[Judged, ...]
    reason: str = ""


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


def names_of(recipients: Sequence[DisclosureRecipient]) -> list[Name]:
    """The recipients in the words of screening, in the same order."""
    return [Name(text=row.stated_name.text, country=row.stated_name.country or None) for row in recipients]


def list_record(version: ListedPartyVersion) -> ListRecord:
    """The stored version in the words of the list core."""
    return ListRecord(
        source=version.party.source,
        official_number=version.official_number or None,
        name=version.name,
        aliases=tuple(version.aliases),
        countries=tuple(version.countries),
        addresses=tuple(version.addresses),
        federal_register=tuple(version.citations),
        license_requirement=version.license_requirement,
        license_policy=version.license_policy,
        start_on=version.start_on,
        end_on=version.end_on,
        programs=tuple(version.programs),
        entity_type=version.entity_type,
        remarks=version.remarks,
        row=version.row,
    )


def _item(classification: Classification | None, line: DisclosureLine) -> dict[str, Any]:
    revision = line.revision
    publication = {
        "published_before_release": revision.published,
        "publication_basis": revision.publication_basis or None,
    }
    if classification is None:
        classification = Classification(kind="technology", us_nexus="unknown")
    known = bool(classification.eccn)
    kind = classification.kind
    return publication | {
        "kind": kind,
        "eccn": classification.eccn or None,
        "reasons_for_control": classification.reasons_for_control,
        "classification": "not_applicable" if kind == "non_technical" else "known" if known else "unknown",
        "crypto_equipment": classification.crypto_equipment or None,
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


def listings(version: ListedPartyVersion, *, first_seen_on: date, day: date) -> list[dict[str, Any]]:
    """The entry in the words of the rules; two readings where nobody knows when it was listed."""
    record = list_record(version)
    dated = listed_on(record, first_snapshot_on=first_seen_on)
    entry: dict[str, Any] = {
        "footnote": footnote_of(record),
        "license_requirement": requirement_of(record),
        "basis": basis_of(record),
        "listed_on": dated.on.isoformat() if dated.on else None,
    }
    if dated.source == "snapshot" and dated.on and day < dated.on:
        # Known only since our first sight of it: for an earlier release it may have been listed or not.
        return [entry | {"listed_on": None}, entry]
    return [entry]


def _ended(version: ListedPartyVersion, day: date) -> bool:
    return version.end_on is not None and version.end_on < day


@dataclass(frozen=True, slots=True)
class _Party:
    """A recipient on one day: the facts that are certain, and the entries that it may stand for."""

    facts: dict[str, Any]
    entries: tuple[dict[str, Any], ...]

    def read(self, reading: int) -> dict[str, Any]:
        """The facts with one of the entries; beyond the last reading, with the last."""
        if not self.entries:
            return self.facts
        return self.facts | {"entity_list": self.entries[min(reading, len(self.entries) - 1)]}


def _party(screened: Screened, day: date) -> _Party:
    row = screened.recipient
    standing = [judged for judged in screened.judged if not _ended(judged.version, day)]
    confirmed = [judged for judged in standing if judged.standing == "confirmed"]
    doubtful = bool(screened.reason) or any(judged.standing == "possible" for judged in standing)
    facts: dict[str, Any] = {
        "id": str(row.pk),
        "name": str(row.stated_name),
        "country": row.stated_name.country or None,
        "lists": sorted({judged.version.party.source for judged in confirmed} & RULES_LISTS),
        "match": "possible" if doubtful else None,
        "us_person": row.us_person,
        "location": row.location or None,
        "nationality": row.nationality or None,
    }
    entries: list[dict[str, Any]] = []
    for judged in confirmed:
        if judged.version.party.source == "EL":
            found = listings(judged.version, first_seen_on=judged.first_seen_on, day=day)
            entries += [entry for entry in found if entry not in entries]
    return _Party(facts, tuple(entries))


def newest_classification(line: DisclosureLine) -> Classification | None:
    """The newest one of this part of the revision, else of the whole revision."""
    rows = list(line.revision.classifications.all())
    own = [row for row in rows if row.part == line.part]
    whole = [row for row in rows if not row.part]
    return (own or whole or [None])[-1]


def facts_for(line: DisclosureLine, screened: Sequence[Screened]) -> list[Mapping[str, Any]]:
    """The facts objects of one line: one for each day and each reading of the list; never empty."""
    disclosure = line.disclosure
    item, activity = _item(newest_classification(line), line), _activity(disclosure)
    body = disclosure.body
    alternatives: list[Mapping[str, Any]] = []
    for day in eastern_days(disclosure):
        parties = [_party(one, day) for one in screened]
        # Recipients are decided one by one and folded by the worst: trying each entry of each once is enough.
        for reading in range(max([1, *(len(party.entries) for party in parties)])):
            alternatives.append(
                {
                    "released_on": day.isoformat(),
                    "released_at": _instant(disclosure),
                    "item": item,
                    "activity": activity,
                    "body": {
                        "name": body.name if body else None,
                        "voluntary_consensus_body": body.voluntary_consensus_body if body else None,
                    },
                    "recipients": [p.read(reading) for p in parties] if disclosure.recipients_known else None,
                    "end_use_red_flag": disclosure.end_use_red_flag or None,
                    "country_chart_cleared": True if disclosure.country_chart_cleared else None,
                }
            )
    return alternatives


def _instant(disclosure: Disclosure) -> str | None:
    if disclosure.released_at is None:
        return None
    return disclosure.released_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
