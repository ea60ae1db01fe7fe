"""What is no note, key, checkpoint, policy or receipt is refused in words that name what is wrong."""

from base64 import b64encode

import pytest

from audits.checkpoint import (
    COSIGNATURE,
    ED25519,
    MAX_NOTE,
    Note,
    Signature,
    UntrustedNoteError,
    VerifierKey,
    checkpoint_text,
    format_skey,
    parse_checkpoint,
    parse_note,
    parse_skey,
    parse_vkey,
    sign_note,
    verify_note,
)
from audits.policy import MAX_POLICY, PolicyError, parse_policy
from audits.receipt import MAX_EXTRA, Receipt, ReceiptError, format_hashes, parse_hashes, parse_receipt
from tests.audits.made_log import ORIGIN, MadeLog, signer

KEY = signer().key
WITNESS = VerifierKey("name", bytes(32), COSIGNATURE)
LINE = "— a AAAAAAA=\n"
NAME = "is empty or holds a space, a control or a plus"
TEXT = checkpoint_text(ORIGIN, 42, b"\x05" * 32)
ROOT = "BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU="
RECEIPT = Receipt(7, (b"\x01" * 32,), MadeLog(2).note())


def said(parse, *given):
    with pytest.raises(ValueError) as refused:
        parse(*given)
    return str(refused.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"x" * (MAX_NOTE + 1), "note: more than 262144 bytes"),
        (b"text\n\n\xff", "note: not UTF-8 at byte 6"),
        (f"te\txt\n\n{LINE}".encode(), "note: holds a control character"),
        (f"text\n{LINE}".encode(), "note: no empty line before signatures, or no newline at the end"),
        (f"text\n\n{LINE[:-1]}".encode(), "note: no empty line before signatures, or no newline at the end"),
        (b"text\n\n" + LINE.encode() * 65, "note: more than 64 signatures"),
        (b"text\n\n- a AAAAAAA=\n", "note: a signature line is not dash, name, signature"),
        ("text\n\n— a\n".encode(), "note: a signature line is not dash, name, signature"),
        ("text\n\n— a AAAAAAA= x\n".encode(), "note: signature: is not base64"),
        ("text\n\n— a AA!AAAA=\n".encode(), "note: signature: is not base64"),
        ("text\n\n— a AAAAAAB=\n".encode(), "note: signature: is not base64 in its one spelling"),
        ("text\n\n— a AAAA\n".encode(), "note: a signature line is too short"),
        (
            "text\n\n— a+b AAAAAAA=\n".encode(),
            f"key name 'a+b' {NAME}",
        ),
    ],
)
def test_note(content, message):
    assert said(parse_note, content) == message


def test_note_at_its_bounds():
    longest = b"x" * (MAX_NOTE - len(f"\n\n{LINE}".encode())) + f"\n\n{LINE}".encode()

    assert len(longest) == MAX_NOTE
    assert parse_note(longest).encode() == longest
    assert len(parse_note(b"text\n\n" + LINE.encode() * 64).signatures) == 64


def test_long_key_name_is_cut():
    assert said(parse_vkey, "+" + "x" * 90) == "key: is not name+id+key"
    assert said(parse_vkey, f"{'x y' * 40}+00000000+AAAA").startswith(f"key name {('x y' * 40)[:80]!r} is")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name+00000000", "key: is not name+id+key"),
        (f"na me+{KEY.key_id.hex()}+AAAA", f"key name 'na me' {NAME}"),
        ("name+00000000+!", "key: is not base64"),
        ("name+00000000+AB==", "key: is not base64 in its one spelling"),
        ("name+00000000+AQ==", "key: is not an Ed25519 key of type 0x01 or 0x04"),
        ("name+00000000+AQEB", "key: is not an Ed25519 key of type 0x01 or 0x04"),
    ],
)
def test_key(text, message):
    assert said(parse_vkey, text) == message


def test_key_of_another_type_or_id():
    other = VerifierKey("name", bytes(32), 2)
    wrong = f"name+{'0' * 20}+{b64encode(bytes([ED25519]) + bytes(32)).decode()}"

    assert said(parse_vkey, str(other)) == "key: is not an Ed25519 key of type 0x01 or 0x04"
    assert said(parse_vkey, wrong) == (
        f"key: id '{'0' * 16}' is not that of the key, {VerifierKey('name', bytes(32)).key_id.hex()}"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("PRIVATE+KEY+name", "secret key: is not PRIVATE+KEY+name+id+key"),
        (str(KEY), "secret key: is not PRIVATE+KEY+name+id+key"),
        ("PRIVATE+KEY+na me+00000000+AAAA", f"key name 'na me' {NAME}"),
        ("PRIVATE+KEY+name+0+0+AAAA", "secret key: is not base64"),
        ("PRIVATE+KEY+name+00000000+!", "secret key: is not base64"),
        ("PRIVATE+KEY+name+00000000+AB==", "secret key: is not base64 in its one spelling"),
        ("PRIVATE+KEY+name+00000000+AQEB", "secret key: is not an Ed25519 key of type 0x01"),
        (format_skey(WITNESS, bytes(32)), "secret key: is not an Ed25519 key of type 0x01"),
        (format_skey(KEY, bytes([2]) * 32), "secret key: id is not that of the key"),
    ],
)  # fmt: skip
def test_secret_key(text, message):
    assert said(parse_skey, text, lambda seed: bytes(32)) == message


