"""Screen the recipients of a disclosure and say which matches count, given what officers decided."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Min

from participation import index_cache
from participation.models import (
    Disclosure,
    DisclosureRecipient,
    ListedPartyVersion,
    PairDecision,
    Snapshot,
)
from participation.screening.screen import screen
from participation.screening.types import Match
from participation.workflow.parties import Judged, Screened, names_of


def _decisions(
    disclosure: Disclosure, recipients: Sequence[DisclosureRecipient]
) -> dict[tuple[int, int], PairDecision]:
    """The newest decision in force for each (stated name, listed party)."""
    names = [row.stated_name_id for row in recipients]
    found: dict[tuple[int, int], PairDecision] = {}
    rows = PairDecision.objects.filter(stated_name__in=names).select_related("version", "disclosure")
    for row in rows.order_by("id"):
        if _in_scope(row, disclosure):
            found[(row.stated_name_id, row.party_id)] = row
    return found


def _in_scope(decision: PairDecision, disclosure: Disclosure) -> bool:
    if decision.scope == PairDecision.Scope.ONCE:
        return decision.disclosure_id == disclosure.pk
    if decision.scope == PairDecision.Scope.MEETING:
        same = decision.disclosure.meeting_id == disclosure.meeting_id
        return same and disclosure.meeting_id is not None
    return True


def _standing(match: Match, version: ListedPartyVersion, decision: PairDecision | None) -> str:
    """Officers' words first; they hold only while the entry says what it said then."""
    by_band = "confirmed" if match.band == "match" else "possible"
    if decision is None:
        return by_band
    if decision.verdict == PairDecision.Verdict.SAME:
        return "confirmed"
    unchanged = bytes(decision.version.content_hash) == bytes(version.content_hash)
    return "dismissed" if unchanged else by_band


def _first_seen(parties: set[int]) -> dict[int, date]:
    """The day of the first snapshot that held each of these parties."""
    rows = ListedPartyVersion.objects.filter(party__in=parties).values_list("party").annotate(Min("first"))
    first = dict(rows)
    snapshots = Snapshot.objects.in_bulk(set(first.values()))
    days = {pk: row.published_on or row.imported_at.date() for pk, row in snapshots.items()}
    return {party: days[snapshot] for party, snapshot in first.items()}


def screened(disclosure: Disclosure, snapshot: Snapshot | None) -> list[Screened]:
    """One row for each recipient, in their order. Without a list nobody can be screened."""
    recipients = list(disclosure.recipients.select_related("stated_name"))
    if snapshot is None:
        return [Screened(row, (), "No list is in force.") for row in recipients]
    answers = screen(names_of(recipients), index_cache.index_for(snapshot))
    keys = {int(match.party.key) for answer in answers for match in answer.matches}
    versions = ListedPartyVersion.objects.select_related("party").in_bulk(keys)
    first_seen = _first_seen({version.party_id for version in versions.values()})
    decisions = _decisions(disclosure, recipients)
    found = []
    for row, answer in zip(recipients, answers, strict=True):
        judged = []
        for match in answer.matches:
            version = versions[int(match.party.key)]
            decision = decisions.get((row.stated_name_id, version.party_id))
            standing = _standing(match, version, decision)
            seen_on = first_seen[version.party_id]
            judged.append(Judged(match, version, standing, seen_on, decision.pk if decision else None))
        reason = answer.reason if answer.status == "cannot_screen" else ""
        found.append(Screened(row, tuple(judged), reason))
    return found
