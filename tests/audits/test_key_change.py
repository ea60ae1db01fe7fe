"""What an entry says of the log's key, and the labels that say nothing."""

import pytest

from audits.checkpoint import parse_checkpoint, parse_note
from audits.key_change import LOST, ROTATED, Loss, Rotation, key_change, loss_labels, rotation_labels
from tests.audits.made_log import MadeLog, signer

LOG = MadeLog(3)
FORMER, LATER = signer(1).key, signer(2).key
AFTER = signer(3, "audit.example/2").key
NOTE = LOG.note()
ROTATION, LOSS = rotation_labels(FORMER, LATER), loss_labels(NOTE, AFTER)


def test_labels_of_a_change() -> None:
    assert rotation_labels(FORMER, LATER) == {"former_key": str(FORMER), "key": str(LATER)}
    assert loss_labels(NOTE, AFTER) == {"former_checkpoint": NOTE.decode(), "key": str(AFTER)}


def test_changes_are_read_back() -> None:
    last = parse_checkpoint(parse_note(NOTE).text)

    assert key_change(7, {"kind": ROTATED, "labels": ROTATION}) == Rotation(7, FORMER, LATER)
    assert key_change(8, {"kind": LOST, "labels": LOSS}) == Loss(8, AFTER, last, NOTE)
    assert (ROTATED, LOST) == ("audit.key_rotated", "audit.loss_declared")


@pytest.mark.parametrize(
    ("kind", "labels"),
    [
        ("audit.heartbeat", ROTATION),
        (ROTATED, {}),
        (ROTATED, LOSS),
        (LOST, ROTATION),
        (ROTATED, ROTATION | {"key": "x"}),
        (ROTATED, ROTATION | {"key": str(AFTER)}),
        (LOST, LOSS | {"former_checkpoint": "x"}),
        (LOST, LOSS | {"key": "x"}),
        (LOST, LOSS | {"key": str(LATER)}),
    ],
)
def test_labels_that_say_nothing(kind: str, labels: dict[str, str]) -> None:
    assert key_change(7, {"kind": kind, "labels": labels}) is None
