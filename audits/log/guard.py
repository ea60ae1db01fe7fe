"""Whether the database still refuses what it must refuse, and keeps what it acknowledged."""

from django.conf import settings
from django.db import connection

from audits import roles, triggers

FILE_NOTE = (
    "The database is a file, without database roles: whoever owns it can change anything in it, and only "
    "a signed head held elsewhere shows that. For real use take PostgreSQL."
)
NO_ROLES = (
    "The log's tables are not held by database roles: this process could take their triggers away. "
    "Run manage.py audit_roles."
)


def trigger_differences() -> list[str]:
    """Triggers that are missing or other than they should be, in words; empty when all stand."""
    return triggers.differences(connection)


def require_triggers() -> None:
    """Returns only when all triggers stand and commits are kept: call it before anything is served.

    Raises: TriggersDifferError, NotDurableError.
    """
    triggers.require_installed()
    triggers.require_durable()


def role_findings() -> list[str]:
    """What keeps the database's roles from holding the log, on PostgreSQL; empty when they hold it."""
    if connection.vendor != "postgresql":
        return []
    names: roles.Names = settings.DATABASE_ROLES
    if not roles.applied(connection, names):
        return [NO_ROLES]
    found = [f"Database roles: {line}." for line in roles.differences(connection, names)]
    if (role := roles.connected_as(connection)) != names.app:
        found.append(f"This process works as the database role {role}, not as {names.app}: see DATABASE_URL.")
    return found


def database_note() -> str | None:
    """What a database without roles cannot hold, said plainly; None on PostgreSQL."""
    return None if connection.vendor == "postgresql" else FILE_NOTE
