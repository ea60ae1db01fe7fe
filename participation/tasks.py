"""Thin Celery tasks under the names of dispatch.py. A message is a hint; the row is the queue."""

import logging

from celery import shared_task

from participation.dispatch import CHECK_DISCLOSURE, SWEEP
from participation.workflow.check import run_check
from participation.workflow.sweep import sweep as sweep_checks

log = logging.getLogger(__name__)


@shared_task(name=CHECK_DISCLOSURE)
def check_disclosure(check_id: int) -> None:
    """Do the check with this id, if it is still to be done."""
    result = run_check(check_id)
    log.info("check.ended check=%s result=%s", check_id, result)


@shared_task(name=SWEEP)
def sweep() -> None:
    """Send again what was left behind."""
    sweep_checks()
