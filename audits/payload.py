"""Payloads, commitments and private values: what an entry says beyond its envelope.

A personal value is never in a payload, only the commitment to it; erasing the value and its key leaves
every hash as it was.
"""

import hmac
from collections.abc import Mapping

from audits.canonical import parse_canonical
from audits.envelope import HEX_HASH, MAX_PAYLOAD, EnvelopeError, canonical_for, closed, matching

KEY_SIZE = 32
SALT_SIZE = 32

_PRIVATE_KEYS = frozenset(("key", "value"))


def payload_bytes(
    content: Mapping[str, object], *, salt: bytes, commitments: Mapping[str, bytes] | None = None
) -> bytes:
    """The canonical bytes of a payload: the content, its salt, the commitments by field.

    Takes: a random 32-byte salt, so that a short payload cannot be guessed from its hash.
    Raises: EnvelopeError for a reserved key, a wrong length, no canonical form or too many bytes.
    """
    if reserved := {"salt", "commitments"} & content.keys():
        raise EnvelopeError("payload", f"key {min(reserved)} is reserved")
    value = dict(content) | {
        "salt": salt.hex(),
        "commitments": {field: digest.hex() for field, digest in (commitments or {}).items()},
    }
    check_payload(value)
    packed = canonical_for("payload", value)
    if len(packed) > MAX_PAYLOAD:
        raise EnvelopeError("payload", f"{len(packed)} bytes, more than {MAX_PAYLOAD}")
    return packed


def check_payload(value: object) -> None:
    """Returns only for a payload: an object with a salt and commitments; its other keys are free."""
    if not isinstance(value, dict) or not {"salt", "commitments"} <= value.keys():
        raise EnvelopeError("payload", "is not an object with salt and commitments")
    matching(value["salt"], "payload.salt", HEX_HASH)
    if not isinstance(value["commitments"], dict):
        raise EnvelopeError("payload.commitments", "is not an object")
    for field, digest in value["commitments"].items():
        matching(digest, f"payload.commitments.{field}", HEX_HASH)


def commitment(key: bytes, field: str, value: object) -> bytes:
    """The 32 bytes that bind a private value without showing it: HMAC-SHA256 under its own key.

    Takes: a random 32-byte key, used for this one value.
    """
    if len(key) != KEY_SIZE:
        raise EnvelopeError(field, f"key has {len(key)} bytes, not {KEY_SIZE}")
    return hmac.digest(key, canonical_for(field, {"field": field, "value": value}), "sha256")


def private_bytes(values: Mapping[str, tuple[bytes, object]]) -> bytes:
    """The canonical bytes in which an export hands over private values: field -> (key, value)."""
    return canonical_for(
        "private", {field: {"key": key.hex(), "value": value} for field, (key, value) in values.items()}
    )


def parse_private(content: bytes) -> dict[str, tuple[bytes, object]]:
    """field -> (key, value) of `private_bytes`. Raises: CanonicalError, EnvelopeError."""
    found: dict[str, tuple[bytes, object]] = {}
    value = parse_canonical(content)
    if not isinstance(value, dict):
        raise EnvelopeError("private", "is not an object")
    for field, item in value.items():
        pair = closed(item, f"private.{field}", _PRIVATE_KEYS)
        found[field] = (bytes.fromhex(matching(pair["key"], f"private.{field}.key", HEX_HASH)), pair["value"])
    return found
