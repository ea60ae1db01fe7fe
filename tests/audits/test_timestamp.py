"""Time stamps by a real `openssl ts` authority: what is accepted, and everything that is not."""

import subprocess

import pytest

from audits.timestamp import (
    RefusedStampError,
    Stamp,
    StampError,
    UnreadableStampError,
    UntrustedStampError,
    WrongStampError,
    in_der_order,
    query_for,
    verify_stamp,
)
from tests.audits.authority import Authority

NOTE = b"audit.example/log\n3\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\nsignatures\n"


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("tsa") / "ours").make("Test TSA")


@pytest.fixture(scope="module")
def query():
    return query_for(NOTE)


@pytest.fixture(scope="module")
def reply(authority, query):
    return authority.reply(query.content)


def roots(authority):
    return authority.root.read_bytes()


def test_stamp_says_when_and_who(authority, query, reply):
    stamp = verify_stamp(reply, NOTE, roots=roots(authority), nonce=query.nonce)

    assert stamp == Stamp(stamp.at, "Test TSA", query.nonce)
    assert stamp.at.utcoffset().total_seconds() == 0


def test_stamp_holds_years_later_without_the_nonce_and_for_openssl(authority, reply, tmp_path):
    (tmp_path / "note.txt").write_bytes(NOTE)
    (tmp_path / "stamp.tsr").write_bytes(reply)
    command = ["openssl", "ts", "-verify", "-in", "stamp.tsr", "-data", "note.txt", "-CAfile"]

    done = subprocess.run(
        [*command, str(authority.root)], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert (done.returncode, "Verification: OK" in done.stdout + done.stderr) == (0, True)
    assert verify_stamp(reply, NOTE, roots=roots(authority)).authority == "Test TSA"


def test_a_chain_in_another_order_is_put_in_order_and_nothing_else(reply):
    ordered = in_der_order(reply)

    assert (len(ordered), sorted(ordered)) == (len(reply), sorted(reply))
    assert in_der_order(ordered) == ordered
    assert [in_der_order(content) for content in (b"", b"0", b"\x30\x80\x00\x00")] == [
        b"",
        b"0",
        b"\x30\x80\x00\x00",
    ]


def test_another_message_is_refused(authority, reply):
    with pytest.raises(WrongStampError, match="Mismatch between messages"):
        verify_stamp(reply, NOTE + b"x", roots=roots(authority))


def test_another_nonce_is_refused(authority, query, reply):
    with pytest.raises(WrongStampError, match="Nonce mismatch"):
        verify_stamp(reply, NOTE, roots=roots(authority), nonce=query.nonce + 1)


def test_another_root_is_told_apart_from_a_wrong_signature(authority, reply, tmp_path):
    other = Authority(tmp_path / "other").make("Other TSA")
    digest = len(reply) - 10

    with pytest.raises(UntrustedStampError):
        verify_stamp(reply, NOTE, roots=roots(other))
    with pytest.raises(WrongStampError):
        verify_stamp(_flipped(reply, digest), NOTE, roots=roots(authority))


def test_a_refusal_says_so(authority, query):
    authority.way = "refuses"
    try:
        refused = authority.reply(query.content)
    finally:
        authority.way = "stamps"

    with pytest.raises(RefusedStampError, match="refused with status 2"):
        verify_stamp(refused, NOTE, roots=roots(authority))


@pytest.mark.parametrize("content", [b"", b"<p>Please pay first.</p>", bytes(100), b"0" * 70_000])
def test_garbage_is_unreadable(authority, content):
    with pytest.raises(UnreadableStampError):
        verify_stamp(content, NOTE, roots=roots(authority))


def test_roots_that_are_none_are_told(reply):
    with pytest.raises(UnreadableStampError, match="not certificates in PEM form"):
        verify_stamp(reply, NOTE, roots=b"no certificate")


def test_a_flipped_bit_changes_nothing_that_is_said(authority, query, reply):
    expected = verify_stamp(reply, NOTE, roots=roots(authority), nonce=query.nonce)
    wrong = []
    for place in range(0, len(reply), 3):
        try:
            found = verify_stamp(_flipped(reply, place), NOTE, roots=roots(authority), nonce=query.nonce)
        except StampError:
            continue
        wrong += [place] if found != expected else []

    assert wrong == []


def _flipped(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
