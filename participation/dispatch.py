"""Names of tasks, and how to start one: after commit, and never at the cost of the request."""

import logging
from datetime import datetime

from celery import signature
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from participation.models import BatchScreening, Check, Notice

log = logging.getLogger(__name__)

CHECK_DISCLOSURE = "participation.check_disclosure"
SWEEP = "participation.sweep"
SEND_NOTICE = "participation.send_notice"
SWEEP_NOTICES = "participation.sweep_notices"
SCREEN_BATCH = "participation.screen_batch"
SWEEP_BATCHES = "participation.sweep_batches"


def check_soon(check: Check) -> None:
    """Send the check's id to a worker once the transaction has committed.

    Where the broker cannot be reached the row stays queued and the sweeper sends it again.
    """
    transaction.on_commit(lambda: send_hint(check.pk, at=timezone.now()), robust=True)


def send_hint(check_id: int, *, at: datetime) -> bool:
    """Whether the broker took the message."""
    taken = _published(CHECK_DISCLOSURE, check_id)
    if taken:
        Check.objects.filter(pk=check_id).update(hinted_at=at)
    return taken


def notice_soon(notice: Notice) -> None:
    """Send the notice's id to a worker once the transaction has committed; the sweeper is the net."""
    transaction.on_commit(lambda: send_notice_hint(notice.pk, at=timezone.now()), robust=True)


def send_notice_hint(notice_id: int, *, at: datetime) -> bool:
    """Whether the broker took the message."""
    taken = _published(SEND_NOTICE, notice_id)
    if taken:
        Notice.objects.filter(pk=notice_id).update(hinted_at=at)
    return taken


def batch_soon(batch: BatchScreening) -> None:
    """Send the batch's id to a worker once the transaction has committed; the sweeper is the net."""
    transaction.on_commit(lambda: send_batch_hint(batch.pk, at=timezone.now()), robust=True)


def send_batch_hint(batch_id: int, *, at: datetime) -> bool:
    """Whether the broker took the message."""
    taken = _published(SCREEN_BATCH, batch_id)
    if taken:
        BatchScreening.objects.filter(pk=batch_id).update(hinted_at=at)
    return taken


def _published(task: str, row_id: int) -> bool:
    try:
        signature(task, args=[row_id]).apply_async()
    except (OperationalError, OSError) as error:
        log.warning("dispatch.failed task=%s id=%s error=%s", task, row_id, type(error).__name__)
        return False
    return True
