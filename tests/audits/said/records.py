"""Records of one determination: each part changed, what the log itself says wrongly, what is no record."""

import json

from audits.canonical import canonical
from audits.receipt import Receipt
from tests.audits.made_log import signer
from tests.audits.made_record import (
    DETERMINATION,
    FACTS,
    INDEX,
    LOG,
    RECORD,
    ROW,
    SIZE,
    WAITING,
    body_of,
    log_with,
)
from tests.audits.said import Question
from tests.audits.test_verify_record import (
    FORGED,
    NO_RESULT,
    NOTE_CHANGED,
    ODD_RESULT,
    OTHER_FACTS_HASH,
    receipt_with,
    sealed,
    with_proof,
)
from tests.merkle.reference import inclusion

OBJECT = "object record.json --policy policy.txt"
NO_LISTS = ROW | {"result": DETERMINATION | {"list_snapshots": []}}
TWO_LISTS = ROW | {"result": DETERMINATION | {"list_snapshots": ["cd" * 32, "ef" * 32]}}
PROOF = receipt_with().proof


def asked(record: object, policy: bytes = LOG.policy, words: str = OBJECT) -> Question:
    content = record if isinstance(record, bytes) else json.dumps(record).encode()
    return Question(words, lambda: {"record.json": content, "policy.txt": policy})


def envelope(**changes: object) -> Question:
    return asked(RECORD | {"envelope": RECORD["envelope"] | changes})


def proven(**changes: object) -> Question:
    return asked(with_proof(receipt_with(**changes)))


def unsalted() -> tuple[dict[str, object], bytes]:
    """A record that is wholly sealed, whose payload has no salt and no commitments."""
    payload = canonical({"changes": [{"row": "participation_determination/17", "set": ROW}]})
    body = body_of(payload)
    log = log_with(body)
    proof = Receipt(INDEX, tuple(inclusion(INDEX, log.hashes)), log.note()).encode().decode()
    stated = {"envelope": json.loads(body), "payload": json.loads(payload), "proof": proof}
    return RECORD | stated, log.policy


QUESTIONS = {
    "a record": asked(RECORD),
    "a record as JSON": asked(RECORD, words=f"{OBJECT} --json"),
    "a record under no list": asked(*sealed(NO_LISTS, lists=[])),
    "a record under two lists": asked(*sealed(TWO_LISTS, lists=["cd" * 32, "ef" * 32])),
    "another determination": asked(RECORD | {"determination": DETERMINATION | {"outcome": "clear"}}),
    "other facts": asked(RECORD | {"facts": FACTS | {"released_on": "2025-03-05"}}),
    "another status": asked(RECORD | {"status_shown": "clear"}),
    "other holds": asked(RECORD | {"holds": []}),
    "another salt": asked(RECORD | {"payload": RECORD["payload"] | {"salt": "06" * 32}}),
    "no payload": asked(RECORD | {"payload": None}),
    "an envelope of another version": envelope(v=2),
    "an envelope of another kind": envelope(kind="review.decided"),
    "an envelope of another time": envelope(at="2026-03-02T09:00:00.000001Z"),
    "no envelope": asked(RECORD | {"envelope": None}),
    "the number before": proven(index=INDEX - 1),
    "a number behind the end": proven(index=SIZE),
    "a shorter path": proven(proof=PROOF[:-1]),
    "another path": proven(proof=(b"\0" * 32, *PROOF[1:])),
    "another root": proven(note=FORGED),
    "another size in the head": asked(RECORD | {"proof": NOTE_CHANGED}),
    "said to wait": asked(RECORD | {"standing": WAITING["standing"]}),
    "said to be sealed": asked(RECORD | {"proof": None}),
    "waiting": asked(WAITING),
    "waiting, another determination": asked(WAITING | {"determination": DETERMINATION | {"status": "stop"}}),
    "no policy": asked(RECORD, words="object record.json"),
    "no policy, no head": asked(with_proof(Receipt(INDEX, PROOF, b"hello\n")), words="object record.json"),
    "a policy, no head": asked(with_proof(Receipt(INDEX, PROOF, b"hello\n"))),
    "no policy, another path": asked(with_proof(receipt_with(proof=PROOF[:-1])), words="object record.json"),
    "the head of a stranger": proven(note=LOG.note(SIZE, signer(9))),
    "a policy that is none": asked(RECORD, policy=b"log x\n"),
    "sealed with another digest of facts": asked(*sealed(OTHER_FACTS_HASH)),
    "sealed without a result": asked(*sealed(NO_RESULT)),
    "sealed with text for a result": asked(*sealed(ODD_RESULT)),
    "sealed without an outcome": asked(
        *sealed(ROW | {"result": {k: v for k, v in DETERMINATION.items() if k != "outcome"}})
    ),
    "sealed without a digest of facts": asked(
        *sealed(ROW | {"result": {k: v for k, v in DETERMINATION.items() if k != "facts_hash"}})
    ),
    "sealed without a salt": asked(*unsalted()),
    "sealed for another row": asked(*sealed(ROW, name="participation_determination/18")),
    "sealed for a row of the same end": asked(*sealed(ROW, name="participation_determination/117")),
    "sealed without an object": asked(*sealed(ROW, subject=None)),
    "sealed under other rules": asked(*sealed(ROW, rules="ee" * 32)),
    "sealed under no list": asked(*sealed(ROW, lists=[])),
    "nothing": asked(b""),
    "no JSON": asked(b"hello"),
    "no UTF-8": asked(b"\xff\xfe"),
    "cut at its end": asked(json.dumps(RECORD).encode()[:-1]),
    "brackets": asked(b"[" * 100_000),
    "a list": asked([]),
    "a key twice": asked(b'{"form":"determination-record","form":"determination-record"}'),
    "another schema": asked(RECORD | {"schema": 2}),
    "a schema with a point": asked(RECORD | {"schema": 1.0}),
    "a proof that is a number": asked(RECORD | {"proof": 7}),
    "a key that is not known": asked(RECORD | {"mood": "good"}),
    "no facts": asked({key: value for key, value in RECORD.items() if key != "facts"}),
    "another form": asked(RECORD | {"form": "receipt"}),
    "no form": asked({key: value for key, value in RECORD.items() if key != "form"}),
    "a proof without its begin": asked(RECORD | {"proof": RECORD["proof"][5:]}),
    "a proof without its end": asked(RECORD | {"proof": RECORD["proof"][:-30]}),
    "facts with a key that is not ASCII": asked(RECORD | {"facts": {"ä": 1}}),
    "no file": asked(RECORD, words="object other.json --policy policy.txt"),
    "no policy file": asked(RECORD, words="object record.json --policy other.txt"),
}
