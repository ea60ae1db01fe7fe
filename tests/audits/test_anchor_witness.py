"""Asking witnesses: one that is honest, as its own process, and ones that lie."""

from urllib.parse import urlsplit

import pytest

from audits import keys, log
from audits.anchors.published import cosigned_note, published
from audits.checkpoint import COSIGNATURE, parse_note
from audits.cosigning import cosign, parse_request
from audits.models import Anchor, Checkpoint
from audits.policy import parse_policy, trusted_checkpoint
from tests.audits.anchoring import anchors, by_witness, duty_of, grown, told, turn
from tests.audits.http_answers import Answer, answering
from tests.audits.made_log import signer
from tests.audits.things import NOW
from tests.audits.witnesses import witness

LIAR = signer(7, "liar.example", COSIGNATURE)
SIZE = "text/x.tlog.size"


@pytest.fixture
def running(log_database, tmp_path):
    grown(3)
    with witness(tmp_path, keys.public_key()) as one:
        yield one


@pytest.fixture
def duty(running, settings):
    return duty_of(settings, by_witness(running.key, running.url))


def test_a_growing_log_is_cosigned_and_the_published_note_has_the_quorum(duty, running):
    results = [turn(duty)]
    for more in (1, 300):
        grown(more)
        results.append(turn(duty))

    assert results == ["held", "held", "held"]
    assert [size for _, _, size in anchors()] == [3, 4, 304]
    policy = parse_policy(f"log {keys.public_key()}\nwitness w {running.key}\nquorum w\n".encode())
    assert trusted_checkpoint(cosigned_note(Checkpoint.objects.get(pk=304)), policy).size == 304


def test_a_lost_memory_of_ours_is_mended_by_the_size_that_the_witness_tells(duty, running):
    assert turn(duty) == "held"
    grown(5)
    type(duty).objects.update(held_size=None, held_at=None)

    assert (turn(duty), told(duty)) == ("held", (8, 0, ""))
    type(duty).objects.update(held_size=5, held_at=None)
    grown(1)
    assert (turn(duty), told(duty)) == ("held", (9, 0, ""))


def test_a_witness_killed_and_started_again_goes_on(duty, running, tmp_path, settings):
    assert turn(duty) == "held"
    port = urlsplit(running.url).port
    running.process.kill()
    grown(2)
    assert (turn(duty), told(duty)[2]) == ("failed", "no answer: ConnectionRefusedError")

    with witness(tmp_path, keys.public_key(), port=port):
        assert (turn(duty), told(duty)) == ("held", (5, 0, ""))


def test_a_witness_of_another_log_says_so(log_database, settings, tmp_path):
    grown(3)
    with witness(tmp_path, signer(3, "other.example/log").key) as other:
        duty = duty_of(settings, by_witness(other.key, other.url))
        assert (turn(duty), told(duty)[2]) == ("failed", "the witness does not serve this log")
    (tmp_path / "second").mkdir()
    with witness(tmp_path / "second", signer(3, settings.AUDIT_ORIGIN).key) as other:
        duty = duty_of(settings, by_witness(other.key, other.url))
        assert (turn(duty), told(duty)[2]) == ("failed", "the witness does not trust this log's key")


def test_a_head_is_published_when_all_witnesses_have_signed_it(duty, running, settings):
    assert published(now=NOW).tree_size == 3
    assert turn(duty) == "held"
    grown(5)
    received = Anchor.objects.get().received_at

    assert published(now=received).tree_size == 3
    assert published(now=received.replace(year=received.year + 1)).tree_size == 8
    settings.AUDIT_ANCHORS = (*settings.AUDIT_ANCHORS, by_witness(LIAR.key, "http://127.0.0.1:9"))
    assert published(now=received).tree_size == 8


def lies(answer, settings):
    """Size, tries and error after one turn with a witness that answers like this."""
    with answering(answer) as url:
        duty = duty_of(settings, by_witness(LIAR.key, url))
        assert turn(duty) == "failed"
    return told(duty)[2]


def says(status, content, media="text/plain"):
    return lambda request, body: Answer(status, media, content)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (says(409, b"9\n", SIZE), "contradiction: the witness has cosigned 9 entries, there are 3: it lies"),
        (says(409, b"0\n", SIZE), "contradiction: the witness holds another head of 0 entries, or lies"),
        (says(409, b"2\n", SIZE), "the witness answered 409"),
        (says(409, b"-1\n", SIZE), "the witness answered 409 without the size that it knows"),
        (says(409, b"2\n"), "the witness answered 409 without the size that it knows"),
        (says(422, b""), "contradiction: the witness refuses the proof: it holds another history"),
        (says(503, b"busy"), "the witness answered 503"),
        (says(302, b""), "the witness answered 302"),
        (says(200, b"no signature\n"), "UnreadableNoteError: "),
        (says(200, b""), "UnreadableNoteError: "),
        (says(200, b"x" * 100_000), "the answer has more than 65536 bytes"),
    ],
)  # fmt: skip
def test_a_witness_that_lies_gives_no_anchor(log_database, settings, answer, error):
    grown(3)

    found = lies(answer, settings)

    assert (found[: len(error)], anchors()) == (error, [])


def test_a_cosignature_by_another_key_or_on_another_head_is_no_anchor(log_database, settings):
    grown(3)
    head = log.latest_checkpoint().note

    def with_key(by, text=None):
        def answer(request, body):
            cosigned = text or parse_note(parse_request(body).note).text
            return Answer(200, "text/plain", str(cosign(cosigned, by, at=1_795_000_000)).encode())

        return answer

    stranger, namesake = signer(8, "x.example", COSIGNATURE), signer(8, "liar.example", COSIGNATURE)
    grown(1)
    old = parse_note(head.encode()).text
    found = [lies(answer, settings) for answer in (with_key(stranger), with_key(namesake))]
    found.append(lies(with_key(LIAR, old), settings))

    assert [error.split(":")[0] for error in found] == [
        "UntrustedNoteError",
        "UntrustedNoteError",
        "WrongSignatureError",
    ]
    assert anchors() == []
