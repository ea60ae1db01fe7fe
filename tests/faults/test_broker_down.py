"""The broker is gone while people submit: nobody is turned away, and nothing is lost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from participation.models import Check
from tests import services, workplace
from tests.faults import effects
from tests.faults.conftest import World
from tests.processes import ChildProcess
from tests.workplace import Broker, CommittedDatabase

Start = Callable[..., ChildProcess]


def _queued_unheard(submitted: list[int]) -> bool:
    """Whether each has one check that is queued and of which no worker was told."""
    rows = Check.objects.filter(disclosure__in=submitted).values_list("state", "hinted_at")
    return list(rows) == [(Check.State.QUEUED, None)] * len(submitted)


def test_submissions_outlive_a_stopped_redis(
    committed_db: CommittedDatabase, world: World, rescuers: Start
) -> None:
    with services.redis(private=True) as server, workplace.celery_on(server.url, committed_db.folder):
        before = world.submit(1, key="before")
        server.kill()

        submitted = world.submit(3, key="without")

        assert _queued_unheard(submitted)
        server.start_again()
        rescuers(committed_db.env | {"BROKER_URL": server.url})
        effects.await_all(lambda: effects.unsettled() == 0, what="end of the last check")
        effects.seal()
        assert effects.faults([*before, *submitted]) == []


def test_submissions_outlive_a_message_folder_that_is_gone(
    filesystem_broker: Broker, committed_db: CommittedDatabase, world: World, rescuers: Start
) -> None:
    with _a_file_in_place_of_messages(committed_db):
        submitted = world.submit(3)

        assert _queued_unheard(submitted)

    rescuers(filesystem_broker.env)
    effects.await_all(lambda: effects.unsettled() == 0, what="end of the last check")
    effects.seal()
    assert effects.faults(submitted) == []


@contextmanager
def _a_file_in_place_of_messages(database: CommittedDatabase) -> Iterator[None]:
    # Not a mode that forbids writing: the tests may run as root, whom no mode stops.
    folder = database.folder / "broker" / "messages"
    aside = folder.with_name("aside")
    folder.rename(aside)
    folder.write_text("in the way")
    try:
        yield
    finally:
        folder.unlink()
        aside.rename(folder)


@pytest.mark.parametrize("broker", ["filesystem_broker", "redis_broker"])
def test_lost_messages_are_sent_again(
    request: pytest.FixtureRequest, broker: str, world: World, rescuers: Start
) -> None:
    on: Broker = request.getfixturevalue(broker)
    submitted = world.submit(2)
    sent = Check.objects.filter(disclosure__in=submitted, hinted_at__isnull=False).count()
    purge_messages()

    rescuers(on.env)
    effects.await_all(lambda: effects.unsettled() == 0, what="end of the last check")
    effects.seal()

    assert sent == 2
    assert effects.faults(submitted) == []


def purge_messages() -> None:
    """Throw away what is in the broker, as an operator who flushes Redis does."""
    from config.celery import app

    with app.connection_for_write() as connection:
        assert connection.default_channel.queue_purge("checks") == 2
