"""The one entry: what it starts, how it ends, what it refuses."""

import os
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).parent.parent
PATIENCE_SECONDS = 120


class Run:
    """A `./dev run` with its own data folder and a port that is taken by somebody else."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.log = folder / "data", folder / "run.log"
        self.taken = socket.socket()
        self.taken.bind(("127.0.0.1", 0))
        self.taken.listen()
        env = os.environ | {"PLENARY_DATA_DIR": str(self.folder), "PORT": str(self.taken.getsockname()[1])}
        for name in ("DATABASE_URL", "BROKER_URL", "SECRET_KEY", "DJANGO_SETTINGS_MODULE", "PLENARY_HTTPS"):
            env.pop(name, None)
        command = [sys.executable, str(ROOT / "dev"), "run"]
        with self.log.open("w") as out:
            self.process = subprocess.Popen(command, env=env, stdout=out, stderr=subprocess.STDOUT)

    def wait_for(self, done: Callable[[], bool], what: str) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while not done():
            assert time.monotonic() < until, f"no {what}:\n{self.log.read_text()}"
            time.sleep(0.05)

    @property
    def address(self) -> str:
        line = next(one for one in self.log.read_text().splitlines() if one.startswith("Plenary runs at"))
        return line.split()[3]

    def has_child(self, word: str) -> bool:
        children = psutil.Process(self.process.pid).children()
        return any(word in one.cmdline() for one in children)

    def child(self, word: str) -> psutil.Process:
        children = psutil.Process(self.process.pid).children()
        return next(one for one in children if word in one.cmdline())


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    run = Run(tmp_path)
    try:
        run.wait_for(lambda: "Plenary runs at" in run.log.read_text(), "address")
        yield run
    finally:
        run.taken.close()
        if run.process.poll() is None:
            run.process.terminate()
            run.process.wait(30)


def test_run_serves_the_demonstration_until_interrupted(run: Run) -> None:
    children = psutil.Process(run.process.pid).children(recursive=True)
    with urllib.request.urlopen(run.address + "account/login/") as answer:
        page = answer.read().decode()

    run.process.send_signal(signal.SIGINT)

    assert run.process.wait(30) == 0
    assert "Sign in" in page or "Log in" in page
    assert run.address.startswith("http://127.0.0.1:")
    assert f":{run.taken.getsockname()[1]}/" not in run.address
    assert "auditor        password" in run.log.read_text()
    assert [one for one in children if one.is_running() and one.status() != psutil.STATUS_ZOMBIE] == []
    modes = {
        name: stat.S_IMODE((run.folder / name).stat().st_mode) for name in ("secret-key", "log-signing-key")
    }
    assert modes == {"secret-key": 0o600, "log-signing-key": 0o600}


def test_a_dead_child_ends_the_run_with_its_name(run: Run) -> None:
    run.wait_for(lambda: run.has_child("run_sequencer"), "sequencer")
    run.child("run_sequencer").kill()

    assert run.process.wait(30) == 1
    assert "dev: sequencer has ended with exit code -9" in run.log.read_text()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["fly"], "there is no command fly"), (["run", "--fast"], "run knows --check, not --fast"),
     (["bench"], "bench needs a name"), (["bench", "nothing"], "no benchmark called nothing")],
)  # fmt: skip
def test_what_it_does_not_know_is_refused(arguments: list[str], message: str) -> None:
    command = [sys.executable, str(ROOT / "dev"), *arguments]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.returncode, message in done.stderr) == (2, True), done.stderr


def test_help_lists_every_command() -> None:
    command = [sys.executable, str(ROOT / "dev"), "help"]

    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert [line.split()[1] for line in done.stdout.splitlines()] == [
        "run", "test", "check", "bench", "score", "help",
    ]  # fmt: skip
