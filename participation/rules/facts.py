"""One release of one document part, as frozen facts in the published format, version 1.

The fields say how they are read, so the format is written once. No decisions here.
"""

# ruff: noqa: RUF009 - `required` and `nullable` make dataclass fields, immutable like `field` itself.

import hashlib
import json
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache, cached_property
from typing import Any
from zoneinfo import ZoneInfo

from participation.rules import reading
from participation.rules.existence import equipment_fault_of, fault_of
from participation.rules.reading import FactsError, choice, nullable, record, required, rows, subset
from participation.rules.vocabulary import (
    ActivityKind,
    Classification,
    Footnote,
    ItemKind,
    LicenseRequirement,
    Match,
    OtherAgency,
    PartyList,
    Reason,
    Stage,
    UsNexus,
)

__all__ = ["Activity", "Body", "EntityListing", "Facts", "FactsError", "Item", "Recipient", "load_facts"]

EASTERN = ZoneInfo("America/New_York")


@dataclass(frozen=True, kw_only=True)
class Item:
    """What is released, and how it is classified."""

    kind: ItemKind = required(choice(ItemKind))
    eccn: str | None = nullable(reading.eccn)
    reasons_for_control: tuple[Reason, ...] | None = nullable(subset(Reason))
    classification: Classification = required(choice(Classification))
    crypto_equipment: str | None = nullable(reading.eccn)
    crypto_functionality_only: bool = required(reading.flag)
    nonstandard_crypto: bool | None = nullable(reading.flag)
    encryption_notification_sent: bool | None = nullable(reading.flag)
    us_nexus: UsNexus = required(choice(UsNexus))
    other_agency: OtherAgency | None = nullable(choice(OtherAgency))
    published_before_release: bool | None = nullable(reading.flag)
    publication_basis: str | None = nullable(reading.text)


@dataclass(frozen=True, kw_only=True)
class Activity:
    """The occasion, and its purpose."""

    kind: ActivityKind = required(choice(ActivityKind))
    for_a_standard: bool | None = nullable(reading.flag)
    topic: str | None = nullable(reading.text)
    standard_stage: Stage = required(choice(Stage))
    intent_to_publish: bool | None = nullable(reading.flag)
    publication_terms: str | None = nullable(reading.text)
    compliance_mandatory: bool | None = nullable(reading.flag)
    contribution_adopted: bool | None = nullable(reading.flag)


@dataclass(frozen=True, kw_only=True)
class Body:
    """The standards body whose occasion it is."""

    name: str = required(reading.text)
    voluntary_consensus_body: bool | None = nullable(reading.flag)


@dataclass(frozen=True, kw_only=True)
class EntityListing:
    """What the Entity List says about a recipient: one row of Supplement 4 to part 744."""

    footnote: Footnote | None = nullable(choice(Footnote))
    listed_on: date | None = nullable(reading.day)
    license_requirement: LicenseRequirement | None = nullable(choice(LicenseRequirement))
    basis: str | None = nullable(reading.text)


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """One organisation that receives the release, and the person of it in the room."""

    id: str | None = nullable(reading.text)
    name: str = required(reading.text)
    country: str = required(reading.country)
    lists: tuple[PartyList, ...] = required(subset(PartyList))
    entity_list: EntityListing | None = nullable(record(EntityListing))
    match: Match | None = nullable(choice(Match))
    us_person: bool | None = nullable(reading.flag)
    location: str | None = nullable(reading.country)
    nationality: str | None = nullable(reading.country)
    employer_listed: bool | None = nullable(reading.flag)
    owned_by_listed_percent: Decimal | None = nullable(reading.percent)
    listed_owner_known: bool | None = nullable(reading.flag)
    owner_lists: tuple[PartyList, ...] | None = nullable(subset(PartyList))
    country_chart_cleared: bool | None = nullable(reading.only_true)
    uvl_statement_on: date | None = nullable(reading.day)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """One release of one document part; made by `load_facts` only."""

    released_on: date = required(reading.day)
    released_at: datetime | None = nullable(reading.instant)
    item: Item = required(record(Item))
    activity: Activity = required(record(Activity))
    body: Body = required(record(Body))
    recipients: tuple[Recipient, ...] | None = nullable(rows(record(Recipient)))
    end_use_red_flag: str | None = nullable(reading.text)
    country_chart_cleared: bool | None = nullable(reading.only_true)

    def as_json(self) -> dict[str, Any]:
        """The canonical JSON object: every key present, absent ones null, no floats."""
        plain = _plain(self)
        assert isinstance(plain, dict)
        return plain

    @cached_property
    def facts_hash(self) -> str:
        """SHA-256 over the canonical bytes, in lower-case hex."""
        return hashlib.sha256(canonical(self.as_json())).hexdigest()


def load_facts(value: object) -> Facts:
    """The facts that a parsed JSON object states.

    Raises: FactsError, with the path of the first fault, for anything outside the published format.
    """
    facts: Facts = record(Facts)(value, "")
    _check_time(facts)
    _check_item(facts.item, facts.released_on)
    _check_recipients(facts.recipients)
    return facts


def _check_time(facts: Facts) -> None:
    if facts.released_at is not None:
        try:
            eastern = facts.released_at.astimezone(EASTERN).date()
        except OverflowError as outside:
            raise FactsError("released_at", "is not within the years 1 to 9999 in New York") from outside
        if eastern != facts.released_on:
            raise FactsError(
                "released_at", f"is {eastern} in New York, but released_on is {facts.released_on}"
            )


def _check_item(item: Item, on: date) -> None:
    """What the Commerce Control List of the day does not have classifies nothing."""
    if item.eccn and (fault := fault_of(item.eccn, on)):
        raise FactsError("item.eccn", fault)
    if item.crypto_equipment and (fault := equipment_fault_of(item.crypto_equipment, on)):
        raise FactsError("item.crypto_equipment", fault)


def _check_recipients(recipients: tuple[Recipient, ...] | None) -> None:
    if recipients == ():
        raise FactsError("recipients", "the list is empty; null says that the attendees are unknown")
    seen: set[str] = set()
    for number, each in enumerate(recipients or ()):
        path = f"recipients[{number}]"
        name = path if each.id is None else each.id
        if name in seen:
            raise FactsError(f"{path}.id", f"{name!r} stands for another recipient already")
        seen.add(name)
        if each.entity_list and PartyList.ENTITY_LIST not in each.lists and not each.employer_listed:
            raise FactsError(f"{path}.entity_list", "is given, but lists does not name EL")


def canonical(value: object) -> bytes:
    """The one way a value of this package becomes bytes: RFC 8785 for ASCII keys and no floats."""
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode()


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value.normalize())
    if isinstance(value, str):
        return value
    shape: Any = type(value)
    return {name: _plain(getattr(value, name)) for name in _names(shape)}


@cache
def _names(shape: Any) -> tuple[str, ...]:
    return tuple(each.name for each in fields(shape))
