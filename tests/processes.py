"""Real child processes for tests: started in a session of their own, waited for, stopped or killed."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests import keeper

REPOSITORY = Path(__file__).resolve().parent.parent


class ChildError(RuntimeError):
    """A child process ended, or did not become ready in time; the message carries the end of its log."""


@dataclass
class ChildProcess:
    """A running program; `log` receives its standard output and error."""

    name: str
    popen: "subprocess.Popen[bytes]"
    log: Path
    stop_signal: signal.Signals
    last_signal: signal.Signals

    @property
    def pid(self) -> int:
        return self.popen.pid

    def is_running(self) -> bool:
        return self.popen.poll() is None

    def log_text(self) -> str:
        return self.log.read_text(errors="replace")

    def stop(self, *, seconds: float = 10) -> int:
        """The exit code after a polite signal, or after a kill when `seconds` have passed."""
        if self.is_running():
            self.popen.send_signal(self.stop_signal)
            try:
                self.popen.wait(seconds)
            except subprocess.TimeoutExpired:
                self.kill()
        return self._ended()

    def kill(self) -> int:
        """End the whole tree by SIGKILL at one moment: all are suspended first, so that none can react."""
        tree = self._tree()
        for step in (psutil.Process.suspend, psutil.Process.kill):
            for process in tree:
                try:
                    step(process)
                except psutil.NoSuchProcess:
                    continue
        code = self._ended()
        while any(_is_alive(process) for process in tree):
            time.sleep(0.01)
        return code

    def wait_for(self, question: Callable[[], bool], *, what: str, seconds: float = 30) -> None:
        """Return when `question` says yes.

        Raises: ChildError when the process ends first or the time is over.
        """
        end = time.monotonic() + seconds
        while not question():
            if not self.is_running():
                raise ChildError(
                    f"{self.name} ended with {self.popen.returncode} before {what}:\n{self._tail()}"
                )
            if time.monotonic() > end:
                raise ChildError(f"{self.name}: no {what} within {seconds:g} s:\n{self._tail()}")
            time.sleep(0.05)

    def _tree(self) -> list[psutil.Process]:
        if not self.is_running():
            return []
        root = psutil.Process(self.pid)
        return [root, *root.children(recursive=True)]

    def _ended(self) -> int:
        code = self.popen.wait(10)
        keeper.release_process(self.pid, self.last_signal)
        return code

    def _tail(self) -> str:
        return "\n".join(self.log_text().splitlines()[-30:])


def _is_alive(process: psutil.Process) -> bool:
    # A killed grandchild may stay a zombie for as long as its new parent likes.
    try:
        return bool(process.status() not in {psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD})
    except psutil.NoSuchProcess:
        return False


def start(
    name: str,
    command: Sequence[str | Path],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    cwd: Path = REPOSITORY,
    user: Mapping[str, object] | None = None,
    stop_signal: signal.Signals = signal.SIGTERM,
    last_signal: signal.Signals = signal.SIGKILL,
) -> ChildProcess:
    """The started program.

    Takes: `user`, the arguments user, group and extra_groups of Popen; `last_signal`, what its process group
    gets when the tests themselves were killed.
    """
    with log.open("ab") as output:
        popen = subprocess.Popen(
            [os.fspath(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(os.environ if env is None else env),
            cwd=cwd,
            start_new_session=True,
            **(user or {}),  # type: ignore[call-overload]
        )
    keeper.keep_process(popen.pid, last_signal)
    return ChildProcess(name, popen, log, stop_signal, last_signal)


def manage(
    *arguments: str, env: Mapping[str, str], seconds: float = 300
) -> "subprocess.CompletedProcess[str]":
    """What manage.py did with these arguments; it goes, too, when the tests are killed.

    Raises: subprocess.TimeoutExpired.
    """
    command = [sys.executable, "manage.py", *arguments]
    with subprocess.Popen(
        command,
        cwd=REPOSITORY,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as popen:
        keeper.keep_process(popen.pid, signal.SIGKILL)
        try:
            output, errors = popen.communicate(timeout=seconds)
        finally:
            popen.kill()
            keeper.release_process(popen.pid, signal.SIGKILL)
    return subprocess.CompletedProcess(command, popen.returncode, output, errors)


def free_port() -> int:
    """A TCP port of 127.0.0.1 that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
