"""What the service's own connections to SQLite may not even say, beside what triggers refuse.

Triggers can be dropped, and REPLACE or a pragma can pass them by. The authorizer is asked when a statement is
prepared, so a refused one never begins. It binds this program alone, not whoever opens the file with another.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

from audits.triggers.sqlite import INSERT_ONLY

OURS = "audits_"
# Only blanking, which the table's trigger holds to null.
ERASABLE = {"audits_privatevalue": ("key", "value")}
NEVER_UPDATED = frozenset(INSERT_ONLY) | {"audits_pending", "audits_dirty", "audits_nothing"}
NEVER_DELETED = frozenset(INSERT_ONLY) | {"audits_privatevalue", "audits_nothing"}
# The one statement that may settle a mark is inside this trigger.
SETTLES = "audits_entry_recorded"
# PRAGMA -> the values that may be set: those that keep the log.
PRAGMAS = {
    "writable_schema": ("0", "off", "false", "reset"),
    "foreign_keys": ("1", "on", "true"),
    "recursive_triggers": ("1", "on", "true"),
    "ignore_check_constraints": ("0", "off", "false"),
    "journal_mode": ("wal",),
    "synchronous": ("2", "full", "3", "extra"),
}

Judge = Callable[[str | None, str | None, str | None], bool]


def _update(table: str | None, column: str | None, source: str | None) -> bool:
    return table not in NEVER_UPDATED and (table not in ERASABLE or column in ERASABLE[str(table)])


def _delete(table: str | None, _: str | None, source: str | None) -> bool:
    return table not in NEVER_DELETED and (table != "audits_dirty" or source == SETTLES)


def _drop_table(table: str | None, _: str | None, source: str | None) -> bool:
    return not _held(table)


def _of_table(name: str | None, table: str | None, source: str | None) -> bool:
    return not _held(name) and not _held(table)


def _alter(_: str | None, table: str | None, source: str | None) -> bool:
    return not _held(table)


def _pragma(name: str | None, value: str | None, source: str | None) -> bool:
    allowed = PRAGMAS.get(str(name).lower())
    return allowed is None or value is None or value.lower() in allowed


def _held(name: str | None) -> bool:
    """Whether the table, index or trigger is the log's, or an audited table."""
    from audits.triggers import audited_tables  # the package imports this module

    word = str(name).lower()
    return word.startswith(OURS) or word in audited_tables()


JUDGES: Mapping[int, Judge] = {
    sqlite3.SQLITE_UPDATE: _update,
    sqlite3.SQLITE_DELETE: _delete,
    sqlite3.SQLITE_DROP_TABLE: _drop_table,
    sqlite3.SQLITE_DROP_TRIGGER: _of_table,
    sqlite3.SQLITE_DROP_INDEX: _of_table,
    sqlite3.SQLITE_CREATE_TRIGGER: _of_table,
    sqlite3.SQLITE_CREATE_TEMP_TRIGGER: _of_table,
    # A temporary table stands before the real one of its name.
    sqlite3.SQLITE_CREATE_TEMP_TABLE: _drop_table,
    sqlite3.SQLITE_CREATE_TEMP_VIEW: _drop_table,
    sqlite3.SQLITE_ALTER_TABLE: _alter,
    sqlite3.SQLITE_PRAGMA: _pragma,
}


def decide(
    action: int, first: str | None, second: str | None, database: str | None, source: str | None
) -> int:
    """SQLite's question whether a statement may be prepared. It is asked for each column: most end here."""
    judge = JUDGES.get(action)
    if judge is None or judge(first, second, source):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def guard(connection: BaseDatabaseWrapper) -> None:
    """Bind the open connection, where it is one of SQLite."""
    if connection.vendor == "sqlite" and connection.connection is not None:
        connection.connection.set_authorizer(decide)


def lift(connection: BaseDatabaseWrapper) -> None:
    """Leave the connection to its triggers, until `guard`: for migrations."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        connection.connection.set_authorizer(None)


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """The connection without the authorizer inside the block."""
    lift(connection)
    try:
        yield
    finally:
        guard(connection)
