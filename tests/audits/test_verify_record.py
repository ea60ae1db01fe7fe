"""The record of one determination, checked alone: it holds, each changed part is named, nothing crashes."""

import copy
import json
import subprocess
import sys

import pytest

from audits.checkpoint import checkpoint_text, sign_note
from audits.merkle.tree import root_of
from audits.receipt import Receipt, parse_receipt
from audits.sealed import PARTS, SealedError, sealed_record
from audits.verify.__main__ import main
from audits.verify.app import build_app
from tests.audits.made_log import ORIGIN, changed, signer
from tests.audits.made_record import (
    BODY,
    DETERMINATION,
    FACTS,
    INDEX,
    LOG,
    PAYLOAD,
    RECORD,
    ROW,
    SIZE,
    WAITING,
    body_of,
    log_with,
    payload_of,
)
from tests.merkle.reference import inclusion

ROOT = root_of(LOG.hashes).hex()


@pytest.fixture
def verify(tmp_path, capsys):
    """What the verifier says of a record: an object, or the bytes of a file."""

    def run(record, *, policy=LOG.policy):
        content = record if isinstance(record, bytes) else json.dumps(record).encode()
        (tmp_path / "record.json").write_bytes(content)
        (tmp_path / "policy.txt").write_bytes(policy or b"")
        rules = ["--policy", str(tmp_path / "policy.txt")] if policy else []
        code = main(["object", str(tmp_path / "record.json"), *rules, "--json"])
        said = json.loads(capsys.readouterr().out)
        assert said["code"] == code
        return said

    return run


def test_a_record_holds(verify):
    assert verify(RECORD) == {
        "code": 0,
        "result": "verified",
        "origin": ORIGIN,
        "size": SIZE,
        "root": ROOT,
        "index": INDEX,
        "object": "determination/17",
        "at": "2026-03-02T09:00:00.000000Z",
        "outcome": "not_subject_to_ear",
    }


def test_a_record_holds_however_it_is_laid_out(verify):
    assert verify(json.dumps(RECORD, indent=4, sort_keys=True).encode())["code"] == 0


def test_a_record_is_checked_where_only_python_is(tmp_path):
    files = {"verify.pyz": build_app(), "policy.txt": LOG.policy, "r.json": json.dumps(RECORD).encode()}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    command = [sys.executable, "-I", "-S", "verify.pyz", "object", "r.json", "--policy", "policy.txt"]

    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"PASS {ORIGIN}: determination/17 is entry 3 of 7, root {ROOT}",
        "  made 2026-03-02T09:00:00.000000Z by system",
        "  not_subject_to_ear, shown as wait, released on 2025-03-04",
        f"  rules edition {'ab' * 32}",
        f"  list {'cd' * 32}",
    ]


def with_proof(receipt):
    return RECORD | {"proof": receipt.encode().decode()}


def receipt_with(**changes):
    found = parse_receipt(RECORD["proof"].encode())
    parts = {"index": found.index, "proof": found.proof, "note": found.note} | changes
    return Receipt(**parts)


FORGED = sign_note(checkpoint_text(ORIGIN, SIZE, b"\x01" * 32), signer(1))
NOTE_CHANGED = RECORD["proof"].replace(f"\n{SIZE}\n", f"\n{SIZE + 1}\n")
OTHER_ROW = ROW | {"facts": FACTS | {"released_on": "2025-03-05"}}
OTHER_FACTS_HASH = ROW | {"result": DETERMINATION | {"facts_hash": "00" * 32}}
NO_RESULT = {key: value for key, value in ROW.items() if key != "result"}
ODD_RESULT = ROW | {"result": "clear"}


def sealed(row, *, name="participation_determination/17", **envelope):
    """A record of another entry, wholly sealed: the log itself says something odd. Gives its policy too."""
    payload = payload_of(row, name)
    body = body_of(payload, **envelope)
    log = log_with(body)
    proof = Receipt(INDEX, tuple(inclusion(INDEX, log.hashes)), log.note()).encode().decode()
    parts = {part: row[column] for part, column in PARTS["determination-record"].items() if column in row}
    stated = {"envelope": json.loads(body), "payload": json.loads(payload), "proof": proof}
    return RECORD | parts | stated, log.policy


TAMPERED = [
    ("determination", RECORD | {"determination": DETERMINATION | {"outcome": "no_license_required"}}),
    ("facts", RECORD | {"facts": FACTS | {"released_on": "2025-03-05"}}),
    ("status_shown", RECORD | {"status_shown": "clear"}),
    ("holds", RECORD | {"holds": []}),
    ("payload", RECORD | {"payload": RECORD["payload"] | {"salt": "06" * 32}}),
    ("payload", RECORD | {"payload": None}),
    ("envelope", RECORD | {"envelope": RECORD["envelope"] | {"v": 2}}),
    ("envelope", RECORD | {"envelope": RECORD["envelope"] | {"kind": "review.decided"}}),
    ("envelope", RECORD | {"envelope": None}),
    ("envelope or proof", RECORD | {"envelope": RECORD["envelope"] | {"at": "2026-03-02T09:00:00.000001Z"}}),
    ("envelope or proof", with_proof(receipt_with(index=INDEX - 1))),
    ("envelope or proof", with_proof(receipt_with(index=SIZE))),
    ("envelope or proof", with_proof(receipt_with(proof=receipt_with().proof[:-1]))),
    ("envelope or proof", with_proof(receipt_with(proof=(b"\x00" * 32, *receipt_with().proof[1:])))),
    ("envelope or proof", with_proof(receipt_with(note=FORGED))),
    ("checkpoint", RECORD | {"proof": NOTE_CHANGED}),
    ("standing", RECORD | {"standing": WAITING["standing"]}),
    ("standing", RECORD | {"proof": None}),
    ("determination", WAITING | {"determination": DETERMINATION | {"status": "stop"}}),
]


