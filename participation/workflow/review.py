"""Officers' verbs: claim, hand back or over, ask, judge a pair, decide. Opening a case writes nothing."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from participation.access import can
from participation.models import (
    Disclosure,
    Handover,
    Notice,
    PairDecision,
    Question,
    ReasonCode,
    RecipientMatch,
    Review,
    ReviewAttachment,
    User,
)
from participation.states import Action, State
from participation.workflow import labels
from participation.workflow.journal import enter
from participation.workflow.moves import Conflict, acting_role, move
from participation.workflow.notices import tell
from participation.workflow.submit import queue_check


class Refused(Exception):
    """The verb is not open to this person; the message says why and who may."""


# What each decision does to the disclosure, and what the log calls it.
DECISIONS: dict[str, tuple[Action, str]] = {
    Review.Decision.RELEASED: (Action.RELEASE, "disclosure.released"),
    Review.Decision.REFUSED: (Action.REFUSE, "disclosure.refused"),
    Review.Decision.LICENCE: (Action.RECORD_LICENCE, "disclosure.licence_recorded"),
}
# ... and what is told to who logged it.
NOTICES = {
    Review.Decision.RELEASED: Notice.Kind.RELEASED,
    Review.Decision.REFUSED: Notice.Kind.REFUSED,
    Review.Decision.LICENCE: Notice.Kind.LICENCE,
}


def _locked(review: Review) -> tuple[Review, Disclosure]:
    disclosure = Disclosure.objects.select_for_update().get(pk=review.disclosure_id)
    return Review.objects.select_for_update().get(pk=review.pk), disclosure


def _refuse_unless_held(review: Review, by: User) -> None:
    if review.state != Review.State.CLAIMED:
        raise Conflict("The case", "claimed")
    if review.claimed_by_id != by.pk:
        raise Refused(f"The case is with {review.claimed_by.initials if review.claimed_by else 'nobody'}.")


def _moved(disclosure: Disclosure, action: Action, *, by: User, at: datetime) -> None:
    move(disclosure, action, role=acting_role(by, State(disclosure.state), action), at=at)


@transaction.atomic
def claim(review: Review, *, by: User) -> Review:
    """The case, now with this officer. Raises: Conflict where somebody was quicker, NotAllowed."""
    at = timezone.now()
    review, disclosure = _locked(review)
    if review.state != Review.State.OPEN:
        raise Conflict("The case", "open")
    _moved(disclosure, Action.CLAIM, by=by, at=at)
    review.state, review.claimed_by, review.claimed_at = Review.State.CLAIMED, by, at
    review.save(update_fields=["state", "claimed_by", "claimed_at"])
    named = labels.of_disclosure(disclosure)
    enter("review.claimed", review, by=by, at=at, labels=named)
    enter("disclosure.claimed", disclosure, by=by, at=at, labels=named)
    return review


@transaction.atomic
def hand_back(review: Review, *, by: User) -> Review:
    """The case, open again for anybody. Raises: Refused for a case of somebody else's, Conflict."""
    at = timezone.now()
    review, disclosure = _locked(review)
    _refuse_unless_held(review, by)
    _moved(disclosure, Action.HAND_BACK, by=by, at=at)
    review.state, review.claimed_by, review.claimed_at = Review.State.OPEN, None, None
    review.save(update_fields=["state", "claimed_by", "claimed_at"])
    named = labels.of_disclosure(disclosure)
    enter("review.handed_back", review, by=by, at=at, labels=named)
    enter("disclosure.handed_back", disclosure, by=by, at=at, labels=named)
    return review


@transaction.atomic
def reassign(review: Review, *, to: User, by: User, note: str = "") -> Handover:
    """The case, now with the officer `to`; any officer may do it, for the holder may be away.

    Takes: `review` with the holder that `by` saw: whoever was quicker has changed it.
    Raises: Refused for somebody who could not decide it; Conflict, NotAllowed.
    """
    at = timezone.now()
    seen_with = review.claimed_by_id
    review, disclosure = _locked(review)
    if review.state not in (Review.State.OPEN, Review.State.CLAIMED):
        raise Conflict("The case", "open or claimed")
    _refuse_unfit(to, review, disclosure)
    _moved(disclosure, Action.REASSIGN, by=by, at=at)
    unchanged = Review.objects.filter(pk=review.pk, state=review.state, claimed_by=seen_with)
    if unchanged.update(state=Review.State.CLAIMED, claimed_by=to, claimed_at=at) != 1:
        raise Conflict("The case", "with whom you saw it")
    review.refresh_from_db()
    handover = Handover.objects.create(
        review=review, from_officer_id=seen_with, to_officer=to, handed_by=by, handed_at=at, note=note.strip()
    )
    named = labels.of_disclosure(disclosure)
    ends = {"from": f"user/{seen_with}" if seen_with else None, "to": f"user/{to.pk}"}
    enter("review.reassigned", review, by=by, at=at, rows=[handover], payload=ends, labels=named)
    enter("disclosure.reassigned", disclosure, by=by, at=at, labels=named)
    tell(disclosure, Notice.Kind.REASSIGNED, to=to, by=by, at=at)
    return handover


