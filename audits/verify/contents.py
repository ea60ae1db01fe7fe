"""What hangs on an entry: its payload by digest, its private values by commitment."""

import hmac
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from audits.bundle import Bundle
from audits.canonical import CanonicalError, parse_canonical
from audits.envelope import EnvelopeError
from audits.payload import check_payload, commitment, parse_private
from audits.verify.failure import ContradictionError, InsufficientError
from audits.verify.tree import SeenEntry


def check_contents(bundle: Bundle, entry: SeenEntry) -> int:
    """How many private values of this entry were checked, along with its payload if that is there.

    Raises: ContradictionError when payload or value is not what was logged; InsufficientError for private
    values without the payload that holds their commitments.
    """
    payload = None
    if entry.index in bundle.numbers["payloads"]:
        payload = _payload(bundle, entry)
    if entry.index not in bundle.numbers["private"]:
        return 0
    place = f"private/{entry.index}.json"
    if payload is None:
        raise InsufficientError("private values without the payload", place=place, index=entry.index)
    return _check_private(bundle, entry.index, place, payload["commitments"])


def _payload(bundle: Bundle, entry: SeenEntry) -> dict[str, Any]:
    place = f"payloads/{entry.index}.json"
    content = bundle.read(place)
    stated = entry.envelope["payload"]
    actual = {"sha256": sha256(content).hexdigest(), "size": len(content)}
    if actual != stated:
        raise ContradictionError(
            "payload is not the one of the entry",
            place=place,
            index=entry.index,
            expected=f"{stated['sha256']}, {stated['size']} bytes",
            actual=f"{actual['sha256']}, {actual['size']} bytes",
        )
    try:
        payload = parse_canonical(content)
        check_payload(payload)
    except (CanonicalError, EnvelopeError) as error:
        raise ContradictionError(str(error), place=place, index=entry.index) from error
    return dict(payload)


def _check_private(bundle: Bundle, index: int, place: str, commitments: Mapping[str, str]) -> int:
    try:
        values = parse_private(bundle.read(place))
    except (CanonicalError, EnvelopeError) as error:
        raise ContradictionError(str(error), place=place, index=index) from error
    for field, (key, value) in values.items():
        actual = commitment(key, field, value).hex()
        expected = commitments.get(field, "no commitment")
        if not hmac.compare_digest(actual, expected):
            raise ContradictionError(
                f"private value {field} is not the one of the entry",
                place=place,
                index=index,
                expected=expected,
                actual=actual,
            )
    return len(values)
