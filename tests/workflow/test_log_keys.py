"""Who may change the log's key or declare it lost, by the commands that an officer runs."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from audits import keys, log, sequencer
from audits.keys import ensure_key
from participation.models import User
from tests.workplace import CommittedDatabase


@pytest.fixture
def keyed(committed_db: CommittedDatabase, settings: Settings) -> Settings:
    ensure_key(settings.AUDIT_KEY_FILE, settings.AUDIT_ORIGIN)
    return settings


def test_an_officer_changes_the_key(
    keyed: Settings, officer: User, capsys: pytest.CaptureFixture[str]
) -> None:
    before = keys.public_key()

    call_command("audit_rotate_key", "--by", officer.username)

    entry = log.search(kind="audit.key_rotated").entries[0]
    said = capsys.readouterr().out
    assert entry.actor_id == f"user/{officer.pk}"
    assert entry.labels == {"former_key": str(before), "key": str(keys.public_key())}
    assert f"The log is signed by {keys.public_key()} from now on." in said
    assert log.verify_log_tables() == []


def test_a_change_waits_for_a_sequencer_that_signs_elsewhere(
    keyed: Settings, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("participation.management.commands.audit_rotate_key.PATIENCE_SECONDS", 0.1)
    before = keys.public_key()

    with (
        sequencer.turn(keyed.AUDIT_HEAD_FILE),
        pytest.raises(CommandError, match="takes effect when the sequencer next signs"),
    ):
        call_command("audit_rotate_key", "--by", administrator.username)

    assert keys.public_key() == before
    call_command("run_sequencer", "--once")
    assert keys.public_key() != before


@pytest.mark.parametrize("person", ["delegate", "auditor"])
def test_others_do_not_change_the_key(keyed: Settings, person: str, request: pytest.FixtureRequest) -> None:
    user = request.getfixturevalue(person)

    with pytest.raises(CommandError, match=f"{user.username} may not do this"):
        call_command("audit_rotate_key", "--by", user.username)

    assert not keys.next_path(keyed.AUDIT_KEY_FILE).exists()
    assert log.search(kind="audit.key_rotated").count == 0


def test_an_officer_declares_the_log_lost(
    keyed: Settings, officer: User, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    call_command("run_sequencer", "--once")
    row = log.latest_checkpoint()
    assert row is not None
    (tmp_path / "held").write_text(row.note)
    keyed.AUDIT_KEY_FILE.unlink()
    keyed.AUDIT_ORIGIN = "plenary.example/log/2"

    call_command(
        "audit_declare_loss",
        *("--by", officer.username, "--reason", "The disk broke", "--checkpoint", str(tmp_path / "held")),
    )

    entry = log.search(kind="audit.loss_declared").entries[0]
    assert entry.actor_id == f"user/{officer.pk}"
    assert log.private_values_of(entry) == {"reason": "The disk broke"}
    assert f"ended with {row.tree_size} entries" in capsys.readouterr().out
    assert log.verify_log_tables() == []


@pytest.mark.parametrize("person", ["delegate", "auditor", "administrator"])
def test_only_an_officer_declares_a_loss(
    keyed: Settings, person: str, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(person)
    keyed.AUDIT_ORIGIN = "plenary.example/log/2"

    with pytest.raises(CommandError, match=f"{user.username} may not do this"):
        call_command("audit_declare_loss", "--by", user.username, "--reason", "none")

    assert log.search(kind="audit.loss_declared").count == 0


def test_a_loss_needs_a_reason_and_a_person(keyed: Settings, officer: User) -> None:
    keyed.AUDIT_ORIGIN = "plenary.example/log/2"

    with pytest.raises(CommandError, match="a reason is needed"):
        call_command("audit_declare_loss", "--by", officer.username, "--reason", " ")
    with pytest.raises(CommandError, match="There is no user 'nobody'"):
        call_command("audit_declare_loss", "--by", "nobody", "--reason", "x")
