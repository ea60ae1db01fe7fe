import json
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest

from audits.envelope import MAX_ENVELOPE, Actor, EnvelopeError, FileRef, Subject, envelope, parse_envelope
from tests.audits.made_log import changed

PAYLOAD = b'{"commitments":{},"salt":"00"}'
HASH = "ab" * 32
FULL = {
    "entry_id": "01890a5d-ac96-774b-bcce-b302099a8057",
    "at": datetime(2026, 3, 2, 9, 0, 0, 5, tzinfo=UTC),
    "actor": Actor("user/7", "person", "mfa"),
    "kind": "disclosure.submitted",
    "subject": Subject("disclosure", "42", 2),
    "prev": b"\x01" * 32,
    "payload": PAYLOAD,
    "labels": {"body": "3GPP"},
    "files": [FileRef(HASH, 3, "text/plain")],
    "request": "req-1",
    "rules": HASH,
    "lists": ["csl:2026-07-31"],
}
BODY = envelope(**FULL)
SUBJECT = {"type": "disclosure", "id": "42", "rev": 2}


def test_envelope_says_exactly_this():
    assert parse_envelope(BODY) == {
        "v": 1,
        "id": "01890a5d-ac96-774b-bcce-b302099a8057",
        "at": "2026-03-02T09:00:00.000005Z",
        "actor": {"id": "user/7", "kind": "person", "auth": "mfa"},
        "kind": "disclosure.submitted",
        "object": SUBJECT,
        "prev": "01" * 32,
        "labels": {"body": "3GPP"},
        "payload": {"sha256": sha256(PAYLOAD).hexdigest(), "size": len(PAYLOAD)},
        "files": [{"sha256": HASH, "size": 3, "media": "text/plain"}],
        "request": "req-1",
        "editions": {"rules": HASH, "lists": ["csl:2026-07-31"]},
    }


def test_smallest_envelope():
    body = envelope(
        entry_id=FULL["entry_id"],
        at=FULL["at"].astimezone(timezone(timedelta(hours=5))),
        actor=Actor(None, "anonymous"),
        kind="account.login_failed",
        subject=None,
        prev=None,
        payload=PAYLOAD,
    )

    value = json.loads(body)
    assert value["at"] == "2026-03-02T09:00:00.000005Z"
    assert (value["object"], value["prev"], value["request"], value["files"]) == (None, None, None, [])
    assert value["editions"] == {"rules": None, "lists": []}


def test_a_read_names_its_object_without_revision():
    body = envelope(**(FULL | {"subject": Subject("disclosure", "42"), "prev": None}))

    assert json.loads(body)["object"] == {"type": "disclosure", "id": "42", "rev": None}


def test_too_many_bytes():
    with pytest.raises(EnvelopeError, match=f"more than {MAX_ENVELOPE}"):
        envelope(**(FULL | {"labels": {"body": "x" * MAX_ENVELOPE}}))
    with pytest.raises(EnvelopeError, match=f"more than {MAX_ENVELOPE}"):
        parse_envelope(b'"' + b"x" * MAX_ENVELOPE + b'"')


def test_time_needs_a_zone():
    with pytest.raises(EnvelopeError, match="at: has no time zone"):
        envelope(**(FULL | {"at": datetime(2026, 3, 2)}))  # noqa: DTZ001


def test_label_without_canonical_form():
    with pytest.raises(EnvelopeError, match=r"envelope: .*lone surrogate"):
        envelope(**(FULL | {"labels": {"body": "\ud800"}}))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"extra": 1}, "envelope"),
        ({"v": 2}, "v"),
        ({"v": True}, "v"),
        ({"id": "01890A5D-ac96-774b-bcce-b302099a8057"}, "id"),
        ({"at": "2026-03-02T09:00:00Z"}, "at"),
        ({"at": "2026-02-30T09:00:00.000000Z"}, "at"),
        ({"actor": "user/7"}, "actor"),
        ({"actor": {"id": "user/7", "kind": "robot", "auth": None}}, "actor.kind"),
        ({"actor": {"id": "user/7", "kind": [], "auth": None}}, "actor.kind"),
        ({"actor": {"id": None, "kind": "person", "auth": None}}, "actor.id"),
        ({"actor": {"id": "user/7", "kind": "anonymous", "auth": None}}, "actor.id"),
        ({"actor": {"id": "Jane Doe", "kind": "person", "auth": None}}, "actor.id"),
        ({"actor": {"id": "user/7", "kind": "person", "auth": 1}}, "actor.auth"),
        ({"kind": "submitted"}, "kind"),
        ({"object": {"type": "disclosure", "id": "42"}}, "object"),
        ({"object": SUBJECT | {"type": "Disclosure"}}, "object.type"),
        ({"object": SUBJECT | {"id": 42}}, "object.id"),
        ({"object": SUBJECT | {"rev": 0}}, "object.rev"),
        ({"object": SUBJECT | {"rev": True}}, "object.rev"),
        ({"object": SUBJECT | {"rev": 1}}, "prev"),
        ({"object": SUBJECT | {"rev": None}}, "prev"),
        ({"object": None}, "prev"),
        ({"prev": None}, "prev"),
        ({"prev": "00"}, "prev"),
        ({"labels": []}, "labels"),
        ({"labels": {"Body": "x"}}, "labels"),
        ({"labels": {"body": 1}}, "labels.body"),
        ({"payload": None}, "payload"),
        ({"payload": {"sha256": HASH, "size": -1}}, "payload.size"),
        ({"payload": {"sha256": HASH, "size": 4 * 1024 * 1024 + 1}}, "payload.size"),
        ({"payload": {"sha256": HASH.upper(), "size": 1}}, "payload.sha256"),
        ({"files": None}, "files"),
        ({"files": [{"sha256": HASH, "size": 1}]}, "files[0]"),
        ({"files": [{"sha256": HASH, "size": 1, "media": "pdf"}]}, "files[0].media"),
        ({"request": ""}, "request"),
        ({"editions": {"rules": "x", "lists": []}}, "editions.rules"),
        ({"editions": {"rules": None, "lists": [1]}}, "editions.lists[0]"),
    ],
)
def test_each_wrong_field_is_named(changes, field):
    with pytest.raises(EnvelopeError) as refused:
        parse_envelope(changed(BODY, **changes))

    assert refused.value.field == field


def test_envelope_is_an_object():
    with pytest.raises(EnvelopeError, match="envelope: is not an object"):
        parse_envelope(b"[]")
