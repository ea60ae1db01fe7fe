"""What other rules would make of the disclosures that are open: decided again, and nothing is written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from participation import index_cache
from participation.models import Determination, Disclosure, RuleStatement, Snapshot, User
from participation.queries.rule_statements import OtherVersion, edition_of, rules_in_use
from participation.queries.weights import bands_by_number, weights_in_force
from participation.rules.determination import FLAG_SENTENCES, OUTCOME_SENTENCES, Flag, Outcome
from participation.rules.in_force import Edition
from participation.states import NotAllowed, State
from participation.workflow.check import decided, worst_status
from participation.workflow.facts import eastern_days
from participation.workflow.journal import note
from participation.workflow.moves import Conflict
from participation.workflow.parties import Screened
from participation.workflow.recheck import check_again
from participation.workflow.rule_statements import edition_if
from participation.workflow.screening import screened

# Checked, and neither over nor decided by a person. What waits for its check gets the rules of that time.
OPEN = (State.CLEARED, State.FLAGGED, State.IN_REVIEW, State.ASKED)
CAN_CHECK_AGAIN = (State.CLEARED, State.FLAGGED, State.IN_REVIEW)
# So many are decided again for one page: each takes some hundredths of a second.
LOOKED_AT = 50
# A sign-off says who stands for a rule; no step reads it.
WITHOUT_EFFECT = frozenset({"sign_off"})

# Of each line, in their order: outcome, status, flags.
Outcomes = tuple[tuple[str, str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A disclosure that comes out otherwise: outcome, status and flags of each line, before and after."""

    disclosure: Disclosure
    before: Outcomes
    after: Outcomes

    @property
    def statuses(self) -> tuple[str, str]:
        """The worst status of its lines before and after."""
        return worst_status([row[1] for row in self.before]), worst_status([row[1] for row in self.after])

    @property
    def words(self) -> tuple[str, str]:
        """The outcomes of its lines and what is flagged, before and after, in words."""
        return _words(self.before), _words(self.after)

    @property
    def can_check_again(self) -> bool:
        return self.disclosure.state in CAN_CHECK_AGAIN


def _words(outcomes: Outcomes) -> str:
    sentences = [OUTCOME_SENTENCES[Outcome(row[0])] for row in outcomes]
    sentences += [FLAG_SENTENCES[Flag(flag)] for row in outcomes for flag in row[2]]
    return " ".join(dict.fromkeys(sentences))


@dataclass(frozen=True, slots=True)
class Changes:
    """`concerned` of the `open` ones are released on days on which the rules differ; `looked_at` of them
    were decided again, and those that came out otherwise are in `changed`."""

    open: int
    concerned: int
    looked_at: int
    changed: tuple[Changed, ...]

    @property
    def not_looked_at(self) -> int:
        return self.concerned - self.looked_at


class Days:
    """On which days two editions differ in what steps read; each day is compared once."""

    def __init__(self, before: Edition, after: Edition) -> None:
        self._editions = (before, after)
        self._found: dict[date, bool] = {}

    def differ(self, days: Sequence[date]) -> bool:
        return any(self._differs(day) for day in days)

    def _differs(self, day: date) -> bool:
        if day not in self._found:
            before, after = (_said(rules, day) for rules in self._editions)
            self._found[day] = before != after
        return self._found[day]


def _said(rules: Edition, day: date) -> dict[str, tuple[Any, ...]]:
    """What is in force on the day, but for its first and last day: they decide nothing."""
    values = {name: row for name, row in rules.on(day).values.items() if name not in WITHOUT_EFFECT}
    said = {name: (row.value, row.citation, row.source) for name, row in values.items()}
    # Asked only whether the day is later than this one.
    return said | {"rules_known_until": (day.isoformat() <= values["rules_known_until"].value,)}


def what_it_changes(statement: RuleStatement, *, by: User, limit: int = LOOKED_AT) -> Changes:
    """What recording the statement would change among open disclosures; that somebody asked is in the log.

    Raises: StatementRefused.
    """
    before, after = rules_in_use(), edition_if(statement)
    days = Days(before, after)
    rows = list(_open_disclosures())
    concerned = [row for row in rows if days.differ(eastern_days(row))]
    snapshot = index_cache.snapshot_in_force()
    changed = []
    for row in concerned[:limit]:
        found = screened(row, snapshot)
        was, becomes = _outcomes(row, found, snapshot, before), _outcomes(row, found, snapshot, after)
        if was != becomes:
            changed.append(Changed(row, was, becomes))
    changes = Changes(len(rows), len(concerned), min(limit, len(concerned)), tuple(changed))
    _note_trial(statement, changes, by=by)
    return changes


