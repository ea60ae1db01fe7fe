import pytest

from audits.checkpoint import (
    COSIGNATURE,
    Checkpoint,
    Signer,
    UntrustedNoteError,
    WrongSignatureError,
    checkpoint_text,
    sign_note,
)
from audits.policy import (
    Policy,
    PolicyError,
    Span,
    WrongKeyError,
    format_policy,
    parse_policy,
    trusted_checkpoint,
)
from tests.audits.made_log import ORIGIN, signer

LOG = signer(1)
TEXT = checkpoint_text(ORIGIN, 7, b"\x05" * 32)


def witness(number):
    plain = signer(10 + number, f"w{number}.example", COSIGNATURE)
    time = (1000 + number).to_bytes(8, "big")
    return Signer(
        plain.key, lambda text: time + plain.sign(f"cosignature/v1\ntime {1000 + number}\n".encode() + text)
    )


W1, W2, W3 = witness(1), witness(2), witness(3)
TWO_LEVELS = f"""
# a comment
log {LOG.key} https://log.example
witness X1 {W1.key}
\twitness   X2 {W2.key}   https://w2.example
witness Y {W3.key}
group X 1 X1 X2
group both all X Y
quorum both
"""


def test_shortest_policy_and_back():
    content = format_policy([LOG.key])

    assert content == f"log {LOG.key}\nquorum none\n".encode()
    assert parse_policy(content) == Policy((LOG.key,))
    assert trusted_checkpoint(sign_note(TEXT, LOG), parse_policy(content)) == Checkpoint(
        ORIGIN, 7, b"\x05" * 32
    )


@pytest.mark.parametrize(
    ("witnesses", "enough"),
    [((), False), ((W1,), False), ((W3,), False), ((W1, W3), True), ((W2, W3), True), ((W1, W2), False)],
)
def test_quorum_of_two_levels(witnesses, enough):
    policy = parse_policy(TWO_LEVELS.encode())
    content = sign_note(TEXT, LOG, *witnesses)

    if enough:
        assert trusted_checkpoint(content, policy).size == 7
    else:
        with pytest.raises(UntrustedNoteError, match="checkpoint: quorum 'both' is not met"):
            trusted_checkpoint(content, policy)


def test_log_that_has_not_signed_or_is_not_known():
    policy = parse_policy(TWO_LEVELS.encode())

    with pytest.raises(UntrustedNoteError, match="not signed by the log"):
        trusted_checkpoint(sign_note(TEXT, W1, W3), policy)
    with pytest.raises(UntrustedNoteError, match="no key of the log 'other"):
        trusted_checkpoint(sign_note(checkpoint_text("other.example", 7, bytes(32)), LOG), policy)


def test_false_witness_refuses_the_whole_note():
    content = sign_note(TEXT, LOG, W1, W3).decode().splitlines(keepends=True)
    other = sign_note(checkpoint_text(ORIGIN, 8, bytes(32)), W1).decode().splitlines(keepends=True)
    content[5] = other[4]

    with pytest.raises(WrongSignatureError, match="signature of w1"):
        trusted_checkpoint("".join(content).encode(), parse_policy(TWO_LEVELS.encode()))


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([f"log {LOG.key}"], "policy: has no quorum line; `quorum none` asks for no witness"),
        (["quorum none", "quorum none"], "policy line 2: a second quorum"),
        (["quorum x"], "policy line 1: 'x' is not defined above"),
        (["log"], "policy line 1: 'log' is not log, witness, group or quorum with its parts"),
        (["policy x"], "policy line 1: 'policy' is not log, witness, group or quorum with its parts"),
        (["log x"], "policy line 1: key: is not name+id+key"),
        ([f"log {W1.key}"], "policy line 1: key 'w1.example' has type 0x04, not 0x01"),
        ([f"log {LOG.key}", f"log {LOG.key}"], f"policy line 2: key {ORIGIN!r} is given twice"),
        ([f"witness none {W1.key}"], "policy line 1: 'none' is taken"),
        ([f"witness a {W1.key}", f"witness a {W2.key}"], "policy line 2: 'a' is taken"),
        ([f"witness a {W1.key}", "group g 2 a"], "policy line 2: threshold 2 of 1 members"),
        ([f"witness a {W1.key}", "group g 0 a"], "policy line 2: threshold 0 of 1 members"),
        ([f"witness a {W1.key}", "group g most a"], "policy line 2: 'most' is not any, all or a number"),
        ([f"witness a {W1.key}", "group g any a a"], "policy line 2: 'a' is in a group already"),
        (["group g any g"], "policy line 1: 'g' is not defined above"),
        (["quorum none\r"], "policy line 1: holds a control character"),
    ],
)
def test_wrong_lines_are_named(lines, message):
    with pytest.raises(PolicyError) as refused:
        parse_policy("\n".join(lines).encode())

    assert str(refused.value) == message


def test_names_are_opaque_bytes():
    content = b"witness \xff " + str(W1.key).encode() + b"\nquorum \xff\n"

    assert parse_policy(content).quorum == "\udcff"


def test_large_policy_is_refused():
    with pytest.raises(PolicyError, match="more than 262144 bytes"):
        parse_policy(b"#" * 300_000)


def test_a_comment_limits_the_key_below_it_to_tree_sizes():
    other = signer(5).key

    content = format_policy([LOG.key, other], {LOG.key: Span(1, 4711), other: Span(4711)})

    assert content.decode() == (
        f"# sizes 1 to 4711\nlog {LOG.key}\n# sizes 4711 and later\nlog {other}\nquorum none\n"
    )
    assert parse_policy(content).spans == {LOG.key: Span(1, 4711), other: Span(4711)}


@pytest.mark.parametrize(
    "comment",
    [
        "# sizes 1 to",
        "# sizes one to 2",
        "#sizes 1 to 2",
        "# sizes 1 to 2 or so",
        "# of 2026",
        "# sizes -1 and later",
    ],
)
def test_any_other_comment_limits_nothing(comment):
    assert parse_policy(f"{comment}\nlog {LOG.key}\nquorum none\n".encode()).spans == {}


def test_a_limit_is_of_one_key_and_stands_above_it():
    other = signer(5).key

    policy = parse_policy(f"# sizes 1 to 2\nlog {LOG.key}\nlog {other}\nquorum none\n".encode())

    assert policy.spans == {LOG.key: Span(1, 2)}


@pytest.mark.parametrize(("size", "holds"), [(0, False), (1, True), (3, True), (4, False)])
def test_a_key_signs_the_sizes_of_its_span_and_no_others(size, holds):
    note = sign_note(checkpoint_text(LOG.key.name, size, bytes(32)), LOG)
    policy = Policy((LOG.key,), spans={LOG.key: Span(1, 3)})

    if holds:
        assert trusted_checkpoint(note, policy).signers == (LOG.key,)
    else:
        with pytest.raises(WrongKeyError, match=f"{size} entries are signed by key .* sizes 1 to 3 only"):
            trusted_checkpoint(note, policy)
