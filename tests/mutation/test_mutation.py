"""The search for mutants that no test notices, on a small project of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutation.__main__ import ROOT

SETTINGS = """
[tool.mutmut]
source_paths = ["sums"]
also_copy = ["checks"]
pytest_add_cli_args_test_selection = ["checks"]
pytest_add_cli_args = ["-o", "addopts=", "-p", "no:cacheprovider"]
"""
CODE = "def larger(one: int, other: int) -> bool:\n    return one > other\n"
WEAK = "from sums.compare import larger\n\n\ndef test_larger() -> None:\n    assert larger(3, 1)\n"
STRONG = f"{WEAK}    assert not larger(1, 1)\n"


@pytest.mark.parametrize(
    ("test", "code", "said"),
    [(WEAK, 1, "0.0 % of 1 mutants noticed"), (STRONG, 0, "100.0 % of 1 mutants noticed")],
    ids=["weak", "strong"],
)
def test_a_change_that_no_test_notices_is_named(tmp_path: Path, test: str, code: int, said: str) -> None:
    files = {"pyproject.toml": SETTINGS, "sums/__init__.py": "", "sums/compare.py": CODE}
    for name, text in (files | {"checks/test_compare.py": test}).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    subprocess.run(["git", "add", "."], cwd=tmp_path, check=True)
    command = [sys.executable, "-m", "tests.mutation", "--folder", str(tmp_path), "--processes", "1"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout.splitlines()[-1].partition(";")[0]) == (code, said), run.stderr
    assert ("+    return one >= other" in run.stdout) == (test is WEAK)
