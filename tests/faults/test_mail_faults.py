"""Mails by real workers: one is killed between the server's yes and the mark, or the server is away."""

from collections import Counter
from collections.abc import Callable

import pytest

from participation.models import Check, Notice
from tests.faults import effects
from tests.faults.conftest import QUEUES, World
from tests.faults.killing import kill_while
from tests.mail_server import MailServer, mail_server
from tests.processes import ChildProcess
from tests.workplace import Broker

Start = Callable[..., ChildProcess]


def quick_mails(server: MailServer) -> dict[str, str]:
    """A real way out, a lease that a test can wait for, and short pauses."""
    return {
        "EMAIL_URL": server.url,
        "EMAIL_TIMEOUT_SECONDS": "30",
        "NOTICE_LEASE_SECONDS": "2",
        "NOTICE_RETRY_SECONDS": "1",
    }


def states() -> Counter[str]:
    return Counter(Notice.objects.values_list("state", flat=True))


def sent_entries() -> int:
    return sum(effects._kinds("disclosure", pk)["notice.sent"] for pk in _disclosures())


def _disclosures() -> list[int]:
    return list(Notice.objects.values_list("disclosure_id", flat=True))


@pytest.mark.parametrize("broker", ["filesystem_broker", "redis_broker"])
def test_a_worker_killed_before_the_mark_sends_twice_and_never_not(
    request: pytest.FixtureRequest, broker: str, world: World, celery_worker: Start, rescuers: Start
) -> None:
    on: Broker = request.getfixturevalue(broker)
    with mail_server("held") as server:
        env = on.env | quick_mails(server)
        world.submit(1)
        worker = celery_worker(env, queues=QUEUES, concurrency=1)
        kill_while(worker, lambda: server.mails and states() == {"sending": 1})
        server.way = "takes"
        server.released.set()

        rescuers(env)
        effects.await_all(lambda: states() == {"sent": 1}, what="second mail", seconds=60)

    first, second = server.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Subject"] == second["Subject"]
    assert (sent_entries(), Notice.objects.get().attempts) == (1, 2)


def test_no_mail_is_lost_while_the_server_is_away(
    filesystem_broker: Broker, world: World, rescuers: Start
) -> None:
    with mail_server() as gone:
        env = filesystem_broker.env | quick_mails(gone)
    disclosures = world.submit(4)
    rescuers(env)
    effects.await_all(lambda: effects.unsettled() == 0, what="end of the last check")
    effects.await_all(
        lambda: not Notice.objects.filter(attempts=0).exists(), what="first try of each mail", seconds=60
    )

    with mail_server(port=gone.port) as back:
        effects.await_all(lambda: states() == {"sent": 4}, what="last mail", seconds=60)

    assert len({mail["Message-ID"] for mail in back.mails}) == 4
    assert Check.objects.filter(disclosure__in=disclosures, state="done").count() == 4
    assert sent_entries() == 4
