"""Names of tasks, and how to start one: after commit, and never at the cost of the request."""

import logging
from datetime import datetime

from celery import signature
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from participation.models import Check

log = logging.getLogger(__name__)

CHECK_DISCLOSURE = "participation.check_disclosure"
SWEEP = "participation.sweep"


def check_soon(check: Check) -> None:
    """Send the check's id to a worker once the transaction has committed.

    Where the broker cannot be reached the row stays queued and the sweeper sends it again.
    """
    transaction.on_commit(lambda: send_hint(check.pk, at=timezone.now()), robust=True)


def send_hint(check_id: int, *, at: datetime) -> bool:
    """Whether the broker took the message."""
    try:
        signature(CHECK_DISCLOSURE, args=[check_id]).apply_async()
    except (OperationalError, OSError) as error:
        log.warning("dispatch.failed check=%s error=%s", check_id, type(error).__name__)
        return False
    Check.objects.filter(pk=check_id).update(hinted_at=at)
    return True
