"""Whether a record file holds: its parts, their payload, the envelope, the tree, the signature."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from audits.canonical import CanonicalError, canonical
from audits.checkpoint import Checkpoint, NoteError, parse_checkpoint, parse_note
from audits.envelope import EnvelopeError, parse_envelope
from audits.merkle.hashing import leaf_hash
from audits.merkle.verify import ProofError, verify_inclusion
from audits.payload import check_payload
from audits.policy import Policy
from audits.receipt import Receipt, ReceiptError, parse_receipt
from audits.sealed import (
    MAX_SEALED,
    SEALED,
    WAITING,
    SealedError,
    SealedRecord,
    form_of,
    parse_sealed,
    parts_in,
)
from audits.verify.failure import VERIFIED, ContradictionError, InsufficientError, UnreadableError
from audits.verify.inputs import policy_at, read_at
from audits.verify.notes import trusted
from audits.verify.show import Outcome

# What a determination and its facts must say, so that the record can be summed up and compared.
_STATED = ("outcome", "rules_edition", "list_snapshots", "facts_hash", "released_on")


@dataclass(frozen=True, slots=True)
class Summary:
    """What the determination says of itself."""

    outcome: str
    released_on: str
    rules: str
    lists: list[str]


@dataclass(frozen=True, slots=True)
class Place:
    """Number of the entry, and the head of the tree that holds it."""

    index: int
    head: Checkpoint


def check_record(path: str, *, policy: str | None) -> Outcome:
    """Whether the record is what was logged, under a signed head. The first fault names its part."""
    rules = None if policy is None else policy_at(policy)
    try:
        record = parse_sealed(read_at(path, MAX_SEALED))
    except SealedError as error:
        raise UnreadableError(str(error), place=path) from error
    body, envelope = _envelope(record)
    _check_payload(record, envelope)
    _check_parts(record, envelope)
    summary = _check_editions(record, envelope)
    wanted = WAITING if record.proof is None else SEALED
    if record.standing != wanted:
        raise _contradiction("standing", "is not what the proof says", wanted, record.standing)
    if record.proof is None:
        raise InsufficientError(
            f"{_name(envelope)} was {WAITING}; take the record again later", place="proof"
        )
    receipt = _receipt(record.proof)
    head = _head(receipt, rules)
    _check_place(receipt, head, body)
    if rules is None:
        raise InsufficientError("without --policy no signature is checked", place="checkpoint")
    return _passed(record, envelope, summary, Place(receipt.index, head))


def _envelope(record: SealedRecord) -> tuple[bytes, dict[str, Any]]:
    try:
        body = canonical(record.envelope)
        envelope = parse_envelope(body)
        if form_of(envelope["kind"]) != record.form:
            raise SealedError(f"is of kind {envelope['kind']}, not that of a {record.form}")
    except (CanonicalError, EnvelopeError, SealedError) as error:
        raise ContradictionError(str(error), place="envelope") from error
    return body, envelope


def _check_payload(record: SealedRecord, envelope: dict[str, Any]) -> None:
    content = canonical(record.payload)
    wanted = envelope["payload"]
    found = {"sha256": _digest(content), "size": len(content)}
    if found != wanted:
        raise _contradiction(
            "payload",
            "is not the one that the envelope names",
            f"{wanted['sha256']}, {wanted['size']} bytes",
            f"{found['sha256']}, {found['size']} bytes",
        )
    try:
        check_payload(record.payload)
    except EnvelopeError as error:
        raise ContradictionError(str(error), place="payload") from error


def _check_parts(record: SealedRecord, envelope: dict[str, Any]) -> None:
    """The parts are those of the payload."""
    try:
        stated = parts_in(record.form, record.payload)
    except SealedError as error:
        raise ContradictionError(str(error), place="payload") from error
    for name, found in record.parts.items():
        wanted, actual = canonical(stated[name]), canonical(found)
        if actual != wanted:
            problem = "is not the one in the payload"
            raise _contradiction(name, problem, _digest(wanted), _digest(actual))
    row = str(record.payload["changes"][0].get("row"))
    end = f"/{envelope['object']['id']}" if envelope["object"] else None
    if end is None or not row.endswith(end):
        problem = "names another object than the payload"
        raise _contradiction("envelope", problem, "no object" if end is None else f"...{end}", row)


def _check_editions(record: SealedRecord, envelope: dict[str, Any]) -> Summary:
    """The determination is about these facts, under the editions that the envelope names."""
    determination, facts = record.parts["determination"], record.parts["facts"]
    try:
        summary = Summary(
            outcome=str(determination["outcome"]),
            released_on=str(facts["released_on"]),
            rules=determination["rules_edition"],
            lists=[str(each) for each in determination["list_snapshots"]],
        )
        wanted = determination["facts_hash"]
    except (KeyError, TypeError) as error:
        lacking = "determination or facts: lack " + " or ".join(_STATED)
        raise ContradictionError(lacking, place="determination") from error
    if (found := _digest(canonical(facts))) != wanted:
        raise _contradiction("facts", "are not those of the determination", wanted, found)
    editions = {"rules": summary.rules, "lists": summary.lists}
    if envelope["editions"] != editions:
        problem = "names other editions than the determination"
        raise _contradiction("envelope", problem, editions, envelope["editions"])
    return summary


def _receipt(proof: str) -> Receipt:
    try:
        return parse_receipt(proof.encode())
    except ReceiptError as error:
        raise UnreadableError(str(error), place="proof") from error


def _head(receipt: Receipt, rules: Policy | None) -> Checkpoint:
    if rules is not None:
        return trusted(receipt.note, rules, "checkpoint")
    try:
        return parse_checkpoint(parse_note(receipt.note).text)
    except NoteError as error:
        raise UnreadableError(str(error), place="checkpoint") from error


def _check_place(receipt: Receipt, head: Checkpoint, body: bytes) -> None:
    try:
        verify_inclusion(
            leaf_hash(body), index=receipt.index, size=head.size, proof=receipt.proof, root=head.root
        )
    except ProofError as error:
        problem = f"envelope or proof: do not lead to the signed root: {error}"
        raise ContradictionError(problem, place="proof", index=receipt.index) from error


def _contradiction(place: str, problem: str, wanted: object, found: object) -> ContradictionError:
    return ContradictionError(f"{place}: {problem}", place=place, expected=wanted, actual=found)


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def _name(envelope: dict[str, Any]) -> str:
    return f"{envelope['object']['type']}/{envelope['object']['id']}"


def _passed(record: SealedRecord, envelope: dict[str, Any], summary: Summary, place: Place) -> Outcome:
    name, head = _name(envelope), place.head
    lines = [
        f"PASS {head.origin}: {name} is entry {place.index} of {head.size}, root {head.root.hex()}",
        f"  made {envelope['at']} by {envelope['actor']['id']}",
        f"  {summary.outcome}, shown as {record.parts['status_shown']}, released on {summary.released_on}",
        f"  rules edition {summary.rules}",
        f"  list {', '.join(summary.lists) or 'none in force'}",
    ]
    fields = {
        "origin": head.origin,
        "size": head.size,
        "root": head.root.hex(),
        "index": place.index,
        "object": name,
        "at": envelope["at"],
        "outcome": summary.outcome,
    }
    return Outcome(VERIFIED, lines, fields)
