"""A made log with the entry of one determination in it, and the record file of that entry."""

import json
from hashlib import sha256

from audits.canonical import canonical
from audits.envelope import Actor, Subject, envelope
from audits.payload import payload_bytes
from audits.receipt import Receipt
from audits.sealed import sealed_record
from tests.audits.made_log import START, MadeLog
from tests.merkle.reference import inclusion

FACTS = {"released_on": "2025-03-04", "item": {"kind": "technology", "eccn": "EAR99"}}
RULES, LISTS = "ab" * 32, ["cd" * 32]
DETERMINATION = {
    "schema": 1,
    "outcome": "not_subject_to_ear",
    "status": "clear",
    "rules_edition": RULES,
    "list_snapshots": LISTS,
    "facts_hash": sha256(canonical(FACTS)).hexdigest(),
}
ROW = {
    "id": 17,
    "status": "wait",
    "holds": [{"kind": "partial_list", "text": "Société: a part of the list."}],
    "facts": FACTS,
    "result": DETERMINATION,
}
INDEX, SIZE = 3, 7


def payload_of(row, name="participation_determination/17"):
    return payload_bytes({"changes": [{"row": name, "set": row}]}, salt=b"\x05" * 32)


def body_of(payload, **changes):
    parts = {
        "kind": "determination.made",
        "subject": Subject("determination", "17", 1),
        "rules": RULES,
        "lists": LISTS,
    }
    return envelope(
        entry_id="00000000-0000-7000-8000-0000000000ff",
        at=START,
        actor=Actor("system", "system"),
        prev=None,
        payload=payload,
        labels={"body": "3GPP"},
        **parts | changes,
    )


def log_with(body):
    """A log of SIZE entries whose entry INDEX has this body."""
    made = MadeLog(SIZE)
    made.bodies[INDEX] = body
    return made


def record_with(body, payload, made=None):
    """The record as an object: of this entry, proven in the log, or waiting where there is none."""
    receipt = made and Receipt(INDEX, tuple(inclusion(INDEX, made.hashes)), made.note())
    return json.loads(sealed_record(body, payload, receipt))


PAYLOAD = payload_of(ROW)
BODY = body_of(PAYLOAD)
LOG = log_with(BODY)
RECORD = record_with(BODY, PAYLOAD, LOG)
WAITING = record_with(BODY, PAYLOAD)
