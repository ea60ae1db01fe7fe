"""Exports and reports: recorded before they exist, verifiable without the service, the same when repeated."""

import json
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from audits import keys, log, sequencer
from audits.bundle import open_bundle, pack_path
from audits.checkpoint import parse_checkpoint, parse_note
from audits.policy import format_policy, parse_policy
from audits.reports.bundle import Plan, record_export, stream_export, write_export
from audits.reports.choice import ALL, Choice
from audits.reports.csv import NothingSignedError, csv_report
from audits.verify.__main__ import main
from tests.audits.things import LI, NOW, record_change, record_reads, rows, run, sequence
from tests.workplace import CommittedDatabase


@pytest.fixture
def signed_log(log_database: CommittedDatabase) -> None:
    """Leaves 0-2 are changes of two things, one with a private value; 300 reads follow, two heads in all."""
    record_change(1, payload={"state": "new"}, private={"name": "Li Wei", "phone": "123"})
    record_change(2, payload={"state": "new"})
    record_change(1, payload={"state": "old"})
    sequence()
    record_reads(300)
    sequence()


@pytest.fixture
def policy(signed_log: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The policy file as `manage.py audit_policy` prints it."""
    call_command("audit_policy")
    path = tmp_path / "policy.txt"
    path.write_text(capsys.readouterr().out)
    return path


def checkpoints(path: Path) -> list[int]:
    with path.open("rb") as file:
        return sorted(open_bundle(file).numbers["checkpoints"])


def carried(path: Path, folder: str) -> list[int]:
    """The entries of which the export holds a payload, or private values."""
    with path.open("rb") as file:
        bundle = open_bundle(file)
        packs = [bundle.lines(pack_path(folder, n)) for n in sorted(bundle.numbers[folder])]
        return [int(line.split()[0]) for pack in packs for _, line in pack]


def test_an_export_verifies_and_is_recorded_first(
    policy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "export.zip"
    head = log.signed_head()
    assert head is not None

    call_command("export_log", "--out", str(out), "--by", "user/7")
    said = capsys.readouterr().out
    code = main(["bundle", str(out), "--policy", str(policy), "--whole"])

    entry = log.search(kind="audit.exported").entries[0]
    payload = log.payload_of(entry)
    assert code == 0
    assert f"leaves 0 to 302 of a tree of 303, root {head.root.hex()}" in said
    assert (checkpoints(out), carried(out, "private")) == ([3, 303], [])
    assert carried(out, "payloads") == list(range(303))
    assert entry.actor_id == "user/7"
    assert {key: payload[key] for key in payload.keys() - {"salt", "commitments"}} == {
        "tree_size": 303,
        "root": head.root.hex(),
        "begin": 0,
        "end": 303,
        "asked": {},
        "payloads": ["all"],
        "private": [],
    }


def test_an_export_is_of_one_head_while_others_are_signed(signed_log: None) -> None:
    done = Event()
    signing = Thread(target=sign_until, args=(done,))
    signing.start()
    try:
        plans = plans_of_two_heads(within=60)
    finally:
        done.set()
        signing.join()

    stated = [parse_checkpoint(parse_note(plan.checkpoint).text) for plan in plans]
    assert [(plan.size, plan.root) for plan in plans] == [(head.size, head.root) for head in stated]
    assert len({plan.size for plan in plans}) > 1


def plans_of_two_heads(*, within: float) -> list[Plan]:
    """At least thirty plans, and as many more as it takes until another head was signed in between."""
    plans, until = [plan_export()], time.monotonic() + within
    while time.monotonic() < until and (len(plans) < 30 or plans[0].size == plans[-1].size):
        plans.append(plan_export())
    return plans


def plan_export() -> Plan:
    with transaction.atomic():
        return record_export(Choice(), by=LI, at=NOW)


def sign_until(done: Event) -> None:
    try:
        while not done.is_set():
            sequence()
    finally:
        connection.close()


def test_a_head_held_from_before_is_found_in_a_later_export(policy: Path, tmp_path: Path) -> None:
    held, out = tmp_path / "held.txt", tmp_path / "export.zip"
    held.write_text(str(rows("SELECT note FROM audits_checkpoint WHERE tree_size = 3")[0][0]))
    call_command("export_log", "--out", str(out))

    code = main(["bundle", str(out), "--policy", str(policy), "--held", str(held)])

    assert code == 0


@pytest.mark.parametrize(
    ("options", "payloads", "private"),
    [
        (["--payloads", "none"], [], []),
        (["--payloads", "thing/1"], [0, 2], []),
        (["--payloads", "thing/1", "thing/2", "--private", "all"], [0, 1, 2], [0]),
        (["--payloads", "thing/2", "--private", "all"], [1], []),
        (["--payloads", "thing/1", "--private", "phone"], [0, 2], [0]),
        (["--payloads", "asked", "--object", "thing/1", "--private", "name"], [0, 2], [0]),
        (["--payloads", "asked", "--kind", "thing.changed"], [0, 1, 2], []),
        (["--payloads", "asked", "--kind", "thing.", "--object", "thing/2"], [1], []),
    ],
)
def test_an_export_carries_only_what_was_asked_for(
    policy: Path, tmp_path: Path, options: list[str], payloads: list[int], private: list[int]
) -> None:
    out = tmp_path / "export.zip"

    call_command("export_log", "--out", str(out), *options)

    assert (carried(out, "payloads"), carried(out, "private")) == (payloads, private)
    assert main(["bundle", str(out), "--policy", str(policy), "--whole"]) == 0
    if private and "phone" in options:
        assert b"Li Wei" not in out.read_bytes()


DAYS = [NOW + timedelta(days=day) for day in range(12)]


@pytest.fixture
def twelve_days(policy: Path) -> Path:
    """After the 303 entries of the first day, 100 entries a day, each day under a head of its own."""
    for day in DAYS[1:]:
        with transaction.atomic():
            for number in range(100):
                kind = "thing.changed" if number % 10 == 0 else "thing.read"
                log.record(kind, by=LI, at=day, subject=log.Subject("thing", "9"), labels={"body": "3GPP"})
        sequencer.sequence_once(now=day + timedelta(seconds=1))
    return policy


def complete(out: Path, policy: Path, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    capsys.readouterr()
    assert main(["bundle", str(out), "--policy", str(policy), "--json", *options]) == 0
    stated: dict[str, Any] = json.loads(capsys.readouterr().out)["complete"]
    return stated


@pytest.mark.parametrize(
    ("first", "until", "count"),
    [(3, 6, 300), (1, 2, 100), (0, 1, 303), (5, 12, 700), (11, 12, 100), (0, 12, 1403)],
)
def test_an_export_of_a_period_proves_that_it_is_complete(
    first: int, until: int, count: int, twelve_days: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "export.zip"
    days = [f"{DAYS[0] + timedelta(days=day):%Y-%m-%d}" for day in (first, until)]

    call_command("export_log", "--out", str(out), "--from", days[0], "--to", days[1])

    stated = complete(out, twelve_days, capsys)
    assert stated["count"] == count
    assert stated["begin"] % 256 == 0
    assert stated["head_before"] <= stated["first"] < stated["last"] < stated["head_after"]
    changes = complete(
        out, twelve_days, capsys, "--kind", "thing.changed", "--body", "3GPP", "--since", days[0]
    )
    assert changes["count"] == 10 * (until - max(first, 1))


def test_an_export_of_a_period_shows_little_beyond_it(
    twelve_days: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Leaves 803 to 902 are of that day; tile 3 holds leaves 768 to 1023."""
    out = tmp_path / "export.zip"

    call_command("export_log", "--out", str(out), "--from", "2026-03-10", "--to", "2026-03-11")

    with out.open("rb") as file:
        shown = sorted(tile.path for tile in open_bundle(file).tiles if tile.level is None)
    assert shown == ["tile/entries/003"]
    assert complete(out, twelve_days, capsys)["asked"] == (
        "entries from 2026-03-10T00:00:00.000000Z until 2026-03-11T00:00:00.000000Z"
    )


def test_a_period_that_outlasts_the_log_is_stated_up_to_its_head(
    twelve_days: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "export.zip"

    call_command("export_log", "--out", str(out), "--from", "2026-03-14", "--to", "2027-01-01")

    assert complete(out, twelve_days, capsys)["asked"] == (
        "entries from 2026-03-14T00:00:00.000000Z to the signed head"
    )
    assert main(["bundle", str(out), "--policy", str(twelve_days), "--until", "2027-01-01"]) == 3


@pytest.mark.parametrize("folder", ["tile/entries/", "tile/0/", "payloads/", "private/"])
def test_an_edited_export_does_not_verify(policy: Path, tmp_path: Path, folder: str) -> None:
    out, edited = tmp_path / "export.zip", tmp_path / "edited.zip"
    call_command("export_log", "--out", str(out), "--private", "all")
    with ZipFile(out) as before, ZipFile(edited, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, flipped(content) if name.startswith(folder) else content)

    codes = [main(["bundle", str(path), "--policy", str(policy)]) for path in (out, edited)]

    assert codes == [0, 1]


def flipped(content: bytes) -> bytes:
    """The same with one bit of its 90th byte turned."""
    return content[:89] + bytes([content[89] ^ 1]) + content[90:]


def test_the_same_export_is_the_same_bytes(signed_log: None, tmp_path: Path) -> None:
    with transaction.atomic():
        plan = record_export(Choice(payloads=frozenset({ALL})), by=LI, at=NOW)
    paths = [tmp_path / "one.zip", tmp_path / "two.zip"]
    for path in paths:
        with path.open("wb") as file:
            write_export(file, plan)
        record_reads(3)
        sequence()

    assert paths[0].read_bytes() == paths[1].read_bytes() == b"".join(stream_export(plan))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--payloads", "asked", "thing/1"], "--payloads: all, asked and none stand alone"),
        (["--from", "2027-01-01"], "no signed entry lies in this period"),
        (["--from", "yesterday"], "--from: 'yesterday' is not a day"),
        (["--to", "2026-13-01"], "--to: '2026-13-01' is not a day"),
        (["--payloads", "all", "thing/1"], "--payloads: all, asked and none stand alone"),
        (["--by", "user 7"], "actor.id"),
    ],
)
def test_an_export_that_cannot_be_made_leaves_no_file_and_no_entry(
    signed_log: None, tmp_path: Path, options: list[str], message: str
) -> None:
    out = tmp_path / "export.zip"

    with pytest.raises(CommandError, match=message):
        call_command("export_log", "--out", str(out), *options)

    assert not out.exists()
    assert log.search(kind="audit.exported").count == 0


