"""A change of the signing key: what it leaves behind, and every signature that then contradicts it."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from audits import keys, log, sequencer
from audits.checkpoint import COSIGNATURE, Signer
from audits.key_change import ROTATED, rotation_labels
from audits.policy import Span, parse_policy
from audits.reports.choice import Choice
from tests.audits import keyed_exports as ways
from tests.audits.keyed_exports import Verdict
from tests.audits.made_log import signer as any_signer
from tests.audits.things import LI, NOW, problems, record_reads, rows, sequence
from tests.workplace import CommittedDatabase


def rotate() -> None:
    """As the command does it."""
    with transaction.atomic():
        sequencer.start_rotation(by=LI, at=NOW)
    sequence()


@pytest.fixture
def former(log_database: CommittedDatabase) -> Signer:
    """The first key of a log in which entry 2 changed it; heads of 2, 3 and 5 entries."""
    record_reads(2)
    sequence()
    stolen = ways.current()
    rotate()
    record_reads(2)
    sequence()
    return stolen


def test_one_head_is_signed_by_both_keys_and_later_ones_by_the_new_key(former: Signer) -> None:
    old, new = former.key, keys.public_key()

    assert ways.heads() == [(2, (old.key_id,)), (3, (old.key_id, new.key_id)), (5, (new.key_id,))]
    assert rows("SELECT kind, actor_id FROM audits_entry WHERE id = 3") == [("audit.key_rotated", "user/7")]
    assert keys.past_keys() == {old: Span(0, 3)}
    assert ways.current().key == new
    assert not keys.next_path(settings.AUDIT_KEY_FILE).exists()
    assert problems() == []


def test_entries_that_wait_behind_the_change_are_signed_by_the_new_key(
    log_database: CommittedDatabase,
) -> None:
    record_reads(1)
    with transaction.atomic():
        sequencer.start_rotation(by=LI, at=NOW)
    record_reads(2)

    counts = [sequence(), sequence()]

    assert counts == [2, 2]
    assert [(size, len(key_ids)) for size, key_ids in ways.heads()] == [(2, 2), (4, 1)]


def test_a_change_can_follow_a_change(former: Signer, tmp_path: Path) -> None:
    second = keys.public_key()
    rotate()
    record_reads(1)
    sequence()

    policy = ways.policy_of(tmp_path / "policy")

    assert parse_policy(policy.read_bytes()).spans == {
        former.key: Span(0, 3),
        second: Span(3, 6),
        keys.public_key(): Span(6),
    }
    assert ways.verified(ways.export(tmp_path / "zip"), policy) == Verdict(0)
    assert problems() == []


def test_an_export_across_the_change_verifies_with_both_keys(former: Signer, tmp_path: Path) -> None:
    bundle = ways.export(tmp_path / "zip")
    early = ways.note_file(tmp_path / "early", 2)

    handed_out = ways.policy_of(tmp_path / "policy")
    plain = ways.policy_of(tmp_path / "plain", former.key, keys.public_key())

    assert ways.verified(bundle, handed_out, early) == Verdict(0)
    assert ways.verified(bundle, plain, early) == Verdict(0)


def test_the_old_policy_says_what_is_missing(former: Signer, tmp_path: Path) -> None:
    bundle = ways.export(tmp_path / "zip")

    old = ways.policy_of(tmp_path / "old", former.key)

    assert ways.verified(bundle, old) == Verdict(
        3,
        f"checkpoint: signed by key {keys.public_key().key_id.hex()} of the log 'plenary.example/log', "
        "which is not in the policy; if the log's key was changed, you need the policy that was handed "
        "out since",
    )


@pytest.mark.parametrize("spans", [True, False])
def test_the_old_key_signs_nothing_after_the_change(former: Signer, tmp_path: Path, spans: bool) -> None:
    bundle = ways.export(tmp_path / "zip")
    policy = ways.policy_of(tmp_path / "p", *(() if spans else (former.key, keys.public_key())))
    forged = {"checkpoint": ways.resigned(ways.member(bundle, "checkpoint"), former)}

    verdict = ways.verified(ways.with_members(bundle, tmp_path / "forged", forged), policy)

    old = former.key.key_id.hex()
    said = f"5 entries are signed by key {old}" if spans else "after entry 2, which changed it"
    assert verdict.code == 1
    assert said in verdict.problem


@pytest.mark.parametrize("spans", [True, False])
def test_the_new_key_signs_nothing_before_the_change(former: Signer, tmp_path: Path, spans: bool) -> None:
    bundle = ways.export(tmp_path / "zip")
    policy = ways.policy_of(tmp_path / "p", *(() if spans else (former.key, keys.public_key())))
    forged = {"checkpoints/2": ways.resigned(ways.member(bundle, "checkpoints/2"), ways.current())}

    verdict = ways.verified(ways.with_members(bundle, tmp_path / "forged", forged), policy)

    assert verdict.code == 1
    assert ("before entry 2, which changed it" in verdict.problem) is not spans


def test_two_keys_without_the_change_between_them_are_not_enough(former: Signer, tmp_path: Path) -> None:
    bundle = ways.export(tmp_path / "zip")
    plain = ways.policy_of(tmp_path / "plain", former.key, keys.public_key())
    forged = {"checkpoints/3": ways.resigned(ways.member(bundle, "checkpoints/3"), former)}

    verdict = ways.verified(ways.with_members(bundle, tmp_path / "forged", forged), plain)

    assert (verdict.code, "no entry here shows from where on" in verdict.problem) == (3, True)


def test_a_witness_on_every_head_does_not_stand_in_for_the_change(former: Signer, tmp_path: Path) -> None:
    bundle = ways.export(tmp_path / "zip")
    plain = any_signer(8, "w.example", COSIGNATURE)
    time = bytes(8)
    witness = Signer(plain.key, lambda text: time + plain.sign(b"cosignature/v1\ntime 0\n" + text))
    signers = {"checkpoint": ways.current(), "checkpoints/2": former, "checkpoints/3": former}
    forged = {
        name: ways.resigned(ways.member(bundle, name), signer, witness) for name, signer in signers.items()
    }
    policy = tmp_path / "policy"
    lines = [f"log {former.key}", f"log {keys.public_key()}", f"witness W {witness.key}", "quorum none", ""]
    policy.write_text("\n".join(lines))

    verdict = ways.verified(ways.with_members(bundle, tmp_path / "forged", forged), policy)

    assert (verdict.code, "no entry here shows from where on" in verdict.problem) == (3, True)


def test_the_entry_of_the_change_goes_along_with_every_period(former: Signer, tmp_path: Path) -> None:
    record_reads(600)
    with transaction.atomic():
        log.record("thing.read", by=LI, at=NOW + timedelta(days=40))
    sequence()

    bundle = ways.export(tmp_path / "zip", Choice(since=NOW + timedelta(days=30)))

    plain = ways.policy_of(tmp_path / "plain", former.key, keys.public_key())
    assert ways.verified(bundle, plain) == Verdict(0)
    assert ways.member(bundle, "tile/entries/000")


def test_a_claimed_change_without_the_key_changes_nothing(
    log_database: CommittedDatabase, tmp_path: Path
) -> None:
    record_reads(1)
    thief = any_signer(9, settings.AUDIT_ORIGIN).key
    with transaction.atomic():
        log.record(ROTATED, by=LI, at=NOW, labels=rotation_labels(keys.public_key(), thief))
    sequence()
    record_reads(1)
    sequence()

    bundle = ways.export(tmp_path / "zip")

    both = ways.policy_of(tmp_path / "both", keys.public_key(), thief)
    assert [len(key_ids) for _, key_ids in ways.heads()] == [1, 1]
    assert ways.verified(bundle, ways.policy_of(tmp_path / "policy")) == Verdict(0)
    assert ways.verified(bundle, both) == Verdict(0)
    assert problems() == []


def test_a_machine_with_the_former_key_signs_nothing_more(
    log_database: CommittedDatabase, tmp_path: Path
) -> None:
    """At the head that both keys signed, its own signature is good: the entry above says that it is over."""
    record_reads(1)
    sequence()
    copy = shutil.copytree(settings.AUDIT_KEY_FILE.parent, tmp_path / "standby")
    rotate()
    record_reads(1)
    for name in (settings.AUDIT_KEY_FILE.name, settings.AUDIT_KEY_FILE.name + ".pub"):
        shutil.copy(copy / name, settings.AUDIT_KEY_FILE.with_name(name))

    with pytest.raises(keys.KeyFileError, match="Entry 1 changed the log's key"):
        sequence()
    with pytest.raises(keys.KeyFileError, match="Copy the key files here"):
        sequencer.Watch().look(sequencer.key_in_use(), at=0)

    assert [size for size, _ in ways.heads()] == [1, 2]


@pytest.mark.parametrize("step", ["nothing", "past", "past and public"])
def test_a_change_cut_off_between_its_files_is_ended(
    log_database: CommittedDatabase, tmp_path: Path, step: str
) -> None:
    record_reads(1)
    sequence()
    path = settings.AUDIT_KEY_FILE
    before = path.read_bytes(), keys.public_path(path).read_bytes()
    with transaction.atomic():
        sequencer.start_rotation(by=LI, at=NOW)
    coming = keys.next_path(path).read_bytes()
    sequence()
    path.write_bytes(before[0])
    if step != "past and public":
        keys.public_path(path).write_bytes(before[1])
    if step == "nothing":
        path.with_name(path.name + ".past").unlink()
    keys.next_path(path).write_bytes(coming)
    keys.next_path(path).chmod(0o600)

    record_reads(1)
    sequence()

    assert path.read_bytes() == coming
    assert len(keys.past_keys()) == 1
    assert [len(key_ids) for _, key_ids in ways.heads()] == [1, 2, 1]
    assert problems() == []


def test_asking_twice_changes_the_key_once(log_database: CommittedDatabase) -> None:
    for _ in range(2):
        with transaction.atomic():
            sequencer.start_rotation(by=LI, at=NOW)
    sequence()

    assert rows("SELECT kind FROM audits_entry") == [("audit.key_rotated",)]


def test_a_secret_that_vanished_is_not_made_anew(log_database: CommittedDatabase) -> None:
    settings.AUDIT_KEY_FILE.unlink()

    with pytest.raises(keys.KeyFileError, match="an officer runs"):
        keys.ensure_key(settings.AUDIT_KEY_FILE, settings.AUDIT_ORIGIN)


@pytest.mark.parametrize("days", [1, -1])
def test_a_clock_that_jumps_a_day_spoils_no_proof(former: Signer, tmp_path: Path, days: int) -> None:
    jumped = NOW + timedelta(days=days)
    with transaction.atomic():
        log.record("thing.read", by=LI, at=jumped)
    sequencer.sequence_once(now=jumped)
    record_reads(1)
    sequence()

    assert ways.verified(ways.export(tmp_path / "zip"), ways.policy_of(tmp_path / "policy")) == Verdict(0)
    assert problems() == []
