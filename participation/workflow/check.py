"""The conductor of a check: claim the row, screen, decide, store. Dying anywhere loses nothing."""

import json
import logging
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from audits.request_id import current as request_id
from audits.request_id import under
from participation import dispatch, index_cache
from participation.models import (
    Check,
    Determination,
    Disclosure,
    DisclosureLine,
    Notice,
    RecipientMatch,
    Review,
    RulesEdition,
    Snapshot,
    User,
)
from participation.queries.parts import lines_that_count
from participation.queries.rule_statements import overlay_json, rules_in_use
from participation.queries.weights import Weights, weights_in_force
from participation.queries.worst import decides
from participation.rules.decide import decide
from participation.rules.determination import Outcome
from participation.rules.facts import load_facts
from participation.rules.in_force import ENGINE, Edition
from participation.states import Action, Role, State
from participation.workflow import labels, leases
from participation.workflow.affiliations import add_others_present
from participation.workflow.facts import facts_for
from participation.workflow.holds import holds_of, reopened_holds
from participation.workflow.journal import SERVICE, enter, note, subject_of
from participation.workflow.moves import move
from participation.workflow.notices import tell
from participation.workflow.parties import Screened
from participation.workflow.parts import add_later_parts
from participation.workflow.screening import screened

log = logging.getLogger(__name__)

# Worst first, as people read it.
STATUSES = ("stop", "wait", "clear")
WORST_FIRST = tuple(Outcome)
# What the delegate is told of a check that came out so.
NOTICE_OF = {"clear": Notice.Kind.CLEARED, "wait": Notice.Kind.FLAGGED, "stop": Notice.Kind.BARRED}


@dataclass(frozen=True, slots=True)
class LineResult:
    """What was decided for one line: facts and determination as JSON, and what holds it back."""

    line: DisclosureLine
    facts: dict[str, Any]
    result: dict[str, Any]
    holds: list[dict[str, str]] = field(default_factory=list)

    @property
    def status(self) -> str:
        """The core's status; never clear while something holds it."""
        status: str = self.result["status"]
        return "wait" if status == "clear" and self.holds else status


def worst_status(statuses: Sequence[str]) -> str:
    """The worst of them. Raises ValueError for none: nothing is never clear."""
    return min(statuses, key=STATUSES.index)


def due(at: datetime) -> Q:
    """Checks that wait for a worker, and those whose worker died."""
    return leases.due(at, waiting=Check.State.QUEUED, taken=Check.State.RUNNING)


@transaction.atomic
def claim(check_id: int, *, at: datetime) -> Check | None:
    """The check with a lease of ours, or None where it is done, cancelled, or somebody else's."""
    row = Check.objects.filter(due(at), pk=check_id)
    tries, seconds = settings.CHECK_ATTEMPTS, settings.CHECK_LEASE_SECONDS
    if not leases.take(row, taken=Check.State.RUNNING, tries=tries, seconds=seconds, at=at):
        return None
    check = Check.objects.select_related("disclosure__meeting", "disclosure__body").get(pk=check_id)
    disclosure = check.disclosure
    if disclosure.state == State.SUBMITTED:
        move(disclosure, Action.START_CHECK, role=Role.SERVICE, at=at)
        rows = [*add_later_parts(disclosure), *add_others_present(disclosure)]
        named = labels.of_disclosure(disclosure)
        with caused(check):
            enter("disclosure.check_started", disclosure, by=SERVICE, at=at, rows=rows, labels=named)
    return check


def run_check(check_id: int) -> str:
    """What became of it: `cleared`, `flagged`, `not_ours`, `overtaken`, `failed` or `gave_up`."""
    check = claim(check_id, at=timezone.now())
    if check is None:
        return "not_ours"
    with caused(check):
        return _checked(check)


def caused(check: Check) -> AbstractContextManager[None]:
    """What runs inside carries the id of the request that caused the check, else that of the task."""
    return under(check.request_id or request_id())


