"""What a database keeps of values that are no longer in any row, and how it is wiped."""

import time

from django.db import connection
from django.db.backends.utils import CursorWrapper

WAIT_SECONDS = 600

# Tables in which personal values stood: what VACUUM FULL writes anew on PostgreSQL.
TABLES = (
    "audits_privatevalue",
    "participation_attendance",
    "participation_batchanswer",
    "participation_batchscreening",
    "participation_disclosure",
    "participation_documentrevision",
    "participation_handover",
    "participation_laterevent",
    "participation_meetingdraft",
    "participation_pairdecision",
    "participation_person",
    "participation_question",
    "participation_review",
    "participation_reviewattachment",
)
STATISTICS = "pg_statistic"
# Who may still read rows that died before the mark. A transaction that writes counts in every database of the
# server: a snapshot taken here is as old as the oldest of them. See "Routine Vacuuming" of PostgreSQL.
READERS = """
SELECT format('process %%s of database %%s since %%s', pid, coalesce(datname, '-'), xact_start)
  FROM pg_stat_activity
 WHERE pid <> pg_backend_pid()
   AND (age(backend_xid) > age(%(mark)s::xid)
        OR (age(backend_xmin) > age(%(mark)s::xid)
            AND coalesce(datname, current_database()) = current_database()))
UNION ALL
SELECT format('prepared transaction %%s of database %%s since %%s', gid, database, prepared)
  FROM pg_prepared_xacts WHERE age(transaction) > age(%(mark)s::xid)
UNION ALL
SELECT format('replication slot %%s', slot_name)
  FROM pg_replication_slots
 WHERE age(xmin) > age(%(mark)s::xid) OR age(catalog_xmin) > age(%(mark)s::xid)
"""


class StillRead(Exception):
    """Somebody's transaction is older than the last erasure."""


class NotRewritten(Exception):
    """This role may not rewrite the table."""


def wipe() -> None:
    """Wipe what can be wiped while others work: on SQLite the write-ahead log, whose pages are older.

    `secure_delete` has zeroed the cells in the file itself. PostgreSQL keeps dead rows until vacuum.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def rewrite(*, wait: int = WAIT_SECONDS) -> list[str]:
    """The tables that were written anew, without a trace of what was; others wait meanwhile.

    Raises StillRead after so many seconds in which a transaction may still see what is gone, and NotRewritten
    for a table that this role may not rewrite.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return ["the whole file"]
        _until_nobody_sees_it(cursor, wait)
        for table in TABLES:
            _rewrite(cursor, table, "VACUUM (FULL, ANALYZE)")
        # The planner's statistics hold samples of the values; ANALYZE makes new ones and leaves the old dead.
        _until_nobody_sees_it(cursor, wait)
        _rewrite(cursor, STATISTICS, "VACUUM FULL")
    return [*TABLES, STATISTICS]


def _until_nobody_sees_it(cursor: CursorWrapper, seconds: int) -> None:
    """Wait for every transaction that is older than now: VACUUM keeps what one may still read."""
    cursor.execute("SELECT pg_current_xact_id()::xid::text")
    mark, end = cursor.fetchone()[0], time.monotonic() + seconds
    while readers := _readers(cursor, mark):
        if time.monotonic() > end:
            raise StillRead(
                f"Nothing was rewritten since. After {seconds} s these may still read what is gone: "
                + "; ".join(readers)
            )
        time.sleep(0.1)


def _readers(cursor: CursorWrapper, mark: str) -> list[str]:
    cursor.execute(READERS, {"mark": mark})
    return [reader for (reader,) in cursor.fetchall()]


def _rewrite(cursor: CursorWrapper, table: str, command: str) -> None:
    """PostgreSQL skips with a warning what the role may not vacuum: the file's number tells."""
    name = connection.ops.quote_name(table)
    before = _file_of(cursor, name)
    cursor.execute(f"{command} {name}")
    if _file_of(cursor, name) == before:
        raise NotRewritten(f"{table} was not rewritten: connect as the owner of the tables and the database.")


def _file_of(cursor: CursorWrapper, name: str) -> int:
    cursor.execute("SELECT pg_relation_filenode(%s)", [name])
    return int(cursor.fetchone()[0])
