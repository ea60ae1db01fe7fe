"""Receipts and consistency proofs that do not hold, each with its exit code."""

import json

import pytest

from audits.checkpoint import checkpoint_text, sign_note
from audits.policy import format_policy
from audits.receipt import Receipt, format_hashes
from audits.verify.__main__ import main
from tests.audits.made_log import ORIGIN, MadeLog, signer

LOG = MadeLog(100)
OTHER = signer(9)
FORKED = sign_note(checkpoint_text(ORIGIN, 100, b"\x01" * 32), LOG.signer)
ELSEWHERE = sign_note(checkpoint_text("elsewhere.example", 100, b"\x01" * 32), LOG.signer)


def prove(tmp_path, capsys, receipt, body=LOG.bodies[1]):
    for name, content in {"policy": LOG.policy, "proof": receipt, "entry": body}.items():
        (tmp_path / name).write_bytes(content)
    paths = [str(tmp_path / name) for name in ("proof", "entry", "policy")]
    main(["proof", paths[0], "--entry", paths[1], "--policy", paths[2], "--json"])
    return json.loads(capsys.readouterr().out)


TWO = Receipt(1, (LOG.hashes[0],), LOG.note(2))
NO_ENVELOPE = MadeLog(1)
NO_ENVELOPE.bodies = [b'{"v":1}']


@pytest.mark.parametrize(
    ("receipt", "body", "code"),
    [
        (TWO.encode(), LOG.bodies[1], 0),
        (TWO.encode(), LOG.bodies[1] + b"\n", 1),
        (Receipt(0, TWO.proof, TWO.note).encode(), LOG.bodies[1], 1),
        (Receipt(2, TWO.proof, TWO.note).encode(), LOG.bodies[1], 1),
        (Receipt(1, (), TWO.note).encode(), LOG.bodies[1], 1),
        (Receipt(1, TWO.proof, LOG.note(2, OTHER)).encode(), LOG.bodies[1], 3),
        (Receipt(1, TWO.proof, FORKED[:-9]).encode(), LOG.bodies[1], 2),
        (b"hello", LOG.bodies[1], 2),
        (TWO.encode(), b"x" * 5000, 2),
        (Receipt(0, (), NO_ENVELOPE.note()).encode(), NO_ENVELOPE.bodies[0], 1),
    ],
)
def test_receipts(tmp_path, capsys, receipt, body, code):
    assert prove(tmp_path, capsys, receipt, body)["code"] == code


@pytest.mark.parametrize(
    ("old", "new", "proof", "code"),
    [
        (LOG.note(1), LOG.note(2), format_hashes([LOG.hashes[1]]), 0),
        (LOG.note(1), LOG.note(2), format_hashes([LOG.hashes[0]]), 1),
        (LOG.note(1), LOG.note(2), b"", 1),
        (LOG.note(100), FORKED, b"", 1),
        (LOG.note(2), LOG.note(1), b"", 2),
        (LOG.note(1), LOG.note(2), b"hello", 2),
        (LOG.note(1), ELSEWHERE, b"", 3),
        (LOG.note(1, OTHER), LOG.note(2), b"", 3),
        (LOG.note(1), MadeLog(2, origin="other.example", seed=5).note(), b"", 1),
    ],
)
def test_wrong_consistency(tmp_path, capsys, old, new, proof, code):
    rules = format_policy([LOG.signer.key, signer(5, "other.example").key])
    for name, content in {"old": old, "new": new, "proof": proof, "policy": rules}.items():
        (tmp_path / name).write_bytes(content)
    old_path, new_path, proof_path, policy_path = (
        str(tmp_path / n) for n in ("old", "new", "proof", "policy")
    )

    main(["consistency", old_path, new_path, "--proof", proof_path, "--policy", policy_path, "--json"])

    assert json.loads(capsys.readouterr().out)["code"] == code
