"""What a database keeps of values that are no longer in any row, and how it is wiped."""

from django.db import connection

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


def wipe() -> None:
    """Wipe what can be wiped while others work: on SQLite the write-ahead log, whose pages are older.

    `secure_delete` has zeroed the cells in the file itself. PostgreSQL keeps dead rows until vacuum.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def rewrite() -> list[str]:
    """The tables that were written anew, without a trace of what was; others wait meanwhile."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return ["the whole file"]
        # The planner's statistics hold samples of the values; ANALYZE makes new ones and leaves the old dead.
        for table in TABLES:
            cursor.execute(f"VACUUM (FULL, ANALYZE) {connection.ops.quote_name(table)}")
        cursor.execute("VACUUM FULL pg_statistic")
    return [*TABLES, "pg_statistic"]
