"""Screen the recipients of a disclosure and say which matches count, given what officers decided."""

import logging
from collections.abc import Mapping
from datetime import date

from django.db.models import Min

from participation import index_cache
from participation.models import Disclosure, DisclosureRecipient, ListedPartyVersion, Snapshot
from participation.queries.affiliations import unsettled_at
from participation.queries.weights import weights_in_force
from participation.screening.policy import Bands
from participation.screening.screen import screen
from participation.screening.types import Match
from participation.workflow.cleared_pairs import ClearedPairs, standing_of
from participation.workflow.parties import Judged, Screened, names_of

log = logging.getLogger(__name__)


def _first_seen(parties: set[int]) -> dict[int, date]:
    """The day of the first snapshot that held each of these parties."""
    rows = ListedPartyVersion.objects.filter(party__in=parties).values_list("party").annotate(Min("first"))
    first = dict(rows)
    snapshots = Snapshot.objects.in_bulk(set(first.values()))
    days = {pk: row.published_on or row.imported_at.date() for pk, row in snapshots.items()}
    return {party: days[snapshot] for party, snapshot in first.items()}


def screened(disclosure: Disclosure, snapshot: Snapshot | None, bands: Bands | None = None) -> list[Screened]:
    """One row for each recipient, in their order. Without a list nobody can be screened.

    Takes: `bands`, those in force where none are given.
    """
    recipients = list(disclosure.recipients.select_related("stated_name__organisation"))
    if snapshot is None:
        return [Screened(row, (), "No list is in force.") for row in recipients]
    answers = screen(names_of(recipients), index_cache.index_for(snapshot), bands or weights_in_force().bands)
    keys = {int(match.party.key) for answer in answers for match in answer.matches}
    versions = ListedPartyVersion.objects.select_related("party").in_bulk(keys)
    first_seen = _first_seen({version.party_id for version in versions.values()})
    matched = [
        (row.stated_name, versions[int(match.party.key)])
        for row, answer in zip(recipients, answers, strict=True)
        for match in answer.matches
    ]
    pairs = ClearedPairs(disclosure, matched)
    unsettled = unsettled_at(disclosure.meeting)
    found = []
    for row, answer in zip(recipients, answers, strict=True):
        judged = [
            _judged(row, match, versions[int(match.party.key)], pairs, first_seen) for match in answer.matches
        ]
        # Cleared pairs come after all others, so that none of them stands before a party nobody judged.
        judged.sort(key=lambda one: one.standing == "dismissed")
        reason = answer.reason if answer.status == "cannot_screen" else ""
        if answer.too_many:
            log.warning("screening.too_many recipient=%s left_out=%s", row.pk, answer.too_many)
        doubt = unsettled.get(row.stated_name_id, "")
        found.append(Screened(row, tuple(judged), reason, answer.too_many, doubt))
    return found


def _judged(
    row: DisclosureRecipient,
    match: Match,
    version: ListedPartyVersion,
    pairs: ClearedPairs,
    first_seen: Mapping[int, date],
) -> Judged:
    said = pairs.said_of(row.stated_name, version)
    return Judged(
        match,
        version,
        standing_of(match, said),
        first_seen[version.party_id],
        decision_id=said.decision_id if said else None,
        reopened=said.reopened if said else (),
    )
