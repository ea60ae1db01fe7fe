"""Affiliation doubts: raised with the attendee list, asked once, answered by whoever was there."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from participation.access import can
from participation.models import (
    AffiliationDoubt,
    Attendance,
    Disclosure,
    DisclosureRecipient,
    Meeting,
    StatedName,
    User,
)
from participation.queries.affiliations import also_present
from participation.screening.affiliation import EARLIER_DAYS, Doubt, EarlierStatement, doubt_of
from participation.states import NotAllowed, State
from participation.workflow import labels
from participation.workflow.journal import enter
from participation.workflow.moves import Conflict
from participation.workflow.recheck import check_again

Answer = AffiliationDoubt.Answer
# What is checked again after an answer. A delegate's "as stated" ends no case that an officer holds.
AFTER_STATED = (State.FLAGGED,)
AFTER_OTHER = (State.CLEARED, State.FLAGGED, State.IN_REVIEW, State.RELEASED)


def raise_doubts(meeting: Meeting, added: Sequence[Attendance], *, at: datetime) -> list[AffiliationDoubt]:
    """The new doubts about people who were added just now; call it in the transaction of their entry.

    One at most for each person, and none that was raised before, answered or not. Our own people raise none.
    """
    people = {row.person_id for row in added if row.person_id and not row.colleague_id}
    if not people:
        return []
    # As stored: a meeting that was made just now may still carry its day as it was given.
    on: date = Meeting.objects.values_list("starts_on", flat=True).get(pk=meeting.pk)
    here: defaultdict[int, list[Attendance]] = defaultdict(list)
    rows = meeting.attendances.filter(person__in=people).select_related("person", "stated_name")
    for row in rows.order_by("pk"):
        here[row.person_id or 0].append(row)
    earlier, raised = _earlier(people, on), []
    for person, entries in here.items():
        doubt = doubt_of(
            [row.stated_name.text for row in entries],
            address=getattr(entries[0].person, "email", None) or "",
            earlier=earlier[person],
            on=on,
        )
        if doubt is not None and (row := _raised(meeting, entries[0], doubt, at=at)):
            raised.append(row)
    return raised


def _earlier(people: set[int], on: date) -> defaultdict[int, list[EarlierStatement]]:
    """What was stated of these people at meetings of the time before this day."""
    since = on - timedelta(days=EARLIER_DAYS)
    rows = Attendance.objects.filter(
        person__in=people, meeting__starts_on__gte=since, meeting__starts_on__lt=on
    )
    found: defaultdict[int, list[EarlierStatement]] = defaultdict(list)
    for row in rows.select_related("stated_name", "meeting").order_by("meeting__starts_on", "pk"):
        name = row.stated_name
        found[row.person_id or 0].append(
            EarlierStatement(name.text, name.country, row.meeting.starts_on, str(row.meeting_id))
        )
    return found


def _raised(meeting: Meeting, entry: Attendance, doubt: Doubt, *, at: datetime) -> AffiliationDoubt | None:
    other = StatedName.objects.get_or_create(text=doubt.other, country=doubt.country)[0]
    mail = doubt.kind == AffiliationDoubt.Kind.MAIL
    row, made = AffiliationDoubt.objects.get_or_create(
        person_id=entry.person_id,
        stated_name=entry.stated_name,
        other_name=other,
        defaults={
            "meeting": meeting,
            "kind": doubt.kind,
            "domain": doubt.source if mail else "",
            "earlier_meeting_id": None if mail else int(doubt.source),
            "raised_at": at,
        },
    )
    return row if made else None


def answer_doubt(doubt: AffiliationDoubt, *, by: User, answer: str) -> int:
    """How many disclosures are checked again after the answer; it is kept before any of them is.

    Raises: PermissionDenied for who may not write meetings, Conflict where it was answered before.
    """
    _keep_answer(doubt, by=by, answer=answer)
    states = {Answer.STATED: AFTER_STATED, Answer.OTHER: AFTER_OTHER, Answer.BOTH: AFTER_OTHER}
    return sum(_check_again(one) for one in _disclosures(doubt, states.get(Answer(answer), ())))


@transaction.atomic
def _keep_answer(doubt: AffiliationDoubt, *, by: User, answer: str) -> None:
    at = timezone.now()
    if not can(by, "meeting.write"):
        raise PermissionDenied("Only delegates and officers answer for whom somebody came.")
    same = AffiliationDoubt.objects.filter(pk=doubt.pk, answer="")
    if same.update(answer=Answer(answer), answered_by=by, answered_at=at) != 1:
        raise Conflict("The question", "open")
    doubt.refresh_from_db()
    meeting = Meeting.objects.select_related("body", "group__body").get(pk=doubt.meeting_id)
    named = labels.of_meeting(meeting)
    enter("meeting.affiliation_answered", meeting, by=by, at=at, rows=[doubt], labels=named)


def _disclosures(doubt: AffiliationDoubt, states: Sequence[State]) -> list[Disclosure]:
    """Disclosures in these states to the stated organisation, at meetings that list the person for it."""
    there = Attendance.objects.filter(person=doubt.person_id, stated_name=doubt.stated_name_id)
    rows = Disclosure.objects.filter(
        state__in=states,
        meeting__in=there.values("meeting"),
        recipients__stated_name=doubt.stated_name_id,
    )
    return list(rows.order_by("pk"))


def _check_again(disclosure: Disclosure) -> bool:
    """Whether it is checked again; one that moved on meanwhile is in somebody else's hands."""
    try:
        check_again(disclosure, reason="affiliation answered")
    except (Conflict, NotAllowed):
        return False
    return True


def add_others_present(disclosure: Disclosure) -> list[DisclosureRecipient]:
    """New recipients: organisations that recipients' people came for as well; call it in a transaction.

    The stated organisation stays: what is screened becomes more, never less.
    """
    known = set(disclosure.recipients.values_list("stated_name", flat=True))
    added = []
    for stated, names in also_present(disclosure.meeting).items():
        for name in names if stated in known else ():
            row, made = DisclosureRecipient.objects.get_or_create(disclosure=disclosure, stated_name=name)
            added += [row] if made else []
    return added
