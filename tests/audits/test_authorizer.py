"""The service's own connections to SQLite: bound when they open, free while they migrate, bound again."""

import sqlite3

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection

from audits import triggers
from audits.triggers import authorizer
from tests import databases
from tests.audits.things import run
from tests.workplace import CommittedDatabase

BOUND = databases.engine() == "sqlite"


def drops_a_trigger() -> bool:
    """Whether this connection may; on PostgreSQL that is a matter of roles."""
    try:
        run("DROP TRIGGER audits_entry_no_update")
    except DatabaseError:
        return False
    return True


def test_a_connection_is_bound_from_its_beginning(committed_db: CommittedDatabase) -> None:
    connection.close()

    assert not drops_a_trigger()
    assert triggers.differences(connection) == []


def test_after_a_migration_the_connection_is_bound_again(committed_db: CommittedDatabase) -> None:
    call_command("migrate", verbosity=0)

    assert not drops_a_trigger()


def test_without_the_authorizer_a_trigger_goes_and_is_missed(committed_db: CommittedDatabase) -> None:
    if not BOUND:
        return
    with authorizer.lifted(connection):
        gone = drops_a_trigger()

    assert gone
    assert triggers.differences(connection) == ["audits_entry_no_update is missing"]


@pytest.mark.parametrize(
    ("pragma", "needed"),
    [("synchronous = NORMAL", "synchronous is 1"), ("recursive_triggers = OFF", "recursive_triggers is 0")],
)
def test_a_start_is_refused_where_a_commit_could_be_lost(
    committed_db: CommittedDatabase, pragma: str, needed: str
) -> None:
    triggers.require_durable()
    authorizer.lift(connection)
    run({"sqlite": f"PRAGMA {pragma}", "postgresql": "SET synchronous_commit = off"}[connection.vendor])

    with pytest.raises(triggers.NotDurableError, match=needed if BOUND else "synchronous_commit is off"):
        triggers.require_durable()
    connection.close()


def test_the_authorizer_lets_everything_else_pass() -> None:
    raw = sqlite3.connect(":memory:")
    raw.set_authorizer(authorizer.decide)

    raw.executescript(
        "CREATE TABLE x (a); INSERT INTO x VALUES (1); UPDATE x SET a = 2; PRAGMA table_info(x)"
    )
    raw.executescript("CREATE TEMP TABLE y (a); DELETE FROM x; DROP TABLE x; PRAGMA foreign_keys = ON")

    assert raw.execute("SELECT count(*) FROM y").fetchone() == (0,)
