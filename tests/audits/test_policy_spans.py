"""A key of the log that was changed: which sizes each may sign, as the policy's comments say."""

import pytest

from audits.checkpoint import UntrustedNoteError, checkpoint_text, sign_note
from audits.policy import Policy, Span, WrongKeyError, format_policy, parse_policy, trusted_checkpoint
from tests.audits.made_log import ORIGIN, signer

OLD, NEW, STRANGER = signer(1), signer(2), signer(3)
SPANS = {OLD.key: Span(0, 300), NEW.key: Span(300)}
TEXT = f"# sizes 0 to 300\nlog {OLD.key}\n# sizes 300 and later\nlog {NEW.key}\nquorum none\n"
POLICY = parse_policy(TEXT.encode())


def head(size, *signers):
    return sign_note(checkpoint_text(ORIGIN, size, bytes(32)), *signers)


def test_policy_and_back():
    assert format_policy([OLD.key, NEW.key], SPANS) == TEXT.encode()
    assert Policy((OLD.key, NEW.key), spans=SPANS) == POLICY
    assert format_policy([OLD.key, NEW.key], {NEW.key: Span(7, 9)}).decode() == (
        f"log {OLD.key}\n# sizes 7 to 9\nlog {NEW.key}\nquorum none\n"
    )


def test_comment_is_about_the_next_log_alone():
    text = f"# sizes 5 and later\n#\n \t# sizes 0 to 300 \nlog {OLD.key}\nlog {NEW.key}\nquorum none\n"

    assert parse_policy(text.encode()).spans == {OLD.key: Span(0, 300)}


@pytest.mark.parametrize(
    "comment",
    ["# sizes 0", "# sizes 1 to", "#sizes 0 to 300", "# sizes 0 to 300 ?", f"# sizes {'1' * 19} to 2"],
)
def test_other_comments_say_nothing(comment):
    assert parse_policy(f"{comment}\nlog {OLD.key}\nquorum none\n".encode()).spans == {}


@pytest.mark.parametrize(
    ("span", "inside", "outside"),
    [(Span(0, 300), (0, 300), (301,)), (Span(300), (300, 10**9), (299,)), (Span(5, 7), (5, 6, 7), (4, 8))],
)
def test_span_holds_both_ends(span, inside, outside):
    assert all(map(span.holds, inside))
    assert not any(map(span.holds, outside))


@pytest.mark.parametrize(("size", "signers"), [(300, (OLD,)), (300, (OLD, NEW)), (301, (NEW,)), (0, (OLD,))])
def test_head_by_a_key_in_use(size, signers):
    checkpoint = trusted_checkpoint(head(size, *signers), POLICY)

    assert (checkpoint.size, checkpoint.signers) == (size, tuple(one.key for one in signers))


@pytest.mark.parametrize(
    ("size", "signers", "wrong", "only"),
    [
        (301, (OLD,), OLD, "sizes 0 to 300"),
        (301, (NEW, OLD), OLD, "sizes 0 to 300"),
        (299, (NEW,), NEW, "sizes 300 and later"),
    ],
)
def test_head_by_a_key_that_was_not_in_use(size, signers, wrong, only):
    with pytest.raises(WrongKeyError) as refused:
        trusted_checkpoint(head(size, *signers), POLICY)

    assert str(refused.value) == (
        f"checkpoint: {size} entries are signed by key {wrong.key.key_id.hex()} of the log {ORIGIN!r}, "
        f"which signed {only} only"
    )


def test_head_by_a_key_that_came_after_the_policy():
    with pytest.raises(UntrustedNoteError) as refused:
        trusted_checkpoint(head(7, STRANGER), POLICY)

    assert str(refused.value) == (
        f"checkpoint: signed by key {STRANGER.key.key_id.hex()} of the log {ORIGIN!r}, which is not in the "
        "policy; if the log's key was changed, you need the policy that was handed out since"
    )
    assert trusted_checkpoint(head(7, STRANGER, OLD), POLICY).signers == (OLD.key,)


def test_head_that_its_log_did_not_sign():
    with pytest.raises(UntrustedNoteError) as refused:
        trusted_checkpoint(head(7, signer(4, "witness.example")), POLICY)

    assert str(refused.value) == "note: no signature by a known key"
