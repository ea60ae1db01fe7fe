"""The sequencer killed while entries come in: each gets one place, and no two heads contradict each other."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Event, Thread

import psutil
import pytest
from django.conf import settings
from django.core.files import locks
from django.db import connection, transaction
from django.utils import timezone

from audits import keys, log, sequencer
from tests import processes
from tests.faults import effects
from tests.faults.killing import kill_while
from tests.processes import ChildProcess
from tests.workplace import CommittedDatabase

KILLS = int(os.environ.get("FAULT_KILLS", "3"))
WRITERS = 2


def test_each_entry_gets_one_place_when_sequencers_are_killed(
    committed_db: CommittedDatabase, sequencers: Callable[[], ChildProcess]
) -> None:
    keys.ensure_key(settings.AUDIT_KEY_FILE, settings.AUDIT_ORIGIN)
    signed: dict[int, bytes] = {}

    with writers() as acknowledged:
        for _ in range(KILLS):
            victim = sequencers()
            kill_while(victim, partial(sequences, victim))
            signed |= head_on_file()
        survivors = [sequencers(), sequencers()]
        for one in survivors:
            one.wait_for(partial(has_begun, one), what="start")
        effects.await_all(lambda: sealed_beyond(max(signed, default=0)), what="head after the last kill")
    codes = [survivor.stop(seconds=30) for survivor in survivors]
    effects.seal()

    assert codes == [0, 0]
    assert places() == [(index, 1) for index in range(sum(acknowledged))]
    assert log.verify_log_tables(held=signed | sequencer.last_signed()) == []


def has_begun(child: ChildProcess) -> bool:
    return "sequencer_started" in child.log_text()


def sequences(child: ChildProcess) -> bool:
    """Whether this process holds the sequencer's lock, of which there is one."""
    lock = Path(f"{settings.AUDIT_HEAD_FILE}.lock")
    with lock.open("a") as file:
        if locks.lock(file, locks.LOCK_EX | locks.LOCK_NB):
            return False
    return str(lock) in {file.path for file in psutil.Process(child.pid).open_files()}


def head_on_file() -> dict[int, bytes]:
    """Size and root of what may have been signed so far, whether or not its batch committed."""
    path = Path(settings.AUDIT_HEAD_FILE)
    if not path.exists():  # killed before its first signature
        return {}
    head = json.loads(path.read_text())
    return {int(head["size"]): bytes.fromhex(head["root"])}


def sealed_beyond(size: int) -> bool:
    head = log.latest_checkpoint()
    return head is not None and head.tree_size > size


def places() -> list[tuple[int, int]]:
    """(leaf index, how many entries stand there) for every entry; an entry without a place is at -1."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(leaf_index, -1), count(*) FROM audits_entry"
            " LEFT JOIN audits_leaf ON audits_leaf.entry_id = audits_entry.id GROUP BY 1 ORDER BY 1"
        )
        return [(int(index), int(amount)) for index, amount in cursor.fetchall()]


@contextmanager
def writers() -> Iterator[list[int]]:
    """Threads that record entries; the list has how many each saw committed, at the end."""
    stop = Event()
    acknowledged = [0] * WRITERS

    def write(number: int) -> None:
        while not stop.is_set():
            with transaction.atomic():
                log.record("audit.heartbeat", by=log.SYSTEM, at=timezone.now())
            acknowledged[number] += 1
            stop.wait(0.002)
        connection.close()

    threads = [Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    try:
        yield acknowledged
    finally:
        stop.set()
        for thread in threads:
            thread.join()


@pytest.fixture
def sequencers(committed_db: CommittedDatabase, tmp_path: Path) -> Iterator[Callable[[], ChildProcess]]:
    """Start a real sequencer that looks for entries all the time."""
    started: list[ChildProcess] = []

    def start() -> ChildProcess:
        log_file = tmp_path / f"sequencer-{len(started)}.log"
        command = [sys.executable, "manage.py", "run_sequencer", "--interval", "0.01"]
        env = committed_db.env | {"LOG_LEVEL": "INFO"}
        started.append(processes.start("sequencer", command, log=log_file, env=env))
        return started[-1]

    yield start
    for child in started:
        child.kill()
