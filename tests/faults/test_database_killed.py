"""The database server killed under load: what it acknowledged is there, once, and what it did not is not."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.db import Error, connection
from django.utils import timezone

from audits import keys, log
from tests import databases, processes, services
from tests.faults import effects, figures, log_load, sequencers
from tests.faults.killing import FaultNotInjected
from tests.faults.sequencers import newest_head
from tests.services import Server
from tests.workplace import CommittedDatabase

KILLS = sequencers.kills(4)
# Each kill finds at least so many entries acknowledged since the server came back.
UNDER_WAY = 20


@pytest.fixture
def own(committed_db: CommittedDatabase) -> Iterator[tuple[CommittedDatabase, Server]]:
    """A server of this test's own, migrated, with Django on it."""
    with services.postgres(private=True) as server:
        env = committed_db.env | {"DATABASE_URL": server.url}
        done = processes.manage("migrate", "--verbosity", "0", "--no-input", env=env)
        assert done.returncode == 0, done.stderr
        with databases.django_on(server.url):
            yield replace(committed_db, url=server.url, env=env), server


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(
    own: tuple[CommittedDatabase, Server], tmp_path: Path
) -> None:
    database, server = own
    keys.ensure_key(settings.AUDIT_KEY_FILE, settings.AUDIT_ORIGIN)
    crew = sequencers.of(database, tmp_path)
    crew.start()
    crew.start(elsewhere=True)
    for child in crew.started:
        child.wait_for(sequencers.has_begun(child), what="start", seconds=60)
    held: dict[int, bytes] = {}
    cut_off = 0

    with log_load.writing() as ledger:
        for _ in range(KILLS):
            await_load(ledger, held)
            before = len(ledger.unknown)
            server.kill()
            connection.close()
            server.start_again()
            cut_off += require_cut_off(ledger, before)
    effects.await_all(nothing_waits, what="empty queue after the last restart")
    codes = crew.stop()

    assert codes == [0, 0]
    assert log_load.faults(ledger, held=held, sealed=crew.sealed()) == []
    figures.note(
        kills=KILLS,
        acknowledged=len(ledger.acknowledged),
        rolled_back=len(ledger.rolled_back),
        cut_off=cut_off,
        heads=len(set(crew.sealed())),
        heads_held=len(held),
    )


def await_load(ledger: log_load.Ledger, held: dict[int, bytes]) -> None:
    """Return when writers and sequencers are at work again; keep the newest head as an outsider would."""
    entries, size = len(ledger.acknowledged), sequencers.head_size()
    effects.await_all(
        lambda: len(ledger.acknowledged) >= entries + UNDER_WAY and sequencers.head_size() > size,
        what="load after a restart",
    )
    held |= newest_head()


def require_cut_off(ledger: log_load.Ledger, before: int) -> int:
    """How many writers the kill hit in mid-transaction. Raises: FaultNotInjected when none."""
    until = time.monotonic() + 10
    while len(ledger.unknown) == before:
        if time.monotonic() > until:
            raise FaultNotInjected("no writer noticed that the server was killed")
        time.sleep(0.02)
    return len(ledger.unknown) - before


def nothing_waits() -> bool:
    try:
        return log.waiting(timezone.now())[0] == 0
    except Error:
        connection.close()
        return False
