"""Thin Celery tasks of the log. A message is a hint; the row of the duty is the queue."""

import logging

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from audits.anchors import queue
from audits.anchors.run import run_anchor

log = logging.getLogger(__name__)


@shared_task(name="audits.anchor")
def anchor(duty_id: int) -> None:
    """Do the turn of the duty with this id, if it is due."""
    result = run_anchor(duty_id)
    log.info("anchor.ended duty=%s result=%s", duty_id, result)


@shared_task(name="audits.sweep_anchors")
def sweep_anchors() -> None:
    """Tell workers of the duties that are due."""
    at = timezone.now()
    for duty_id in queue.unheeded(at=at):
        try:
            anchor.delay(duty_id)
        except (OperationalError, OSError) as error:
            log.warning("anchor.not_told duty=%s error=%s", duty_id, type(error).__name__)
            return
        queue.hinted(duty_id, at=at)
