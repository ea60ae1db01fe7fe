"""A second machine with a head file of its own: it follows, takes over, and never signs a fork."""

from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from audits import keys, log, sequencer, storage, triggers
from audits.log.head import Head, write_head
from audits.sequencer import HeadBehindError, HeadMismatchError, Watch
from tests import databases
from tests.audits.things import NOW, problems, record_reads, rows, run, sequence
from tests.workplace import CommittedDatabase


@dataclass(frozen=True)
class Machine:
    """One machine of several that share a database and a key: each has its own head file."""

    path: Path
    configured: Settings

    def sign(self, entries: int = 1) -> int:
        self.use()
        record_reads(entries)
        return sequence()

    def look(self, watch: Watch, *, at: float) -> bool:
        self.use()
        return watch.look(keys.load_signer(), at=at)

    def knows(self) -> dict[int, bytes]:
        self.use()
        return sequencer.last_signed()

    def use(self) -> None:
        self.configured.AUDIT_HEAD_FILE = self.path


@pytest.fixture
def machines(log_database: CommittedDatabase, settings: Settings, tmp_path: Path) -> tuple[Machine, Machine]:
    return Machine(tmp_path / "one", settings), Machine(tmp_path / "two", settings)


def sizes() -> list[tuple[object, ...]]:
    return rows("SELECT tree_size FROM audits_checkpoint ORDER BY tree_size")


def roots() -> dict[int, bytes]:
    found = log.signed_head()
    assert found is not None
    return {found.size: found.root}


def set_back(size: int) -> None:
    """Put the tables into the state of a backup that was taken at `size`."""
    triggers.uninstall(connection)
    run("DELETE FROM audits_pending")
    run("DELETE FROM audits_leaf WHERE leaf_index >= %s", size)
    run("DELETE FROM audits_checkpoint WHERE tree_size > %s", size)
    run("DELETE FROM audits_entry WHERE id > %s", size)
    triggers.install(connection)


def test_a_standby_remembers_what_it_sees_being_signed(machines: tuple[Machine, Machine]) -> None:
    one, two = machines
    one.sign()
    watch = Watch()

    first = two.look(watch, at=0)
    one.sign()
    second = two.look(watch, at=0.2)
    one.sign()
    third = two.look(watch, at=0.4)

    assert (first, second, third) == (False, True, True)
    assert two.knows() == roots()
    assert two.sign() == 1
    assert problems(two.knows()) == []


def test_a_standby_from_the_very_beginning_needs_no_copy(machines: tuple[Machine, Machine]) -> None:
    one, two = machines
    watch = Watch()

    assert two.look(watch, at=0)
    one.sign(3)

    assert two.look(watch, at=0.2)
    assert two.knows() == roots()


def test_an_older_head_file_signs_nothing(
    machines: tuple[Machine, Machine], capsys: pytest.CaptureFixture[str]
) -> None:
    """More may have been signed than is there now, and lost with a restored database."""
    one, two = machines
    one.sign()
    two.path.write_bytes(one.path.read_bytes())
    one.sign()
    before = two.path.read_bytes()

    with pytest.raises(HeadBehindError, match="knows 1 leaves, but 2 were signed since"):
        two.sign()
    with pytest.raises(CommandError, match="on another machine"):
        call_command("run_sequencer", "--once")

    assert sizes() == [(1,), (2,)]
    assert two.path.read_bytes() == before
    call_command("run_sequencer", "--adopt")
    call_command("run_sequencer", "--once")
    assert sizes() == [(1,), (2,), (3,)]
    assert problems(two.knows()) == []


def test_a_standby_that_looked_away_while_the_database_was_set_back_signs_no_fork(
    machines: tuple[Machine, Machine],
) -> None:
    one, two = machines
    one.sign()
    watch = Watch()
    two.path.write_bytes(one.path.read_bytes())
    assert two.look(watch, at=0)
    one.sign()
    one.sign()
    set_back(2)

    assert not two.look(watch, at=60)

    with pytest.raises(HeadBehindError):
        two.sign()
    with pytest.raises(HeadMismatchError, match="1 more entries was signed, but 1 of them are not"):
        one.sign()
    assert sizes() == [(1,), (2,)]


def test_a_standby_that_looked_sees_that_the_database_was_set_back(machines: tuple[Machine, Machine]) -> None:
    one, two = machines
    one.sign()
    watch = Watch()
    two.path.write_bytes(one.path.read_bytes())
    two.look(watch, at=0)
    for at in (0.2, 0.4):
        one.sign()
        two.look(watch, at=at)
    set_back(1)

    with pytest.raises(HeadMismatchError, match="holds 1 leaves, but 3 were signed"):
        two.look(watch, at=0.6)


def test_a_batch_that_never_committed_gives_way_to_what_another_machine_signed(
    machines: tuple[Machine, Machine],
) -> None:
    """The first dies between its head file and its commit; nobody else has seen that head."""
    one, two = machines
    one.sign()
    two.path.write_bytes(one.path.read_bytes())
    (size, root), *_ = one.knows().items()
    write_head(one.path, Head(settings.AUDIT_ORIGIN, 3, bytes(32), size, root, (bytes(32), bytes(32))))

    taken_over = two.sign(5)
    with pytest.raises(HeadBehindError, match="knows 1 leaves, but 6 were signed since"):
        one.sign()

    watch = Watch()
    one.look(watch, at=0)
    two.sign()
    assert one.look(watch, at=0.2)
    assert one.sign() == 1
    assert taken_over == 5
    assert problems(one.knows()) == []


def test_a_signed_and_published_head_never_gives_way(machines: tuple[Machine, Machine]) -> None:
    one, two = machines
    one.sign()
    two.path.write_bytes(one.path.read_bytes())
    one.sign(2)
    set_back(1)

    assert two.sign(3) == 3

    with pytest.raises(HeadMismatchError, match="The first 3 leaves of the database have root"):
        one.sign()
    assert storage.tree_size() == 4


NO_TURN: dict[str, type[Exception] | None] = {"sqlite": None, "postgresql": sequencer.TurnLostError}


def test_who_has_not_the_turn_signs_nothing(machines: tuple[Machine, Machine]) -> None:
    """On SQLite every transaction that writes is alone; on PostgreSQL the session must hold the lock."""
    one, _ = machines
    one.use()
    record_reads(1)
    refusal = NO_TURN[databases.engine()]

    with nullcontext() if refusal is None else pytest.raises(refusal):
        sequencer.sequence_batch(now=NOW)

    assert len(sizes()) == (1 if refusal is None else 0)
    assert one.path.exists() is (refusal is None)
