"""Verbs about the log itself: a new signing key, and the declaration that the log cannot go on."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from audits import sequencer
from participation import access
from participation.models import User
from participation.workflow.journal import actor


def rotate_key(*, by: User, at: datetime) -> str:
    """The next key as text, once its entry is recorded; the sequencer signs the change with both keys.

    Raises: PermissionDenied; KeyFileError.
    """
    _require(by, "log.rotate_key")
    with transaction.atomic():
        return str(sequencer.start_rotation(by=actor(by), at=at))


def declare_loss(*, by: User, at: datetime, reason: str, held: bytes | None = None) -> tuple[str, int]:
    """Name and size of the log that ended; a new one, under AUDIT_ORIGIN, has begun with an entry about it.

    Takes: `held`, the text of a checkpoint of the former log that is newer than any at hand.
    Raises: PermissionDenied; LossError, KeyFileError; ValueError without a reason.
    """
    _require(by, "log.declare_loss")
    if not reason.strip():
        raise ValueError("a reason is needed")
    last = sequencer.declare_loss(by=actor(by), at=at, reason=reason.strip(), held=held)
    return last.origin, last.size


def _require(by: User, verb: str) -> None:
    if not access.can(by, verb):
        raise PermissionDenied(f"{by.get_username()} may not do this.")
