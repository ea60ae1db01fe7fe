"""Databases of a test run: one template, migrated as an installation is, and copies of it.

The audit triggers refuse DELETE and TRUNCATE, so no test flushes: who commits gets a copy and drops it.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tests import processes
from tests.processes import REPOSITORY

ENGINES = ("sqlite", "postgresql")
SETTINGS = "config.test_settings"
_numbers = count(1)


class TemplateError(RuntimeError):
    """The template could not be migrated; the message is what manage.py said."""


def engine() -> str:
    """The engine of this run, from TEST_ENGINE. Raises: ValueError for another word."""
    word = os.environ.get("TEST_ENGINE") or "sqlite"
    if word not in ENGINES:
        raise ValueError(f"TEST_ENGINE is {word!r}: use one of {', '.join(ENGINES)}.")
    return word


def run_folder() -> Path:
    """The folder of this run, shared by all its worker processes."""
    return Path(os.environ["PLENARY_TEST_RUN"])


def template() -> str:
    """Address of the migrated template, made once in a run by whoever asks first."""
    url = _address("template")
    with (run_folder() / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ready = run_folder() / "template.ready"
        if not ready.exists():
            drop(url)
            if engine() == "postgresql":
                _on_server("CREATE DATABASE {}", _name(url))
            _migrate(url)
            ready.touch()
    return url


def drop_template() -> None:
    """Leave nothing on a server that was given to us."""
    if (run_folder() / "template.ready").exists():
        drop(_address("template"))


def copy_of_template() -> str:
    """Address of a fresh database with every table, trigger and role, and nothing else."""
    source = template()
    url = _address(f"{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}_{next(_numbers)}")
    if engine() == "postgresql":
        _on_server("CREATE DATABASE {} TEMPLATE {}", _name(url), _name(source))
    else:
        shutil.copyfile(sqlite_file(source), sqlite_file(url))
    return url


def drop(url: str) -> None:
    """Remove the database, and throw out whoever is still connected. A missing one is fine."""
    if engine() == "postgresql":
        _on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)", _name(url))
        return
    for suffix in ("", "-wal", "-shm", "-journal"):
        Path(f"{sqlite_file(url)}{suffix}").unlink(missing_ok=True)


@contextmanager
def django_on(url: str) -> Iterator[None]:
    """Point Django's default connection, in every thread, at another database of the same engine."""
    from django.db import connections

    from config.environment import database

    # Connections of all threads share this dictionary; replacing it would leave theirs behind.
    shared = connections.settings["default"]
    before = dict(shared)
    connections["default"].close()
    shared.update(database(url))
    try:
        yield
    finally:
        connections["default"].close()
        shared.clear()
        shared.update(before)


def child_environment(url: str, folder: Path) -> dict[str, str]:
    """The environment of a real process that works on the database, with `folder` for its files."""
    return {
        **os.environ,
        "DATABASE_URL": url,
        "PLENARY_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "PYTHONPATH": str(REPOSITORY),
    }


def sqlite_file(url: str) -> Path:
    return Path(urlsplit(url).path[1:])


def _migrate(url: str) -> None:
    env = child_environment(url, run_folder() / "template-data")
    done = processes.manage("migrate", "--verbosity", "0", "--no-input", env=env)
    if done.returncode:
        raise TemplateError(f"manage.py migrate ended with {done.returncode}:\n{done.stdout}{done.stderr}")


def _address(word: str) -> str:
    if engine() == "sqlite":
        return f"sqlite:///{run_folder()}/{word}.sqlite3"
    # The name of the folder keeps two runs on one given server apart.
    name = f"{run_folder().name}_{word}".replace("-", "_").lower()
    return urlunsplit(urlsplit(os.environ["TEST_SERVER_URL"])._replace(path=f"/{name}"))


def _name(url: str) -> sql.Identifier:
    return sql.Identifier(urlsplit(url).path.lstrip("/"))


def _on_server(statement: str, *names: sql.Identifier) -> None:
    with psycopg.connect(os.environ["TEST_SERVER_URL"], autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*names))
