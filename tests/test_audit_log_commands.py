"""The commands of docs/audit-log.md, run in order beside a real installation: they do what the page says."""

import os
import sys
from pathlib import Path

import pytest
from pytest_django import Settings

from audits import keys
from tests import cast
from tests.console_blocks import Command, commands, differences
from tests.processes import REPOSITORY, free_port
from tests.workplace import CommittedDatabase

PAGE = REPOSITORY / "docs" / "audit-log.md"


@pytest.fixture
def installation(committed_db: CommittedDatabase, settings: Settings, tmp_path: Path) -> dict[str, str]:
    """A service with a meeting and a checked disclosure, and the environment of an administrator's shell."""
    keys.ensure_key(settings.AUDIT_KEY_FILE, settings.AUDIT_ORIGIN)
    cast.seeded()
    by = cast.delegate()
    cast.checked(cast.submitted(by=by, at=cast.meeting(by=by), revisions=[cast.revision(by=by)]))
    (tmp_path / "manage.py").symlink_to(REPOSITORY / "manage.py")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return {**committed_db.env, "PATH": path, "PYTHONPATH": str(REPOSITORY), "PORT": str(free_port())}


def test_the_commands_of_the_page_do_what_it_says(installation: dict[str, str], tmp_path: Path) -> None:
    told = commands(PAGE.read_text())

    found = {
        command.line: wrong
        for command in told
        if (wrong := differences(command, folder=tmp_path, env=installation))
    }

    assert found == {}
    assert len(told) >= 10


@pytest.mark.parametrize(
    ("document", "found"),
    [
        ("$ echo 7 entries\n7 entries\n", []),
        ("$ echo 7 entries\n... entries\n", []),
        ("$ printf 'a\\nb\\nc\\n'\na\n...\nc\n", []),
        ("$ printf 'a\\nc\\n'\na\n...\nc\n", []),
        ("$ echo 7 entries\n8 entries\n", ["prints '7 entries\\n', not ('8 entries',)"]),
        ("$ echo 7 entries\n", ["prints '7 entries\\n', not ()"]),
        ("$ exit 3  # exit 3\n", []),
        ("$ exit 3\n", ["exit 3, not 0: "]),
    ],
)
def test_a_command_that_does_otherwise_is_told(document: str, found: list[str], tmp_path: Path) -> None:
    (command,) = commands(f"Text.\n\n```console\n{document}```\n")

    assert differences(command, folder=tmp_path, env=os.environ) == found


def test_commands_are_read_with_what_they_print() -> None:
    text = "```console\n$ one  # exit 1\nFAIL\n$ two\n```\n\n```sh\n$ no\n```\n\n```console\n$ three\n```\n"

    assert commands(text) == [
        Command("one", 1, ("FAIL",)),
        Command("two", 0, ()),
        Command("three", 0, ()),
    ]
