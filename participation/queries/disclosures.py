"""What the disclosure pages show: the rows, and how each stands in one sentence. Reads only."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Max, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from participation.access import roles_of, visible_to
from participation.models import (
    Check,
    Determination,
    Disclosure,
    DisclosureLine,
    DisclosureRecipient,
    DocumentRevision,
    Question,
    Review,
    User,
)
from participation.queries.parts import later_told, left_out, lines_that_count
from participation.queries.worst import decides, listed, worst_first
from participation.rules.plain import plain_sentence
from participation.states import HOLDERS, SHOWN, Holder, Role, State

# A state that has no status of its own.
OVER = {State.WITHDRAWN: "Withdrawn", State.SUPERSEDED: "Replaced"}
FLAGGED = frozenset({State.FLAGGED, State.IN_REVIEW, State.ASKED})
# Has an answer that parts named later may change.
DETERMINED = frozenset({State.CLEARED, *FLAGGED, State.RELEASED, State.REFUSED, State.LICENCE_RECORDED})
UNDER_WAY = frozenset({State.SUBMITTED, State.CHECKING})
STATE_WORDS = {
    State.DRAFT: "Draft",
    State.SUBMITTED: "Submitted, not checked yet",
    State.CHECKING: "Being checked",
    State.CLEARED: "Clear by the check",
    State.FLAGGED: "In the queue of compliance",
    State.IN_REVIEW: "With an officer",
    State.ASKED: "Waits for the delegate's answer",
    State.RELEASED: "Released by an officer",
    State.REFUSED: "Refused by an officer",
    State.LICENCE_RECORDED: "A licence is recorded",
    State.WITHDRAWN: "Withdrawn",
    State.SUPERSEDED: "Replaced by an amendment",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a disclosure stands: `status` is empty where it is over, `word` replaces the status's own word.

    `later` tells of parts that were named since, and which the answer therefore does not know.
    """

    status: str
    word: str
    sentence: str
    holder: str
    since_at: datetime
    days: int
    under_way: bool
    later: str = ""


def disclosures_for(user: User) -> QuerySet[Disclosure]:
    """The disclosures that the person may see, newest first, with all that `standing_of` asks for.

    The number of queries does not depend on the number of rows.
    """
    newest = Determination.objects.values("line").annotate(newest=Max("pk")).values("newest")
    found = Determination.objects.filter(pk__in=newest)
    lines = DisclosureLine.objects.select_related("revision__document").prefetch_related(
        Prefetch("determinations", queryset=found, to_attr="newest_determinations"), "revision__parts"
    )
    told = DisclosureRecipient.objects.filter(disclosure=OuterRef("pk")).order_by().values("disclosure")
    return (
        visible_to(user, Disclosure)
        .select_related("meeting__body", "meeting__group__body", "body", "logged_by")
        .annotate(recipient_count=Coalesce(Subquery(told.annotate(n=Count("pk")).values("n")), 0))
        .prefetch_related(
            Prefetch("lines", queryset=lines),
            Prefetch("checks", queryset=Check.objects.order_by("-pk"), to_attr="newest_checks"),
            Prefetch(
                "reviews",
                queryset=Review.objects.select_related("claimed_by", "decided_by", "reason").order_by("-pk"),
                to_attr="newest_reviews",
            ),
            Prefetch(
                "questions",
                queryset=Question.objects.select_related("asked_by").filter(answered_at__isnull=True),
                to_attr="open_questions",
            ),
        )
        .order_by(F("state_since").desc(), "-pk")
    )


def is_in_charge(user: User, disclosure: Disclosure) -> bool:
    """Whether the person may act on the disclosure: who logged it, or an officer.

    Colleagues who were at the meeting see it and leave it alone.
    """
    return disclosure.logged_by_id == user.pk or Role.OFFICER in roles_of(user)


@dataclass(frozen=True, slots=True)
class Shown:
    """A revision with the names of the parts that are shown and of those that are left out."""

    revision: DocumentRevision
    parts: tuple[str, ...]
    left_out: tuple[str, ...]


def shown_by(disclosure: Disclosure) -> list[Shown]:
    """The revisions in the order of the lines; no parts where the whole is shown."""
    found: dict[DocumentRevision, list[DisclosureLine]] = {}
    for line in lines_that_count(disclosure.lines.all()):
        found.setdefault(line.revision, []).append(line)
    return [
        Shown(revision, tuple(line.part for line in lines if line.part), left_out(revision, lines))
        for revision, lines in found.items()
    ]


