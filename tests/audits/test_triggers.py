"""What the database itself refuses: rewriting the log, and changes without an entry."""

from collections.abc import Callable
from queue import Queue
from threading import Thread

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from audits import log, triggers
from audits.triggers import authorizer
from tests import databases
from tests.audits.things import (
    LI,
    NOW,
    TABLES,
    Covered,
    add_thing,
    record_change,
    record_reads,
    rows,
    run,
    sequence,
    together,
)
from tests.workplace import CommittedDatabase

# Table -> its primary key.
INSERT_ONLY = {
    "audits_entry": "id",
    "audits_leaf": "leaf_index",
    "audits_tile": "id",
    "audits_checkpoint": "tree_size",
    "audits_anchor": "id",
}
REWRITES = {
    "update": "UPDATE {table} SET {key} = {key} + 1",
    "delete": "DELETE FROM {table}",
    "upsert": (
        "INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT ({key}) DO UPDATE SET {key} = 77"
    ),
}
ENGINE_REWRITES = {
    "sqlite": {
        "replace": "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        "update or replace": "UPDATE OR REPLACE {table} SET {key} = {key} + 1",
        "without recursive triggers": "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    },
    "postgresql": {
        "truncate": "TRUNCATE {table} CASCADE",
        "only rows of nobody": "DELETE FROM {table} WHERE false",
        "in replica mode": "SET session_replication_role = replica; DELETE FROM {table}",
    },
}


@pytest.fixture(autouse=True)
def _triggers_alone(log_database: CommittedDatabase) -> None:
    """As a foreign program on the same file; what the service itself may say is in test_bypass.py."""
    authorizer.lift(connection)


@pytest.fixture
def full_log(log_database: CommittedDatabase) -> None:
    """A log with a row in each of its tables."""
    record_change(1, private={"name": "Li Wei"})
    sequence()
    record_reads(1)
    run("INSERT INTO audits_tile (level, n, hashes, root) VALUES (0, 0, %s, %s)", bytes(8192), bytes(32))
    run(
        "INSERT INTO audits_anchor (checkpoint_id, kind, issuer, token, received_at)"
        " VALUES (1, 'mail', 'auditor', %s, %s)",
        b"sent",
        NOW,
    )


@pytest.mark.parametrize("table", INSERT_ONLY)
@pytest.mark.parametrize("way", [*REWRITES, *ENGINE_REWRITES[databases.engine()]])
def test_rewriting_the_log_is_refused_and_leaves_every_row(full_log: None, table: str, way: str) -> None:
    statement = (REWRITES | ENGINE_REWRITES[connection.vendor])[way]
    before = rows(f"SELECT * FROM {table}")
    if way == "without recursive triggers":
        run("PRAGMA recursive_triggers = OFF")

    with pytest.raises(IntegrityError):
        run(statement.format(table=table, key=INSERT_ONLY[table]))

    assert len(before) > 0
    assert rows(f"SELECT * FROM {table}") == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audits_privatevalue SET value = 'Li Na'",
        "UPDATE audits_privatevalue SET key = NULL",
        "UPDATE audits_privatevalue SET entry_id = 2, key = NULL, value = NULL",
        "UPDATE audits_pending SET entry_id = 1",
        "INSERT INTO audits_leaf (leaf_index, entry_id) VALUES (2, 2)",
        "INSERT INTO audits_leaf (leaf_index, entry_id) VALUES (1, 1)",
        "INSERT INTO audits_checkpoint (tree_size, note, signed_at) VALUES (2, 'x', '2026-01-01 00:00:00')",
        "INSERT INTO audits_checkpoint (tree_size, note, signed_at) VALUES (1, 'x', '2026-01-01 00:00:00')",
    ],
)
def test_the_log_refuses_rows_that_do_not_fit(full_log: None, statement: str) -> None:
    with pytest.raises(IntegrityError):
        run(statement)


@pytest.mark.parametrize(
    ("statement", "left"),
    [
        ("UPDATE audits_privatevalue SET key = NULL, value = NULL", [(1, "name", None, None)]),
        ("DELETE FROM audits_privatevalue", []),
    ],
)
def test_a_private_value_can_be_erased(
    full_log: None, statement: str, left: list[tuple[object, ...]]
) -> None:
    run(statement)

    assert rows("SELECT entry_id, field, key, value FROM audits_privatevalue") == left
    assert log.private_values_of(log.get(1)) == {"name": None}


CHANGES = {
    "insert": "INSERT INTO log_thing (id, name) VALUES (2, 'new')",
    "update": "UPDATE log_thing SET name = 'other'",
    "update to itself": "UPDATE log_thing SET name = name",
    "delete": "DELETE FROM log_thing",
    "upsert": "INSERT INTO log_thing (id, name) VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET name = 'x'",
    "insert of a part": "INSERT INTO log_part (id, thing_id, name) VALUES (5, 1, 'p')",
}
ENGINE_CHANGES = {
    "sqlite": {
        "replace by id": "INSERT OR REPLACE INTO log_thing (id, name) VALUES (1, 'x')",
        "replace by name": "INSERT OR REPLACE INTO log_thing (id, name) VALUES (9, 'first')",
    },
    "postgresql": {
        "truncate": "TRUNCATE log_thing",
        "copy by a query": "WITH made AS (INSERT INTO log_thing (id, name) VALUES (3, 'y') RETURNING id)"
        " SELECT * FROM made",
    },
}


