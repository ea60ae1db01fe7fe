"""One recipient between screening and rules: which matches count, and how its facts can be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from participation.lists.dating import listed_on
from participation.lists.records import ListRecord
from participation.lists.requirement import basis_of, footnote_of, requirement_of
from participation.models import DisclosureRecipient, ListedPartyVersion
from participation.screening.reopened import Change
from participation.screening.types import Match, Name

RULES_LISTS = frozenset({"EL", "MEU", "DPL", "UVL", "SDN"})


@dataclass(frozen=True, slots=True)
class Judged:
    """A match of a recipient, the row it points to, and whether it counts.

    `standing` is `confirmed` (a strong match, or an officer said so), `possible`, or `dismissed`;
    `first_seen_on` is the day of the first snapshot that held the party; `decision_id` what an officer said,
    which no longer holds where `reopened` names what changed since.
    """

    match: Match
    version: ListedPartyVersion
    standing: str
    first_seen_on: date
    decision_id: int | None = None
    reopened: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Screened:
    """What screening found for one recipient; `reason` says why it could not be screened.

    `too_many` counts parties that it may be as well and that are left out: it is then never clear.
    `doubt` says why its people may have come for somebody else, while nobody knows.
    """

    recipient: DisclosureRecipient
    judged: tuple[Judged, ...]
    reason: str = ""
    too_many: int = 0
    doubt: str = ""

    @property
    def confirmed(self) -> list[Judged]:
        return [judged for judged in self.judged if judged.standing == "confirmed"]

    @property
    def has_country(self) -> bool:
        """Whether the country is stated, or that of a listed party it is."""
        return bool(self.recipient.stated_name.country) or any(
            one.version.countries for one in self.confirmed
        )


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
class Party:
    """A recipient on one day: the facts that are certain, and the ways in which the rest can be read."""

    facts: dict[str, Any]
    readings: tuple[dict[str, Any], ...]

    def read(self, number: int) -> dict[str, Any]:
        """The facts under one reading; beyond the last one, under the last."""
        return self.facts | self.readings[min(number, len(self.readings) - 1)]


def party_on(screened: Screened, day: date) -> Party:
    """The recipient as it stands on this day."""
    row = screened.recipient
    standing = [judged for judged in screened.judged if not _ended(judged.version, day)]
    confirmed = [judged for judged in standing if judged.standing == "confirmed"]
    lists = {judged.version.party.source for judged in confirmed} & RULES_LISTS
    # Which entry of the Entity List it may also be does not matter once it is on that list.
    doubtful = "EL" not in lists and any(judged.standing == "possible" for judged in standing)
    facts: dict[str, Any] = {
        "id": str(row.pk),
        "name": str(row.stated_name),
        "country": row.stated_name.country or None,
        "lists": sorted(lists),
        "match": "possible" if doubtful or screened.reason or screened.too_many else None,
        "us_person": row.us_person,
        "location": row.location or None,
        "nationality": row.nationality or None,
    }
    return Party(facts, _readings(confirmed, day, stated=row.stated_name.country))


def _readings(confirmed: Sequence[Judged], day: date, *, stated: str) -> tuple[dict[str, Any], ...]:
    """Each entry that it may stand for, with the entry's country where none is stated; never empty."""
    found: list[dict[str, Any]] = []
    for judged in confirmed:
        countries = [stated] if stated else (judged.version.countries or [None])
        entries: list[dict[str, Any]] = [{}]
        if judged.version.party.source == "EL":
            dated = listings(judged.version, first_seen_on=judged.first_seen_on, day=day)
            entries = [{"entity_list": entry} for entry in dated]
        for country in countries:
            found += [
                one | {"country": country} for one in entries if one | {"country": country} not in found
            ]
    with_entry = [one for one in found if "entity_list" in one]
    return tuple(with_entry or found or [{}])