def test_secret_key_that_begins_with_its_type():
    """A seed whose own first byte is another: the type is the byte before it."""
    seed = bytes([9]) * 32
    key = VerifierKey("name", bytes(32))

    assert parse_skey(format_skey(key, seed), lambda given: bytes(32)) == (key, seed)


def test_secret_key_of_a_witness():
    seed = bytes([9]) * 32

    read = parse_skey(format_skey(WITNESS, seed), lambda given: bytes(32), kind=COSIGNATURE)

    assert read == (WITNESS, seed)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{ORIGIN}\n42\n", "checkpoint: is not three or more lines, none empty"),
        (f"{ORIGIN}\n\n{ROOT}\n", "checkpoint: is not three or more lines, none empty"),
        (TEXT.replace("42", "042"), "checkpoint: size '042' is not a decimal number"),
        (TEXT.replace("42", "4" * 40), f"checkpoint: size '{'4' * 30}' is not a decimal number"),
        (TEXT.replace("42", "4" * 19), f"checkpoint: size '{'4' * 19}' is not a decimal number"),
        (TEXT.replace(ROOT, "!"), "checkpoint: root: is not base64"),
        (TEXT.replace(ROOT, "AQEB"), "checkpoint: root has 3 bytes, not 32"),
    ],
)
def test_checkpoint(text, message):
    assert said(parse_checkpoint, text) == message


def test_checkpoint_at_its_bounds():
    assert parse_checkpoint(TEXT.replace("42", "9" * 18)).size == 10**18 - 1
    assert said(checkpoint_text, "a\nb", 1, bytes(32)) == "checkpoint: size 'b' is not a decimal number"
    assert said(checkpoint_text, "a\n1\n" + ROOT, 1, bytes(32)).endswith(" is not one line")


def test_signing_says_what_it_will_not_sign():
    assert said(sign_note, "a\n\n" + LINE[:-1], signer()) == "note: the text does not end in one newline"


def test_no_known_key():
    note = Note("text\n", (Signature("a", bytes(4), b"x"),))

    with pytest.raises(UntrustedNoteError) as refused:
        verify_note(note, [KEY])

    assert str(refused.value) == "note: no signature by a known key"


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["quorum none\x7f"], "policy line 1: holds a control character"),
        ([f"witness a {signer(kind=COSIGNATURE).key}", "group none any a"], "policy line 2: 'none' is taken"),
        ([f"witness a {signer(kind=COSIGNATURE).key}", "group a any a"], "policy line 2: 'a' is taken"),
        (
            [f"witness a {signer(kind=COSIGNATURE).key}", "group g 100000 a"],
            "policy line 2: '100000' is not any, all or a number",
        ),
        (
            [f"witness a {signer(kind=COSIGNATURE).key}", f"group g {'x' * 50} a"],
            f"policy line 2: {'x' * 40!r} is not any, all or a number",
        ),
        (["x" * 50], f"policy line 1: {'x' * 40!r} is not log, witness, group or quorum with its parts"),
        (["group g any"], "policy line 1: 'group' is not log, witness, group or quorum with its parts"),
        (["a b c d"], "policy line 1: 'a' is not log, witness, group or quorum with its parts"),
    ],
)
def test_policy(lines, message):
    with pytest.raises(PolicyError) as refused:
        parse_policy("\n".join(lines).encode())

    assert str(refused.value) == message


def test_policy_at_its_bounds():
    line = b"quorum none\n"

    assert parse_policy(line + b"#" * (MAX_POLICY - len(line))).quorum == "none"
    assert parse_policy("quorum none\n#\u00a0".encode()).quorum == "none"
    # A space that is not one of ASCII is part of a word.
    assert said(parse_policy, "quorum\u2003none".encode()).startswith("policy line 1: 'quorum")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (RECEIPT.encode().replace(b"\n\n", b"\n", 1).split(b"\n\n")[0], "proof: does not start with"),
        (
            b"c2sp.org/tlog-proof@v1\nindex 7\n",
            "proof: does not start with c2sp.org/tlog-proof@v1, or has no",
        ),
        (RECEIPT.encode().replace(b"index 7", b"index x"), "proof: index 'x' is not a decimal number"),
        (RECEIPT.encode().replace(b"index 7", b"index " + b"9" * 19), f"proof: index '{'9' * 19}' is not"),
        (RECEIPT.encode().replace(b"index 7", b"index " + b"9" * 40), f"proof: index '{'9' * 30}' is not"),
        (RECEIPT.encode().replace(b"AQEB", b"AQ!EB", 1), "proof: hash 0 is not base64"),
    ],
)
def test_receipt(content, message):
    with pytest.raises(ReceiptError) as refused:
        parse_receipt(content)

    assert str(refused.value).startswith(message)


def test_receipt_at_its_bounds():
    longest = parse_receipt(RECEIPT.encode().replace(b"index 7", b"index " + b"9" * 18))
    large = Receipt(0, (), b"x" * 300_000, bytes(MAX_EXTRA // 2))

    assert longest.index == 10**18 - 1
    assert parse_receipt(large.encode()) == large
    assert len(parse_receipt(Receipt(0, (bytes(32),) * 64, b"x").encode()).proof) == 64
    assert parse_hashes(format_hashes([bytes(32)] * 64)) == (bytes(32),) * 64
    assert said(parse_hashes, b"AQEB\n" * 700) == "proof: too large, or does not end in a newline"
    assert (
        said(parse_hashes, format_hashes([bytes(32)])[:-1])
        == "proof: too large, or does not end in a newline"
    )
