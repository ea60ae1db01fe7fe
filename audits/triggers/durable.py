"""Whether a commit that was acknowledged is on the disk: asked before anything is served."""

from django.db.backends.base.base import BaseDatabaseWrapper

# PRAGMA -> the answers with which the log holds.
SQLITE = {
    "journal_mode": ("wal",),
    "synchronous": (2, 3),  # FULL, EXTRA: in WAL, NORMAL loses the last commits at power loss
    "foreign_keys": (1,),  # cover of audited tables is a deferred foreign key
    "recursive_triggers": (1,),  # REPLACE fires delete triggers
}
WORDS = {"synchronous": "FULL (2)", "journal_mode": "wal", "foreign_keys": "on", "recursive_triggers": "on"}


class NotDurableError(RuntimeError):
    """The database would acknowledge what it may lose, or passes over what holds the log."""


def doubts(connection: BaseDatabaseWrapper) -> list[str]:
    """One line for every setting of this connection with which an acknowledged entry may be lost."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW synchronous_commit")
            found = cursor.fetchone()[0]
            return ["synchronous_commit is off, on is needed"] if found == "off" else []
        lines = []
        for pragma, right in SQLITE.items():
            cursor.execute(f"PRAGMA {pragma}")
            if (answer := cursor.fetchone()[0]) not in right:
                lines.append(f"PRAGMA {pragma} is {answer}, {WORDS[pragma]} is needed")
        return lines
