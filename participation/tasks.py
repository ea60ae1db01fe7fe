"""Thin Celery tasks under the names of dispatch.py. A message is a hint; the row is the queue."""

import logging

from celery import shared_task
from django.conf import settings

from participation.dispatch import (
    CHECK_DISCLOSURE,
    CHECK_LOG,
    RUN_DISPOSAL,
    SCREEN_BATCH,
    SEND_NOTICE,
    SWEEP,
    SWEEP_BATCHES,
    SWEEP_DISPOSALS,
    SWEEP_NOTICES,
    SWEEP_SELF_CHECKS,
)
from participation.workflow import sweep as sweeps
from participation.workflow.batches import run_batch
from participation.workflow.check import run_check
from participation.workflow.dispose import run_disposal as dispose
from participation.workflow.self_check import run_self_check
from participation.workflow.send_notice import run_notice

log = logging.getLogger(__name__)


@shared_task(name=CHECK_DISCLOSURE)
def check_disclosure(check_id: int) -> None:
    """Do the check with this id, if it is still to be done."""
    result = run_check(check_id)
    log.info("check.ended check=%s result=%s", check_id, result)


@shared_task(name=SWEEP)
def sweep() -> None:
    """Send again what was left behind."""
    sweeps.sweep()


@shared_task(name=SEND_NOTICE)
def send_notice(notice_id: int) -> None:
    """Send the mail of the notice with this id, if it is still to be sent."""
    result = run_notice(notice_id)
    log.info("notice.ended notice=%s result=%s", notice_id, result)


@shared_task(name=SWEEP_NOTICES)
def sweep_notices() -> None:
    """Send again what was left behind of the mails."""
    sweeps.sweep_notices()


@shared_task(name=SCREEN_BATCH)
def screen_batch(batch_id: int) -> None:
    """Screen the next slice of the batch with this id, if it is still to be done."""
    result = run_batch(batch_id)
    log.info("batch.ended batch=%s result=%s", batch_id, result)


@shared_task(name=SWEEP_BATCHES)
def sweep_batches() -> None:
    """Send again what was left behind of the batches."""
    sweeps.sweep_batches()


# The one task that may be long: it reads the whole log. Its lease outlasts it.
@shared_task(
    name=CHECK_LOG,
    time_limit=settings.SELF_CHECK_LEASE_SECONDS - 30,
    soft_time_limit=settings.SELF_CHECK_LEASE_SECONDS - 60,
)
def check_log(self_check_id: int) -> None:
    """Do the self-check with this id, if it is still to be done."""
    result = run_self_check(self_check_id)
    log.info("self_check.ended self_check=%s result=%s", self_check_id, result)


@shared_task(name=SWEEP_SELF_CHECKS)
def sweep_self_checks() -> None:
    """Plan the check of the night, and send again what was left behind of it and of its alarm."""
    sweeps.sweep_self_checks()


@shared_task(name=RUN_DISPOSAL)
def run_disposal(disposal_id: int) -> None:
    """Carry out the disposal with this id, if it is approved and not done."""
    result = dispose(disposal_id)
    log.info("disposal.ended disposal=%s result=%s", disposal_id, result)


@shared_task(name=SWEEP_DISPOSALS)
def sweep_disposals() -> None:
    """Send again what was left behind of the disposals."""
    sweeps.sweep_disposals()
