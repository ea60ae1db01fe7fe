"""A small audited application: things with parts, and the two lists that the log asks an application for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db import connection, transaction

from audits import keys, log, sequencer

NOW = datetime(2026, 3, 4, 5, 6, 7, 890123, tzinfo=UTC)
LI = log.Actor("user/7", "person", "password")


@dataclass(frozen=True)
class Kind:
    title: str
    changes: bool


@dataclass(frozen=True)
class Covered:
    object_type: str
    id_column: str
    columns: tuple[str, ...] | None = None


KINDS = {"thing.changed": Kind("Thing changed", True), "thing.read": Kind("Thing read", False)}
TABLES = {
    "log_thing": Covered("thing", "id", ("name",)),
    "log_part": Covered("thing", "thing_id"),
}
CREATE = (
    "CREATE TABLE log_thing (id integer PRIMARY KEY, name text UNIQUE, seen text)",
    "CREATE TABLE log_part (id integer PRIMARY KEY, thing_id integer, name text)",
)


def run(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def rows(sql: str) -> list[tuple[object, ...]]:
    """All rows, with bytes as bytes whatever the driver gives."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [
            tuple(bytes(cell) if isinstance(cell, memoryview) else cell for cell in row)
            for row in cursor.fetchall()
        ]


def record_change(thing: int | str, **given: object) -> log.Recorded:
    """An entry of kind `thing.changed`, in a transaction of its own unless there is one."""
    with transaction.atomic():
        return log.record(
            "thing.changed",
            by=LI,
            at=NOW,
            subject=log.Subject("thing", str(thing)),
            **given,  # type: ignore[arg-type]
        )


def add_thing(number: int, name: str) -> None:
    """A thing with its entry."""
    with transaction.atomic():
        run("INSERT INTO log_thing (id, name) VALUES (%s, %s)", number, name)
        record_change(number)


def together(*steps: str | int | Callable[[], object]) -> None:
    """One transaction: SQL is run, a number is an entry of that thing's change, a callable is called."""
    with transaction.atomic():
        for step in steps:
            if isinstance(step, str):
                run(step)
            elif isinstance(step, int):
                record_change(step)
            else:
                step()


def record_reads(count: int) -> None:
    with transaction.atomic():
        for _ in range(count):
            log.record("thing.read", by=LI, at=NOW)


def make_key() -> None:
    keys.ensure_key(settings.AUDIT_KEY_FILE, settings.AUDIT_ORIGIN)


def sequence() -> int:
    return sequencer.sequence_once(now=NOW)


def problems(held: Mapping[int, bytes] | None = None) -> list[tuple[int | None, str]]:
    """What a full check finds, as (leaf index, what)."""
    return [(problem.index, problem.what) for problem in log.verify_log_tables(held=held)]
