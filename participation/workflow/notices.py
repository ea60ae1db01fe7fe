"""Who must hear of a change: the row that a verb leaves for the mail, in the verb's own transaction."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from audits.request_id import current as request_id
from participation import dispatch
from participation.models import Disclosure, Notice, User
from participation.workflow import labels
from participation.workflow.journal import By, note, subject_of

# Results of checks. One that comes out as the last time is no news: a new list is no reason for a mail.
RESULTS = frozenset({Notice.Kind.CLEARED, Notice.Kind.FLAGGED, Notice.Kind.BARRED, Notice.Kind.STUCK})
OPEN = (Notice.State.WAITING, Notice.State.NEEDS_ATTENTION)


def tell(disclosure: Disclosure, kind: str, *, by: By, at: datetime, to: User | None = None) -> Notice | None:
    """The notice to whoever logged the disclosure, or to `to`; None where there is nothing to tell.

    Nobody is told what they did themselves, and nobody anything where mail is off. Call it inside the
    transaction of the change: its id goes to a worker on commit.
    """
    reader = to or disclosure.logged_by
    if not settings.MAIL.is_on or by == reader:
        return None
    earlier = Notice.objects.filter(recipient=reader, disclosure=disclosure)
    newest = earlier.order_by("pk").last()
    if newest is not None and newest.kind == kind and kind in RESULTS:
        return None
    earlier.filter(state__in=OPEN).update(state=Notice.State.COVERED)
    notice = Notice.objects.create(
        recipient=reader,
        disclosure=disclosure,
        kind=kind,
        created_at=at,
        next_try_at=at,
        request_id=request_id() or "",
    )
    dispatch.soon(notice)
    return notice


@transaction.atomic
def try_again(notice: Notice, *, by: User) -> bool:
    """Whether a notice that could not be sent waits once more, with all its tries."""
    at = timezone.now()
    stuck = Notice.objects.filter(pk=notice.pk, state=Notice.State.NEEDS_ATTENTION)
    fresh = {"attempts": 0, "next_try_at": at, "hinted_at": None, "request_id": request_id() or ""}
    if stuck.update(state=Notice.State.WAITING, **fresh) != 1:
        return False
    _noted("notice.tried_again", notice, by=by, at=at)
    dispatch.soon(notice)
    return True


@transaction.atomic
def settle(notice: Notice, *, by: User) -> bool:
    """Whether a notice that could not be sent is done with: the person was told by other means."""
    stuck = Notice.objects.filter(pk=notice.pk, state=Notice.State.NEEDS_ATTENTION)
    if stuck.update(state=Notice.State.SETTLED) != 1:
        return False
    _noted("notice.settled", notice, by=by, at=timezone.now())
    return True


def _noted(kind: str, notice: Notice, *, by: User, at: datetime) -> None:
    """An entry on the disclosure that says whom it is about: by id, since an address is personal."""
    note(
        kind,
        by=by,
        at=at,
        subject=subject_of(notice.disclosure),
        payload={"to": f"user/{notice.recipient_id}", "told": notice.kind},
        labels=labels.of_disclosure(notice.disclosure),
    )
