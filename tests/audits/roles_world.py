"""The roles of PostgreSQL on the database of one test: made with names of its own, and gone afterwards."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from django.db import connection
from psycopg import sql

from audits.roles import Names
from tests.workplace import CommittedDatabase


def names_of(database: CommittedDatabase) -> Names:
    """Roles belong to the server, so each database of a test has its own."""
    end = urlsplit(database.url).path.lstrip("/")[-30:]
    return Names(**{duty: f"{duty}_{end}" for duty in Names.__slots__})


def setting(names: Names) -> str:
    """As DATABASE_ROLES says it."""
    return ",".join(f"{duty}={names.of(duty)}" for duty in Names.__slots__)


def passwords_file(folder: Path, passwords: dict[str, str]) -> Path:
    path = folder / "passwords"
    path.write_text("".join(f"{duty}={password}\n" for duty, password in passwords.items()))
    return path


def fresh_passwords() -> dict[str, str]:
    return {duty: secrets.token_urlsafe(16) for duty in ("app", "sequencer", "reader")}


def address(url: str, role: str, password: str) -> str:
    """The same database, as this role."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{role}:{quote(password)}@{parts.hostname}:{parts.port}"))


@contextmanager
def roles_of(database: CommittedDatabase) -> Iterator[Names]:
    """Names whose roles, if somebody makes them, go at the end."""
    names = names_of(database)
    migrator = f"migrator_{names.owner.removeprefix('owner_')}"
    yield names
    connection.close()
    with psycopg.connect(database.url, autocommit=True) as server:
        for name in (*astuple(names), migrator):
            if server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone():
                role = sql.Identifier(name)
                server.execute(sql.SQL("REASSIGN OWNED BY {} TO CURRENT_USER").format(role))
                server.execute(sql.SQL("DROP OWNED BY {}").format(role))
        for name in (*astuple(names), migrator):
            server.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(name)))


def role_that_migrates(names: Names, url: str) -> str:
    """The address of a role as migrations use it: it may log in and is nothing else."""
    migrator, password = f"migrator_{names.owner.removeprefix('owner_')}", secrets.token_urlsafe(16)
    with psycopg.connect(url, autocommit=True) as server:
        statement = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
        server.execute(statement.format(sql.Identifier(migrator), sql.Literal(password)))
    return address(url, migrator, password)


def member_of_owner(names: Names, url: str) -> str:
    """The address of such a role that owns the log's tables, by membership."""
    found = role_that_migrates(names, url)
    with psycopg.connect(url, autocommit=True) as server:
        roles = (sql.Identifier(names.owner), sql.Identifier(user_of(found)))
        server.execute(sql.SQL("GRANT {} TO {}").format(*roles))
    return found


def user_of(url: str) -> str:
    return str(urlsplit(url).username)


def who(url: str) -> str:
    """The role that a connection to this address has."""
    with psycopg.connect(url) as raw:
        row = raw.execute("SELECT current_user").fetchone()
        return "" if row is None else str(row[0])