def _refuse_unfit(to: User, review: Review, disclosure: Disclosure) -> None:
    """Refuse a person to whom the case would be of no use."""
    name = to.initials
    if not to.is_active:
        raise Refused(f"{name} no longer works with Plenary. Choose another officer.")
    if not can(to, "review.write"):
        raise Refused(f"{name} is not a compliance officer. Choose one.")
    if disclosure.logged_by_id == to.pk:
        raise Refused(f"{name} logged this disclosure, and who logged it cannot decide it.")
    if review.claimed_by_id == to.pk:
        raise Refused(f"{name} has the case already.")


@transaction.atomic
def ask(review: Review, *, by: User, text: str, fact: str = "") -> Question:
    """The question to the delegate; the clock of the case stops until it is answered."""
    at = timezone.now()
    if not text.strip():
        raise Refused("Write the question: the delegate sees nothing else.")
    review, disclosure = _locked(review)
    _refuse_unless_held(review, by)
    _moved(disclosure, Action.ASK, by=by, at=at)
    review.state = Review.State.ASKED
    review.save(update_fields=["state"])
    question = Question.objects.create(
        disclosure=disclosure, fact=fact, text=text.strip(), asked_by=by, asked_at=at
    )
    named = labels.of_disclosure(disclosure)
    enter("review.asked", review, by=by, at=at, labels=named)
    enter("disclosure.asked", disclosure, by=by, at=at, rows=[question], labels=named)
    tell(disclosure, Notice.Kind.ASKED, by=by, at=at)
    return question


@transaction.atomic
def judge_pair(
    review: Review,
    match: RecipientMatch,
    *,
    by: User,
    verdict: str,
    scope: str,
    reason: ReasonCode,
    note: str = "",
) -> PairDecision:
    """An officer's word on one pair; the disclosure is checked again with it.

    Raises: Refused where the officer logged the disclosure or does not hold the case, or the reason code is
    no longer in use; Conflict.
    """
    at = timezone.now()
    review, disclosure = _locked(review)
    _refuse_unless_held(review, by)
    _refuse_own(disclosure, by)
    reason = _in_use(reason)
    decision = PairDecision.objects.create(
        stated_name=match.recipient.stated_name,
        party=match.version.party,
        version=match.version,
        organisation=match.recipient.stated_name.organisation,
        verdict=verdict,
        scope=scope,
        disclosure=disclosure,
        reason=reason,
        reason_text=reason.text,
        note=note.strip(),
        decided_by=by,
        decided_at=at,
    )
    named = labels.of_disclosure(disclosure)
    enter(
        "pair.decided",
        decision,
        by=by,
        at=at,
        payload=_as_given(reason),
        labels=named | {"organisation": match.version.name[:120]},
    )
    review.state = Review.State.CLOSED
    review.save(update_fields=["state"])
    enter("review.closed", review, by=by, at=at, labels=named)
    _moved(disclosure, Action.RECHECK, by=by, at=at)
    queue_check(disclosure, reason="pair decided", at=at)
    enter("disclosure.recheck_requested", disclosure, by=by, at=at, labels=named)
    return decision


def _in_use(reason: ReasonCode | None) -> ReasonCode:
    """The code as it stands now, locked, so that what is sealed is what the administrator's page says."""
    found = (
        ReasonCode.objects.select_for_update().filter(pk=reason.pk, active=True).first() if reason else None
    )
    if found is None:
        raise Refused("Choose a reason code that is in use: a decision without a reason is not kept.")
    return found


def _as_given(reason: ReasonCode) -> dict[str, dict[str, str]]:
    return {"reason": {"code": reason.code, "text": reason.text}}


def _refuse_own(disclosure: Disclosure, by: User) -> None:
    if disclosure.logged_by_id == by.pk:
        raise Refused("You cannot decide this: you logged it. Another officer can.")


@transaction.atomic
def decide_review(
    review: Review,
    *,
    by: User,
    decision: str,
    reason: ReasonCode | None,
    note: str = "",
    attachments: Sequence[ReviewAttachment] = (),
) -> Review:
    """The decided case, sealed into the record under the officer's name.

    Takes: `attachments` unsaved rows of files that are already stored.
    Raises: Refused without a reason code, for one's own disclosure, or another's case; Conflict.
    """
    at = timezone.now()
    action, kind = DECISIONS[decision]
    review, disclosure = _locked(review)
    _refuse_unless_held(review, by)
    _refuse_own(disclosure, by)
    reason = _in_use(reason)
    _moved(disclosure, action, by=by, at=at)
    review.state, review.decision = Review.State.DECIDED, decision
    review.reason, review.reason_text = reason, reason.text
    review.note, review.decided_by, review.decided_at = note.strip(), by, at
    review.save(
        update_fields=["state", "decision", "reason", "reason_text", "note", "decided_by", "decided_at"]
    )
    for attachment in attachments:
        attachment.review, attachment.added_at = review, at
        attachment.save()
    files = [(bytes(one.file_hash), one.file_size, one.file_media) for one in attachments]
    named = labels.of_disclosure(disclosure)
    enter(
        "review.decided",
        review,
        by=by,
        at=at,
        rows=attachments,
        payload=_as_given(reason),
        files=files,
        labels=named,
    )
    enter(kind, disclosure, by=by, at=at, payload=_as_given(reason), labels=named)
    tell(disclosure, NOTICES[decision], by=by, at=at)
    return review
