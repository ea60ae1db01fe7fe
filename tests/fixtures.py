"""Fixtures for databases, brokers, workers and the live service. The cast of people is in conftest.py.

`db` is for tests that roll back. `committed_db` is for tests that commit, use threads or real processes.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
import redis
from pytest_django import DjangoDbBlocker

from tests import databases, keeper, services, workplace
from tests.engine_plugin import ON_WORKER, touches_database
from tests.processes import ChildProcess
from tests.services import Server
from tests.workplace import Broker, CommittedDatabase, LiveApp

BROKERS = ("filesystem_broker", "redis_broker")
_numbers = count(1)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database of the tests that roll back: a copy of the template, in place of pytest-django's own."""
    with django_db_blocker.unblock():
        url = databases.copy_of_template()
        with databases.django_on(url):
            yield
        databases.drop(url)


@pytest.fixture(autouse=True)
def _data_folder_beside_database(request: pytest.FixtureRequest) -> None:
    # Keys, uploads and the log's head belong to one database; they must not outlive a rollback.
    if touches_database(request.node):
        request.getfixturevalue("data_folder")


@pytest.fixture
def data_folder() -> Iterator[Path]:
    """An empty DATA_DIR of this test, with every path of the settings below it."""
    folder = databases.run_folder() / os.environ.get(ON_WORKER, "main") / f"data-{next(_numbers)}"
    with workplace.own_files(folder):
        workplace.forget_rows()
        yield folder
        workplace.forget_rows()
    keeper.remove_folder(folder)


@pytest.fixture
def committed_db(
    request: pytest.FixtureRequest, data_folder: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[CommittedDatabase]:
    """A fresh database in which commits are real, for this test, its threads and its child processes."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        raise pytest.UsageError(f"{request.node.nodeid}: a test takes db or committed_db, not both.")
    with django_db_blocker.unblock():
        url = databases.copy_of_template()
        with databases.django_on(url):
            yield CommittedDatabase(url, data_folder, databases.child_environment(url, data_folder))
        databases.drop(url)


@pytest.fixture
def database(request: pytest.FixtureRequest) -> None:
    """The database of this test: committed_db where the test takes it, else db."""
    request.getfixturevalue("committed_db" if "committed_db" in request.fixturenames else "db")


@pytest.fixture(scope="session")
def redis_server() -> Iterator[Server]:
    """One server for this process; a test that kills its server takes `services.redis(private=True)`."""
    with services.redis() as server:
        yield server


@pytest.fixture
def redis_broker(redis_server: Server, committed_db: CommittedDatabase) -> Iterator[Broker]:
    """An empty Redis database as the broker of this process and of workers started with its `env`."""
    worker = os.environ.get(ON_WORKER, "gw0").removeprefix("gw")
    url = urlunsplit(urlsplit(redis_server.url)._replace(path=f"/{int(worker) % 16}"))
    with redis.Redis.from_url(url) as client:
        client.flushdb()
    yield from _broker(url, committed_db)


@pytest.fixture
def filesystem_broker(committed_db: CommittedDatabase) -> Iterator[Broker]:
    """A message folder below the test's own DATA_DIR as the broker, as in `./dev run`."""
    yield from _broker("filesystem://", committed_db)


def _broker(url: str, database: CommittedDatabase) -> Iterator[Broker]:
    database.env["BROKER_URL"] = url
    with workplace.celery_on(url, database.folder):
        yield Broker(url, database.env)


@pytest.fixture
def celery_worker(tmp_path: Path) -> Iterator[Callable[..., ChildProcess]]:
    """Start real workers: `celery_worker(broker.env, queues=("checks",), concurrency=2, options=())`."""
    with ExitStack() as stack:

        def start(env: dict[str, str], **choices: object) -> ChildProcess:
            log = tmp_path / f"worker-{next(_numbers)}.log"
            worker = workplace.start_worker(env, log, **choices)  # type: ignore[arg-type]
            stack.callback(worker.kill)
            return worker

        yield start


@pytest.fixture
def live_app(
    request: pytest.FixtureRequest, committed_db: CommittedDatabase, tmp_path: Path
) -> Iterator[LiveApp]:
    """The service under gunicorn on the test's database, and on its broker where the test has one."""
    for name in BROKERS:
        if name in request.fixturenames:
            request.getfixturevalue(name)
    app = workplace.start_app(committed_db.env, tmp_path / "app.log")
    yield app
    app.process.stop()
