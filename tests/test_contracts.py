"""The import contracts hold, and a wrong import breaks the one that forbids it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

PLANTED = [
    ("participation/rules/decide.py", "import participation.models", "layers of participation"),
    ("participation/screening/screen.py", "import django", "decision cores are pure"),
    ("participation/lists/records.py", "import participation.rules.facts", "cores do not know each other"),
    ("participation/web/home.py", "import participation.rules.decide", "edges reach the cores"),
    ("participation/workflow/submit.py", "import audits.storage", "one door into the log"),
    ("audits/log/reading.py", "import participation.events", "config over participation over audits"),
    ("audits/canonical.py", "import audits.models", "layers of audits"),
    ("audits/merkle/tree.py", "import random", "log core and offline verifier are pure"),
    ("participation/strange.py", "", "layers of participation"),
]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the packages that may be spoiled."""
    skip = shutil.ignore_patterns("__pycache__")
    for name in ("config", "participation", "audits"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=skip)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def linted(tree: Path) -> subprocess.CompletedProcess[str]:
    linter = Path(sys.executable).parent / "lint-imports"
    env = os.environ | {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [linter, "--no-cache"], cwd=tree, env=env, capture_output=True, text=True, check=False
    )


def test_the_contracts_hold(tree: Path) -> None:
    done = linted(tree)

    assert (done.returncode, "0 broken" in done.stdout) == (0, True), done.stdout


@pytest.mark.parametrize(
    ("file", "line", "contract"), PLANTED, ids=[row[2] + ": " + row[0] for row in PLANTED]
)
def test_a_planted_import_breaks_its_contract(tree: Path, file: str, line: str, contract: str) -> None:
    path = tree / file
    text = path.read_text() if path.exists() else '"""Nobody said which layer this is."""\n'
    path.write_text(text + "\n" + line + "\n")

    done = linted(tree)

    assert done.returncode == 1
    assert any(row.startswith(contract) and "BROKEN" in row for row in done.stdout.splitlines()), done.stdout
