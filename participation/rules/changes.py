"""Single changes of a fact that could turn the answer: what would be otherwise, in facts and in words.

A condition is the clause after "if". Some change nothing, or do not matter on the day: deciding tells.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import IntEnum
from typing import Any

from participation.rules.case import spoken
from participation.rules.facts import Facts, Recipient
from participation.rules.in_force import Edition, RulesOfDay
from participation.rules.item_class import ItemClass, classes_of, is_classified
from participation.rules.purpose import DOUBTFUL
from participation.rules.vocabulary import (
    ActivityKind,
    Classification,
    ItemKind,
    PartyList,
    Reason,
    Stage,
    UsNexus,
)


class Size(IntEnum):
    """How much would have to be otherwise, least first."""

    ANSWER = 0
    RECORD = 1
    RECIPIENT = 2
    PUBLICATION = 3
    ACTIVITY = 4
    ITEM = 5
    DAY = 6


@dataclass(frozen=True, slots=True)
class Change:
    """One fact of the release changed."""

    size: Size
    fact: str
    condition: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class PartyChange:
    """One fact of a recipient changed; the condition has `{}` where the name stands."""

    size: Size
    fact: str
    condition: str
    recipient: Recipient


_SHARES = {
    Decimal(49): "listed parties owned less than half of {}",
    Decimal(50): "listed parties owned half of {}",
}
_NEXUS = {
    UsNexus.FOREIGN_NONE: "the item were foreign-made and outside the EAR by its content",
    UsNexus.US_ORIGIN: "the item were of US origin",
}
_KINDS = {
    ItemKind.TECHNOLOGY: "technology were released instead",
    ItemKind.SOURCE_CODE: "source code were released instead",
    ItemKind.HARDWARE: "hardware were released instead",
}
_EQUIPMENT = {
    "5A002.a": "the encryption item were for equipment of 5A002.a",
    "5A004.a": "the encryption item were for equipment of 5A004.a",
}
_REASONS = {
    (Reason.AT,): "the item were controlled for anti-terrorism reasons only",
    (Reason.NS, Reason.AT): "the item were controlled for more than anti-terrorism reasons",
}
_PURPOSES = {True: "the release were made for a standard", False: "the release were not made for a standard"}
_INTENTS = {
    True: "the resulting standard were meant to be published",
    False: "the resulting standard were not meant to be published",
}
_STAGES = {
    Stage.IN_DEVELOPMENT: "the standard were still in development",
    Stage.PUBLISHED: "the standard were published already",
}
_MANDATORY = {
    False: "compliance with the standard were voluntary",
    True: "compliance with the standard were mandatory by law",
}
_CONSENSUS = {
    True: "the body were a voluntary consensus standards body",
    False: "the body were not a voluntary consensus standards body",
}


def changes_of_release(facts: Facts, edition: Edition) -> Iterator[Change]:
    """Changes of the item, the occasion, the body, the records and the day."""
    yield from _of_publication(facts)
    if facts.item.kind is not ItemKind.NON_TECHNICAL:
        yield from _of_item(facts)
    yield from _of_activity(facts, edition.on(facts.released_on))
    yield from _of_records(facts)
    yield from _of_day(facts, edition)


def _of_publication(facts: Facts) -> Iterator[Change]:
    item = facts.item
    size = Size.ANSWER if item.published_before_release is None else Size.PUBLICATION
    yield _item(facts, size, "published_before_release", "the item were published before the release", True)
    yield _item(
        facts, size, "published_before_release", "the item were not published before the release", False
    )
    if item.published_before_release is not False:
        size = Size.ANSWER if item.nonstandard_crypto is None else Size.ITEM
        yield _item(facts, size, "nonstandard_crypto", "the cryptography were published and standard", False)
        size = Size.ANSWER if item.encryption_notification_sent is None else Size.RECORD
        sent = "the notice for published encryption software had been sent"
        yield _item(facts, size, "encryption_notification_sent", sent, True)


def _of_item(facts: Facts) -> Iterator[Change]:
    item = facts.item
    size = Size.ANSWER if item.us_nexus is UsNexus.UNKNOWN else Size.ITEM
    for nexus, words in _NEXUS.items():
        yield _item(facts, size, "us_nexus", words, nexus)
    if item.other_agency is not None:
        yield _item(facts, Size.ANSWER, "other_agency", "no other agency governed the item", None)
    size = Size.ITEM if is_classified(item) else Size.ANSWER
    for each in classes_of(item.kind):
        yield _classified(facts, size, each)
    if item.reasons_for_control is None and item.eccn != "EAR99":
        for reasons, words in _REASONS.items():
            yield _item(facts, Size.ANSWER, "reasons_for_control", words, reasons)
    size = Size.ANSWER if item.crypto_equipment is None else Size.ITEM
    for equipment, words in _EQUIPMENT.items() if str(item.eccn).startswith(("5D002", "5E002")) else ():
        yield _item(facts, size, "crypto_equipment", words, equipment)
    for kind, words in _KINDS.items():
        yield _item(facts, Size.ITEM, "kind", words, kind)


def _classified(facts: Facts, size: Size, to: ItemClass) -> Change:
    item = replace(
        facts.item,
        eccn=to.eccn,
        reasons_for_control=()
        if to.eccn == "EAR99"
        else (Reason.AT,)
        if to.at_only
        else (Reason.NS, Reason.AT),
        classification=Classification.KNOWN,
        crypto_equipment=to.crypto_equipment,
        crypto_functionality_only=to.crypto_functionality_only,
    )
    return Change(size, "item.eccn", f"the item were {_class_in_words(to)}", replace(facts, item=item))


def _class_in_words(to: ItemClass) -> str:
    if to.eccn == "EAR99":
        return "EAR99"
    if to.at_only:
        return f"controlled for anti-terrorism reasons only, as {to.eccn} is"
    if to.crypto_equipment:
        return f"cryptography of {to.eccn} for equipment of {to.crypto_equipment}"
    return f"controlled for more than anti-terrorism reasons, as {to.eccn} is"


def _of_activity(facts: Facts, rules: RulesOfDay) -> Iterator[Change]:
    for value, words in _PURPOSES.items():
        yield _activity(facts, "for_a_standard", words, value)
    if facts.activity.kind in DOUBTFUL:
        yield _activity(
            facts, "kind", "the occasion were a contribution to a meeting", ActivityKind.MEETING_CONTRIBUTION
        )
    for intent, words in _INTENTS.items():
        yield _activity(facts, "intent_to_publish", words, intent)
    for stage, words in _STAGES.items():
        yield _activity(facts, "standard_stage", words, stage)
    if rules.find("voluntary_standard"):
        for mandatory, words in _MANDATORY.items():
            yield _activity(facts, "compliance_mandatory", words, mandatory)
    if topic := rules.find("general_license_topic"):
        yield _activity(facts, "topic", f"the topic were {topic.value}", topic.value)
    if rules.find("standards_body"):
        size = Size.ANSWER if facts.body.voluntary_consensus_body is None else Size.ACTIVITY
        for consensus, words in _CONSENSUS.items():
            body = replace(facts.body, voluntary_consensus_body=consensus)
            yield Change(size, "body.voluntary_consensus_body", words, replace(facts, body=body))


def _of_records(facts: Facts) -> Iterator[Change]:
    if facts.country_chart_cleared is None:
        cleared = replace(facts, country_chart_cleared=True)
        yield Change(Size.RECORD, "country_chart_cleared", "the Country Chart were recorded as met", cleared)
    if facts.end_use_red_flag is not None:
        resolved = replace(facts, end_use_red_flag=None)
        yield Change(
            Size.RECORD, "end_use_red_flag", "the red flag about the end use were resolved", resolved
        )


def _of_day(facts: Facts, edition: Edition) -> Iterator[Change]:
    """Later first days of any rule or listing, the next one first."""
    listings = (each.entity_list for each in facts.recipients or () if each.entity_list)
    days = {row.start for rows in edition.values.values() for row in rows}
    days.update(each.listed_on for each in listings)
    for day in sorted(each for each in days if each and each > facts.released_on):
        later = replace(facts, released_on=day, released_at=None)
        yield Change(Size.DAY, "released_on", f"the release came on {spoken(day)}", later)


def changes_of_recipient(recipient: Recipient, *, on: date, alone: bool) -> Iterator[PartyChange]:
    """What could be found out or recorded about one recipient by the day of the release.

    Takes: `alone`, whether all recipients are like this one, so that a record for all of them says the same.
    """
    if recipient.match is not None:
        other = replace(recipient, match=None)
        lists = tuple(each for each in PartyList if each in {*recipient.lists, PartyList.ENTITY_LIST})
        yield _party("match", "{} were found to be somebody else than the listed party", other)
        yield _party("match", "{} were found to be the listed party", replace(other, lists=lists))
    if recipient.us_person is None:
        yield _party("us_person", "the person of {} were a US person", replace(recipient, us_person=True))
    if recipient.listed_owner_known or recipient.owned_by_listed_percent:
        size = Size.ANSWER if recipient.owned_by_listed_percent is None else Size.RECIPIENT
        for share, words in _SHARES.items():
            changed = replace(recipient, owned_by_listed_percent=share)
            yield _party("owned_by_listed_percent", words, changed, size=size)
    if recipient.uvl_statement_on is None and PartyList.UNVERIFIED in recipient.lists:
        yield _party(
            "uvl_statement_on", "{} had given its statement", replace(recipient, uvl_statement_on=on)
        )
    if recipient.country_chart_cleared is None and not alone:
        cleared = replace(recipient, country_chart_cleared=True)
        words = "the Country Chart were recorded as met for {}"
        yield _party("country_chart_cleared", words, cleared, size=Size.RECORD)


def _party(key: str, condition: str, recipient: Recipient, *, size: Size = Size.ANSWER) -> PartyChange:
    return PartyChange(size, f"recipients[].{key}", condition, recipient)


def _item(facts: Facts, size: Size, key: str, condition: str, value: Any) -> Change:
    return Change(size, f"item.{key}", condition, replace(facts, item=replace(facts.item, **{key: value})))


def _activity(facts: Facts, key: str, condition: str, value: Any) -> Change:
    size = Size.ANSWER if getattr(facts.activity, key) is None else Size.ACTIVITY
    changed = replace(facts, activity=replace(facts.activity, **{key: value}))
    return Change(size, f"activity.{key}", condition, changed)
