"""Passwords of roles: read from a file, and sent as the verifier that the server keeps, never in clear."""

from collections.abc import Mapping
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

SHORTEST = 12


class PasswordsError(ValueError):
    """The file of passwords cannot be used; names the line, never what stands on it."""


def read_passwords(path: Path) -> dict[str, str]:
    """Duty -> password of the lines `app=...`. Empty lines and those that begin with # are passed over.

    Raises: PasswordsError.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise PasswordsError(f"{path} cannot be read: {type(error).__name__}") from error
    found: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        duty, sign, password = line.partition("=")
        if not sign or duty.strip() not in ("app", "sequencer", "reader"):
            raise PasswordsError(f"{path}, line {number}: write app=..., sequencer=... or reader=...")
        if len(password) < SHORTEST:
            raise PasswordsError(f"{path}, line {number}: a password has at least {SHORTEST} characters")
        found[duty.strip()] = password
    return found


def set_passwords(connection: BaseDatabaseWrapper, passwords: Mapping[str, str]) -> None:
    """Set the passwords of roles by name. What the server could write into its own log is the verifier."""
    connection.ensure_connection()
    raw = connection.connection
    for name, password in passwords.items():
        verifier = raw.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode()
        statement = sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(name), sql.Literal(verifier))
        with raw.cursor() as cursor:
            cursor.execute(statement)