@pytest.mark.parametrize(("part", "record"), TAMPERED)
def test_a_changed_part_is_named(verify, part, record):
    said = verify(record)

    assert said["code"] == 1
    assert part in f"{said['place']} {said['problem']}"


ODD_LOGS = [
    ("facts: are not those of the determination", sealed(OTHER_FACTS_HASH)),
    ("payload: does not state", sealed(NO_RESULT)),
    ("determination or facts: lack", sealed(ODD_RESULT)),
    ("envelope: names another object", sealed(ROW, name="participation_determination/18")),
    ("envelope: names another object", sealed(ROW, subject=None)),
    ("envelope: names other editions", sealed(ROW, rules="ee" * 32)),
    ("envelope: names other editions", sealed(ROW, lists=[])),
]


@pytest.mark.parametrize(("problem", "made"), ODD_LOGS)
def test_what_the_log_itself_says_wrongly_is_named(verify, problem, made):
    record, policy = made

    said = verify(record, policy=policy)

    assert said["code"] == 1
    assert said["problem"].startswith(problem)


NOT_A_RECORD = [
    b"",
    b"hello",
    b"\xff\xfe",
    json.dumps(RECORD).encode()[:-1],
    json.dumps(RECORD).encode()[:900],
    b"[" * 100_000,
    b"[]",
    b'{"form":"determination-record","form":"determination-record"}',
    json.dumps(RECORD | {"schema": 2}).encode(),
    json.dumps(RECORD | {"schema": 1.0}).encode(),
    json.dumps(RECORD | {"proof": 7}).encode(),
    json.dumps(RECORD | {"mood": "good"}).encode(),
    json.dumps({key: value for key, value in RECORD.items() if key != "facts"}).encode(),
    json.dumps(RECORD | {"form": "receipt"}).encode(),
    json.dumps(RECORD | {"proof": RECORD["proof"][5:]}).encode(),
    json.dumps(RECORD | {"proof": RECORD["proof"][:-30]}).encode(),
    json.dumps(RECORD | {"facts": {"ä": 1}}).encode(),
    json.dumps(RECORD | {"facts": "\ud800"}).encode(),
]


@pytest.mark.parametrize("content", NOT_A_RECORD)
def test_what_is_no_whole_record_is_unreadable(verify, content):
    assert verify(content)["code"] == 2


@pytest.mark.parametrize(
    ("record", "policy", "problem"),
    [
        (WAITING, LOG.policy, "determination/17 was recorded, not yet sealed"),
        (RECORD, None, "without --policy no signature is checked"),
        (with_proof(receipt_with(note=LOG.note(SIZE, signer(9)))), LOG.policy, ""),
    ],
)
def test_without_a_trusted_head_the_evidence_is_not_enough(verify, record, policy, problem):
    said = verify(record, policy=policy)

    assert (said["code"], said["problem"][: len(problem)]) == (3, problem)


def leaves(value, path=()):
    """The place of every single value in it."""
    if isinstance(value, dict | list):
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        for key, each in inner:
            yield from leaves(each, (*path, key))
    else:
        yield path


@pytest.mark.parametrize("path", list(leaves(RECORD)), ids=lambda path: ".".join(map(str, path)))
def test_no_single_value_can_be_changed(verify, path):
    record = copy.deepcopy(RECORD)
    place = record
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = "another" if isinstance(place[path[-1]], str) else 99

    assert verify(record)["code"] in (1, 2)


def test_no_character_of_the_proof_can_be_changed(verify):
    proof = RECORD["proof"]
    # In the note a changed name of the log or of its key makes the signature that of a stranger.
    note = proof.index("\n\n")
    codes = []
    for place, character in enumerate(proof):
        other = "A" if character != "A" else "B"
        codes.append(verify(RECORD | {"proof": f"{proof[:place]}{other}{proof[place + 1 :]}"})["code"])

    assert set(codes[:note]) == {1, 2}
    assert set(codes[note:]) == {1, 2, 3}


def test_the_entry_of_another_log_is_not_enough(verify):
    assert verify(RECORD, policy=log_with(changed(BODY, v=1)).policy)["code"] == 0
    elsewhere = type(LOG)(SIZE, origin="elsewhere.example", seed=4)
    assert verify(RECORD, policy=elsewhere.policy)["code"] == 3


@pytest.mark.parametrize(
    ("row", "kind"), [(ROW, "review.decided"), (NO_RESULT, "determination.made"), ([], "determination.made")]
)
def test_no_record_is_made_of_another_entry(row, kind):
    payload = payload_of(row)

    with pytest.raises(SealedError):
        sealed_record(body_of(payload, kind=kind), payload, None)


def test_payload_bytes_are_those_of_the_log():
    assert json.loads(PAYLOAD) == RECORD["payload"]
