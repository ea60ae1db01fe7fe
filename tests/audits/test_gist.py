"""The short way to read an envelope says what the long way says, and accepts nothing that it refuses."""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from audits import gist
from audits.canonical import CanonicalError, canonical
from audits.envelope import EnvelopeError, parse_envelope
from audits.gist import Gist, gist_of
from tests.audits.made_log import MadeLog, changed
from tests.benchmarks.audit_bundle import Stream

BODY = MadeLog(5).bodies[4]
HASH = "ab" * 32


def long_way(body: bytes) -> Gist | None:
    try:
        return gist._read_long(parse_envelope(body))
    except (CanonicalError, EnvelopeError):
        return None


def short_way(body: bytes) -> Gist | None:
    try:
        return gist_of(body)
    except (CanonicalError, EnvelopeError):
        return None


def matches(body: bytes) -> bool:
    return gist._PATTERN.fullmatch(body) is not None


def test_gist_of_a_change() -> None:
    assert gist_of(BODY) == Gist(
        at=b"2026-03-02T09:04:00.000000Z",
        kind=b"disclosure.submitted",
        labels='{"body":"3GPP","organisation":"Société Générale"}'.encode(),
        object=b"disclosure/1",
        rev=2,
        prev=json.loads(BODY)["prev"].encode(),
        payload_sha256=json.loads(BODY)["payload"]["sha256"].encode(),
        payload_size=json.loads(BODY)["payload"]["size"],
    )


def test_every_usual_entry_is_read_the_short_way() -> None:
    bodies = [body for body, _ in Stream(400)]

    assert all(map(matches, bodies))
    assert [gist_of(body) for body in bodies] == [long_way(body) for body in bodies]


@pytest.mark.parametrize(
    "changes",
    [
        {"at": "2026-02-29T09:00:00.000000Z"},
        {"at": "2026-02-28T24:00:00.000000Z"},
        {"at": "0000-02-28T00:00:00.000000Z"},
        {"prev": None},
        {"object": {"type": "disclosure", "id": "1", "rev": 1}},
        {"object": {"type": "disclosure", "id": "1", "rev": 0}},
        {"object": None},
        {"payload": {"sha256": HASH, "size": 4 * 1024 * 1024 + 1}},
        {"actor": {"id": None, "kind": "person", "auth": None}},
        {"actor": {"id": "user/1", "kind": "anonymous", "auth": None}},
        {"labels": {"body": "x" * 4000}},
        {"v": 2},
        {"labels": {"Body": "x"}},
        {"files": [{"sha256": HASH, "size": -1, "media": "a/b"}]},
    ],
)
def test_what_the_long_way_refuses_the_short_way_refuses(changes: dict[str, object]) -> None:
    body = changed(BODY, **changes)

    assert (long_way(body), short_way(body)) == (None, None)


@pytest.mark.parametrize(
    "changed_bytes",
    [
        (b'"body":"3GPP","organisation"', b'"organisation":"3GPP","body"'),
        (b'"body":"3GPP","organisation"', b'"body":"3GPP","body"'),
        ("é".encode(), b"\xc3"),
        ("é".encode(), b"\xed\xa0\x80"),
        (b'"v":1', b'"v":01'),
        (b'"v":1', b'"v":1 '),
        (b'"rev":2', b'"rev":02'),
        (b"3GPP", b"3G\x1fP"),
    ],
)
def test_bytes_that_are_not_canonical_are_refused(changed_bytes: tuple[bytes, bytes]) -> None:
    body = BODY.replace(*changed_bytes)

    assert body != BODY
    assert (long_way(body), short_way(body)) == (None, None)


IDS = st.from_regex(r"[A-Za-z0-9._:@/+-]{1,30}", fullmatch=True)
WORDS = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
ENVELOPES = st.fixed_dictionaries(
    {
        "at": st.datetimes().map(lambda at: at.strftime("%Y-%m-%dT%H:%M:%S.%fZ").zfill(27)),
        "actor": st.one_of(
            st.fixed_dictionaries(
                {"id": IDS, "kind": st.sampled_from(["person", "system"]), "auth": st.none() | IDS}
            ),
            st.just({"id": None, "kind": "anonymous", "auth": None}),
        ),
        "kind": st.lists(WORDS, min_size=2, max_size=3).map(".".join),
        "labels": st.dictionaries(WORDS, st.text(max_size=20), max_size=4),
        "object": st.none()
        | st.fixed_dictionaries({"type": WORDS, "id": IDS, "rev": st.none() | st.just(1)}),
        "prev": st.none(),
        "payload": st.fixed_dictionaries({"sha256": st.just(HASH), "size": st.integers(0, 4 * 1024 * 1024)}),
        "files": st.lists(
            st.fixed_dictionaries(
                {"sha256": st.just(HASH), "size": st.integers(0, 2**53 - 1), "media": st.just("text/plain")}
            ),
            max_size=2,
        ),
        "request": st.none() | IDS,
        "editions": st.fixed_dictionaries(
            {"rules": st.none() | st.just(HASH), "lists": st.lists(IDS, max_size=2)}
        ),
    }
)


@settings(max_examples=200, deadline=None)
@given(ENVELOPES)
def test_both_ways_agree_on_any_envelope(parts: dict[str, object]) -> None:
    body = canonical(json.loads(BODY) | parts)

    assert long_way(body) is not None
    assert short_way(body) == long_way(body)


@settings(max_examples=400, deadline=None)
@given(st.integers(0, len(BODY) - 1), st.binary(max_size=3), st.integers(0, 3))
@example(BODY.index(b'"3GPP'), b'\\"', 0)
def test_both_ways_agree_on_any_bytes(place: int, put: bytes, cut: int) -> None:
    body = BODY[:place] + put + BODY[place + cut :]

    assert short_way(body) == long_way(body)


def test_a_pattern_that_is_too_wide_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison can fail: a pattern that lets a control character pass is found by it."""
    wide = gist._PATTERN.pattern.replace(rb"\x00-\x1f", b"")
    monkeypatch.setattr(gist, "_PATTERN", gist.re.compile(wide))
    body = BODY.replace(b"3GPP", b"3G\x1fP")

    assert long_way(body) is None
    assert short_way(body) is not None
