"""One view of the database for a long reading, so that what commits meanwhile is not half seen."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_view() -> Iterator[None]:
    """All that is read inside is of one moment, and no writer waits for the reader.

    Inside a transaction its own view stands. On PostgreSQL the view is a read-only transaction; on SQLite
    one that takes no write lock, as long as nothing is written in it.
    """
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    with _deferred(), transaction.atomic():
        yield


@contextmanager
def _deferred() -> Iterator[None]:
    """Transactions begin without the write lock that the settings ask for."""
    connection.ensure_connection()  # which takes the mode from the settings
    usual = connection.transaction_mode  # type: ignore[attr-defined]
    connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
    try:
        yield
    finally:
        connection.transaction_mode = usual  # type: ignore[attr-defined]
