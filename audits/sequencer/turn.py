"""Whose turn it is to sign: of all sequencers of one log, one at a time.

The lock file keeps one head file to one process; it is all that SQLite needs. On PostgreSQL the session's
advisory lock does the same across machines. It goes with the session, so nothing has to be cleaned up after
a process, a machine or a server that died.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path

from django.core.files import locks
from django.db import Error, connection

# Any number, the same in every version: two sequencers on one PostgreSQL server must meet here.
ADVISORY_LOCK = 0x506C656E
# A sequencer that says nothing for so long (stopped, or cut off from the network) loses its turn.
SILENCE_SECONDS = 5


class Turn(Enum):
    """SIGNS: nobody else does. STANDS_BY: another machine signs. SHUT_OUT: another process of this one."""

    SIGNS = "signs"
    STANDS_BY = "stands by"
    SHUT_OUT = "shut out"


class TurnLostError(RuntimeError):
    """The session that held the turn is gone; another sequencer may have it."""


@contextmanager
def turn(path: Path) -> Iterator[Turn]:
    """The turn of this process, held until the block ends; nothing is waited for. Takes: the head file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(path.name + ".lock").open("w") as file:
        if not locks.lock(file, locks.LOCK_EX | locks.LOCK_NB):
            yield Turn.SHUT_OUT
            return
        try:
            with _turn_in_database() as alone:
                yield Turn.SIGNS if alone else Turn.STANDS_BY
        finally:
            locks.unlock(file)


def require_turn() -> None:
    """Returns only when this very session holds the turn; called first in each transaction that signs.

    A transaction dies with its session, so the turn cannot be lost before it ends. Raises: TurnLostError.
    """
    if connection.vendor == "postgresql" and not _ask(
        "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
        " AND classid = 0 AND objid = %s::oid AND objsubid = 1 AND granted)"
    ):
        raise TurnLostError("The session that held the advisory lock has ended.")


def lose_turn_when_silent(seconds: int = SILENCE_SECONDS) -> None:
    """Let the server end this session when it is silent, or its machine cannot be reached, for so long."""
    if connection.vendor != "postgresql":
        return
    limit = f"{seconds}s"
    settings = {
        "idle_session_timeout": limit,
        "idle_in_transaction_session_timeout": limit,
        "tcp_keepalives_idle": str(seconds),
        "tcp_keepalives_interval": "1",
        "tcp_keepalives_count": "3",
    }
    with connection.cursor() as cursor:
        for name, value in settings.items():
            cursor.execute("SELECT set_config(%s, %s, false)", [name, value])


@contextmanager
def _turn_in_database() -> Iterator[bool]:
    if connection.vendor != "postgresql":
        yield True  # transactions of SQLite are IMMEDIATE: there is one writer
        return
    alone = _ask("SELECT pg_try_advisory_lock(%s)")
    try:
        yield alone
    finally:
        if alone:
            with suppress(Error):  # the session is gone, and the lock with it
                _ask("SELECT pg_advisory_unlock(%s)")


def _ask(question: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [ADVISORY_LOCK])
        return bool(cursor.fetchone()[0])
