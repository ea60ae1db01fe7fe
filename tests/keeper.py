"""Nothing outlives a test run: a small process ends children and removes folders when its parent is gone.

A `finally` does not run after kill -9, and a parent-death signal exists on Linux only; a pipe that closes is
seen everywhere. One keeper serves one Python process. Run as a program, this file is the keeper itself.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

_pipe: dict[int, IO[str]] = {}


def keep_folder(prefix: str) -> Path:
    """A fresh folder, readable by its owner alone, that is removed when this process ends in whatever way."""
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=_open_ground()))
    _tell(f"+folder {folder}")
    return folder


def remove_folder(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    _tell(f"-folder {folder}")


def keep_process(pid: int, last_signal: signal.Signals) -> None:
    """Send `last_signal` to the process group `pid` when this process ends before `release_process`."""
    _tell(f"+process {pid}:{last_signal.value}")


def release_process(pid: int, last_signal: signal.Signals) -> None:
    _tell(f"-process {pid}:{last_signal.value}")


def _open_ground() -> str | None:
    """The folder for temporary files, which `nobody` must be able to enter; None means the system's own.

    Raises: RuntimeError when the parent of a private folder is closed to other users.
    """
    if os.geteuid() != 0:
        return None
    wanted = [tempfile.gettempdir(), "/tmp", "/var/tmp"]
    for place in wanted:
        if os.path.isdir(place) and can_be_entered(Path(place)):
            return place
    raise RuntimeError(f"No temporary folder can be entered by the user nobody; tried {', '.join(wanted)}.")


def can_be_entered(path: Path) -> bool:
    """True where every folder from the root to `path`, itself included, lets other users pass."""
    path = path.resolve()
    return all(folder.stat().st_mode & 0o001 for folder in (path, *path.parents))


def _tell(line: str) -> None:
    if os.getpid() not in _pipe:
        keeper = subprocess.Popen(
            [sys.executable, "-I", "-S", __file__], stdin=subprocess.PIPE, text=True, start_new_session=True
        )
        assert keeper.stdin is not None
        _pipe[os.getpid()] = keeper.stdin
        keeper.returncode = 0  # It ends after us, on purpose: no warning that it still runs.
    _pipe[os.getpid()].write(line + "\n")
    _pipe[os.getpid()].flush()


def _keep() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    kept: dict[str, None] = {}
    for line in sys.stdin:
        sign, what = line[0], line[1:].rstrip("\n")
        if sign == "+":
            kept[what] = None
        else:
            kept.pop(what, None)
    for what in reversed(kept):
        kind, _, value = what.partition(" ")
        if kind == "process":
            pid, _, last_signal = value.partition(":")
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(int(pid), int(last_signal))
    for what in kept:
        kind, _, value = what.partition(" ")
        if kind == "folder":
            _remove(value)


def _remove(folder: str) -> None:
    # A server that is just going may still write; a second try finds it gone.
    for _ in range(50):
        shutil.rmtree(folder, ignore_errors=True)
        if not os.path.exists(folder):
            return
        time.sleep(0.1)


if __name__ == "__main__":
    _keep()
