"""Every attempt of `bypass.py` by every role, and that what an owner can do is found."""

import re
import sqlite3
from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import Settings

from audits import log, roles, triggers
from audits.merkle.tiles import TILE_WIDTH
from audits.models import Entry
from audits.roles.standing import run as run_script
from audits.roles.standing import schema, standing
from audits.triggers import authorizer
from participation.queries.replay import differences as replayed
from tests import cast, databases
from tests.audits import roles_world
from tests.audits.bypass import ON_POSTGRESQL, ON_SQLITE, POSTGRESQL, SQLITE, table
from tests.audits.things import make_key, sequence
from tests.workplace import CommittedDatabase

TABLE = table({"postgresql": ON_POSTGRESQL, "sqlite": ON_SQLITE}[databases.engine()])
STATEMENTS = {"postgresql": POSTGRESQL, "sqlite": SQLITE}[databases.engine()]

REFUSED = re.compile("not authorized|prohibited")


@pytest.fixture
def world(committed_db: CommittedDatabase, settings: Settings) -> Iterator[list[str]]:
    """A log with a row in each of its tables; gives an address for each role."""
    make_key()
    cast.delegate()
    with transaction.atomic():
        for _ in range(TILE_WIDTH):
            heartbeat()
    sequence()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audits_anchor (checkpoint_id, kind, issuer, token, received_at)"
            " SELECT tree_size, 'mail', 'auditor', %s, signed_at FROM audits_checkpoint",
            [b"sent"],
        )
    heartbeat()
    if connection.vendor == "sqlite":
        yield [committed_db.url] * 2
        return
    with roles_world.roles_of(committed_db) as names:
        settings.DATABASE_ROLES = names
        run_script(
            connection, roles.statements(names, public=schema(connection), business=standing(connection))
        )
        passwords = roles_world.fresh_passwords()
        with connection.cursor() as cursor:
            for duty, password in passwords.items():
                cursor.execute(f"ALTER ROLE {names.of(duty)} PASSWORD '{password}'")
        yield [
            *(roles_world.address(committed_db.url, names.of(duty), one) for duty, one in passwords.items()),
            roles_world.member_of_owner(names, committed_db.url),
            committed_db.url,
        ]


def heartbeat() -> log.Recorded:
    """An entry, which then waits for its place."""
    with transaction.atomic():
        return log.record("audit.heartbeat", by=log.SYSTEM, at=timezone.now())


def try_on_postgresql(url: str, statement: str, owner: str, *, keep: bool = False) -> str:
    try:
        with psycopg.connect(url, options='-c search_path="$user",public,audit') as raw:
            raw.execute(statement.format(owner=owner))
            raw.execute("SET CONSTRAINTS ALL IMMEDIATE")
            if not keep:
                raw.rollback()
    except psycopg.errors.InsufficientPrivilege:
        return "no right"
    except psycopg.IntegrityError:
        return "trigger"
    return "done"


def try_on_sqlite(url: str, statement: str, *, service: bool, keep: bool = False) -> str:
    """As the service's connection, which its authorizer binds, or as any program that opens the file."""
    raw = sqlite3.connect(databases.sqlite_file(url), isolation_level=None)
    try:
        raw.execute("PRAGMA foreign_keys = ON")
        if service:
            raw.execute("PRAGMA recursive_triggers = ON")
            raw.set_authorizer(authorizer.decide)
        pragmas, rest = [], []
        for one in filter(None, (part.strip() for part in split(statement))):
            (pragmas if one.startswith("PRAGMA") else rest).append(one)
        for one in pragmas:  # they have no effect inside a transaction
            raw.execute(one)
        raw.execute("BEGIN IMMEDIATE")
        for one in rest:
            raw.execute(one)
        if keep:
            raw.execute("COMMIT")
        else:
            commits(raw)
    except sqlite3.IntegrityError:
        return "trigger"
    except sqlite3.DatabaseError as error:
        # A column is "prohibited", anything else "not authorized".
        if not REFUSED.search(str(error)):
            raise
        return "no right"
    finally:
        raw.close()
    return "done"


def commits(raw: sqlite3.Connection) -> None:
    """Whether it would commit: a deferred key that is broken refuses the commit, and all is undone."""
    broken = (
        raw.execute("PRAGMA foreign_keys").fetchone()[0]
        and raw.execute("SELECT count(*) FROM audits_dirty").fetchone()[0]
    )
    raw.execute("ROLLBACK")
    if broken:
        raise sqlite3.IntegrityError("FOREIGN KEY constraint failed")


def split(statement: str) -> Iterator[str]:
    """The statements of a script; a trigger's body has semicolons of its own."""
    part = ""
    for piece in statement.split(";"):
        part += piece
        if sqlite3.complete_statement(part + ";"):
            yield part
            part = ""
        else:
            part += ";"


def outcomes(world: list[str], statement: str, owner: str) -> list[str]:
    if connection.vendor == "sqlite":
        connection.close()  # another journal mode asks for the file alone
        return [try_on_sqlite(url, statement, service=number == 0) for number, url in enumerate(world)]
    return [try_on_postgresql(url, statement, owner) for url in world]


def test_every_attempt_ends_as_the_table_says(world: list[str], settings: Settings) -> None:
    found = {
        name: outcomes(world, statement, settings.DATABASE_ROLES.owner)
        for name, statement in STATEMENTS.items()
    }

    assert found == {name: row for name, (row, _) in TABLE.items()}


def finders() -> dict[str, Callable[[], object]]:
    """Who looks for a change, in the order in which they are asked."""

    def start() -> object:
        try:
            triggers.require_installed()
        except triggers.TriggersDifferError as error:
            return error
        return None

    return {
        "verify_log": log.verify_log_tables,
        "verify_log --replay": lambda: list(replayed()),
        "start refused": start,
        "audit_roles --check": log.role_findings,
    }


FOUND = {name: found for name, (_, found) in TABLE.items() if found not in ("", "allowed")}


@pytest.mark.parametrize("name", FOUND)
def test_what_the_owner_of_the_database_can_do_is_found(
    world: list[str], settings: Settings, name: str
) -> None:
    clean = [asked() for who, asked in finders().items() if who != "audit_roles --check"]
    url, statement = world[-1], STATEMENTS[name]
    if connection.vendor == "sqlite":
        connection.close()
        done = try_on_sqlite(url, statement, service=False, keep=True)
    else:
        done = try_on_postgresql(url, statement, settings.DATABASE_ROLES.owner, keep=True)

    assert clean == [[], [], None]
    assert done == "done"
    assert finders()[FOUND[name]]()


def test_an_id_far_ahead_changes_no_order(world: list[str]) -> None:
    """An application may choose an id. Places in the tree come from the queue; nothing trusts an id."""
    with transaction.atomic():
        far = Entry.objects.get(pk=heartbeat().id)
        transaction.set_rollback(True)
    far.pk = 1_000_000
    far.save(force_insert=True)
    heartbeat()
    sequence()

    assert log.verify_log_tables() == []
    assert log.waiting(timezone.now())[0] == 0
