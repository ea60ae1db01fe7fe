"""Names of tasks, and how to start one: after commit, and never at the cost of the request."""

import logging
from datetime import datetime

from celery import signature
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from participation.models import BatchScreening, Check, Disposal, Notice, SelfCheck

log = logging.getLogger(__name__)

CHECK_DISCLOSURE = "participation.check_disclosure"
SWEEP = "participation.sweep"
SEND_NOTICE = "participation.send_notice"
SWEEP_NOTICES = "participation.sweep_notices"
SCREEN_BATCH = "participation.screen_batch"
SWEEP_BATCHES = "participation.sweep_batches"
CHECK_LOG = "participation.check_log"
SWEEP_SELF_CHECKS = "participation.sweep_self_checks"
RUN_DISPOSAL = "participation.run_disposal"
SWEEP_DISPOSALS = "participation.sweep_disposals"


# A row of a queue, and the task that takes up rows of its kind.
Queued = Check | Notice | BatchScreening | SelfCheck | Disposal
_TASKS: dict[type[Queued], str] = {
    Check: CHECK_DISCLOSURE,
    Notice: SEND_NOTICE,
    BatchScreening: SCREEN_BATCH,
    SelfCheck: CHECK_LOG,
    Disposal: RUN_DISPOSAL,
}


def soon(row: Queued) -> None:
    """Send the row's id to a worker once the transaction has committed.

    Where the broker cannot be reached the row stays queued and the sweeper sends it again.
    """
    transaction.on_commit(lambda: send_hint(row, at=timezone.now()), robust=True)


def send_hint(row: Queued, *, at: datetime) -> bool:
    """Whether the broker took the message."""
    taken = _published(_TASKS[type(row)], row.pk)
    if taken:
        type(row)._default_manager.filter(pk=row.pk).update(hinted_at=at)
    return taken


def _published(task: str, row_id: int) -> bool:
    try:
        signature(task, args=[row_id]).apply_async()
    except (OperationalError, OSError) as error:
        log.warning("dispatch.failed task=%s id=%s error=%s", task, row_id, type(error).__name__)
        return False
    return True