def _checked(check: Check) -> str:
    try:
        snapshot = index_cache.snapshot_in_force()
        weights = weights_in_force()
        found = screened(check.disclosure, snapshot, weights.bands)
        rules = rules_in_use()
        results = decided(check.disclosure, rules=rules, snapshot=snapshot, found=found)
        return _finish(check, snapshot=snapshot, found=found, weights=weights, rules=rules, results=results)
    except Exception as error:
        log.exception("check.failed check=%s attempt=%s", check.pk, check.attempts)
        return put_back(check, error=type(error).__name__, at=timezone.now())


def _lines(disclosure: Disclosure) -> list[DisclosureLine]:
    rows = disclosure.lines.select_related("revision__document", "disclosure__body")
    return lines_that_count(rows.prefetch_related("revision__classifications", "revision__parts"))


def decided(
    disclosure: Disclosure,
    *,
    rules: Edition,
    snapshot: Snapshot | None,
    found: Sequence[Screened],
    counterfactuals: bool = True,
    days: Sequence[date] = (),
) -> list[LineResult]:
    """What the rules make of each line of the disclosure; parts on the same facts are decided once.

    Nothing is written. Takes: `days`, other days than that of the release.
    """
    holds = holds_of(found, snapshot)
    known: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}
    results = []
    for line in _lines(disclosure):
        alternatives = facts_for(line, found, days=days)
        key = json.dumps(alternatives, sort_keys=True)
        if key not in known:
            known[key] = _decision(alternatives, snapshot, rules, counterfactuals)
        facts, result = known[key]
        results.append(LineResult(line, facts, result, holds + reopened_holds(found, result["status"])))
    return results


