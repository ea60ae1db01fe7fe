"""Time stamps on the newest head from a real authority over HTTP, and from one that misbehaves."""

import pytest

from audits.anchors.standing import standings
from audits.models import Anchor, Checkpoint
from audits.timestamp import verify_stamp
from tests.audits.anchoring import anchors, by_stamp, duty_of, grown, told, turn
from tests.audits.authority import authority_over_http
from tests.audits.things import NOW

# Ways of an authority that only the time limit ends.
ENDLESS = ("silent", "drips")


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with authority_over_http(tmp_path_factory.mktemp("tsa") / "ours") as one:
        yield one


@pytest.fixture
def authority(running):
    running.way = "stamps"
    return running


@pytest.fixture
def duty(log_database, settings, authority):
    settings.ANCHOR_TIMEOUT_SECONDS = 60
    grown(3)
    return duty_of(settings, by_stamp(authority))


def test_the_reply_is_kept_raw_and_holds_for_the_note(duty, authority):
    assert turn(duty) == "held"

    (row,) = Anchor.objects.all()
    note = Checkpoint.objects.get(pk=3).note.encode()
    stamp = verify_stamp(bytes(row.token), note, roots=authority.root.read_bytes())
    assert stamp.authority == "Test TSA"
    assert (told(duty), anchors()) == ((3, 0, ""), [("rfc3161", "tsa", 3)])


@pytest.mark.parametrize(
    ("way", "error"),
    [
        ("refuses", "RefusedStampError: time stamp: refused with status 2"),
        ("garbage", "UnreadableStampError: time stamp: "),
        ("page", "the authority answered 200 text/html, not a time stamp"),
        ("other", "WrongStampError: time stamp: "),
        ("silent", "no answer: TimeoutError"),
        ("drips", "the answer took too long"),
    ],
)
def test_what_is_no_stamp_of_this_head_is_not_kept(duty, authority, settings, way, error):
    authority.way = way
    settings.ANCHOR_TIMEOUT_SECONDS = 1 if way in ENDLESS else 60

    assert turn(duty) == "failed"

    size, tries, found = told(duty)
    assert (size, tries, found[: len(error)], anchors()) == (None, 1, error, [])
    authority.way = "stamps"
    settings.ANCHOR_TIMEOUT_SECONDS = 60
    assert (turn(duty), told(duty)) == ("held", (3, 0, ""))


def test_a_reply_of_before_is_refused_by_its_nonce(duty, authority):
    assert turn(duty) == "held"
    authority.way = "replay"

    assert turn(duty) == "failed"

    assert told(duty)[2] == "WrongStampError: time stamp: Nonce mismatch"
    assert anchors() == [("rfc3161", "tsa", 3)]


def test_an_authority_that_is_away_is_tried_again_later(duty, settings, authority, tmp_path):
    with authority_over_http(tmp_path / "gone") as gone:
        away = duty_of(settings, by_stamp(gone, "gone"))

    assert turn(away) == "failed"

    assert told(away) == (None, 1, "no answer: ConnectionRefusedError")
    (one,) = standings(now=NOW)
    assert (one.name, one.size, one.tries, one.error) == (
        "gone",
        None,
        1,
        "no answer: ConnectionRefusedError",
    )


def test_roots_that_are_gone_are_told(duty, settings, authority, tmp_path):
    from dataclasses import replace

    target = replace(by_stamp(authority), roots=tmp_path / "gone.pem")
    settings.AUDIT_ANCHORS = (target,)

    assert turn(duty) == "failed"
    assert told(duty)[2].startswith("FileNotFoundError")