@transaction.atomic
def _note_trial(statement: RuleStatement, found: Changes, *, by: User) -> None:
    counts = {
        "open": found.open,
        "concerned": found.concerned,
        "looked_at": found.looked_at,
        "changed": len(found.changed),
    }
    payload = {"what": str(statement.what), "value": statement.value, "counts": counts}
    note("rule.tried", by=by, at=timezone.now(), payload=payload)


def checked_otherwise() -> list[Disclosure]:
    """Open disclosures that were checked on other grounds than a check would have now, newest release first.

    That is: under rules that differ from those in use on their days, or that another version of Plenary
    made; with another finding about their body; or with other thresholds or weights of screening.
    """
    now, grounds = rules_in_use(), _grounds_of_open()
    days = {name: _days_since(name, now) for name in {one.fingerprint for one in grounds.values()}}
    screening = _screened_as_now()
    return [
        row
        for row in _open_disclosures()
        if row.pk in grounds and (not screening(grounds[row.pk]) or _differs(row, grounds[row.pk], days=days))
    ]


@dataclass(frozen=True, slots=True)
class _Grounds:
    """What the newest determination of a disclosure stands on."""

    fingerprint: str
    finding: bool | None
    weights: int
    policy_edition: int


def _screened_as_now() -> Callable[[_Grounds], bool]:
    """Whether names were screened with the bands and the weights that are in use now."""
    now, known = weights_in_force(), bands_by_number()
    return lambda one: (known.get(one.weights), one.policy_edition) == (now.bands, now.edition)


def _differs(row: Disclosure, grounds: _Grounds, *, days: dict[str, "Days"]) -> bool:
    stands = row.body.voluntary_consensus_body if row.body else None
    return grounds.finding != stands or days[grounds.fingerprint].differ(eastern_days(row))


class _EveryDay(Days):
    """The edition of then cannot be made here: every day may differ."""

    def __init__(self) -> None:
        pass

    def differ(self, days: Sequence[date]) -> bool:
        return True


def _days_since(fingerprint: str, now: Edition) -> Days:
    if fingerprint == now.fingerprint:
        return Days(now, now)
    try:
        return Days(edition_of(fingerprint), now)
    except OtherVersion:
        return _EveryDay()


def _grounds_of_open() -> dict[int, _Grounds]:
    """Open disclosure -> what its newest determination stands on."""
    made = Determination.objects.filter(line__disclosure__state__in=OPEN)
    newest = made.values("line__disclosure").annotate(newest=Max("pk")).values("newest")
    found = Determination.objects.filter(pk__in=newest).values_list(
        "line__disclosure",
        "rules_edition",
        "facts__body__voluntary_consensus_body",
        "weights",
        "policy_edition",
    )
    return {disclosure: _Grounds(*rest) for disclosure, *rest in found}


def come_out_otherwise(disclosures: Sequence[Disclosure]) -> list[Changed]:
    """Those of them that a check now would decide otherwise than the check that was made."""
    rules, snapshot, changed = rules_in_use(), index_cache.snapshot_in_force(), []
    for row in disclosures:
        was, becomes = _stored(row), _outcomes(row, screened(row, snapshot), snapshot, rules)
        if was != becomes:
            changed.append(Changed(row, was, becomes))
    return changed


def check_these_again(disclosures: Sequence[Disclosure], *, by: User, reason: str) -> int:
    """How many checks were queued, each in a transaction of its own; what moved on meanwhile is left."""
    queued = 0
    for disclosure in disclosures:
        try:
            check_again(disclosure, by=by, reason=reason)
        except (NotAllowed, Conflict):
            continue
        queued += 1
    return queued


def _open_disclosures() -> Any:
    rows = Disclosure.objects.filter(state__in=OPEN).select_related("meeting", "body")
    return rows.order_by("-released_on", "-pk")


def _outcomes(
    disclosure: Disclosure, found: Sequence[Screened], snapshot: Snapshot | None, rules: Edition
) -> Outcomes:
    results = decided(disclosure, rules=rules, snapshot=snapshot, found=found, counterfactuals=False)
    return tuple((one.result["outcome"], one.status, tuple(one.result["flags"])) for one in results)


def _stored(disclosure: Disclosure) -> Outcomes:
    """The newest determination of each line, in the order of the lines."""
    made = Determination.objects.filter(line__disclosure=disclosure)
    newest = made.values("line").annotate(newest=Max("pk")).values("newest")
    rows = Determination.objects.filter(pk__in=newest).order_by("line_id")
    return tuple((row.outcome, row.status, tuple(row.result["flags"])) for row in rows)
