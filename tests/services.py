"""Real PostgreSQL and Redis-protocol servers for the tests, private and thrown away afterwards.

Found in this order: an address in the environment, programs on this machine, programs inside the wheels of
requirements-dev.txt. They are started by this module alone, never by a wheel's launcher, which as root would
create a system account. No server to be had is an error, never a skip.
"""

import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psycopg
import redis as redis_client

from tests import keeper, processes
from tests.processes import ChildError, ChildProcess
from tests.server_programs import (
    ClosedFolderError,
    Programs,
    as_nobody,
    hand_over,
    plain_environment,
    postgres_programs,
    reachable,
    redis_programs,
)

# fsync is off because the data is thrown away; synchronous_commit stays on, because fault tests kill the
# server and count what it had acknowledged.
POSTGRES_UNSAFE = ("fsync=off", "full_page_writes=off")
POSTGRES_SETTINGS = (
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=200",
    "shared_buffers=64MB",
)


class NoServerError(RuntimeError):
    """No server could be had; the message names everything that was tried."""


@dataclass
class Server:
    """A running server. `process` is None where the address came from the environment."""

    url: str
    origin: str
    process: ChildProcess | None = None
    _start: Callable[[], ChildProcess] | None = None

    def kill(self) -> None:
        """SIGKILL for the whole server. Raises: NoServerError for a server that is not ours."""
        if self.process is None:
            raise NoServerError(f"{self.origin} is not ours to kill: ask for a private server.")
        self.process.kill()

    def start_again(self) -> None:
        """Start the killed server on the same folder and port; returns when it answers."""
        if self._start is None:
            raise NoServerError(f"{self.origin} is not ours to start.")
        self.process = self._start()


@contextmanager
def postgres(*, private: bool = False, durable: bool = False) -> Iterator[Server]:
    """A PostgreSQL server; `url` names its database `postgres` and a role that may create databases.

    Takes: `private`, true where the test kills the server: TEST_DATABASE_URL is then passed over; `durable`,
    true where commits are measured: they are synced, which else they are not.
    Raises: NoServerError.
    """
    with _served(
        "PostgreSQL",
        "TEST_DATABASE_URL",
        postgres_programs(),
        partial(start_postgres, durable=durable),
        private=private,
    ) as server:
        yield server


@contextmanager
def redis(*, private: bool = False) -> Iterator[Server]:
    """A server that speaks the Redis protocol. Takes and raises as `postgres`, with TEST_REDIS_URL."""
    with _served("Redis", "TEST_REDIS_URL", redis_programs(), start_redis, private=private) as server:
        yield server


def start_postgres(programs: Programs, folder: Path, *, durable: bool = False) -> Server:
    """A started server whose cluster lies in `folder`. Raises: ChildError, OSError, subprocess errors."""
    binaries = reachable(programs, folder)
    password, port, data, log = secrets.token_hex(16), processes.free_port(), folder / "data", folder / "log"
    secret = folder / "password"
    secret.write_text(password)
    hand_over(folder)
    _initdb(binaries / "initdb", data, secret)
    url = f"postgresql://plenary:{password}@127.0.0.1:{port}/postgres"
    unsafe = () if durable else POSTGRES_UNSAFE
    options = [f"--{setting}" for setting in (*POSTGRES_SETTINGS, *unsafe)]

    def start() -> ChildProcess:
        child = processes.start(
            "PostgreSQL",
            [binaries / "postgres", "-D", data, "-p", str(port), *options],
            log=log,
            env=plain_environment(folder),
            cwd=folder,
            user=as_nobody(),
            stop_signal=signal.SIGQUIT,
            # SIGKILL would leave its piece of shared memory behind.
            last_signal=signal.SIGQUIT,
        )
        child.wait_for(lambda: _postgres_answers(url), what="answer")
        return child

    return Server(url, programs.origin, start(), start)


def start_redis(programs: Programs, folder: Path) -> Server:
    """A started server without persistence. Raises: ChildError, OSError."""
    program = reachable(programs, folder)
    password, port, log = secrets.token_hex(16), processes.free_port(), folder / "log"
    lines = (
        "bind 127.0.0.1",
        f"port {port}",
        f"requirepass {password}",
        'save ""',
        "appendonly no",
        f"dir {folder}",
    )
    (folder / "server.conf").write_text("\n".join([*lines, f"dir {folder}"]) + "\n")
    hand_over(folder)
    url = f"redis://:{password}@127.0.0.1:{port}/0"

    def start() -> ChildProcess:
        child = processes.start(
            "Redis",
            [program, folder / "server.conf"],
            log=log,
            env=plain_environment(folder),
            cwd=folder,
            user=as_nobody(),
        )
        child.wait_for(lambda: _redis_answers(url), what="answer")
        return child

    return Server(url, programs.origin, start(), start)


@contextmanager
def _served(
    kind: str,
    variable: str,
    found: Sequence[Programs],
    start: Callable[[Programs, Path], Server],
    *,
    private: bool,
) -> Iterator[Server]:
    given = os.environ.get(variable, "")
    if given and not private:
        yield Server(given, variable)
        return
    tried = [f"{variable}: unset"] if not private else []
    for programs in found:
        folder = keeper.keep_folder("plenary-server-")
        try:
            server = start(programs, folder)
        except (ChildError, ClosedFolderError, OSError, subprocess.SubprocessError) as error:
            tried.append(f"{programs.origin}: {error}")
            keeper.remove_folder(folder)
            continue
        try:
            yield server
        finally:
            if server.process:
                server.process.stop()
            keeper.remove_folder(folder)
        return
    tried.append("PATH, /usr/lib/postgresql, the wheels of requirements-dev.txt: no other programs")
    raise NoServerError("\n  - ".join([f"No {kind} server for the tests. Tried:", *tried]))


def _initdb(initdb: Path, data: Path, password_file: Path) -> None:
    locale = "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"
    command = [
        str(initdb),
        "-D",
        str(data),
        "-U",
        "plenary",
        "--auth=scram-sha-256",
        f"--pwfile={password_file}",
    ]
    done = subprocess.run(
        [*command, "--encoding=UTF8", f"--locale={locale}", "--no-sync"],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=data.parent,
        env=plain_environment(data.parent),
        **as_nobody(),  # type: ignore[call-overload]
    )
    if done.returncode:
        raise ChildError(f"initdb ended with {done.returncode}:\n{done.stdout}{done.stderr}")


def _postgres_answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _redis_answers(url: str) -> bool:
    try:
        with redis_client.Redis.from_url(url, socket_timeout=5) as client:
            return bool(client.ping())
    except redis_client.RedisError:
        return False