def _decision(
    alternatives: Sequence[Mapping[str, Any]],
    snapshot: Snapshot | None,
    rules: Edition,
    counterfactuals: bool,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Every alternative of the facts is decided; the worst one stands, and tells what would change it."""
    lists = (bytes(snapshot.file_hash).hex(),) if snapshot else ()
    loaded = [load_facts(facts) for facts in alternatives]
    worst = min(loaded, key=lambda facts: WORST_FIRST.index(decide(facts, rules).outcome))
    decision = decide(worst, rules, counterfactuals=counterfactuals, list_snapshots=lists)
    return worst.as_json(), decision.as_json()


@transaction.atomic
def _finish(
    check: Check,
    *,
    snapshot: Snapshot | None,
    found: Sequence[Screened],
    weights: Weights,
    rules: Edition,
    results: Sequence[LineResult],
) -> str:
    """Determinations, state, review and entries in one transaction, if the lease is still ours."""
    at = timezone.now()
    if leases.ours(check).update(state=Check.State.DONE, done_at=at, **leases.FREE) != 1:
        return "overtaken"
    # PostgreSQL locks no row of a table that is joined by a nullable key.
    locked = Disclosure.objects.select_for_update(of=("self",)).select_related("meeting", "body")
    disclosure = locked.get(pk=check.disclosure_id)
    if disclosure.state != State.CHECKING:
        return "overtaken"
    RulesEdition.objects.get_or_create(
        fingerprint=rules.fingerprint,
        defaults={"engine": ENGINE, "overlay": overlay_json(rules), "first_used_at": at},
    )
    lists = [bytes(snapshot.file_hash).hex()] if snapshot else []
    named = labels.of_disclosure(disclosure)
    rows = [
        _store(
            check,
            result,
            snapshot=snapshot,
            found=found,
            weights=weights,
            lists=lists,
            named=named,
            at=at,
        )
        for result in results
    ]
    status = worst_status([result.status for result in results])
    action = Action.CLEAR if status == "clear" else Action.FLAG
    move(disclosure, action, role=Role.SERVICE, at=at)
    kind = "disclosure.cleared" if action == Action.CLEAR else "disclosure.flagged"
    payload = {"status": status, "outcomes": [result.result["outcome"] for result in results]}
    payload |= {"decides": decides(rows)} if len(rows) > 1 else {}
    enter(kind, disclosure, by=SERVICE, at=at, payload=payload, labels=named, lists=lists)
    tell(disclosure, NOTICE_OF[status], by=SERVICE, at=at)
    if action == Action.CLEAR:
        return "cleared"
    review = Review.objects.create(disclosure=disclosure, check_row=check, opened_at=at)
    enter("review.opened", review, by=SERVICE, at=at, labels=named)
    return "flagged"


def _store(
    check: Check,
    result: LineResult,
    *,
    snapshot: Snapshot | None,
    found: Sequence[Screened],
    weights: Weights,
    lists: Sequence[str],
    named: dict[str, str],
    at: datetime,
) -> Determination:
    row = Determination.objects.create(
        check_row=check,
        line=result.line,
        snapshot=snapshot,
        outcome=result.result["outcome"],
        status=result.status,
        holds=result.holds,
        facts=result.facts,
        result=result.result,
        facts_hash=bytes.fromhex(result.result["facts_hash"]),
        rules_edition=result.result["rules_edition"],
        weights=weights.number,
        policy_edition=weights.edition,
        made_at=at,
    )
    matches = RecipientMatch.objects.bulk_create(_matches(row, found))
    enter(
        "determination.made",
        row,
        by=SERVICE,
        at=at,
        rows=matches,
        labels=named | labels.of_line(result.line),
        rules=row.rules_edition,
        lists=lists,
    )
    return row


def _matches(row: Determination, found: Sequence[Screened]) -> list[RecipientMatch]:
    return [
        RecipientMatch(
            determination=row,
            recipient=one.recipient,
            version=judged.version,
            band=judged.match.band,
            score=judged.match.score,
            matched_name=judged.match.matched_name,
            parts=[
                {
                    "kind": part.kind,
                    "value": part.value,
                    "weight": part.weight,
                    "points": part.points,
                    "query_text": part.query_text,
                    "listed_text": part.listed_text,
                    **({"read_as": part.read_as} if part.read_as else {}),
                }
                for part in judged.match.parts
            ],
            explanation=judged.match.explanation,
            decision_id=judged.decision_id,
            reopened=[change.as_json() for change in judged.reopened],
        )
        for one in found
        for judged in one.judged
    ]


def _backoff(attempts: int) -> timedelta:
    """2, 4, 8 ... seconds, at most five minutes."""
    return timedelta(seconds=min(2**attempts, 300))


@transaction.atomic
def put_back(check: Check, *, error: str, at: datetime) -> str:
    """`failed`, with the row queued for a later try; `gave_up` where the tries are used up."""
    if check.attempts >= settings.CHECK_ATTEMPTS:
        return "gave_up" if give_up(check, error=error, at=at) else "overtaken"
    later = at + _backoff(check.attempts)
    done = leases.lay_back(check, waiting=Check.State.QUEUED, error=error, next_try_at=later)
    return "failed" if done else "overtaken"


@transaction.atomic
def give_up(check: Check, *, error: str, at: datetime) -> bool:
    """Whether the row was ours to set aside: a person must look, and the health page says so."""
    stuck = {"state": Check.State.NEEDS_ATTENTION, "done_at": at, "last_error": error}
    if leases.ours(check).update(**stuck, **leases.FREE) != 1:
        return False
    with caused(check):
        note(
            "check.gave_up",
            by=SERVICE,
            at=at,
            subject=subject_of(check.disclosure),
            payload={"attempts": check.attempts, "error": error},
            labels=labels.of_disclosure(check.disclosure),
        )
        tell(check.disclosure, Notice.Kind.STUCK, by=SERVICE, at=at)
        log.error("check.gave_up check=%s attempts=%s error=%s", check.pk, check.attempts, error)
    return True


@transaction.atomic
def try_again(check: Check, *, by: User) -> bool:
    """Whether a check that needed attention is queued once more, with all its tries."""
    at = timezone.now()
    done = Check.objects.filter(pk=check.pk, state=Check.State.NEEDS_ATTENTION).update(
        state=Check.State.QUEUED, attempts=0, next_try_at=at, done_at=None, request_id=request_id() or ""
    )
    if done != 1:
        return False
    named = labels.of_disclosure(check.disclosure)
    note("check.tried_again", by=by, at=at, subject=subject_of(check.disclosure), labels=named)
    dispatch.soon(check)
    return True
