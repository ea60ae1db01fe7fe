"""What happens before Django reads its settings, and what a run may contain. Loaded by `-p`.

TEST_ENGINE=sqlite runs everything; TEST_ENGINE=postgresql runs again what touches the database, on a server
that is started here, once, for all worker processes.
"""

import os
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

import pytest

from tests import databases, keeper, second, services

DATABASE_FIXTURES = {"db", "django_db_setup", "committed_db", "database"}
FLUSHING_FIXTURES = {"transactional_db", "live_server", "django_db_reset_sequences"}
# What others published is answered before anything of our own.
FIRST = ("test_real_vectors.py", "test_real_canonical.py", "test_published_formats.py")
ON_WORKER = "PYTEST_XDIST_WORKER"
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    # A wrapper, because pytest-django loads the settings in this very hook.
    if ON_WORKER not in os.environ:
        prepare(early_config)
    worker = databases.run_folder() / os.environ.get(ON_WORKER, "main")
    worker.mkdir(exist_ok=True)
    os.environ["PLENARY_DATA_DIR"] = str(worker)
    yield


def prepare(config: pytest.Config) -> None:
    """Make the folder of the run and start its server; both go when pytest ends, in whatever way."""
    stack = ExitStack()
    config.add_cleanup(stack.close)
    run = keeper.keep_folder("plenary-test-")
    stack.callback(keeper.remove_folder, run)
    os.environ["PLENARY_TEST_RUN"] = str(run)
    if databases.engine() == "postgresql":
        server = stack.enter_context(services.postgres())
        stack.callback(databases.drop_template)
        os.environ["TEST_SERVER_URL"] = os.environ["DATABASE_URL"] = server.url
        os.environ["TEST_SERVER_ORIGIN"] = server.origin
    else:
        os.environ["DATABASE_URL"] = f"sqlite:///{run}/no-fixture-asked-for-a-database.sqlite3"


def pytest_report_header() -> list[str]:
    lines = [f"database: {databases.engine()} {os.environ.get('TEST_SERVER_ORIGIN', '')}".rstrip()]
    if not os.environ.get("REAL_DATA_DIR"):
        lines.append("real-data tests: not collected, REAL_DATA_DIR is unset")
    if not second.is_here():
        lines.append("second implementation of C2SP: not collected, run python -m tests.second")
    return lines


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    if collection_path.match("test_real_*.py") and not os.environ.get("REAL_DATA_DIR"):
        return True
    if collection_path.name == "test_second_tlog.py" and not second.is_here():
        return True
    return None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if flushes(item):
            raise pytest.UsageError(f"{item.nodeid}: the audit triggers refuse a flush; use committed_db.")
    items.sort(key=lambda item: item.path.name not in FIRST)
    if databases.engine() == "sqlite":
        return
    chosen = [item for item in items if touches_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
    items[:] = chosen


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    # Asked for pure tests alone, the second run has nothing to repeat, and that is well.
    if databases.engine() == "postgresql" and exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
        session.exitstatus = pytest.ExitCode.OK


def touches_database(item: pytest.Item) -> bool:
    """True where the test asks for a database, by fixture or by mark."""
    names = set(getattr(item, "fixturenames", ()))
    return bool(names & DATABASE_FIXTURES) or item.get_closest_marker("django_db") is not None


def flushes(item: pytest.Item) -> bool:
    """True where pytest-django would empty the tables after the test."""
    mark = item.get_closest_marker("django_db")
    asked = bool(mark and (any(mark.args[:2]) or mark.kwargs.get("transaction")))
    return asked or bool(FLUSHING_FIXTURES & set(getattr(item, "fixturenames", ())))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return refuse_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return refuse_skip((yield))


def refuse_skip(report: Report) -> Report:
    """The report, failed where it was skipped or expected to fail while CI is set."""
    if os.environ.get("CI") and (report.skipped or hasattr(report, "wasxfail")):
        report.outcome = "failed"
        report.longrepr = f"With CI set nothing is skipped: {report.longrepr}"
        report.__dict__.pop("wasxfail", None)
    return report