def test_an_export_replaces_no_file(signed_log: None, tmp_path: Path) -> None:
    out = tmp_path / "export.zip"
    out.write_bytes(b"mine")

    with pytest.raises(CommandError, match="exists already"):
        call_command("export_log", "--out", str(out))

    assert out.read_bytes() == b"mine"


def test_nothing_is_exported_before_the_first_head(log_database: CommittedDatabase, tmp_path: Path) -> None:
    record_reads(1)

    with pytest.raises(CommandError, match="no checkpoint has been signed yet"):
        call_command("export_log", "--out", str(tmp_path / "export.zip"))
    with pytest.raises(NothingSignedError, match="no signed tree"):
        csv_report()


def test_the_policy_names_this_log(policy: Path) -> None:
    content = policy.read_bytes()

    assert content == format_policy([keys.public_key()])
    assert parse_policy(content).logs == (keys.public_key(),)


def test_a_receipt_verifies_by_itself(policy: Path, tmp_path: Path) -> None:
    proof = log.entry_with_proof(log.get(2))
    assert proof is not None
    entry, receipt = tmp_path / "entry.json", tmp_path / "entry.tlog-proof"
    entry.write_bytes(proof.body)
    receipt.write_bytes(proof.receipt.encode())

    assert main(["proof", str(receipt), "--entry", str(entry), "--policy", str(policy)]) == 0


