"""Order, tiles, signed heads, and everything for which the sequencer must refuse to sign."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from pytest_django import Settings

from audits import keys, log, sequencer, triggers
from audits.checkpoint import parse_note, verify_note
from audits.management.commands.run_sequencer import beat
from audits.merkle.hashing import leaf_hash
from audits.merkle.tree import root_of
from audits.merkle.verify import verify_consistency, verify_inclusion
from audits.models import Checkpoint, Leaf
from tests.audits.things import NOW, make_key, problems, record_change, record_reads, rows, run, sequence
from tests.processes import REPOSITORY
from tests.workplace import CommittedDatabase


def leaves() -> list[tuple[object, ...]]:
    return rows("SELECT leaf_index, entry_id FROM audits_leaf ORDER BY leaf_index")


def heads() -> list[tuple[object, ...]]:
    return rows("SELECT tree_size, note FROM audits_checkpoint ORDER BY tree_size")


def test_entries_get_their_places_under_a_signed_head(log_database: CommittedDatabase) -> None:
    recorded = [record_change(1), record_change(2), record_change(1)]

    count = sequence()

    head = log.signed_head()
    row = Checkpoint.objects.get()
    assert head is not None
    assert count == 3
    assert leaves() == [(0, 1), (1, 2), (2, 3)]
    assert rows("SELECT count(*) FROM audits_pending") == [(0,)]
    assert (head.origin, head.size) == (settings.AUDIT_ORIGIN, 3)
    assert head.root == root_of([entry.leaf_hash for entry in recorded])
    assert verify_note(parse_note(row.note.encode()), [keys.public_key()]) == (keys.public_key(),)
    assert (row.tree_size, row.signed_at) == (3, NOW)
    assert sequencer.last_signed() == {3: head.root}
    assert sequence() == 0
    assert len(heads()) == 1


def test_an_entry_that_commits_late_is_not_lost(log_database: CommittedDatabase) -> None:
    """Its id is lower than those that went before, as with a long transaction on PostgreSQL."""
    record_reads(3)
    run("DELETE FROM audits_pending WHERE entry_id = 1")
    first = sequence()

    run("INSERT INTO audits_pending (entry_id) VALUES (1)")
    second = sequence()

    assert (first, second) == (2, 1)
    assert leaves() == [(0, 2), (1, 3), (2, 1)]
    assert problems() == []


def test_what_was_rolled_back_never_gets_a_place(log_database: CommittedDatabase) -> None:
    record_reads(1)
    with transaction.atomic():
        inner = transaction.savepoint()
        record_change(1)
        transaction.savepoint_rollback(inner)

    assert sequence() == 1
    assert leaves() == [(0, 1)]
    assert problems() == []


def test_a_batch_takes_no_more_than_its_limit(log_database: CommittedDatabase) -> None:
    record_reads(5)

    counts = [sequencer.sequence_once(now=NOW, limit=2) for _ in range(4)]

    assert counts == [2, 2, 1, 0]
    assert [size for size, _ in heads()] == [2, 4, 5]


def test_proofs_across_tiles_lead_to_the_head(log_database: CommittedDatabase) -> None:
    record_reads(255)
    sequence()
    old = log.signed_head()
    record_reads(260)
    sequence()
    new = log.signed_head()
    assert old is not None
    assert new is not None

    for entry_id in (1, 255, 256, 257, 512, 515):
        proof = log.entry_with_proof(log.get(entry_id))
        assert proof is not None
        receipt = proof.receipt
        assert (receipt.index, proof.size) == (entry_id - 1, 515)
        verify_inclusion(
            leaf_hash(proof.body), index=receipt.index, size=515, proof=receipt.proof, root=new.root
        )
    verify_consistency(
        old_size=255,
        new_size=515,
        old_root=old.root,
        new_root=new.root,
        proof=log.growth_proof(255, 515),
    )
    assert rows("SELECT level, n FROM audits_tile ORDER BY level, n") == [(0, 0), (0, 1)]
    assert problems({255: old.root}) == []


def test_an_entry_that_waits_has_no_proof(log_database: CommittedDatabase) -> None:
    recorded = record_change(1)
    record_reads(1)
    before = log.entry_with_proof(log.get(recorded.id))
    sequence()
    after = log.entry_with_proof(log.get(recorded.id))

    assert before is None
    assert after is not None
    assert (after.receipt.index, after.size) == (0, 2)


def set_back(size: int, *, entries_too: bool) -> None:
    """Put the tables into the state of a backup that was taken at `size`."""
    triggers.uninstall(connection)
    if entries_too:
        run("DELETE FROM audits_pending WHERE entry_id > %s", size)
    else:
        run("INSERT INTO audits_pending SELECT entry_id FROM audits_leaf WHERE leaf_index >= %s", size)
    run("DELETE FROM audits_leaf WHERE leaf_index >= %s", size)
    run("DELETE FROM audits_checkpoint WHERE tree_size > %s", size)
    if entries_too:
        run("DELETE FROM audits_entry WHERE id > %s", size)
    triggers.install(connection)


def change_an_old_entry() -> None:
    triggers.uninstall(connection)
    run("UPDATE audits_entry SET leaf_hash = %s WHERE id = 1", bytes(32))
    triggers.install(connection)


def forge_the_head() -> None:
    """Change an entry and sign a fitting checkpoint with another key."""
    triggers.uninstall(connection)
    run("UPDATE audits_checkpoint SET note = replace(note, 'example', 'elsewhere')")
    triggers.install(connection)


def lose_the_head() -> None:
    settings.AUDIT_HEAD_FILE.unlink()


def garble_the_head() -> None:
    settings.AUDIT_HEAD_FILE.write_text('{"origin": "plenary.example/log"}')


def head_of_another_log() -> None:
    text = settings.AUDIT_HEAD_FILE.read_text()
    settings.AUDIT_HEAD_FILE.write_text(text.replace("plenary.example", "another.example"))


CONTRADICTIONS: dict[str, tuple[Callable[[], None], str]] = {
    "set back by two batches": (
        lambda: set_back(2, entries_too=True),
        "holds 2 leaves, but 6 were signed: it was set back",
    ),
    "set back by two batches, entries kept": (
        lambda: set_back(2, entries_too=False),
        "holds 2 leaves, but 6 were signed",
    ),
    "set back by the last batch": (
        lambda: set_back(4, entries_too=True),
        "A head over 2 more entries was signed, but 2 of them are not in the database",
    ),
    "set back to nothing": (lambda: set_back(0, entries_too=True), "holds 0 leaves, but 6 were signed"),
    "old entry changed": (change_an_old_entry, "the database has 6 with root"),
    "foreign checkpoint": (forge_the_head, "newest checkpoint .6 leaves. is not ours"),
    "head file lost": (lose_the_head, "is missing but the database holds 6 leaves"),
    "head file cut": (garble_the_head, "cannot be read"),
    "head file of another log": (head_of_another_log, "is of the log 'another.example/log'"),
}


@pytest.mark.parametrize("way", CONTRADICTIONS)
def test_nothing_is_signed_that_contradicts_what_was_signed(
    log_database: CommittedDatabase, way: str
) -> None:
    contradict, message = CONTRADICTIONS[way]
    for _ in range(3):
        record_reads(2)
        sequence()
    contradict()
    head_file = settings.AUDIT_HEAD_FILE
    held = head_file.read_bytes() if head_file.exists() else None
    record_reads(1)
    before = (leaves(), heads())

    with pytest.raises(sequencer.HeadMismatchError, match=message):
        sequence()
    with pytest.raises(CommandError, match=message):
        call_command("run_sequencer", "--once")

    assert (leaves(), heads()) == before
    assert (head_file.read_bytes() if head_file.exists() else None) == held


def test_a_head_whose_commit_failed_is_reached_again_exactly(log_database: CommittedDatabase) -> None:
    """The file is written first; then the machine stops, and entries with lower ids commit."""
    record_reads(4)
    run("DELETE FROM audits_pending WHERE entry_id = 1")
    sequence()
    signed = heads()
    set_back(0, entries_too=False)
    run("INSERT INTO audits_pending (entry_id) VALUES (1)")

    counts = [sequence(), sequence()]

    assert counts == [3, 1]
    assert leaves() == [(0, 2), (1, 3), (2, 4), (3, 1)]
    assert heads()[0] == signed[0]
    assert problems() == []


def test_a_lost_head_file_is_adopted_only_on_request_and_after_a_check(
    log_database: CommittedDatabase, capsys: pytest.CaptureFixture[str]
) -> None:
    record_reads(2)
    sequence()
    with pytest.raises(CommandError, match="it is not replaced"):
        call_command("run_sequencer", "--adopt")
    lose_the_head()

    call_command("run_sequencer", "--adopt")
    record_reads(1)
    call_command("run_sequencer", "--once")

    assert "Head file written for 2 leaves" in capsys.readouterr().out
    assert [size for size, _ in heads()] == [2, 3]


def test_an_altered_log_is_not_adopted(log_database: CommittedDatabase) -> None:
    record_reads(2)
    sequence()
    lose_the_head()
    triggers.uninstall(connection)
    run("UPDATE audits_entry SET actor_id = 'user/9' WHERE id = 2")
    triggers.install(connection)

    with pytest.raises(CommandError, match="leaf 1: entry 2, column actor_id"):
        call_command("run_sequencer", "--adopt")

    assert not settings.AUDIT_HEAD_FILE.exists()


def test_an_entry_altered_in_the_queue_is_refused(log_database: CommittedDatabase) -> None:
    record_reads(2)
    triggers.uninstall(connection)
    run("UPDATE audits_entry SET body = %s WHERE id = 2", b"{}")
    triggers.install(connection)

    with pytest.raises(sequencer.AlteredEntryError, match="Entry 2 was recorded with leaf hash"):
        sequence()

    assert (leaves(), heads()) == ([], [])
    assert not settings.AUDIT_HEAD_FILE.exists()


def test_the_sequencer_does_not_start_with_damaged_triggers(log_database: CommittedDatabase) -> None:
    triggers.uninstall(connection)

    with pytest.raises(CommandError, match="triggers are not as they should be"):
        call_command("run_sequencer", "--once")


def test_two_sequencers_at_once_give_each_entry_one_place(log_database: CommittedDatabase) -> None:
    record_reads(120)
    start = Barrier(3)
    deadline = time.monotonic() + 60
    counts: list[int] = []

    def work() -> None:
        start.wait()
        while Leaf.objects.count() < 120 and time.monotonic() < deadline:
            counts.append(sequencer.sequence_once(now=NOW, limit=7))
        connection.close()

    threads = [Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert sum(counts) == 120
    assert leaves() == [(index, index + 1) for index in range(120)]
    assert problems() == []


def test_two_processes_sequence_under_load_and_stop_when_told(
    committed_db: CommittedDatabase, settings: Settings, tmp_path: Path
) -> None:
    settings.AUDIT_EVENT_KINDS = ["audits.kinds.KINDS", "tests.audits.things.KINDS"]
    make_key()
    outputs = [tmp_path / "one.log", tmp_path / "two.log"]
    workers = [start_sequencer(committed_db, output) for output in outputs]
    deadline = time.monotonic() + 150

    while not all("sequencer_started" in output.read_text() for output in outputs):
        assert time.monotonic() < deadline
        assert [worker.poll() for worker in workers] == [None, None]
        record_reads(1)
        time.sleep(0.2)
    record_reads(40)
    while log.waiting(NOW)[0]:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
    codes = [worker.wait(timeout=20) for worker in workers]

    assert codes == [0, 0]
    assert ["sequencer_stopped" in output.read_text() for output in outputs] == [True, True]
    assert Leaf.objects.count() == log.search().count
    assert problems() == []


def start_sequencer(database: CommittedDatabase, output: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "manage.py", "run_sequencer", "--interval", "0.05"]
    with output.open("wb") as file:
        return subprocess.Popen(command, cwd=REPOSITORY, env=database.env, stderr=file)


def test_an_idle_hour_is_recorded(log_database: CommittedDatabase) -> None:
    beat(NOW)
    beat(NOW)
    sequence()
    beat(NOW + timedelta(minutes=59))
    beat(NOW + timedelta(minutes=60))

    assert rows("SELECT kind, actor_id FROM audits_entry") == [("audit.heartbeat", "system")] * 2


def test_a_clock_that_was_set_back_a_day_does_not_silence_the_log(log_database: CommittedDatabase) -> None:
    beat(NOW)
    sequence()

    beat(NOW - timedelta(days=1))
    beat(NOW - timedelta(days=1))
    sequencer.sequence_once(now=NOW - timedelta(days=1))
    beat(NOW - timedelta(days=1) + timedelta(minutes=59))

    assert rows("SELECT count(*) FROM audits_entry") == [(2,)]
    assert problems() == []


def test_the_key_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    path = tmp_path / "key"

    first = keys.ensure_key(path, "log.example/a")
    second = keys.ensure_key(path, "log.example/a")

    assert first == second == keys.public_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert keys.load_signer(path, "log.example/a").key == first


def test_a_key_that_cannot_be_relied_on_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key"

    with pytest.raises(keys.KeyFileError, match="does not exist"):
        keys.load_signer(path, "log.example/a")
    with pytest.raises(keys.KeyFileError, match="does not exist"):
        keys.public_key(path)
    keys.ensure_key(path, "log.example/a")
    with pytest.raises(keys.KeyFileError, match=r"is for the log 'log\.example/a'"):
        keys.ensure_key(path, "log.example/b")
    os.chmod(path, 0o644)
    with pytest.raises(keys.KeyFileError, match="can be read by others"):
        keys.load_signer(path, "log.example/a")
