"""The check of one stored entry: bytes, search columns, payload, private values, its object's chain."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256
from typing import Any

from audits.canonical import CanonicalError, parse_canonical
from audits.envelope import EnvelopeError, parse_envelope
from audits.merkle.hashing import leaf_hash
from audits.models import Entry
from audits.payload import check_payload, commitment


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it should be; `index` is the leaf, None where there is none."""

    index: int | None
    what: str
    expected: str
    actual: str

    def __str__(self) -> str:
        where = "log" if self.index is None else f"leaf {self.index}"
        return f"{where}: {self.what}: expected {self.expected}, found {self.actual}"


class Chains:
    """Object -> revision and leaf hash of its newest change so far."""

    def __init__(self) -> None:
        self._last: dict[tuple[str, str], tuple[int, str]] = {}

    def follow(self, body: dict[str, Any], digest: bytes) -> tuple[str, str] | None:
        """(expected, actual) revision and link, when this entry does not follow its object's last."""
        subject = body["object"]
        if subject is None or subject["rev"] is None:
            return None
        key = (subject["type"], subject["id"])
        rev, link = self._last.get(key, (0, None))
        self._last[key] = (subject["rev"], digest.hex())
        if (subject["rev"], body["prev"]) == (rev + 1, link):
            return None
        return (
            f"rev {rev + 1} after {link}",
            f"rev {subject['rev']} after {body['prev']}",
        )


def problems_of_entry(index: int | None, entry: Entry, chains: Chains) -> Iterator[Problem]:
    """What is wrong with one entry. Takes: an entry with its private rows in `kept`."""
    content = bytes(entry.body)
    digest = leaf_hash(content)
    name = f"entry {entry.pk}"
    if digest != bytes(entry.leaf_hash):
        yield Problem(index, f"{name}, leaf hash", digest.hex(), bytes(entry.leaf_hash).hex())
    try:
        body = parse_envelope(content)
    except (CanonicalError, EnvelopeError) as error:
        yield Problem(index, f"{name}, envelope", "version 1", str(error))
        return
    wanted, found = columns_of(body), stored_columns(entry)
    for column in wanted:
        if wanted[column] != found[column]:
            yield Problem(
                index,
                f"{name}, column {column}",
                repr(wanted[column]),
                repr(found[column]),
            )
    if (broken := chains.follow(body, digest)) is not None:
        yield Problem(index, f"{name}, chain of {entry.subject}", *broken)
    yield from _payload_problems(index, name, entry, body)


def columns_of(body: dict[str, Any]) -> dict[str, Any]:
    """The search columns as the envelope says them."""
    subject = body["object"] or {"type": "", "id": "", "rev": None}
    return {
        "uuid": body["id"],
        "kind": body["kind"],
        "object_type": subject["type"],
        "object_id": subject["id"],
        "object_rev": subject["rev"],
        "actor_id": body["actor"]["id"] or "",
        "at": body["at"],
        "request": body["request"] or "",
        "labels": body["labels"],
    }


def stored_columns(entry: Entry) -> dict[str, Any]:
    """The search columns as they are stored, in the same form."""
    return {
        "uuid": str(entry.uuid),
        "kind": entry.kind,
        "object_type": entry.object_type,
        "object_id": entry.object_id,
        "object_rev": entry.object_rev,
        "actor_id": entry.actor_id,
        "at": entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "request": entry.request,
        "labels": entry.labels,
    }


def _payload_problems(index: int | None, name: str, entry: Entry, body: dict[str, Any]) -> Iterator[Problem]:
    content = bytes(entry.payload)
    wanted = (body["payload"]["sha256"], body["payload"]["size"])
    if (found := (sha256(content).hexdigest(), len(content))) != wanted:
        yield Problem(
            index,
            f"{name}, payload",
            f"{wanted[0]}, {wanted[1]} bytes",
            f"{found[0]}, {found[1]} bytes",
        )
        return
    try:
        payload = parse_canonical(content)
        check_payload(payload)
    except (CanonicalError, EnvelopeError) as error:
        yield Problem(index, f"{name}, payload", "canonical", str(error))
        return
    for field, (key, value) in sorted(entry.kept.items()):  # type: ignore[attr-defined]
        promised = payload["commitments"].get(field)
        if promised is None:
            yield Problem(index, f"{name}, private value {field}", "no such value", "a row")
        elif key is not None and (made := commitment(bytes(key), field, value).hex()) != promised:
            yield Problem(index, f"{name}, commitment to {field}", promised, made)
    # Erasing blanks a row and leaves it; a row that is gone was taken away.
    for field in sorted(payload["commitments"].keys() - entry.kept.keys()):  # type: ignore[attr-defined]
        yield Problem(index, f"{name}, private value {field}", "a row", "none")
