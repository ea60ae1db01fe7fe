"""Which holds stand, and what each covers. Reads only."""

from collections.abc import Iterable
from typing import Protocol

from django.db.models import QuerySet

from participation.models import LegalHold

Covers = LegalHold.Covers


class Holdable(Protocol):
    """What a hold may cover: the numbers of everything that belongs to it."""

    @property
    def disclosures(self) -> frozenset[int]: ...
    @property
    def meetings(self) -> frozenset[int]: ...
    @property
    def bodies(self) -> frozenset[int]: ...
    @property
    def of_no_body(self) -> bool: ...


def legal_holds() -> QuerySet[LegalHold]:
    """All holds, newest first, with whom and what they name."""
    return LegalHold.objects.select_related(
        "placed_by", "lifted_by", "body", "meeting__body", "meeting__group__body", "disclosure"
    )


def standing_holds() -> list[LegalHold]:
    """Those that nobody lifted."""
    return list(legal_holds().filter(lifted_at__isnull=True))


def holds_on(kept: Holdable, holds: Iterable[LegalHold]) -> list[LegalHold]:
    """Those of the holds that keep this from being disposed of."""
    return [hold for hold in holds if _covers(hold, kept)]


def _covers(hold: LegalHold, kept: Holdable) -> bool:
    """Where nobody can say of which body something is, a hold on any body keeps it."""
    if hold.covers == Covers.EVERYTHING:
        return True
    if hold.covers == Covers.BODY:
        return kept.of_no_body or hold.body_id in kept.bodies
    if hold.covers == Covers.MEETING:
        return hold.meeting_id in kept.meetings
    return hold.disclosure_id in kept.disclosures


def covered_words(hold: LegalHold) -> str:
    """What the hold covers, with its number, never a person."""
    if hold.covers == Covers.BODY:
        return f"Everything of {hold.body}"
    if hold.covers == Covers.MEETING:
        return f"Meeting {hold.meeting_id}: {hold.meeting}"
    if hold.covers == Covers.DISCLOSURE:
        return f"Disclosure {hold.disclosure_id}"
    return "Everything"