def title_of(disclosure: Disclosure) -> str:
    """What is shared: the revisions, or what the channel says where there is none yet.

    Parts are named where some of their revision are left out.
    """
    named = [
        f"{one.revision} ({listed(one.parts)})" if one.left_out else str(one.revision)
        for one in shown_by(disclosure)
    ]
    return ", ".join(named) or f"No document yet, {disclosure.get_channel_display()}"


def determinations_of(disclosure: Disclosure) -> list[Determination]:
    """The newest determination of each line that counts and has one, in the order of the lines."""
    lines = lines_that_count(disclosure.lines.all())
    return [row for line in lines for row in line.newest_determinations]


def standing_of(disclosure: Disclosure, *, reader: User, now: datetime) -> Standing:
    """How the disclosure stands for this reader. Takes a row of `disclosures_for`."""
    state = State(disclosure.state)
    worst = _worst(disclosure)
    status = "" if state in OVER else SHOWN.get(state, "wait")
    if state in FLAGGED and worst is not None and worst.status == "stop":
        status = "stop"
    since_at = disclosure.state_since
    return Standing(
        status=status,
        word=OVER.get(state, "Draft" if state == State.DRAFT else ""),
        sentence=_sentence(disclosure, state, worst),
        holder=_holder(disclosure, state, reader),
        since_at=since_at,
        days=max((now - since_at).days, 0),
        under_way=state in UNDER_WAY and not _stuck(disclosure),
        later=later_told(disclosure) if state in DETERMINED else "",
    )


def _worst(disclosure: Disclosure) -> Determination | None:
    return next(iter(worst_first(determinations_of(disclosure))), None)


def _stuck(disclosure: Disclosure) -> bool:
    checks = disclosure.newest_checks
    return bool(checks) and checks[0].state == Check.State.NEEDS_ATTENTION


def _sentence(disclosure: Disclosure, state: State, worst: Determination | None) -> str:
    if state == State.DRAFT:
        return "Not submitted yet, so nothing was checked."
    if state in UNDER_WAY and _stuck(disclosure):
        return "The check could not be done; an administrator has to look at it."
    if state == State.SUBMITTED:
        return "Submitted; the check has not started yet."
    if state == State.CHECKING:
        return "The check is running."
    if state in (State.WITHDRAWN, State.SUPERSEDED):
        return "It was taken back." if state == State.WITHDRAWN else "An amendment took its place."
    decided = disclosure.newest_reviews[0] if disclosure.newest_reviews else None
    if state in (State.RELEASED, State.REFUSED, State.LICENCE_RECORDED) and decided and decided.reason:
        given = decided.reason_text or decided.reason.text
        return f"An officer decided: {decided.get_decision_display()}. {given.rstrip('.')}."
    if state == State.ASKED and disclosure.open_questions:
        return f"One answer is missing: {disclosure.open_questions[-1].text}"
    if worst is None:
        return STATE_WORDS[state] + "."
    named = decides(determinations_of(disclosure))
    return f"{named}: {reason_of(worst)}" if named else reason_of(worst)


def reason_of(determination: Determination) -> str:
    """Why the determination came out as it did and what to do next, as a delegate reads it."""
    if determination.result["status"] == "clear" and determination.holds:
        return str(determination.holds[0]["text"])
    return plain_sentence(determination.result, determination.facts)


def _holder(disclosure: Disclosure, state: State, reader: User) -> str:
    holder = HOLDERS[state]
    if holder == Holder.DELEGATE:
        own = disclosure.logged_by_id == reader.pk
        return "You" if own else f"{disclosure.logged_by.initials}, delegate"
    if holder == Holder.COMPLIANCE:
        officer = next((one.claimed_by for one in disclosure.newest_reviews if one.claimed_by), None)
        return f"{officer.initials}, compliance" if officer and state != State.FLAGGED else "Compliance"
    if holder == Holder.SERVICE:
        return "An administrator" if _stuck(disclosure) else "Plenary"
    return "Nobody needs to act"


def recipients_of(disclosure: Disclosure) -> QuerySet[DisclosureRecipient]:
    """The recipients with the names they stated."""
    return disclosure.recipients.select_related("stated_name")
