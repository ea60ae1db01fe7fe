"""One turn of one anchor: claim the duty, hand out the newest head, keep what comes back.

Dying anywhere does it once more: a second mail, stamp, cosignature or copy of a head contradicts nothing.
"""

import logging
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from audits import log, storage
from audits.anchors import queue
from audits.anchors.copy import copied
from audits.anchors.cosign import cosigned
from audits.anchors.letter import mailed
from audits.anchors.outside import AnchorError
from audits.anchors.published import cosigned_note
from audits.anchors.stamp import stamped
from audits.anchors.target import COPY, MAIL, STAMP, WITNESS, Target
from audits.models import AnchorDuty, Checkpoint

logger = logging.getLogger(__name__)

# Witnesses and copies have each head once; after so long they get the same one again, as a sign of life.
SAME_AGAIN = timedelta(hours=1)


def run_anchor(duty_id: int) -> str:
    """What became of it: `held`, `nothing_new`, `more`, `failed`, `overtaken` or `not_ours`."""
    duty = queue.claim(duty_id, at=timezone.now())
    if duty is None:
        return "not_ours"
    target = queue.targets().get((duty.kind, duty.issuer))
    row = storage.latest_checkpoint()
    if target is None:
        queue.failed(duty, error="no longer configured", at=timezone.now())
        return "not_ours"
    if row is None or _has_it(duty, row):
        return "nothing_new" if queue.rested(duty, target, at=timezone.now()) else "overtaken"
    try:
        token = _handed(target, row, duty)
    except AnchorError as error:
        return _failed(duty, str(error))
    except Exception as error:  # noqa: BLE001 - its text may hold an address: the class alone is told
        return _failed(duty, type(error).__name__)
    if token is None:
        return "more" if queue.rested(duty, target, at=timezone.now(), soon=True) else "overtaken"
    size = row.tree_size
    ours = queue.succeeded(duty, target, size=size, token=token, at=timezone.now())
    return "held" if ours else "overtaken"


def _has_it(duty: AnchorDuty, row: Checkpoint) -> bool:
    if duty.kind not in (WITNESS, COPY) or duty.held_at is None:
        return False
    return duty.held_size == row.tree_size and timezone.now() - duty.held_at < SAME_AGAIN


def _handed(target: Target, row: Checkpoint, duty: AnchorDuty) -> bytes | None:
    """What proves that the outsider has it; None where a copy needs another turn. Raises: AnchorError."""
    note = row.note.encode()
    if target.kind == STAMP:
        return stamped(target, note)
    if target.kind == WITNESS:
        return cosigned(target, note, duty.held_size or 0)
    if target.kind == MAIL:
        return mailed(target, note, log.head_of(row))
    note = cosigned_note(row)
    return note if copied(Path(target.address), note, held=duty.held_size) else None


def _failed(duty: AnchorDuty, error: str) -> str:
    at = timezone.now()
    logger.warning("anchor.failed duty=%s kind=%s tries=%s error=%s", duty.pk, duty.kind, duty.tries, error)
    return "failed" if queue.failed(duty, error=error, at=at) else "overtaken"
