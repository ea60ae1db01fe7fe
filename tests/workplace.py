"""What a test that commits works on: its own database and folder, and the real processes around them."""

import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from kombu import pools

from tests import processes
from tests.processes import ChildProcess

_numbers = count(1)


@dataclass(frozen=True)
class CommittedDatabase:
    """A database of one test. Takes: `env`, the environment of real processes that join in."""

    url: str
    folder: Path
    env: dict[str, str] = field(repr=False)

    def manage(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """What `manage.py` with these arguments did, on this database; the caller looks at the exit code."""
        return processes.manage(*arguments, env=self.env)


@dataclass(frozen=True)
class Broker:
    """Where tasks are published. Takes: `env`, for workers on this broker and on the test's database."""

    url: str
    env: dict[str, str] = field(repr=False)


@dataclass(frozen=True)
class LiveApp:
    """The service itself, under gunicorn."""

    url: str
    process: ChildProcess


@contextmanager
def own_files(folder: Path) -> Iterator[None]:
    """Move every folder and file that the settings name below DATA_DIR to the same place below `folder`."""
    from django.conf import settings
    from django.test import override_settings

    before = settings.DATA_DIR
    moved = {
        name: folder / path.relative_to(before)
        for name in dir(settings)
        if name.isupper()
        and isinstance(path := getattr(settings, name), Path)
        and path.is_relative_to(before)
    }
    folder.mkdir(parents=True, exist_ok=True)
    with override_settings(**moved):
        yield


def forget_rows() -> None:
    """Drop what this process keeps by primary key, since each database counts from one."""
    from django.contrib.contenttypes.models import ContentType

    from participation import index_cache

    ContentType.objects.clear_cache()
    index_cache.forget()


@contextmanager
def celery_on(url: str, folder: Path) -> Iterator[None]:
    """Publish from this process to another broker, whose message folder, if any, is below `folder`."""
    from config.celery import app
    from config.environment import broker

    address, options = broker(url, folder / "broker")
    before = {name: app.conf[name] for name in ("broker_url", "broker_transport_options")}
    _move_celery(app, broker_url=address, broker_transport_options=options)
    try:
        yield
    finally:
        _move_celery(app, **before)


def _move_celery(app: Any, **conf: Any) -> None:
    pools.reset()  # closed pools would stay in kombu's registry and refuse the next publish
    app.conf.update(conf)
    # Both keep connections to the old address.
    app._pool = None
    app.amqp._producer_pool = None


def start_worker(
    env: dict[str, str],
    log: Path,
    *,
    queues: Sequence[str] = (),
    concurrency: int = 2,
    options: Sequence[str] = (),
) -> ChildProcess:
    """A real Celery worker that has said it is ready. Raises: ChildError."""
    name = f"worker{next(_numbers)}-{os.getpid()}"
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "-l", "INFO", "-n", f"{name}@%h"]
    command += ["--concurrency", str(concurrency), "--without-mingle", "--without-gossip", *options]
    if queues:
        command += ["-Q", ",".join(queues)]
    worker = processes.start(name, command, log=log, env=env)
    worker.wait_for(lambda: " ready." in worker.log_text(), what="'ready' in its log", seconds=60)
    return worker


def start_app(env: dict[str, str], log: Path) -> LiveApp:
    """The service on a free port of 127.0.0.1, once it answers. Raises: ChildError."""
    port = processes.free_port()
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}"]
    app = LiveApp(
        f"http://127.0.0.1:{port}",
        processes.start("gunicorn", [*command, "--workers", "1", "--threads", "8"], log=log, env=env),
    )
    app.process.wait_for(lambda: _answers(app.url), what="answer", seconds=60)
    return app


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=30).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True
