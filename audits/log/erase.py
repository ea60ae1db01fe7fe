"""Erasing personal values: the one thing that ever leaves the log. Hashes and proofs stay as they were."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection

from audits import storage
from audits.envelope import Subject
from audits.log.record import NotInTransactionError


def erase_private(subject: Subject, *, rows: Collection[str] | None = None) -> int:
    """How many personal values of the object's entries went, keys and all; their commitments stay.

    Takes: `rows` as `table/id`, where not everything about the object goes. Write the entry that tells of
    it in the same transaction.
    Raises: NotInTransactionError.
    """
    _require_transaction()
    return storage.erase_private(subject.type, subject.id, rows=rows)


def erase_private_of_kind(kind: str, *, since: datetime, until: datetime) -> int:
    """How many personal values went of entries of a kind that name no object, since <= at < until.

    Raises: NotInTransactionError.
    """
    _require_transaction()
    return storage.erase_private_of_kind(kind, since=since, until=until)


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise NotInTransactionError("erase inside transaction.atomic, with the entry that tells of it")
