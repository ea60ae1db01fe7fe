"""The full check of the log's tables: quiet on a log nobody touched, and it finds each change."""

import json
from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import connection
from pytest_django import Settings

from audits import log, triggers
from audits.merkle.hashing import leaf_hash
from audits.models import Entry
from tests.audits.things import (
    NOW,
    add_thing,
    problems,
    record_change,
    record_reads,
    run,
    sequence,
)
from tests.workplace import CommittedDatabase


def test_a_log_that_nobody_touched_has_no_problems(log_database: CommittedDatabase) -> None:
    add_thing(1, "first")
    record_reads(300)
    sequence()
    add_thing(2, "second")
    sequence()
    record_change(1, private={"name": "Li Wei"})

    assert problems() == []


def test_a_log_that_is_written_and_signed_meanwhile_has_no_problems(log_database: CommittedDatabase) -> None:
    done, found, signed = Event(), [], set()
    others = [Thread(target=until, args=(done, act)) for act in (lambda: record_reads(256), sequence)]
    for other in others:
        other.start()
    try:
        while len(signed) < 4:
            found += problems()
            signed.add(log.signed_head())
    finally:
        done.set()
        for other in others:
            other.join()

    assert found == []


def until(done: Event, act: Callable[[], object]) -> None:
    try:
        while not done.wait(0.02):  # a moment for the others: SQLite lets one write at a time
            act()
    finally:
        connection.close()


def test_a_head_file_that_cannot_be_read_is_named(
    log_database: CommittedDatabase, settings: Settings
) -> None:
    record_reads(1)
    sequence()
    before = problems()

    settings.AUDIT_HEAD_FILE.write_text("{")

    assert before == []
    assert problems() == [(None, "head file")]


def set_column(column: str, value: object, leaf: int = 1) -> Callable[[], None]:
    def change() -> None:
        run(f"UPDATE audits_entry SET {column} = %s WHERE id = %s", value, leaf + 1)

    return change


def edit_body() -> None:
    """As a careful editor would: the leaf hash is made to fit."""
    entry = Entry.objects.get(pk=2)
    body = bytes(entry.body).replace(b"user/7", b"user/9")
    Entry.objects.filter(pk=2).update(body=body, leaf_hash=leaf_hash(body), actor_id="user/9")


def sql(statement: str) -> Callable[[], None]:
    return lambda: run(statement)


TAMPERING: dict[str, tuple[Callable[[], None], list[tuple[int | None, str]]]] = {
    "kind": (set_column("kind", "thing.read"), [(1, "entry 2, column kind")]),
    "object": (set_column("object_id", "9"), [(1, "entry 2, column object_id")]),
    "revision": (set_column("object_rev", 7), [(1, "entry 2, column object_rev")]),
    "actor": (set_column("actor_id", "user/9"), [(1, "entry 2, column actor_id")]),
    "time": (set_column("at", NOW + timedelta(seconds=1)), [(1, "entry 2, column at")]),
    "labels": (set_column("labels", json.dumps({"a": "b"})), [(1, "entry 2, column labels")]),
    "payload": (set_column("payload", b"{}"), [(1, "entry 2, payload")]),
    "leaf hash": (set_column("leaf_hash", bytes(32)), [(1, "entry 2, leaf hash")]),
    "body and its hash": (
        edit_body,
        [
            (2, "entry 3, chain of thing/1"),
            (2, "checkpoint of 3 leaves, root"),
            (3, "checkpoint of 4 leaves, root"),
            (3, "root held for 4 leaves"),
        ],
    ),
    "last leaf gone": (
        sql("DELETE FROM audits_leaf WHERE leaf_index = 3"),
        [(None, "checkpoint of 4 leaves"), (None, "leaves under the held head of 4"), (None, "entry 4")],
    ),
    "first leaf gone": (sql("DELETE FROM audits_leaf WHERE leaf_index = 0"), [(1, "leaf index")]),
    "last checkpoint gone": (
        sql("DELETE FROM audits_checkpoint WHERE tree_size = 4"),
        [(3, "leaves without a checkpoint")],
    ),
    "checkpoint": (
        sql("UPDATE audits_checkpoint SET note = replace(note, '3', '4') WHERE tree_size = 3"),
        [(2, "checkpoint of 3 leaves")],
    ),
    "a tile too many": (
        lambda: run(
            "INSERT INTO audits_tile (level, n, hashes, root) VALUES (0, 0, %s, %s)", bytes(8192), bytes(32)
        ),
        [(None, "tiles")],
    ),
    "private value": (
        sql("UPDATE audits_privatevalue SET value = 'Li Na'"),
        [(1, "entry 2, commitment to name")],
    ),
    "private field": (
        sql("UPDATE audits_privatevalue SET field = 'phone'"),
        [(1, "entry 2, private value phone"), (1, "entry 2, private value name")],
    ),
    "queue": (sql("DELETE FROM audits_pending"), [(None, "entry 5")]),
    "queued twice": (sql("INSERT INTO audits_pending (entry_id) VALUES (1)"), [(None, "entry 1")]),
    "entry in the queue": (
        set_column("kind", "thing.read", leaf=4),
        [(None, "entry 5, column kind")],
    ),
}


@pytest.mark.parametrize("way", TAMPERING)
def test_a_row_changed_behind_the_application_is_found(log_database: CommittedDatabase, way: str) -> None:
    tamper, expected = TAMPERING[way]
    add_thing(1, "first")
    record_change(1, private={"name": "Li Wei"})
    record_change(1)
    sequence()
    record_reads(1)
    sequence()
    record_change(2)
    before = problems()
    triggers.uninstall(connection)

    tamper()

    assert before == []
    assert problems() == expected


def test_a_full_tile_that_was_changed_is_found(log_database: CommittedDatabase) -> None:
    record_reads(257)
    sequence()
    triggers.uninstall(connection)

    run("UPDATE audits_tile SET hashes = %s", bytes(8192))

    assert problems() == [(255, "tile 0/0")]


def test_a_history_replaced_whole_contradicts_a_head_held_outside(log_database: CommittedDatabase) -> None:
    record_reads(2)
    sequence()
    head = log.signed_head()
    assert head is not None

    assert problems({2: head.root}) == []
    assert problems({2: bytes(32)}) == [(1, "root held for 2 leaves")]
    assert problems({5: bytes(32)}) == [(None, "leaves under the held head of 5")]
