"""Leases on the rows of queues: who took a row up and until when, and that only who holds it writes.

A lease that has run out may be taken by anybody; the token tells one taker from the next.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db.models import F, Q, QuerySet

from participation.models.queue_row import QueueRow

# What a row has that nobody holds.
FREE: Mapping[str, None] = {"lease_until": None, "lease_token": None}


def due(at: datetime, *, waiting: str, taken: str) -> Q:
    """Rows that wait and whose turn it is, and those whose taker died. Takes: the names of the two states."""
    return Q(state=waiting, next_try_at__lte=at) | Q(state=taken, lease_until__lt=at)


def take(row: QuerySet[Any], *, taken: str, tries: int, seconds: int, at: datetime) -> bool:
    """Whether the row is now ours for so long; of two takers one gets it. Takes: a query of one due row."""
    lease = {"lease_token": uuid4(), "lease_until": at + timedelta(seconds=seconds)}
    return row.filter(attempts__lt=tries).update(state=taken, attempts=F("attempts") + 1, **lease) == 1


def ours(row: QueueRow) -> QuerySet[Any]:
    """The row, if nobody has taken or moved it since it was read: write through this and count one row."""
    same = {"state": row.state, "lease_token": row.lease_token}  # type: ignore[attr-defined]
    return type(row)._default_manager.filter(pk=row.pk, **same)


def lay_back(row: QueueRow, *, waiting: str, error: str, next_try_at: datetime) -> bool:
    """Whether the row was ours to put back into the queue for a later try."""
    return ours(row).update(state=waiting, next_try_at=next_try_at, last_error=error, **FREE) == 1
