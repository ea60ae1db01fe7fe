"""Small runs of pytest inside this one: what is collected, chosen, refused, and said in the header."""

import os
import subprocess
import sys
import textwrap

import pytest

from tests import databases
from tests.processes import REPOSITORY

OURS = ("CI", "REAL_DATA_DIR", "TEST_ENGINE", "PYTEST_XDIST_WORKER", "PYTEST_ADDOPTS")
FIXTURES = """
    import pytest

    @pytest.fixture
    def db(): ...

    @pytest.fixture
    def transactional_db(): ...
"""


@pytest.fixture
def small_run(tmp_path):
    """Run the files under the plugin alone; gives the exit code and the output."""

    def run(files: dict[str, str], **environment: str) -> tuple[int, str]:
        for name, text in {"conftest.py": FIXTURES, "pytest.ini": "[pytest]", **files}.items():
            (tmp_path / name).write_text(textwrap.dedent(text))
        kept = {name: value for name, value in os.environ.items() if name not in OURS}
        kept["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        command = [sys.executable, "-m", "pytest", str(tmp_path), "-c", str(tmp_path / "pytest.ini"), "-v"]
        done = subprocess.run(
            [*command, "-p", "tests.engine_plugin", "-p", "no:cacheprovider"],
            cwd=REPOSITORY,
            env={**kept, **environment},
            capture_output=True,
            text=True,
            timeout=120,
        )
        return done.returncode, done.stdout + done.stderr

    return run


SKIPS = {
    "test_function.py": """
        import pytest
        def test_skipped(): pytest.skip("no time")
        @pytest.mark.xfail
        def test_expected_to_fail(): assert False
    """,
    "test_module.py": """
        import pytest
        pytest.skip("not today", allow_module_level=True)
    """,
}


def test_skips_are_allowed_on_a_desk(small_run):
    code, output = small_run(SKIPS)

    assert code == 0
    assert "2 skipped, 1 xfailed" in output


def test_skips_fail_where_ci_is_set(small_run):
    code, output = small_run({"test_function.py": SKIPS["test_function.py"]}, CI="1")

    assert code == 1
    assert "2 failed" in output
    assert "With CI set nothing is skipped" in output


def test_skipped_module_fails_where_ci_is_set(small_run):
    code, output = small_run({"test_module.py": SKIPS["test_module.py"]}, CI="1")

    assert code == 2
    assert "not today" in output


REAL = {"test_real_lists.py": "def test_real(): ...", "test_other.py": "def test_other(): ..."}
LINE = "real-data tests: not collected, REAL_DATA_DIR is unset"


def test_real_data_tests_are_left_out_with_one_line_that_says_so(small_run):
    code, output = small_run(REAL)

    assert (code, output.count(LINE), "1 passed" in output) == (0, 1, True)


def test_real_data_tests_run_where_the_data_is(small_run, tmp_path):
    code, output = small_run(REAL, REAL_DATA_DIR=str(tmp_path))

    assert (code, output.count(LINE), "2 passed" in output) == (0, 0, True)


def test_second_run_takes_only_what_touches_the_database(small_run):
    files = {"test_both.py": "def test_pure(): ...\ndef test_with_db(db): ..."}

    first = small_run(files)
    second = small_run(files, TEST_ENGINE="postgresql")

    assert (first[0], "2 passed" in first[1], "database: sqlite\n" in first[1]) == (0, True, True)
    assert (second[0], "1 passed, 1 deselected" in second[1]) == (0, True)
    assert "database: postgresql /" in second[1] or "database: postgresql wheel" in second[1]


def test_second_run_with_nothing_to_repeat_is_well(small_run):
    code, output = small_run({"test_pure.py": "def test_pure(): ..."}, TEST_ENGINE="postgresql")

    assert (code, "1 deselected" in output) == (0, True)


@pytest.mark.parametrize(
    "test",
    [
        "def test_it(transactional_db): ...",
        "import pytest\n@pytest.mark.django_db(transaction=True)\ndef test_it(): ...",
        "import pytest\n@pytest.mark.django_db(True)\ndef test_it(): ...",
    ],
)
def test_flushing_tests_are_refused(small_run, test):
    code, output = small_run({"test_flush.py": test})

    assert code == pytest.ExitCode.USAGE_ERROR
    assert "the audit triggers refuse a flush; use committed_db" in output


def test_unknown_engine_is_refused(monkeypatch):
    monkeypatch.setenv("TEST_ENGINE", "oracle")

    with pytest.raises(ValueError, match="TEST_ENGINE is 'oracle': use one of sqlite, postgresql"):
        databases.engine()


def test_published_vectors_come_first(small_run):
    files = ("test_a.py", "test_published_formats.py", "test_z.py")

    code, output = small_run(dict.fromkeys(files, "def test_it(): assert True"))

    order = [line.split("::")[0].rpartition("/")[2] for line in output.splitlines() if "PASSED" in line]
    assert (code, order) == (0, ["test_published_formats.py", "test_a.py", "test_z.py"])