def report(**conditions: object) -> list[str]:
    text = b"".join(csv_report(**conditions)).decode("utf-8-sig")
    return text.splitlines()


def test_a_report_says_what_was_asked_and_how_many_rows(signed_log: None) -> None:
    head = log.signed_head(3)
    entry = log.get(2)
    assert head is not None

    lines = report(size=3, subject=log.Subject("thing", "2"), since=NOW)

    assert lines == [
        "log,plenary.example/log",
        "tree_size,3",
        f"root_hash,{head.root.hex()}",
        "filter_since,2026-03-04 05:06:07.890123+00:00",
        "filter_subject,thing/2",
        "rows,1",
        "leaf,entry,at_utc,kind,object,revision,actor,labels,request,rules,lists,payload_sha256,leaf_hash",
        f"1,{entry.uuid},2026-03-04T05:06:07.890123Z,thing.changed,thing/2,1,user/7,,,,,"
        f"{log.envelope_of(entry)['payload']['sha256']},{bytes(entry.leaf_hash).hex()}",
    ]


def erase() -> None:
    run("UPDATE audits_privatevalue SET key = NULL, value = NULL")


def go_on() -> None:
    record_change(1)
    sequence()


@pytest.mark.parametrize("later", [erase, go_on])
def test_the_same_report_is_the_same_bytes(signed_log: None, later: Callable[[], None]) -> None:
    first = b"".join(csv_report(size=303))

    later()

    assert b"".join(csv_report(size=303)) == first
    assert first.startswith(b"\xef\xbb\xbflog,")


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@x"])
def test_a_report_runs_no_formula(log_database: CommittedDatabase, start: str) -> None:
    """Labels stand behind their name; what a filter holds stands at the start of a cell."""
    record_change(1, labels={"body": start})
    sequence()

    lines = report(text=start)

    assert lines[3] == f"filter_text,'{start}"
    assert f",body: {start}," in lines[6]


def test_a_report_of_an_unsigned_size_is_refused(signed_log: None) -> None:
    with pytest.raises(NothingSignedError, match="no signed tree of 4 leaves"):
        csv_report(size=4)
