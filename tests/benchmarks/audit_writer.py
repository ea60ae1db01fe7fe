"""One writer of the benchmark of appending: a process with a connection, told over its input what to write.

A line in is `CONTESTANT SECONDS`, a line out how many transactions committed, and the seconds it took.
Every transaction has two rows of the same bytes: a business row, and an entry or what stands for one.
"""

import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.audit_settings")
django.setup()

from django.conf import settings  # noqa: E402 - after setup, as what follows
from django.db import connection, transaction  # noqa: E402

from audits import log  # noqa: E402
from audits.envelope import Subject, envelope  # noqa: E402
from audits.log.record import new_uuid  # noqa: E402
from audits.merkle.hashing import leaf_hash  # noqa: E402
from audits.payload import payload_bytes  # noqa: E402
from tests.audits.things import LI, NOW  # noqa: E402

LABELS = {"body": "3GPP", "meeting": "124", "document": "R1-2600001"}
CHANGES = {"changes": [{"row": "log_thing/1", "set": {"name": "A name of a usual length", "seen": None}}]}
COLUMNS = (
    "uuid, kind, object_type, object_id, object_rev, actor_id, at, request, labels, body, payload, leaf_hash"
)
# Contestant -> the tables of its two rows. `record` goes through Python, as the service does.
TABLES = {
    "raw": ("plain_thing", "plain_entry"),
    "entry": ("log_thing", "audits_entry"),
    "uncovered": ("free_thing", "audits_entry"),
    "record": ("log_thing", "audits_entry"),
}


def rows(number: int) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """The values of both rows, hashed as `record` hashes them."""
    uuid = new_uuid(NOW)
    payload = payload_bytes(CHANGES, salt=os.urandom(32))
    body = envelope(
        entry_id=str(uuid), at=NOW, actor=LI, kind="thing.changed", subject=Subject("thing", str(number), 1),
        prev=None, payload=payload, labels=LABELS,
    )  # fmt: skip
    on_sqlite = connection.vendor == "sqlite"
    stated = (
        uuid.hex if on_sqlite else uuid, "thing.changed", "thing", str(number), 1, LI.id,
        "2026-03-04 05:06:07.890123" if on_sqlite else NOW, "",
        '{"body": "3GPP", "meeting": "124", "document": "R1-2600001"}', body, payload, leaf_hash(body),
    )  # fmt: skip
    return (number, f"name {number}"), stated


def in_sql(contestant: str) -> Callable[[int], None]:
    """A transaction of two plain INSERTs over the driver's own connection."""
    things, entries = TABLES[contestant]
    mark = "?" if connection.vendor == "sqlite" else "%s"
    first = f"INSERT INTO {things} (id, name) VALUES ({mark}, {mark})"
    second = f"INSERT INTO {entries} ({COLUMNS}) VALUES ({', '.join([mark] * 12)})"
    raw = driver()

    def write(number: int) -> None:
        thing, entry = rows(number)
        raw.execute("BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "BEGIN")
        raw.execute(first, thing)
        raw.execute(second, entry)
        raw.execute("COMMIT")

    return write


def through_record(number: int) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO log_thing (id, name) VALUES (%s, %s)", (number, f"name {number}"))
        log.record(
            "thing.changed",
            by=LI,
            at=NOW,
            subject=log.Subject("thing", str(number)),
            labels=LABELS,
            payload=CHANGES,
        )


def driver() -> Any:
    """A connection without Django, with what makes it quick and commits safe."""
    if connection.vendor == "sqlite":
        raw = sqlite3.connect(settings.DATABASES["default"]["NAME"], timeout=60, isolation_level=None)
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute("PRAGMA recursive_triggers = ON")
        return raw
    import psycopg

    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)


def numbers(writer: int) -> Iterator[int]:
    """Ids that no other writer, and no other run of this one, takes."""
    return count(writer * 100_000_000 + 1)


def main() -> None:
    ids = numbers(int(sys.argv[1]))
    ways = {name: through_record if name == "record" else in_sql(name) for name in TABLES}
    for way in ways.values():
        way(next(ids))
    print("ready", flush=True)
    for line in sys.stdin:
        name, seconds = line.split()
        began, done = time.perf_counter(), 0
        while time.perf_counter() - began < float(seconds):
            ways[name](next(ids))
            done += 1
        print(done, time.perf_counter() - began, flush=True)


if __name__ == "__main__":
    main()
