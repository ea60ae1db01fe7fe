"""A small world for fault tests, and the processes that take up what was left behind."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from participation.models import DocumentRevision, Meeting, User
from participation.workflow.meetings import Attendee
from tests import cast, databases, processes, workplace
from tests.processes import ChildProcess
from tests.workplace import CommittedDatabase

# SQLite has no server to kill.
collect_ignore = [] if databases.engine() == "postgresql" else ["test_database_killed.py"]

# A lease so short that a test can wait for its end, a sweep every second, and as many tries as it takes.
QUICK = {"CHECK_LEASE_SECONDS": "2", "SWEEP_SECONDS": "1", "CHECK_ATTEMPTS": "50", "LOG_LEVEL": "INFO"}
QUEUES = ("checks", "maintenance", "notifications", "reports")


@dataclass(frozen=True)
class World:
    """A meeting with many attendees, and revisions to disclose there."""

    delegate: User
    meeting: Meeting
    revisions: tuple[DocumentRevision, ...]

    def submit(self, amount: int, *, key: str = "fault") -> list[int]:
        """The ids of newly submitted disclosures, each of every revision, to everybody."""
        return [
            cast.submitted(
                by=self.delegate, at=self.meeting, revisions=self.revisions, key=f"{key}/{number}"
            ).pk
            for number in range(amount)
        ]


@pytest.fixture
def world(committed_db: CommittedDatabase) -> World:
    committed_db.env.update(QUICK)
    cast.seeded()
    delegate = cast.delegate()
    crowd = [
        Attendee(name=f"Person {n}", organisations=(f"Laboratory {n} GmbH",), country="DE") for n in range(60)
    ]
    meeting = cast.meeting(by=delegate, attendees=[*cast.ATTENDEES, *crowd])
    revisions = tuple(cast.revision(by=delegate, number=f"R1-260000{n}") for n in range(2))
    return World(delegate, meeting, revisions)


@pytest.fixture
def rescuers(tmp_path: Path) -> Iterator[Callable[[dict[str, str]], ChildProcess]]:
    """Start what an installation runs: a worker and the clock that sweeps; gives the worker."""
    numbers = count(1)
    with ExitStack() as stack:

        def start(env: dict[str, str]) -> ChildProcess:
            number = next(numbers)
            beat = ["celery", "-A", "config", "beat", "--schedule", str(tmp_path / f"beat-{number}")]
            command = [sys.executable, "-m", *beat, "--pidfile", ""]
            clock = processes.start("beat", command, log=tmp_path / f"beat-{number}.log", env=env)
            stack.callback(clock.kill)
            worker = workplace.start_worker(env, tmp_path / f"rescue-{number}.log", queues=QUEUES)
            stack.callback(worker.kill)
            return worker

        yield start
