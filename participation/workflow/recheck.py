"""Check again what was checked before: the past determination stays, a new one is added."""

from django.db import transaction
from django.utils import timezone

from participation.access import can
from participation.models import Check, Disclosure, User
from participation.states import Action, NotAllowed, Role, State
from participation.workflow import labels
from participation.workflow.journal import SERVICE, By, enter
from participation.workflow.moves import move
from participation.workflow.reviews_closed import close_open_review
from participation.workflow.submit import queue_check


@transaction.atomic
def check_again(disclosure: Disclosure, *, by: By = SERVICE, reason: str) -> Check:
    """The queued check; an open case ends with it, and the check opens another where one is needed.

    Takes: `reason` in a few words, kept with the check and in the log.
    Raises: NotAllowed for who may not ask for it, or where the state has no way back to a check; Conflict.
    """
    at = timezone.now()
    stored = Disclosure.objects.select_for_update().get(pk=disclosure.pk)
    if isinstance(by, User) and not can(by, "disclosure.recheck"):
        raise NotAllowed(State(stored.state), Action.RECHECK)
    close_open_review(stored, by=by, at=at)
    # The service checks; the entry names the person who asked for it.
    move(stored, Action.RECHECK, role=Role.SERVICE, at=at)
    check = queue_check(stored, reason=reason, at=at)
    named = labels.of_disclosure(stored)
    enter("disclosure.recheck_requested", stored, by=by, at=at, payload={"reason": reason}, labels=named)
    return check
