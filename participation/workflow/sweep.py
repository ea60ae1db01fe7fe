"""Find rows that nobody heeded, or whose worker died. Sweeps only send hints."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from participation import dispatch
from participation.models import BatchScreening, Check, Disposal, Notice, SelfCheck
from participation.workflow import batches, check, dispose, self_check, send_notice

log = logging.getLogger(__name__)

# A message that was sent this long ago and not heeded counts as lost.
HINT_PATIENCE = timedelta(seconds=8)
BATCH = 500


def sweep() -> int:
    """How many checks were sent again. Two sweeps at once do no harm: a check is claimed once."""
    at = timezone.now()
    rows = Check.objects.filter(check.due(at)).select_related("disclosure")
    return _sent_again(rows, check.give_up, tries=settings.CHECK_ATTEMPTS, at=at)


def sweep_notices() -> int:
    """How many mails were hinted at again. One whose tries are used up is for an administrator."""
    at = timezone.now()
    rows = Notice.objects.filter(send_notice.due(at)).select_related("disclosure", "recipient")
    return _sent_again(rows, send_notice.give_up, tries=settings.NOTICE_ATTEMPTS, at=at)


def sweep_batches() -> int:
    """How many batches were hinted at again. One whose tries are used up is for an officer."""
    at = timezone.now()
    rows = BatchScreening.objects.filter(batches.due(at))
    return _sent_again(rows, batches.give_up, tries=settings.CHECK_ATTEMPTS, at=at)


def sweep_self_checks() -> int:
    """How many self-checks were hinted at. The one of the night is planned here, and alarms are mailed."""
    at = timezone.now()
    self_check.plan_self_check(at=at)
    self_check.send_alarms(at=at)
    rows = SelfCheck.objects.filter(self_check.due(at))
    return _sent_again(rows, self_check.give_up, tries=settings.CHECK_ATTEMPTS, at=at)


def sweep_disposals() -> int:
    """How many disposals were hinted at again. One whose tries are used up is for an officer."""
    at = timezone.now()
    rows = Disposal.objects.filter(dispose.due(at))
    return _sent_again(rows, dispose.give_up, tries=settings.CHECK_ATTEMPTS, at=at)


def _sent_again(rows: QuerySet[Any], give_up: Callable[..., object], *, tries: int, at: datetime) -> int:
    """Rows that are due and whose message nobody heeded; one without tries left is given up."""
    unheeded = Q(hinted_at__isnull=True) | Q(hinted_at__lt=at - HINT_PATIENCE)
    sent = 0
    for row in rows.filter(unheeded).order_by("id")[:BATCH]:
        if row.attempts >= tries:
            give_up(row, error=row.last_error or "lease_expired", at=at)
            continue
        sent += dispatch.send_hint(row, at=at)
    if sent:
        log.info("sweep.sent kind=%s rows=%s", rows.model.__name__, sent)
    return sent
