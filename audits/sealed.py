"""The file in which one decision travels alone: what its entry says, laid open, with the proof of its place.

The same facts and result stand twice: on top, where people and programs read them, and in the payload, whose
digest the envelope carries. Whoever checks the file compares the two.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from audits.canonical import CanonicalError, canonical, parse_canonical, parse_laid_out
from audits.receipt import Receipt

SCHEMA = 1
MAX_SEALED = 32 * 1024 * 1024
SEALED = "sealed under a signed checkpoint"
WAITING = "recorded, not yet sealed: it waits for its place in the log"
# Kind of entry -> name of the file's form; part of the file -> column of the entry's own row.
FORMS = {"determination.made": "determination-record"}
# `status_shown` is what people saw: the determination's own status, or `wait` where `holds` says why.
PARTS = {
    "determination-record": {
        "status_shown": "status",
        "holds": "holds",
        "determination": "result",
        "facts": "facts",
    }
}


class SealedError(ValueError):
    """The bytes are not such a file, or the entry is of a kind that has none."""


@dataclass(frozen=True, slots=True)
class SealedRecord:
    """A file as it was read; nothing is verified. `proof` is the text of a `.tlog-proof` file, or null."""

    form: str
    standing: str
    parts: Mapping[str, Any]
    envelope: Any
    payload: Any
    proof: str | None


def sealed_record(body: bytes, payload: bytes, receipt: Receipt | None) -> bytes:
    """The file of one entry, without a proof while the entry waits for its place.

    Takes: the exact bytes of envelope and payload. Raises: SealedError for a kind of entry that has no file.
    """
    envelope, opened = parse_canonical(body), parse_canonical(payload)
    form = form_of(envelope["kind"])
    value = {
        "form": form,
        "schema": SCHEMA,
        "standing": WAITING if receipt is None else SEALED,
        **parts_in(form, opened),
        "envelope": envelope,
        "payload": opened,
        "proof": None if receipt is None else receipt.encode().decode(),
    }
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def form_of(kind: str) -> str:
    """The form of the file for a kind of entry. Raises: SealedError where there is none."""
    if kind not in FORMS:
        raise SealedError(f"entries of kind {kind} have no record file")
    return FORMS[kind]


def parts_in(form: str, payload: Any) -> dict[str, Any]:
    """The parts of the file as the payload states them. Raises: SealedError where it does not."""
    try:
        row = payload["changes"][0]["set"]
        return {name: row[column] for name, column in PARTS[form].items()}
    except (KeyError, IndexError, TypeError) as error:
        raise SealedError(f"payload: does not state {' and '.join(PARTS[form])}") from error


def parse_sealed(content: bytes) -> SealedRecord:
    """The file of these bytes, laid out in any way; nothing is verified. Raises: SealedError."""
    try:
        value = parse_laid_out(content)
        canonical(value)
    except CanonicalError as error:
        raise SealedError(str(error)) from error
    if not isinstance(value, dict) or value.get("form") not in PARTS:
        raise SealedError(f"is not a {' or '.join(PARTS)}")
    form = value["form"]
    keys = {"form", "schema", "standing", *PARTS[form], "envelope", "payload", "proof"}
    if value.keys() != keys:
        missing, unknown = sorted(keys - value.keys()), sorted(value.keys() - keys)
        raise SealedError(f"missing keys {missing}, unknown keys {unknown}")
    if type(value["schema"]) is not int or value["schema"] != SCHEMA:
        raise SealedError(f"schema is not {SCHEMA}")
    if not (value["proof"] is None or isinstance(value["proof"], str)):
        raise SealedError("proof is neither text nor null")
    parts = {name: value[name] for name in PARTS[form]}
    return SealedRecord(form, value["standing"], parts, value["envelope"], value["payload"], value["proof"])
