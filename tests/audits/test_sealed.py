"""The record file of one entry: its exact form, and the words for what is none."""

import json

import pytest

from audits.receipt import Receipt, parse_receipt
from audits.sealed import (
    MAX_SEALED,
    SealedError,
    SealedRecord,
    form_of,
    parse_sealed,
    parts_in,
    sealed_record,
)
from tests.audits.made_record import BODY, DETERMINATION, FACTS, PAYLOAD, RECORD, ROW, body_of

RECEIPT: Receipt = parse_receipt(RECORD["proof"].encode())


def test_record_is_laid_out_for_people() -> None:
    content = sealed_record(BODY, PAYLOAD, RECEIPT).decode()

    assert content.startswith(
        '{\n "form": "determination-record",\n "schema": 1,\n'
        ' "standing": "sealed under a signed checkpoint",\n "status_shown": "wait",\n "holds": [\n  {\n'
    )
    assert '"text": "Société: a part of the list."' in content
    assert content.endswith("\n}\n")
    assert json.loads(content) == {
        "form": "determination-record",
        "schema": 1,
        "standing": "sealed under a signed checkpoint",
        "status_shown": "wait",
        "holds": ROW["holds"],
        "determination": DETERMINATION,
        "facts": FACTS,
        "envelope": json.loads(BODY),
        "payload": json.loads(PAYLOAD),
        "proof": RECEIPT.encode().decode(),
    }


def test_record_that_waits_has_no_proof() -> None:
    waiting = json.loads(sealed_record(BODY, PAYLOAD, None))

    assert {key: waiting[key] for key in ("standing", "proof")} == {
        "standing": "recorded, not yet sealed: it waits for its place in the log",
        "proof": None,
    }


def test_record_is_read_back() -> None:
    assert parse_sealed(sealed_record(BODY, PAYLOAD, RECEIPT)) == SealedRecord(
        "determination-record",
        "sealed under a signed checkpoint",
        {"status_shown": "wait", "holds": ROW["holds"], "determination": DETERMINATION, "facts": FACTS},
        json.loads(BODY),
        json.loads(PAYLOAD),
        RECEIPT.encode().decode(),
    )
    assert MAX_SEALED == 33_554_432


def test_only_determinations_have_one() -> None:
    assert form_of("determination.made") == "determination-record"
    with pytest.raises(SealedError) as refused:
        sealed_record(body_of(PAYLOAD, kind="review.decided"), PAYLOAD, RECEIPT)
    assert str(refused.value) == "entries of kind review.decided have no record file"


@pytest.mark.parametrize(
    "payload", [None, {}, {"changes": []}, {"changes": [{}]}, {"changes": [{"set": {}}]}]
)
def test_payload_that_does_not_state_the_parts(payload: object) -> None:
    with pytest.raises(SealedError) as refused:
        parts_in("determination-record", payload)

    assert str(refused.value) == (
        "payload: does not state status_shown and holds and determination and facts"
    )
