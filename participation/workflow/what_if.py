"""What a disclosure would have been on another day: decided again; nothing is kept but one entry."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from participation import index_cache
from participation.models import Determination, Disclosure, Snapshot, User
from participation.queries.rule_statements import rules_in_use
from participation.queries.snapshots import in_force_before
from participation.rules.case import spoken
from participation.rules.facts import canonical
from participation.workflow import labels
from participation.workflow.check import LineResult, decided
from participation.workflow.facts import EASTERN, eastern_days
from participation.workflow.journal import note, subject_of
from participation.workflow.screening import screened


class NothingToCompare(Exception):
    """No check has decided the disclosure yet."""


@dataclass(frozen=True, slots=True)
class ListOfDay:
    """The list that a day is decided with; `doubt` says why it may not be the list of that day."""

    snapshot: Snapshot | None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Again:
    """One line: the determination as it stands, and as it would be on the other day."""

    stands: Determination
    would_be: Determination


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What would have been on a day, line by line."""

    on: date
    listed: ListOfDay
    lines: tuple[Again, ...]


@transaction.atomic
def what_if(disclosure: Disclosure, determinations: Sequence[Determination], *, on: date, by: User) -> WhatIf:
    """The newest determination of each line beside what the rules and the list of another day make of it.

    On its own day the list is that of the check; all other facts stay as they are now. Leaves one entry, and
    changes no row.
    Takes: `on`, a civil day in US Eastern; determinations with line, revision and snapshot at hand.
    Raises: NothingToCompare.
    """
    if not determinations:
        raise NothingToCompare
    now = timezone.now()
    if on in eastern_days(disclosure):
        listed = ListOfDay(determinations[0].snapshot)
    else:
        listed = list_for(on, determinations[0].snapshot, today=now.astimezone(EASTERN).date())
    would_be = _on(disclosure, on, listed)
    again = tuple(Again(each, would_be[each.line_id]) for each in determinations)
    note(
        "disclosure.what_if",
        by=by,
        at=now,
        subject=subject_of(disclosure),
        payload=_stated(on, listed, [each.would_be for each in again]),
        labels=labels.of_disclosure(disclosure),
    )
    return WhatIf(on, listed, again)


def list_for(on: date, checked_with: Snapshot | None, *, today: date) -> ListOfDay:
    """The list in force on another day; where none is known, another one, and the doubt in words."""
    in_force = index_cache.snapshot_in_force()
    if on > today:
        doubt = f"The list of {spoken(on)} does not exist yet, so the one in force today is used."
        return ListOfDay(in_force, doubt)
    known = in_force_before(datetime.combine(on + timedelta(days=1), time.min, EASTERN))
    if known is not None:
        return ListOfDay(known)
    doubt = (
        f"No list of {spoken(on)} is kept here. The list of the check is used, with the days of listing that "
        "it states; a party that was taken off the list in the meantime is missing from it."
    )
    return ListOfDay(checked_with or in_force, doubt)


def _on(disclosure: Disclosure, on: date, listed: ListOfDay) -> dict[int, Determination]:
    """A determination for the day by the id of its line; none is stored."""
    found = screened(disclosure, listed.snapshot)
    results = decided(
        disclosure,
        rules=rules_in_use(),
        snapshot=listed.snapshot,
        found=found,
        counterfactuals=False,
        days=(on,),
    )
    doubts = [{"kind": "list_of_day", "text": listed.doubt}] if listed.doubt else []
    return {
        each.line.pk: _determination(replace(each, holds=[*each.holds, *doubts]), listed) for each in results
    }


def _determination(result: LineResult, listed: ListOfDay) -> Determination:
    return Determination(
        line=result.line,
        snapshot=listed.snapshot,
        outcome=result.result["outcome"],
        status=result.status,
        holds=result.holds,
        facts=result.facts,
        result=result.result,
        facts_hash=bytes.fromhex(result.result["facts_hash"]),
        rules_edition=result.result["rules_edition"],
    )


def _stated(on: date, listed: ListOfDay, would_be: Sequence[Determination]) -> dict[str, Any]:
    """What the entry says: the day, a digest of the inputs, and what came out."""
    facts = [each.facts for each in would_be]
    return {
        "on": on.isoformat(),
        "list": bytes(listed.snapshot.file_hash).hex() if listed.snapshot else None,
        "list_is_of_the_day": not listed.doubt,
        "rules": would_be[0].rules_edition,
        "facts": hashlib.sha256(canonical(facts)).hexdigest(),
        "lines": [{"line": one.line.pk, "outcome": one.outcome, "status": one.status} for one in would_be],
    }
