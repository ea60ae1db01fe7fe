"""Writing one entry, in the transaction of the change that it tells of. No lock is taken here."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from audits import storage
from audits.envelope import Actor, FileRef, Subject, enveloped
from audits.merkle.hashing import leaf_hash
from audits.payload import KEY_SIZE, SALT_SIZE, commitment, payload_bytes

SYSTEM = Actor("system", "system")
ANONYMOUS = Actor(None, "anonymous")


class RecordError(ValueError):
    """An event cannot be recorded as it was given."""


class UnknownKindError(RecordError):
    """The kind of event is in none of the lists of AUDIT_EVENT_KINDS."""


class NotInTransactionError(RecordError):
    """The entry would not share the fate of the change."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The entry as stored; `rev` is None where nothing changed."""

    id: int
    uuid: UUID
    rev: int | None
    leaf_hash: bytes


def record(
    kind: str,
    *,
    by: Actor,
    at: datetime,
    subject: Subject | None = None,
    labels: Mapping[str, str] | None = None,
    payload: Mapping[str, object] | None = None,
    private: Mapping[str, str] | None = None,
    files: Sequence[FileRef] = (),
    request: str | None = None,
    rules: str | None = None,
    lists: Sequence[str] = (),
) -> Recorded:
    """The entry of one event, written after the change and in its transaction.

    Takes: `subject` without a revision, which is counted here for a kind that changes its object;
    `private` personal values by field: the payload gets a commitment to each, the value can be erased;
    the rest as in `audits.envelope`.
    Raises: UnknownKindError, NotInTransactionError, RecordError for a change without a subject, EnvelopeError
    naming the field; IntegrityError when another writer recorded the same revision first.
    """
    changes = is_change(kind)
    if not connection.in_atomic_block:
        raise NotInTransactionError(f"{kind}: record it inside transaction.atomic, after the change")
    if changes and subject is None:
        raise RecordError(f"{kind} changes an object: name the subject")
    if subject is not None and subject.rev is not None:
        raise RecordError(f"{kind}: the revision of {subject.type}/{subject.id} is counted by the log")
    previous = None
    if subject is not None and changes:
        previous = storage.last_revision(subject.type, subject.id)
        subject = replace(subject, rev=1 if previous is None else previous[0] + 1)
    secret = {field: (secrets.token_bytes(KEY_SIZE), value) for field, value in (private or {}).items()}
    packed = payload_bytes(
        payload or {},
        salt=secrets.token_bytes(SALT_SIZE),
        commitments={field: commitment(key, field, value) for field, (key, value) in secret.items()},
    )
    uuid = new_uuid(at)
    stated, body = enveloped(
        entry_id=str(uuid),
        at=at,
        actor=by,
        kind=kind,
        subject=subject,
        prev=None if previous is None else previous[1],
        payload=packed,
        labels=labels,
        files=files,
        request=request,
        rules=rules,
        lists=lists,
    )
    digest = leaf_hash(body)
    entry_id = storage.append_entry(
        uuid=uuid,
        envelope=stated,
        at=at,
        actor_id=by.id or "",
        body=body,
        payload=packed,
        leaf_hash=digest,
        private=secret,
    )
    return Recorded(entry_id, uuid, None if subject is None else subject.rev, digest)


def event_kinds() -> Mapping[str, Any]:
    """Kind -> its EventKind (`title`, `changes`), of all lists of AUDIT_EVENT_KINDS together."""
    return _joined(tuple(settings.AUDIT_EVENT_KINDS))


def is_change(kind: str) -> bool:
    """Whether entries of the kind state a new revision of their object. Raises: UnknownKindError."""
    kinds = event_kinds()
    if kind not in kinds:
        raise UnknownKindError(
            f"{kind!r} is not a kind of event; the lists are {', '.join(settings.AUDIT_EVENT_KINDS)}"
        )
    return bool(kinds[kind].changes)


def title_of(kind: str) -> str:
    """The kind in words for people; the kind itself when it is of an older version."""
    known = event_kinds().get(kind)
    return kind if known is None else str(known.title)


def uncovered() -> list[str]:
    """Objects, as `type/id`, that this transaction changed and has no entry of yet."""
    return list(storage.unsettled())


def new_uuid(at: datetime) -> UUID:
    """A version 7 UUID: the milliseconds of `at`, then random bits (RFC 9562, section 5.7)."""
    value = int(at.timestamp() * 1000) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)


@lru_cache(maxsize=8)
def _joined(paths: tuple[str, ...]) -> Mapping[str, Any]:
    kinds: dict[str, Any] = {}
    for path in paths:
        found = import_string(path)
        if twice := kinds.keys() & found.keys():
            raise RecordError(f"{path}: kind {min(twice)!r} is in two lists")
        kinds.update(found)
    return kinds
