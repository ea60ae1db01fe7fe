"""One flagged disclosure as an officer judges it: pairs, findings, holds, what may be done. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from participation.access import can, roles_of
from participation.models import Determination, Disclosure, Handover, Question, Review, User
from participation.queries.findings import checklist
from participation.queries.folds import Fold, folds_of
from participation.queries.pair import Pair, pairs_of
from participation.queries.parts import later_told
from participation.queries.queue import (
    UNSETTLED,
    matches_once,
    named_questions,
    open_points,
    pending,
    pressing,
    status_of,
)
from participation.queries.weights import AS_SHIPPED, weights_of
from participation.queries.worst import Group, decides, groups_of, worst_first
from participation.rules.determination import OUTCOME_SENTENCES, Outcome
from participation.states import Action, Role, State, actions_for


@dataclass(frozen=True, slots=True)
class Line:
    """One document of the case, or parts of it on the same facts, in the words of the page.

    `parts` are all their names, `further` their determinations after the first, `worst` where these decide.
    """

    determination: Determination
    document: str
    title: str
    parts: tuple[str, ...]
    further: tuple[Determination, ...]
    worst: bool
    sentence: str
    decisive: list[dict[str, Any]]
    others: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Allowed:
    """What this person may do with the case now; `told` says in words what is not open, and why."""

    claim: bool = False
    hand_back: bool = False
    judge: bool = False
    ask: bool = False
    decide: bool = False
    reassign: bool = False
    told: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """All that the case page shows. `suggestions` are the questions the rules would ask."""

    review: Review
    disclosure: Disclosure
    title: str
    status: str
    # The pair to look at first leads; the others once more as the page folds them.
    pairs: list[Pair]
    further: list[Fold[Pair]]
    pending: int
    # Worst first; documents each once, and which part decides.
    lines: list[Line]
    documents: list[str]
    decides: str
    # Parts that were named since, in one sentence.
    later: str
    holds: list[str]
    # Of whom more parties are over the threshold than were kept.
    too_many: list[str]
    questions: list[Question]
    suggestions: list[dict[str, str]]
    handovers: list[Handover]


def case_of(review: Review) -> Case:
    """The case of a review, in a number of queries that does not grow with its lines and matches."""
    opened = Disclosure.objects.select_related("meeting__body", "meeting__group__body", "body", "logged_by")
    with_parts = opened.prefetch_related("lines__revision__parts", "lines__revision__document")
    disclosure = with_parts.get(pk=review.disclosure_id)
    determinations = worst_first(_determinations(review))
    documents = list(dict.fromkeys(str(one.line.revision) for one in determinations))
    first = pressing(determinations)
    matches = [match for one in determinations for match in one.matches.all()]
    weights = weights_of(determinations[0].weights) if determinations else AS_SHIPPED
    matches.sort(key=lambda match: (match != first, match.is_settled, -match.score, match.pk))
    pairs = pairs_of(matches, meeting_id=disclosure.meeting_id, weights=weights)
    return Case(
        review=review,
        disclosure=disclosure,
        title=_title(review, determinations),
        status=status_of(determinations),
        pairs=pairs,
        further=folds_of([(pair.match, pair) for pair in pairs[1:]]),
        pending=len(pending(determinations)),
        lines=[_line(group) for group in groups_of(determinations)],
        documents=documents,
        decides=decides(determinations),
        later=later_told(disclosure) if review.state in UNSETTLED else "",
        holds=_holds(determinations),
        too_many=_holds(determinations, "too_many"),
        questions=list(disclosure.questions.select_related("asked_by", "answered_by")),
        suggestions=_suggestions(determinations),
        handovers=list(review.handovers.select_related("from_officer", "to_officer", "handed_by")),
    )


def _holds(determinations: Sequence[Determination], kind: str = "") -> list[str]:
    """The holds in words, each once; of one kind where it is named."""
    found = [hold for one in determinations for hold in one.holds]
    return list(dict.fromkeys(hold["text"] for hold in found if kind in ("", hold["kind"])))


def officers_for(review: Review, disclosure: Disclosure) -> QuerySet[User]:
    """Who could take the case: officers who work here, without its holder and without who logged it."""
    unfit = [pk for pk in (review.claimed_by_id, disclosure.logged_by_id) if pk is not None]
    officers = User.objects.filter(is_active=True, groups__name=Role.OFFICER)
    return officers.exclude(pk__in=unfit).order_by("username")


def _determinations(review: Review) -> Any:
    rows = Determination.objects.filter(check_row=review.check_row_id)
    return rows.select_related("line__revision__document", "snapshot").prefetch_related(
        Prefetch("matches", matches_once())
    )


def _title(review: Review, determinations: Sequence[Determination]) -> str:
    if review.state == Review.State.DECIDED:
        return f"Decided: {review.get_decision_display()}"
    return next(open_points(determinations), "Read the findings, then decide.")


def _line(group: Group) -> Line:
    determination = group.first
    revision = determination.line.revision
    shown = [{**found, "number": number} for number, found in enumerate(checklist(determination), 1)]
    hanging = [found for found in shown if found["decides"] or found["answer"] == "unknown"]
    return Line(
        determination=determination,
        document=group.name,
        title="" if group.parts else revision.document.title,
        parts=group.parts,
        further=group.rows[1:],
        worst=group.decides,
        sentence=OUTCOME_SENTENCES[Outcome(determination.outcome)],
        decisive=hanging,
        others=[found for found in shown if found not in hanging],
    )


def _suggestions(determinations: Sequence[Determination]) -> list[dict[str, str]]:
    """Questions of the rules, the delegate's first; each once."""
    return sorted(named_questions(determinations), key=lambda one: one["who"] != "delegate")


def allowed(review: Review, disclosure: Disclosure, user: User) -> Allowed:
    """What the table of states and the case's holder leave open to this person."""
    if not can(user, "review.write"):
        return Allowed(told="You can read this case. Compliance officers decide it.")
    actions = actions_for(State(disclosure.state), roles_of(user))
    reassign = Action.REASSIGN in actions
    if review.state == Review.State.OPEN:
        told = "Claim it first: then nobody else works on it."
        return Allowed(claim=Action.CLAIM in actions, reassign=reassign, told=told)
    if review.state == Review.State.ASKED:
        return Allowed(told="The delegate has the question. The case comes back with the answer.")
    if review.state != Review.State.CLAIMED:
        return Allowed(told=_ended(review))
    if review.claimed_by_id != user.pk:
        holder = review.claimed_by.initials if review.claimed_by else "nobody"
        told = f"The case is with {holder}, who alone can decide or hand it back."
        return Allowed(reassign=reassign, told=f"{told} If {holder} is away, hand it to somebody who is not.")
    own = disclosure.logged_by_id == user.pk
    return Allowed(
        hand_back=Action.HAND_BACK in actions,
        ask=Action.ASK in actions,
        judge=not own and Action.RECHECK in actions,
        decide=not own and Action.RELEASE in actions,
        reassign=reassign,
        told="You cannot decide this: you logged it. Another officer can." if own else "",
    )


def _ended(review: Review) -> str:
    if review.state == Review.State.DECIDED:
        return "This case is decided. Nothing of it changes any more."
    return "This case ended without a decision: the disclosure was checked again, answered or withdrawn."
