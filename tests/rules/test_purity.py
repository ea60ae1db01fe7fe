"""The core reads no clock, file, network or setting: what it imports and calls, from its syntax trees."""

import ast
from pathlib import Path

import participation.rules

FORBIDDEN = {
    "audits",
    "config",
    "django",
    "http",
    "io",
    "logging",
    "os",
    "random",
    "secrets",
    "socket",
    "subprocess",
    "time",
    "urllib",
}
CLOCKS = {"today", "now", "utcnow", "open"}


def faults_of(source: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [each.name for each in node.names if each.name.split(".")[0] in FORBIDDEN]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in FORBIDDEN:
            found.append(str(node.module))
        elif isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            found += [name] if name in CLOCKS else []
    return found


def test_the_core_is_pure() -> None:
    folder = Path(str(participation.rules.__file__)).parent

    sources = {file: file.read_text("utf-8") for file in folder.rglob("*.py") if file.name != "__main__.py"}

    assert len(sources) > 30
    assert {file.name: faults_of(source) for file, source in sources.items() if faults_of(source)} == {}


def test_the_check_sees_what_is_not_pure() -> None:
    source = "import os\nfrom urllib.request import urlopen\ndate.today()\nopen('x')\n"

    assert sorted(faults_of(source)) == ["open", "os", "today", "urllib.request"]
