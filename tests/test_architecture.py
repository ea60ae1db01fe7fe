"""What must be documented is; what must be pure is; what must not be in the project is not."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands

from participation.events import AUDITED_TABLES, KINDS
from tests.faults.score import ITEMS

ROOT = Path(__file__).parent.parent
CORES = (
    "participation/rules",
    "participation/screening",
    "participation/lists",
    "participation/imports",
    "participation/states.py",
    "participation/events.py",
    "participation/stated.py",
    "participation/retention.py",
    "participation/queries/overlay.py",
    "audits/merkle",
    "audits/canonical.py",
    "audits/envelope.py",
    "audits/payload.py",
    "audits/checkpoint.py",
    "audits/sealed.py",
)
DOCS = "\n".join(path.read_text() for path in sorted((ROOT / "docs").glob("*.md")))
CODE = "\n".join(
    path.read_text()
    for folder in ("participation", "audits")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if path.name not in {"events.py", "kinds.py"}
)


def modules(*places: str) -> list[Path]:
    found: list[Path] = []
    for place in places:
        path = ROOT / place
        found += [path] if path.is_file() else sorted(path.rglob("*.py"))
    return found


def opened_or_clock(source: str) -> list[str]:
    """Calls in the source that open a file or read the clock, by name and line."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    names = [(ast.unparse(call.func), call.lineno) for call in calls]
    wrong = {"open", "date.today", "datetime.now", "datetime.today", "time.time"}
    return [f"{name} in line {line}" for name, line in names if name in wrong or name.endswith(".open")]


@pytest.mark.parametrize("path", modules(*CORES), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_core_opens_no_file_and_reads_no_clock(path: Path) -> None:
    if path.name == "__main__.py":
        return  # the door for the command line: it reads the file it was given

    assert opened_or_clock(path.read_text()) == []


def test_the_purity_check_can_fail() -> None:
    assert opened_or_clock("x = open('a')\ny = date.today()") == ["open in line 1", "date.today in line 2"]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_event_is_written_somewhere(kind: str) -> None:
    assert f'"{kind}"' in CODE


SETTINGS = sorted(set(re.findall(r'env_\w+\(\s*"(\w+)"', (ROOT / "config/settings.py").read_text())))


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_setting_is_documented(setting: str) -> None:
    assert f"`{setting}`" in DOCS


@pytest.mark.parametrize(
    "command", sorted(name for name, app in get_commands().items() if app in {"participation", "audits"})
)
def test_every_command_is_documented(command: str) -> None:
    text = DOCS + (ROOT / "README.md").read_text()

    assert f"manage.py {command}" in text


def test_audited_tables_exist() -> None:
    from django.apps import apps

    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}

    assert set(AUDITED_TABLES) - tables == set()


def lock(name: str) -> dict[str, list[str]]:
    """Requirement -> its hashes."""
    found: dict[str, list[str]] = {}
    current = ""
    for line in (ROOT / name).read_text().splitlines():
        if match := re.match(r"([\w.\-\[\]]+==[^ \\]+)", line):
            current = match[1]
            found[current] = []
        found[current] += re.findall(r"--hash=(sha256:[0-9a-f]{64})", line)
    return found


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-bench.txt"])
def test_locks_hold_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text()

    assert re.findall(r"https?:|file:|--index-url|--extra-index-url|--find-links", text) == []
    assert [pin for pin, hashes in lock(name).items() if not hashes] == []


def test_the_locks_agree() -> None:
    run, dev, bench = (lock(f"requirements{name}.txt") for name in ("", "-dev", "-bench"))

    assert {pin for pin in run if pin not in dev} == set()
    assert {pin for pin in dev if pin not in bench} == set()


def test_no_file_names_the_place_it_was_made_at() -> None:
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    places = [str(ROOT.parent) + "/", str(Path.home()) + "/"]
    found = []
    for name in names.split():
        path = ROOT / name
        if path.suffix in {".py", ".md", ".toml", ".txt", ".html", ".css", ".js"} and path.exists():
            text = path.read_text(encoding="utf-8")
            found += [name for place in places if len(place) > 2 and place in text]

    assert found == []


def test_the_example_settings_for_production_are_settings() -> None:
    lines = (ROOT / "deploy/plenary.env").read_text().splitlines()
    named = {line.split("=")[0] for line in lines if line and not line.startswith("#")}

    assert named - set(SETTINGS) == set()


def test_every_item_of_the_scoreboard_is_in_the_page_of_reliability() -> None:
    page = (ROOT / "docs" / "reliability.md").read_text()

    assert [name for name in ITEMS if f"`{name}`" not in page] == []
