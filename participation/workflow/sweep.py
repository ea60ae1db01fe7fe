"""Find checks, mails and batches that nobody heeded, or whose worker died. Sweeps only send hints."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from participation import dispatch
from participation.models import BatchScreening, Check, Notice
from participation.workflow import batches, send_notice
from participation.workflow.check import give_up

log = logging.getLogger(__name__)

# A message that was sent this long ago and not heeded counts as lost.
HINT_PATIENCE = timedelta(seconds=8)
BATCH = 500


def sweep() -> int:
    """How many checks were sent again. Two sweeps at once do no harm: a check is claimed once."""
    at = timezone.now()
    left = Q(state=Check.State.QUEUED, next_try_at__lte=at) | Q(state=Check.State.RUNNING, lease_until__lt=at)
    unheeded = Q(hinted_at__isnull=True) | Q(hinted_at__lt=at - HINT_PATIENCE)
    sent = 0
    for check in Check.objects.filter(left & unheeded).select_related("disclosure").order_by("id")[:BATCH]:
        if check.attempts >= settings.CHECK_ATTEMPTS:
            give_up(check, error=check.last_error or "lease_expired", at=at)
            continue
        sent += dispatch.send_hint(check.pk, at=at)
    if sent:
        log.info("sweep.sent checks=%s", sent)
    return sent


def sweep_notices() -> int:
    """How many mails were hinted at again. One whose tries are used up is for an administrator."""
    at = timezone.now()
    unheeded = Q(hinted_at__isnull=True) | Q(hinted_at__lt=at - HINT_PATIENCE)
    left = Notice.objects.filter(send_notice.due(at) & unheeded).select_related("disclosure", "recipient")
    sent = 0
    for notice in left.order_by("id")[:BATCH]:
        if notice.attempts >= settings.NOTICE_ATTEMPTS:
            send_notice.give_up(notice, error=notice.last_error or "lease_expired", at=at)
            continue
        sent += dispatch.send_notice_hint(notice.pk, at=at)
    if sent:
        log.info("sweep.sent notices=%s", sent)
    return sent


def sweep_batches() -> int:
    """How many batches were hinted at again. One whose tries are used up is for an officer."""
    at = timezone.now()
    unheeded = Q(hinted_at__isnull=True) | Q(hinted_at__lt=at - HINT_PATIENCE)
    sent = 0
    for batch in BatchScreening.objects.filter(batches.due(at) & unheeded).order_by("id")[:BATCH]:
        if batch.attempts >= settings.CHECK_ATTEMPTS:
            batches.give_up(batch, error=batch.last_error or "lease_expired", at=at)
            continue
        sent += dispatch.send_batch_hint(batch.pk, at=at)
    if sent:
        log.info("sweep.sent batches=%s", sent)
    return sent
