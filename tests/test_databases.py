"""The databases of tests: fresh for each, shared with its threads and real processes, triggers on."""

import threading
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, connections

from tests import databases
from tests.processes import ChildError

FAR = datetime(2100, 1, 1, tzinfo=UTC)
COUNT_TRIGGERS = {
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal",
}


def put(key):
    # Sessions, because no audit trigger watches them: these tests are about the ground, not about the log.
    Session.objects.create(session_key=key, session_data="", expire_date=FAR)


def keys():
    return sorted(Session.objects.values_list("session_key", flat=True))


def triggers():
    with connection.cursor() as cursor:
        cursor.execute(COUNT_TRIGGERS[connection.vendor])
        return cursor.fetchone()[0]


@pytest.mark.parametrize("turn", ["first", "second"])
def test_rolled_back_test_leaves_nothing(db, turn):
    assert keys() == []

    put(turn)

    assert keys() == [turn]


def test_run_is_on_the_engine_it_was_asked_for(db):
    assert connection.vendor == databases.engine()


def test_triggers_are_on_in_tests_that_roll_back(db):
    assert triggers() > 0


def test_triggers_are_on_in_tests_that_commit(committed_db):
    assert triggers() > 0


@pytest.mark.parametrize("turn", ["first", "second"])
def test_committed_database_is_fresh_and_shared_with_threads_and_processes(committed_db, turn):
    assert keys() == []
    put("here")

    def work():
        put("thread")
        connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    child = committed_db.manage("shell", "--no-imports", "-c", f"from {__name__} import put; put('child')")

    assert (child.returncode, child.stderr) == (0, "")
    assert keys() == ["child", "here", "thread"]


def test_files_of_a_test_are_its_own(committed_db):
    child = committed_db.manage(
        "shell", "--no-imports", "-c", "from django.conf import settings; print(settings.AUDIT_HEAD_FILE)"
    )

    assert committed_db.folder == settings.DATA_DIR
    assert committed_db.folder / "log-head" == settings.AUDIT_HEAD_FILE
    assert Path(child.stdout.strip()) == settings.AUDIT_HEAD_FILE


def test_one_test_takes_one_kind_of_database(request, db):
    with pytest.raises(pytest.UsageError, match="takes db or committed_db, not both"):
        request.getfixturevalue("committed_db")


def test_service_shows_what_the_test_committed(live_app):
    with urllib.request.urlopen(f"{live_app.url}/healthz") as answer:
        assert answer.status == 200

    assert live_app.process.stop() == 0


@pytest.mark.parametrize("kind", ["filesystem_broker", "redis_broker"])
def test_worker_takes_what_this_process_published(request, kind, committed_db, celery_worker):
    broker = request.getfixturevalue(kind)
    worker = celery_worker(broker.env, queues=("checks",))
    from config.celery import app

    app.send_task("no.such.task", args=(kind,), queue="checks")

    worker.wait_for(lambda: "no.such.task" in worker.log_text(), what="word of the task")
    tree = [psutil.Process(worker.pid), *psutil.Process(worker.pid).children(recursive=True)]
    assert len(tree) == 3
    assert worker.kill() == -9
    assert [each.is_running() and each.status() != psutil.STATUS_ZOMBIE for each in tree] == [False] * 3


def test_worker_without_a_broker_is_reported_with_its_log(committed_db, celery_worker):
    started = time.monotonic()

    with pytest.raises(ChildError, match="BROKER_URL has the scheme 'carrier-pigeon'"):
        celery_worker({**committed_db.env, "BROKER_URL": "carrier-pigeon://"})

    assert time.monotonic() - started < 30
