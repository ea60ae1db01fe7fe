"""The triggers of the log: what was recorded stays, and no audited row changes without an entry.

One SQL source per engine stands in `sqlite` and `postgresql`. They are installed after every migrate, because
a table rebuild on SQLite drops triggers without a word, and compared before anything starts.
They are seat belts against mistakes; the owner of the database can drop them. What shows that he did is
the tree and the checkpoints held elsewhere.
"""

from collections.abc import Mapping
from types import ModuleType

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.module_loading import import_string

from audits.triggers import authorizer, postgresql, sqlite
from audits.triggers.coverage import AuditedTable, check_tables
from audits.triggers.durable import NotDurableError, doubts

ENGINES: Mapping[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}

# So many differences are named in an error; all are in `differences`.
NAMED = 5


class TriggersDifferError(RuntimeError):
    """The triggers of the database are not those of this version; lists every difference."""


def audited_tables() -> Mapping[str, AuditedTable]:
    """Table name -> what it is part of, from the setting AUDITED_TABLES."""
    tables: Mapping[str, AuditedTable] = import_string(settings.AUDITED_TABLES)
    return tables


def has_log_tables(connection: BaseDatabaseWrapper) -> bool:
    """Whether the tables of the log stand, so that triggers can."""
    return {"audits_entry", "audits_dirty"} <= set(connection.introspection.table_names())


def install(connection: BaseDatabaseWrapper, tables: Mapping[str, AuditedTable] | None = None) -> list[str]:
    """What had to be changed so that the triggers stand as they should; empty when they did.

    An audited table that does not exist yet is left for the next call: its migration follows.
    """
    engine = ENGINES[connection.vendor]
    with authorizer.lifted(connection), transaction.atomic(using=connection.alias):
        wanted = engine.wanted(connection, _existing(connection, tables))
        standing = engine.installed(connection)
        changes = _compare(wanted, standing)
        if changes:
            engine.replace(connection, wanted, standing)
    return changes


def uninstall(connection: BaseDatabaseWrapper) -> None:
    """Take all triggers away: for a migration that rebuilds a table of the log, and for the tests of faults.

    The end of `migrate` puts them back. On SQLite this connection is not held by the authorizer until then.
    """
    engine = ENGINES[connection.vendor]
    authorizer.lift(connection)
    with transaction.atomic(using=connection.alias):
        engine.replace(connection, {}, engine.installed(connection))


def differences(
    connection: BaseDatabaseWrapper, tables: Mapping[str, AuditedTable] | None = None
) -> list[str]:
    """One line for every trigger that is missing, changed or not ours, and every missing audited table."""
    if not has_log_tables(connection):
        return ["the tables of the audit log do not exist: run migrate"]
    engine = ENGINES[connection.vendor]
    tables = audited_tables() if tables is None else tables
    existing = _existing(connection, tables)
    missing = [f"audited table {name} does not exist" for name in sorted(tables.keys() - existing.keys())]
    return missing + _compare(engine.wanted(connection, existing), engine.installed(connection))


def require_installed(using: str = DEFAULT_DB_ALIAS) -> None:
    """Returns only when the database carries exactly the triggers of this version.

    Raises: TriggersDifferError.
    """
    found = differences(connections[using])
    if found:
        more = f"; and {len(found) - NAMED} more" if len(found) > NAMED else ""
        raise TriggersDifferError(
            "The audit triggers are not as they should be; run `manage.py migrate`, then look why: "
            + "; ".join(found[:NAMED])
            + more
        )


def require_durable(using: str = DEFAULT_DB_ALIAS) -> None:
    """Returns only when the database keeps what it acknowledges. Raises: NotDurableError."""
    if found := doubts(connections[using]):
        raise NotDurableError("The database may lose entries that it acknowledged: " + "; ".join(found))


def _existing(
    connection: BaseDatabaseWrapper, tables: Mapping[str, AuditedTable] | None
) -> dict[str, AuditedTable]:
    tables = audited_tables() if tables is None else tables
    check_tables(tables)
    standing = set(connection.introspection.table_names())
    return {name: table for name, table in tables.items() if name in standing}


def _compare(wanted: Mapping[str, str], standing: Mapping[str, str]) -> list[str]:
    found = [f"{name} is missing" for name in sorted(wanted.keys() - standing.keys())]
    found += [f"{name} is not ours" for name in sorted(standing.keys() - wanted.keys())]
    common = sorted(wanted.keys() & standing.keys())
    return found + [f"{name} differs" for name in common if wanted[name] != standing[name]]