@pytest.mark.parametrize("way", [*CHANGES, *ENGINE_CHANGES[databases.engine()]])
def test_a_change_without_an_entry_cannot_commit(log_database: CommittedDatabase, way: str) -> None:
    statement = (CHANGES | ENGINE_CHANGES[connection.vendor])[way]
    add_thing(1, "first")
    before = rows("SELECT id, name FROM log_thing"), rows("SELECT * FROM log_part")

    with pytest.raises(IntegrityError):
        run(statement)
    with pytest.raises(IntegrityError):
        together(statement)

    assert (rows("SELECT id, name FROM log_thing"), rows("SELECT * FROM log_part")) == before
    assert log.uncovered() == []


def test_the_refusal_on_postgresql_names_the_object(log_database: CommittedDatabase) -> None:
    words = {
        "postgresql": "thing/4 was changed without an audit entry",
        "sqlite": "FOREIGN KEY constraint failed",
    }

    with pytest.raises(IntegrityError, match=words[connection.vendor]):
        run("INSERT INTO log_thing (id, name) VALUES (4, 'new')")


def test_a_replaced_row_needs_its_own_entry(log_database: CommittedDatabase) -> None:
    """Only SQLite can replace; elsewhere the same is a delete and an insert."""
    add_thing(1, "first")
    replace = {
        "sqlite": ["INSERT OR REPLACE INTO log_thing (id, name) VALUES (9, 'first')"],
        "postgresql": ["DELETE FROM log_thing", "INSERT INTO log_thing (id, name) VALUES (9, 'first')"],
    }[connection.vendor]

    with pytest.raises(IntegrityError):
        together(*replace, 9)
    together(*replace, 9, 1)

    assert rows("SELECT id, name FROM log_thing") == [(9, "first")]


def other_object() -> None:
    record_change(2)


def read_of_the_object() -> None:
    log.record("thing.read", by=LI, at=NOW, subject=log.Subject("thing", "1"))


@pytest.mark.parametrize("entry", [other_object, read_of_the_object])
def test_another_entry_does_not_cover_a_change(
    log_database: CommittedDatabase, entry: Callable[[], None]
) -> None:
    with pytest.raises(IntegrityError):
        together("INSERT INTO log_thing (id, name) VALUES (1, 'new')", entry)

    assert rows("SELECT count(*) FROM log_thing") == [(0,)]
    assert rows("SELECT count(*) FROM audits_entry") == [(0,)]


def test_an_entry_covers_only_what_came_before_it(log_database: CommittedDatabase) -> None:
    with pytest.raises(IntegrityError):
        together(
            "INSERT INTO log_thing (id, name) VALUES (1, 'new')", 1, "UPDATE log_thing SET name = 'late'"
        )

    assert rows("SELECT count(*) FROM log_thing") == [(0,)]


def test_many_changes_of_one_object_need_one_entry(log_database: CommittedDatabase) -> None:
    with transaction.atomic():
        run("INSERT INTO log_thing (id, name) VALUES (1, 'new')")
        for number in range(3):
            run("INSERT INTO log_part (id, thing_id) VALUES (%s, 1)", number)
        unsettled = log.uncovered()
        record_change(1)

    assert unsettled == ["thing/1"]
    assert rows("SELECT object_type, object_id, object_rev FROM audits_entry") == [("thing", "1", 1)]


def test_a_column_that_is_not_covered_changes_freely(log_database: CommittedDatabase) -> None:
    add_thing(1, "first")

    run("UPDATE log_thing SET seen = 'today'")

    assert rows("SELECT seen FROM log_thing") == [("today",)]


def test_a_part_that_moves_dirties_both_parents(log_database: CommittedDatabase) -> None:
    add_thing(1, "first")
    add_thing(2, "second")
    together("INSERT INTO log_part (id, thing_id) VALUES (5, 1)", 1)

    for covered in ((), (1,), (2,)):
        with pytest.raises(IntegrityError):
            together("UPDATE log_part SET thing_id = 2", *covered)
    together("UPDATE log_part SET thing_id = 2", 1, 2)

    assert rows("SELECT thing_id FROM log_part") == [(2,)]


def test_a_savepoint_takes_its_change_and_its_entry_with_it(log_database: CommittedDatabase) -> None:
    with transaction.atomic():
        run("INSERT INTO log_thing (id, name) VALUES (1, 'kept')")
        inner = transaction.savepoint()
        run("INSERT INTO log_thing (id, name) VALUES (2, 'undone')")
        record_change(1)
        transaction.savepoint_rollback(inner)
        unsettled = log.uncovered()
        record_change(1)

    assert unsettled == ["thing/1"]
    assert rows("SELECT id FROM log_thing") == [(1,)]
    assert rows("SELECT object_id, object_rev FROM audits_entry") == [("1", 1)]


