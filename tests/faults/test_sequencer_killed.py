"""Sequencers killed while entries come in: each gets one place, and no two heads contradict each other."""

import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from audits import keys, log, triggers
from audits.checkpoint import checkpoint_text, sign_note
from audits.merkle.tree import root_of
from tests import databases
from tests.faults import effects, figures, log_load, sequencers
from tests.faults.killing import kill_while
from tests.faults.sequencers import Sequencers, head_size, newest_head
from tests.processes import ChildProcess
from tests.workplace import CommittedDatabase

KILLS = sequencers.kills(5)
LAG_SECONDS, LAG_ENTRIES = 5.0, 100


@pytest.fixture
def crew(committed_db: CommittedDatabase, tmp_path: Path) -> Iterator[Sequencers]:
    """Two sequencers of one machine, and one of another where the engine allows it."""
    keys.ensure_key(settings.AUDIT_KEY_FILE, settings.AUDIT_ORIGIN)
    crew = sequencers.of(committed_db, tmp_path)
    for elsewhere in (False, False, True):
        crew.start(elsewhere=elsewhere)
    for child in crew.started:
        child.wait_for(sequencers.has_begun(child), what="start", seconds=60)
    yield crew
    for child in crew.living():
        child.kill()


def waiting() -> int:
    return log.waiting(timezone.now())[0]


def is_elsewhere(child: ChildProcess) -> bool:
    return "another-machine" in psutil.Process(child.pid).environ().get("AUDIT_HEAD_FILE", "")


def test_each_entry_gets_one_place_when_whoever_signs_is_killed(crew: Sequencers) -> None:
    held: dict[int, bytes] = {}
    pauses = []

    with log_load.writing() as ledger:
        for _ in range(KILLS):
            victim = crew.await_signing()
            elsewhere = is_elsewhere(victim)
            kill_while(victim, waiting)
            held |= newest_head()
            crew.start(elsewhere=elsewhere)
            pauses.append(crew.await_head_beyond(head_size()))
    effects.await_all(lambda: waiting() == 0, what="empty queue after the last kill")
    for child in crew.living():
        child.wait_for(sequencers.has_begun(child), what="start", seconds=60)
    codes = crew.stop()

    assert set(codes) == {0}
    assert log_load.faults(ledger, held=held, sealed=crew.sealed()) == []
    figures.note(
        kills=len(pauses),
        entries=len(ledger.acknowledged),
        takeover_p50=figures.quantile(pauses, 0.5),
        takeover_max=max(pauses),
    )


