"""A log that cannot go on: refused until it is declared, then continued under another name, provably."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from audits import keys, log, sequencer, triggers
from audits.checkpoint import Signer
from audits.key_change import Loss
from audits.policy import Span
from audits.sequencer import LossError
from tests.audits import keyed_exports as ways
from tests.audits.keyed_exports import Verdict
from tests.audits.things import LI, NOW, problems, record_reads, rows, run, sequence
from tests.workplace import CommittedDatabase

FIRST, SECOND = "plenary.example/log", "plenary.example/log/2"


def declare(held: Path | None = None, reason: str = "the disk of the key broke") -> None:
    sequencer.declare_loss(by=LI, at=NOW, reason=reason, held=None if held is None else held.read_bytes())


def set_back(size: int) -> None:
    """Put the tables into the state of a backup that was taken at `size`."""
    triggers.uninstall(connection)
    run("DELETE FROM audits_pending")
    run("DELETE FROM audits_leaf WHERE leaf_index >= %s", size)
    run("DELETE FROM audits_checkpoint WHERE tree_size > %s", size)
    run("DELETE FROM audits_entry WHERE id > %s", size)
    triggers.install(connection)


@pytest.fixture
def former(log_database: CommittedDatabase) -> Signer:
    """The signer of a log with heads of 2 and 5 entries."""
    record_reads(2)
    sequence()
    record_reads(3)
    sequence()
    return ways.current()


@pytest.fixture
def key_lost(former: Signer, settings: Settings) -> Signer:
    """The secret is gone, and the log has been given its next name."""
    settings.AUDIT_KEY_FILE.unlink()
    settings.AUDIT_ORIGIN = SECOND
    return former


@pytest.fixture
def entries_lost(former: Signer, settings: Settings, tmp_path: Path) -> Path:
    """The database was set back to 2 entries; somebody outside holds the head of 5."""
    held = ways.note_file(tmp_path / "held")
    set_back(2)
    settings.AUDIT_ORIGIN = SECOND
    return held


def test_a_lost_key_is_declared_and_the_log_goes_on_under_another_name(key_lost: Signer) -> None:
    with pytest.raises(CommandError, match="does not exist"):
        call_command("run_sequencer", "--once")

    declare()
    record_reads(1)
    call_command("run_sequencer", "--once")

    change, *others = log.key_changes()
    assert isinstance(change, Loss)
    assert (change.index, change.last.origin, change.last.size, others) == (5, FIRST, 5, [])
    assert [size for size, _ in ways.heads()] == [2, 5, 6, 7]
    assert rows("SELECT kind, actor_id FROM audits_entry WHERE id = 6") == [("audit.loss_declared", "user/7")]
    assert log.private_values_of(log.get(6)) == {"reason": "the disk of the key broke"}
    assert keys.past_keys() == {key_lost.key: Span(0, 5)}
    assert problems() == []


def test_an_export_shows_both_logs_and_the_loss_between(key_lost: Signer, tmp_path: Path) -> None:
    early, last = ways.note_file(tmp_path / "early", 2), ways.note_file(tmp_path / "last")
    declare()
    record_reads(2)
    sequence()

    bundle, policy = ways.export(tmp_path / "zip"), ways.policy_of(tmp_path / "policy")
    plain = ways.policy_of(tmp_path / "plain", key_lost.key, keys.public_key())

    assert ways.verified(bundle, policy, early, last) == Verdict(0)
    assert ways.verified(bundle, plain, early, last) == Verdict(0)
    assert ways.verified(bundle, ways.policy_of(tmp_path / "old", key_lost.key)) == Verdict(
        3, f"checkpoint: the policy has no key of the log {SECOND!r}"
    )


def test_lost_entries_are_declared_with_the_head_that_somebody_holds(
    entries_lost: Path, former: Signer, tmp_path: Path
) -> None:
    declare(entries_lost, reason="the backup was two days old")
    record_reads(1)
    sequence()

    bundle, policy = ways.export(tmp_path / "zip"), ways.policy_of(tmp_path / "policy")
    kept = ways.note_file(tmp_path / "kept", 2)

    assert [size for size, _ in ways.heads()] == [2, 3, 4]
    assert ways.verified(bundle, policy, kept) == Verdict(0)
    assert ways.verified(bundle, policy, entries_lost) == Verdict(
        3,
        f"entries 2 to 4 of the log {FIRST!r} were declared lost; of these 5 entries nothing can be shown",
        2,
    )
    assert problems() == []


def test_the_sequencers_own_memory_serves_where_nobody_holds_the_head(
    entries_lost: Path, former: Signer, tmp_path: Path
) -> None:
    declare()

    (change,) = log.key_changes()
    assert isinstance(change, Loss)
    assert (change.last.size, change.note) == (5, entries_lost.read_bytes())


def test_a_head_that_the_declaration_conceals_contradicts_it(
    entries_lost: Path, former: Signer, tmp_path: Path
) -> None:
    """Whoever declares names an earlier head as the last one; an outsider holds the newer one."""
    settings.AUDIT_HEAD_FILE.unlink()
    declare()
    record_reads(1)
    sequence()

    bundle = ways.export(tmp_path / "zip")
    plain = ways.policy_of(tmp_path / "plain", former.key, keys.public_key())

    verdict = ways.verified(bundle, plain, entries_lost)
    assert (verdict.code, verdict.index) == (1, 2)
    assert "names another last head" in verdict.problem
    handed_out = ways.verified(bundle, ways.policy_of(tmp_path / "policy"), entries_lost)
    assert (handed_out.code, "which signed sizes 0 to 2 only" in handed_out.problem) == (1, True)


def test_the_former_log_signs_nothing_after_the_loss(key_lost: Signer, tmp_path: Path) -> None:
    declare()
    record_reads(2)
    sequence()
    bundle = ways.export(tmp_path / "zip")
    forged = tmp_path / "forged"
    forged.write_bytes(ways.signed_head(FIRST, 8, ways.root_at(8), key_lost))

    plain = ways.policy_of(tmp_path / "plain", key_lost.key, keys.public_key())

    assert ways.verified(bundle, plain, forged).code == 1
    assert ways.verified(bundle, ways.policy_of(tmp_path / "policy"), forged).code == 1


def test_the_new_log_has_no_head_before_its_first_entry(key_lost: Signer, tmp_path: Path) -> None:
    declare()
    bundle = ways.export(tmp_path / "zip")
    forged = tmp_path / "forged"
    forged.write_bytes(ways.signed_head(SECOND, 5, ways.root_at(5), ways.current()))

    plain = ways.policy_of(tmp_path / "plain", key_lost.key, keys.public_key())

    verdict = ways.verified(bundle, plain, forged)
    assert (verdict.code, verdict.problem) == (1, f"the log {SECOND!r} began with entry 5")


def test_a_loss_is_no_cover_for_a_change(key_lost: Signer) -> None:
    triggers.uninstall(connection)
    run("UPDATE audits_entry SET leaf_hash = %s WHERE id = 2", bytes(32))
    triggers.install(connection)

    with pytest.raises(LossError, match="not those that were signed"):
        declare()

    assert [size for size, _ in ways.heads()] == [2, 5]


def test_nothing_is_declared_while_the_name_is_the_old_one(former: Signer) -> None:
    with pytest.raises(LossError, match="Set AUDIT_ORIGIN to a name that no log of yours ever had"):
        declare()


def test_a_name_is_never_used_again(key_lost: Signer, settings: Settings) -> None:
    declare()
    settings.AUDIT_ORIGIN = FIRST

    with pytest.raises(LossError, match=f"A log of yours was called '{FIRST}' before"):
        declare()


def test_nothing_is_declared_while_a_sequencer_works(key_lost: Signer) -> None:
    with sequencer.turn(settings.AUDIT_HEAD_FILE), pytest.raises(LossError, match="A sequencer is running"):
        declare()


def test_a_declaration_that_was_cut_off_is_ended_by_the_same_call(key_lost: Signer) -> None:
    path = settings.AUDIT_KEY_FILE
    public = keys.public_path(path).read_bytes()
    declare()
    coming = path.read_bytes()
    path.unlink()
    keys.public_path(path).write_bytes(public)
    path.with_name(path.name + ".past").unlink()
    keys.next_path(path).write_bytes(coming)
    keys.next_path(path).chmod(0o600)

    declare()

    assert rows("SELECT count(*) FROM audits_entry WHERE kind = 'audit.loss_declared'") == [(1,)]
    assert path.read_bytes() == coming
    record_reads(1)
    assert sequence() == 1
    assert problems() == []