@pytest.mark.parametrize("statement", ["DELETE FROM audits_dirty", "UPDATE audits_dirty SET object = 'x/1'"])
def test_a_mark_cannot_be_taken_away_by_hand(log_database: CommittedDatabase, statement: str) -> None:
    with pytest.raises(IntegrityError, match="only an audit entry"):
        together("INSERT INTO log_thing (id, name) VALUES (1, 'new')", statement)

    assert rows("SELECT count(*) FROM log_thing") == [(0,)]


def test_writers_of_different_objects_do_not_wait_for_each_other(log_database: CommittedDatabase) -> None:
    """On SQLite there is one writer at a time, whatever it writes."""
    done: Queue[str] = Queue()

    def second() -> None:
        add_thing(2, "second")
        done.put("second")
        connection.close()

    thread = Thread(target=second)
    with transaction.atomic():
        run("INSERT INTO log_thing (id, name) VALUES (1, 'first')")
        record_change(1)
        thread.start()
        thread.join(timeout=10 if connection.vendor == "postgresql" else 0.3)
        done.put("first")
    thread.join(timeout=10)

    order = [done.get(timeout=1), done.get(timeout=1)]
    assert order == {"postgresql": ["second", "first"], "sqlite": ["first", "second"]}[connection.vendor]
    assert rows("SELECT id FROM log_thing ORDER BY id") == [(1,), (2,)]


DAMAGE = {
    "sqlite": {
        "DROP TRIGGER audits_entry_no_update": ["audits_entry_no_update is missing"],
        "DROP TABLE log_part": ["audited table log_part does not exist"],
        "CREATE TRIGGER audits_x AFTER INSERT ON log_thing BEGIN SELECT 1; END": ["audits_x is not ours"],
        "ALTER TABLE log_thing RENAME COLUMN name TO title": ["audits_cover_log_thing_update differs"],
    },
    "postgresql": {
        "DROP TRIGGER audits_entry_insert_only ON audits_entry": [
            "trigger audits_entry_insert_only on audits_entry is missing"
        ],
        "ALTER TABLE audits_entry DISABLE TRIGGER audits_entry_insert_only": [
            "trigger audits_entry_insert_only on audits_entry differs"
        ],
        "CREATE OR REPLACE FUNCTION audits_refuse() RETURNS trigger LANGUAGE plpgsql"
        " AS 'BEGIN RETURN NULL; END'": ["function audits_refuse differs"],
        "CREATE TRIGGER audits_x AFTER INSERT ON log_thing FOR EACH ROW EXECUTE FUNCTION audits_refuse()": [
            "trigger audits_x on log_thing is not ours"
        ],
    },
}


@pytest.mark.parametrize("damage", DAMAGE[databases.engine()])
def test_damaged_triggers_are_named_and_the_service_refuses_to_run(
    log_database: CommittedDatabase, damage: str
) -> None:
    assert triggers.differences(connection) == []
    run(damage)

    found = triggers.differences(connection)

    assert found == DAMAGE[connection.vendor][damage]
    with pytest.raises(triggers.TriggersDifferError, match=found[0]):
        triggers.require_installed()


def test_migrate_puts_the_triggers_back(log_database: CommittedDatabase) -> None:
    triggers.uninstall(connection)
    uninstalled = triggers.differences(connection)

    call_command("migrate", verbosity=0)

    assert len(uninstalled) > 20
    assert triggers.differences(connection) == []
    assert triggers.install(connection) == []


def test_a_table_rebuild_loses_no_cover_after_migrate(log_database: CommittedDatabase) -> None:
    run("CREATE TABLE new_thing (id integer PRIMARY KEY, name text UNIQUE, seen text)")
    run("DROP TABLE log_thing")
    run("ALTER TABLE new_thing RENAME TO log_thing")
    lost = triggers.differences(connection)

    call_command("migrate", verbosity=0)

    assert len(lost) >= 2
    assert triggers.differences(connection) == []
    with pytest.raises(IntegrityError):
        run("INSERT INTO log_thing (id, name) VALUES (1, 'new')")


def test_a_table_that_leaves_the_list_loses_its_triggers(log_database: CommittedDatabase) -> None:
    things_only = {"log_thing": TABLES["log_thing"]}

    triggers.install(connection, things_only)

    assert triggers.differences(connection, things_only) == []
    run("INSERT INTO log_part (id, thing_id) VALUES (1, 1)")
    assert rows("SELECT id FROM log_part") == [(1,)]


@pytest.mark.parametrize(
    "tables", [{"log_thing; --": Covered("thing", "id")}, {"log_thing": Covered("Thing", "id")}]
)
def test_names_that_cannot_stand_in_sql_are_refused(
    log_database: CommittedDatabase, tables: dict[str, Covered]
) -> None:
    with pytest.raises(ValueError, match="is not a plain lower-case name"):
        triggers.install(connection, tables)