def drop_connection(signing: ChildProcess) -> None:
    """As a network that breaks: the server ends the session that holds the lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
            " WHERE locktype = 'advisory' AND granted AND datname = current_database()"
        )
        assert cursor.fetchall() == [(True,)]


def stand_still(signing: ChildProcess) -> None:
    """As a machine that hangs; it wakes up later and believes that it still has the turn."""
    signing.popen.send_signal(signal.SIGSTOP)


WAYS: dict[str, dict[str, Callable[[ChildProcess], object]]] = {
    "sqlite": {"killed": ChildProcess.kill},
    "postgresql": {
        "killed": ChildProcess.kill,
        "connection dropped": drop_connection,
        "stands still": stand_still,
    },
}


@pytest.mark.parametrize("way", WAYS[databases.engine()])
def test_a_standby_takes_over_within_seconds(crew: Sequencers, way: str) -> None:
    with log_load.writing(writers=2) as ledger:
        effects.await_all(crew.is_followed, what="standby that follows")
        signing = crew.await_signing()
        WAYS[databases.engine()][way](signing)
        time.sleep(0.1)  # what was on its way to the server has arrived
        seconds = crew.await_head_beyond(head_size(), seconds=20)
        if signing.is_running():
            signing.popen.send_signal(signal.SIGCONT)
        crew.await_head_beyond(head_size() + 20)
    effects.await_all(lambda: waiting() == 0, what="empty queue")
    codes = crew.stop()

    assert seconds < 10
    assert set(codes) == {0}
    assert log_load.faults(ledger, held={}, sealed=crew.sealed()) == []
    figures.note(**{f"takeover_{way.replace(' ', '_')}": round(seconds, 3)})


def test_an_entry_is_sealed_within_five_seconds_under_load(crew: Sequencers) -> None:
    seen: list[tuple[float, int]] = []

    def look() -> None:
        seen.append((time.monotonic(), head_size()))
        time.sleep(0.01)

    with log_load.writing() as ledger:
        began = time.monotonic()
        # A slow machine writes longer, until there is enough to tell.
        while time.monotonic() < began + LAG_SECONDS or len(ledger.acknowledged) < LAG_ENTRIES:
            assert time.monotonic() < began + 60, f"only {len(ledger.acknowledged)} entries"
            look()
        rate = len(ledger.acknowledged) / (time.monotonic() - began)
    while waiting():
        assert time.monotonic() < began + 120, f"{waiting()} entries wait"
        look()
    look()
    crew.stop()

    lags = publish_lags(ledger, seen)
    assert len(lags) == len(ledger.acknowledged)
    assert figures.quantile(lags, 0.99) <= 5
    figures.note(
        entries_a_second=round(rate),
        lag_p50=figures.quantile(lags, 0.5),
        lag_p99=figures.quantile(lags, 0.99),
    )


def publish_lags(ledger: log_load.Ledger, seen: list[tuple[float, int]]) -> list[float]:
    """Seconds from the acknowledgement of each entry until a head above it was seen."""
    rows = log.entries(kind="audit.heartbeat").values_list("labels", "leaf__leaf_index")
    places = {labels[log_load.LABEL]: index for labels, index in rows if log_load.LABEL in labels}
    lags = []
    for word, at in ledger.acknowledged.items():
        sealed = next((when for when, size in seen if size > places[word]), None)
        if sealed is not None:
            lags.append(max(0.0, sealed - at))
    return lags


def sealed_load(committed_db: CommittedDatabase) -> log_load.Ledger:
    keys.ensure_key(settings.AUDIT_KEY_FILE, settings.AUDIT_ORIGIN)
    with log_load.writing(writers=2) as ledger:
        time.sleep(0.5)
    effects.seal()
    return ledger


def forget_an_entry(ledger: log_load.Ledger) -> None:
    """The last entry vanishes from every table."""
    triggers.uninstall(connection)
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(leaf_index) FROM audits_leaf")
        last = cursor.fetchone()[0]
        cursor.execute("SELECT entry_id FROM audits_leaf WHERE leaf_index = %s", [last])
        entry = cursor.fetchone()[0]
        cursor.execute("DELETE FROM audits_checkpoint WHERE tree_size = %s", [last + 1])
        cursor.execute("DELETE FROM audits_leaf WHERE leaf_index = %s", [last])
        cursor.execute("DELETE FROM audits_entry WHERE id = %s", [entry])
    settings.AUDIT_HEAD_FILE.unlink()
    triggers.install(connection)


def swallow_a_rollback(ledger: log_load.Ledger) -> None:
    ledger.rolled_back.add(next(iter(ledger.acknowledged)))


def invent_an_entry(ledger: log_load.Ledger) -> None:
    del ledger.acknowledged[next(iter(ledger.acknowledged))]


PLANTED: dict[str, tuple[Callable[[log_load.Ledger], None], str]] = {
    "an acknowledged entry is dropped": (forget_an_entry, "was acknowledged and is lost"),
    "a rolled back entry stays": (swallow_a_rollback, "was rolled back and is there"),
    "an entry that nobody wrote": (invent_an_entry, "was never acknowledged"),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_the_checker_sees_a_planted_fault(committed_db: CommittedDatabase, fault: str) -> None:
    plant, words = PLANTED[fault]
    ledger = sealed_load(committed_db)
    before = log_load.faults(ledger, held={})

    plant(ledger)

    assert before == []
    assert any(words in line for line in log_load.faults(ledger, held={}))


def test_the_checker_sees_a_sequencer_that_ignores_the_lock(committed_db: CommittedDatabase) -> None:
    """It gives the same entries another order and signs that; outsiders hold its head."""
    keys.ensure_key(settings.AUDIT_KEY_FILE, settings.AUDIT_ORIGIN)
    with log_load.writing(writers=2) as ledger:
        time.sleep(0.3)
    rogue = [bytes(entry.leaf_hash) for entry in log.entries()][::-1]
    signer = keys.load_signer()
    assert sign_note(checkpoint_text(signer.key.name, len(rogue), root_of(rogue)), signer)
    effects.seal()

    found = log_load.faults(ledger, held={len(rogue): root_of(rogue)}, sealed=[len(rogue), len(rogue)])

    assert found[:2] == [f"size {len(rogue)} was signed 2 times", f"two heads of {len(rogue)} entries"]
    assert [f"root held for {len(rogue)} leaves" in line for line in found[2:]] == [True]
