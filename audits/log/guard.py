"""Whether the database still refuses what it must refuse."""

from django.db import connection

from audits import triggers


def trigger_differences() -> list[str]:
    """Triggers that are missing or other than they should be, in words; empty when all stand."""
    return triggers.differences(connection)


def require_triggers() -> None:
    """Returns only when all triggers stand: call it before anything is served.

    Raises: TriggersDifferError.
    """
    triggers.require_installed()
