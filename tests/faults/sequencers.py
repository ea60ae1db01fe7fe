"""Real sequencers of one log: several on one machine, and one on another with a head file of its own."""

import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from audits import log
from tests import databases, processes
from tests.faults.effects import await_all
from tests.faults.killing import FaultNotInjected
from tests.processes import ChildProcess
from tests.workplace import CommittedDatabase

_SEALED = re.compile(r"log_sequenced entries=\d+ size=(\d+)")


@dataclass
class Sequencers:
    """All that were started, dead ones too."""

    env: Mapping[str, str]
    folder: Path
    started: list[ChildProcess] = field(default_factory=list)

    def start(self, *, elsewhere: bool = False, interval: float = 0.05) -> ChildProcess:
        """One more; `elsewhere` is another machine, which only PostgreSQL allows."""
        number = len(self.started)
        env = {**self.env, "LOG_LEVEL": "INFO"}
        if elsewhere and databases.engine() == "postgresql":
            env |= self._other_machine()
        command = [sys.executable, "manage.py", "run_sequencer", "--interval", str(interval)]
        child = processes.start(
            f"sequencer {number}", command, log=self.folder / f"sequencer-{number}.log", env=env
        )
        self.started.append(child)
        return child

    def _other_machine(self) -> dict[str, str]:
        """Its own folder: a copy of the key, and a head file that was there from the beginning or follows."""
        folder = self.folder / "another-machine"
        folder.mkdir(exist_ok=True)
        key = Path(settings.AUDIT_KEY_FILE)
        for suffix in ("", ".pub"):
            shutil.copy(key.with_name(key.name + suffix), folder / (key.name + suffix))
        return {"AUDIT_KEY_FILE": str(folder / key.name), "AUDIT_HEAD_FILE": str(folder / "log-head")}

    def is_followed(self) -> bool:
        """Whether each machine knows a head by now: the one that does not sign as well as the other."""
        heads = [Path(settings.AUDIT_HEAD_FILE)]
        if databases.engine() == "postgresql":
            heads.append(self.folder / "another-machine" / "log-head")
        return all(head.exists() for head in heads)

    def living(self) -> list[ChildProcess]:
        return [child for child in self.started if child.is_running()]

    def signing(self) -> ChildProcess | None:
        """Who of the living sealed the newest head; None when that one is dead."""
        head = log.latest_checkpoint()
        size = 0 if head is None else head.tree_size
        newest = {child.pid: max(sealed_by(child), default=-1) for child in self.living()}
        best = max(self.living(), key=lambda child: newest[child.pid], default=None)
        return best if best is not None and newest[best.pid] >= size > 0 else None

    def await_signing(self) -> ChildProcess:
        """The same, once there is one. Raises: AssertionError."""
        await_all(lambda: self.signing() is not None, what="sequencer that signs")
        found = self.signing()
        return found if found is not None else self.await_signing()

    def await_head_beyond(self, size: int, *, seconds: float = 60) -> float:
        """How long it took until somebody sealed more than `size` entries. Raises: FaultNotInjected."""
        began = time.monotonic()
        while head_size() <= size:
            if time.monotonic() - began > seconds:
                said = "\n".join(f"{c.name}: {c.log_text()[-600:]}" for c in self.started[-4:])
                raise FaultNotInjected(f"nobody sealed more than {size} entries in {seconds:g} s:\n{said}")
            time.sleep(0.01)
        return time.monotonic() - began

    def sealed(self) -> list[int]:
        """The size of every head that any of them says it has signed and published."""
        return [size for child in self.started for size in sealed_by(child)]

    def stop(self) -> list[int]:
        """The exit codes of the living, after SIGTERM."""
        return [child.stop(seconds=30) for child in self.living()]


def sealed_by(child: ChildProcess) -> list[int]:
    return [int(size) for size in _SEALED.findall(child.log_text())]


def has_begun(child: ChildProcess) -> Callable[[], bool]:
    return lambda: "sequencer_started" in child.log_text()


def head_size() -> int:
    head = log.latest_checkpoint()
    return 0 if head is None else head.tree_size


def newest_head() -> dict[int, bytes]:
    """As an outsider who asks now keeps it."""
    head = log.signed_head()
    return {} if head is None else {head.size: head.root}


def kills(short: int) -> int:
    """How often to kill: as the scoreboard says, else so often."""
    return int(os.environ.get("FAULT_KILLS", short))


def of(database: CommittedDatabase, folder: Path) -> Sequencers:
    return Sequencers(database.env, folder)
