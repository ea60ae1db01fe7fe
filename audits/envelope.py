"""The envelope: the few hundred bytes of an entry that the tree hashes.

No name of a person and no confidential title belongs here; the payload carries the rest.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from audits.canonical import CanonicalError, canonical, parse_canonical

VERSION = 1
MAX_ENVELOPE = 4096
MAX_PAYLOAD = 4 * 1024 * 1024
ACTOR_KINDS = ("person", "token", "system", "anonymous")

HEX_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII)
_KIND = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+", re.ASCII)
_TYPE = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_ID = re.compile(r"[A-Za-z0-9._:@/+-]{1,200}", re.ASCII)
_MEDIA = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,100}", re.ASCII)
_AT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z", re.ASCII)
_KEYS = frozenset(
    ("v", "id", "at", "actor", "kind", "object", "prev", "labels", "payload", "files", "request", "editions")
)
_ACTOR_KEYS = frozenset(("id", "kind", "auth"))
_OBJECT_KEYS = frozenset(("type", "id", "rev"))
_DIGEST_KEYS = frozenset(("sha256", "size"))
_FILE_KEYS = frozenset(("sha256", "size", "media"))
_EDITION_KEYS = frozenset(("rules", "lists"))


class EnvelopeError(ValueError):
    """An envelope, payload or private value is not of the agreed form; names the field."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: an id such as `user/7`, one of ACTOR_KINDS, and how they proved it (`mfa`, `sso`)."""

    id: str | None
    kind: str
    auth: str | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What it was done to; `rev` counts its changes from 1 and is None where nothing changed."""

    type: str
    id: str
    rev: int | None = None


@dataclass(frozen=True, slots=True)
class FileRef:
    """One file: SHA-256 as hex, size in bytes, media type."""

    sha256: str
    size: int
    media: str


def envelope(**given: Any) -> bytes:
    """The canonical bytes of an envelope, checked. Takes and raises as `enveloped`."""
    return enveloped(**given)[1]


def enveloped(
    *,
    entry_id: str,
    at: datetime,
    actor: Actor,
    kind: str,
    subject: Subject | None,
    prev: bytes | None,
    payload: bytes,
    labels: Mapping[str, str] | None = None,
    files: Sequence[FileRef] = (),
    request: str | None = None,
    rules: str | None = None,
    lists: Sequence[str] = (),
) -> tuple[dict[str, Any], bytes]:
    """An envelope and its canonical bytes, checked.

    Takes: entry_id a UUID in lower case; aware `at`; `prev` the 32-byte leaf hash of the previous
    change of the same subject; `payload` the bytes from `payload_bytes`; `rules` a SHA-256 as hex.
    Raises: EnvelopeError.
    """
    if at.tzinfo is None:
        raise EnvelopeError("at", "has no time zone")
    value = {
        "v": VERSION,
        "id": entry_id,
        "at": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "actor": {"id": actor.id, "kind": actor.kind, "auth": actor.auth},
        "kind": kind,
        "object": None if subject is None else {"type": subject.type, "id": subject.id, "rev": subject.rev},
        "prev": None if prev is None else prev.hex(),
        "labels": dict(labels or {}),
        "payload": {"sha256": sha256(payload).hexdigest(), "size": len(payload)},
        "files": [{"sha256": file.sha256, "size": file.size, "media": file.media} for file in files],
        "request": request,
        "editions": {"rules": rules, "lists": list(lists)},
    }
    check_envelope(value)
    content = canonical_for("envelope", value)
    if len(content) > MAX_ENVELOPE:
        raise EnvelopeError("envelope", f"{len(content)} bytes, more than {MAX_ENVELOPE}")
    return value, content


def parse_envelope(content: bytes) -> dict[str, Any]:
    """The envelope of these exact bytes. Raises: CanonicalError, EnvelopeError."""
    if len(content) > MAX_ENVELOPE:
        raise EnvelopeError("envelope", f"{len(content)} bytes, more than {MAX_ENVELOPE}")
    value = parse_canonical(content)
    check_envelope(value)
    return value  # type: ignore[no-any-return]


def check_envelope(value: object) -> None:
    """Returns only when the value has exactly the keys and types of an envelope of version 1."""
    body = closed(value, "envelope", _KEYS)
    if type(body["v"]) is not int or body["v"] != VERSION:
        raise EnvelopeError("v", f"is not {VERSION}")
    matching(body["id"], "id", _UUID)
    _check_at(body["at"])
    _check_actor(closed(body["actor"], "actor", _ACTOR_KEYS))
    matching(body["kind"], "kind", _KIND)
    _check_subject(body["object"], body["prev"])
    _check_labels(body["labels"])
    payload = closed(body["payload"], "payload", _DIGEST_KEYS)
    _check_digest(payload, "payload", MAX_PAYLOAD)
    for number, item in enumerate(_list(body["files"], "files")):
        file = closed(item, f"files[{number}]", _FILE_KEYS)
        _check_digest(file, f"files[{number}]", 2**53 - 1)
        matching(file["media"], f"files[{number}].media", _MEDIA)
    if body["request"] is not None:
        matching(body["request"], "request", _ID)
    editions = closed(body["editions"], "editions", _EDITION_KEYS)
    if editions["rules"] is not None:
        matching(editions["rules"], "editions.rules", HEX_HASH)
    for number, item in enumerate(_list(editions["lists"], "editions.lists")):
        matching(item, f"editions.lists[{number}]", _ID)


def closed(value: object, field: str, keys: frozenset[str]) -> dict[str, Any]:
    """The value itself, when it is an object with exactly these keys. Raises: EnvelopeError."""
    if not isinstance(value, dict):
        raise EnvelopeError(field, "is not an object")
    if value.keys() != keys:
        missing, unknown = sorted(keys - value.keys()), sorted(value.keys() - keys)
        raise EnvelopeError(field, f"missing keys {missing}, unknown keys {unknown}")
    return value


def matching(value: object, field: str, pattern: re.Pattern[str]) -> str:
    """The value itself, when it is text of this form. Raises: EnvelopeError."""
    if not isinstance(value, str) or pattern.fullmatch(value) is None:
        raise EnvelopeError(field, "is not text of the agreed form")
    return value


def canonical_for(field: str, value: object) -> bytes:
    """The canonical bytes of a value; an EnvelopeError names the field it was for."""
    try:
        return canonical(value)
    except CanonicalError as error:
        raise EnvelopeError(field, str(error)) from error


def _check_at(value: object) -> None:
    text = matching(value, "at", _AT)
    try:
        datetime.fromisoformat(text)
    except ValueError as error:
        raise EnvelopeError("at", f"is no time: {error}") from error


def _check_actor(actor: dict[str, Any]) -> None:
    if actor["kind"] not in ACTOR_KINDS:
        raise EnvelopeError("actor.kind", f"is not one of {', '.join(ACTOR_KINDS)}")
    if (actor["id"] is None) != (actor["kind"] == "anonymous"):
        raise EnvelopeError("actor.id", "is null exactly for anonymous")
    if actor["id"] is not None:
        matching(actor["id"], "actor.id", _ID)
    if actor["auth"] is not None:
        matching(actor["auth"], "actor.auth", _ID)


def _check_subject(value: object, prev: object) -> None:
    rev = None
    if value is not None:
        subject = closed(value, "object", _OBJECT_KEYS)
        matching(subject["type"], "object.type", _TYPE)
        matching(subject["id"], "object.id", _ID)
        rev = subject["rev"]
    if rev is not None and (type(rev) is not int or rev < 1):
        raise EnvelopeError("object.rev", "is not a whole number from 1")
    if (prev is not None) != (rev is not None and rev > 1):
        raise EnvelopeError("prev", "is given exactly where object.rev is above 1")
    if prev is not None:
        matching(prev, "prev", HEX_HASH)


def _check_labels(value: object) -> None:
    if not isinstance(value, dict):
        raise EnvelopeError("labels", "is not an object")
    for key, text in value.items():
        matching(key, "labels", _TYPE)
        if not isinstance(text, str):
            raise EnvelopeError(f"labels.{key}", "is not text")


def _check_digest(value: dict[str, Any], field: str, most: int) -> None:
    matching(value["sha256"], f"{field}.sha256", HEX_HASH)
    if type(value["size"]) is not int or not 0 <= value["size"] <= most:
        raise EnvelopeError(f"{field}.size", f"is not a whole number from 0 to {most}")


def _list(value: object, field: str) -> list[Any]:
    if not isinstance(value, list):
        raise EnvelopeError(field, "is not a list")
    return value
