"""The demonstration as `./dev run` serves it, on the database of one test: all its processes are real."""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from participation.workflow.demo import PASSWORD as PASSWORD
from tests import processes, workplace
from tests.workplace import Broker, CommittedDatabase

QUEUES = ("checks", "maintenance", "notifications", "reports")
SETTINGS = {"PLENARY_DEMO": "1", "SWEEP_SECONDS": "2", "LOG_LEVEL": "INFO", "PYTHONUNBUFFERED": "1"}


class DemoError(RuntimeError):
    """The demonstration could not be set up; the message is what manage.py said."""


@dataclass(frozen=True)
class Demo:
    """A running service. Takes: `env`, for further programs on its database; `folder`, for their files."""

    url: str
    env: dict[str, str]
    folder: Path

    def manage(self, *arguments: str) -> str:
        """What manage.py printed. Raises: DemoError."""
        done = processes.manage(*arguments, env=self.env)
        if done.returncode:
            raise DemoError(f"manage.py {' '.join(arguments)} ended with {done.returncode}:\n{done.stderr}")
        return done.stdout


@contextmanager
def running(database: CommittedDatabase, broker: Broker, folder: Path) -> Iterator[Demo]:
    """Set up, then web, worker, beat and sequencer; all are stopped at the end."""
    env = {**broker.env, **SETTINGS}
    with ExitStack() as stack:
        demo = Demo("", env, folder)
        demo.manage("set_up", "--demo")
        for name, command in beside_the_web(folder).items():
            child = processes.start(name, command, log=folder / f"{name}.log", env=env)
            stack.callback(child.kill)
        worker = workplace.start_worker(env, folder / "worker.log", queues=QUEUES, concurrency=1)
        stack.callback(worker.kill)
        app = workplace.start_app(env, folder / "web.log")
        stack.callback(app.process.stop)
        yield Demo(app.url, env, folder)


def beside_the_web(folder: Path) -> dict[str, list[str]]:
    """Sequencer and beat: name -> command."""
    celery = [sys.executable, "-m", "celery", "-A", "config"]
    return {
        "sequencer": [sys.executable, "manage.py", "run_sequencer"],
        "beat": [*celery, "beat", "--schedule", os.fspath(folder / "beat"), "--pidfile", ""],
    }
