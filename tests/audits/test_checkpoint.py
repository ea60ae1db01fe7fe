import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.checkpoint import (
    COSIGNATURE,
    Checkpoint,
    NoteError,
    Signer,
    UnreadableNoteError,
    UntrustedNoteError,
    WrongSignatureError,
    checkpoint_text,
    format_skey,
    parse_checkpoint,
    parse_note,
    parse_skey,
    parse_vkey,
    sign_note,
    verify_note,
)
from tests.audits.made_log import ORIGIN, signer

# The published example of C2SP signed-note.
PUBLISHED_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
PUBLISHED_NOTE = (
    "This is an example message.\n\n— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
).encode()
ROOT = b"\x05" * 32
TEXT = checkpoint_text(ORIGIN, 42, ROOT)
LINE = "— a AAAAAAA=\n"


def public_of(seed):
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def test_published_example_verifies_and_encodes_to_itself():
    key, note = parse_vkey(PUBLISHED_KEY), parse_note(PUBLISHED_NOTE)

    assert verify_note(note, [key]) == (key,)
    assert (str(key), note.encode()) == (PUBLISHED_KEY, PUBLISHED_NOTE)


def test_text_and_back():
    assert f"{ORIGIN}\n42\nBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU=\n" == TEXT
    assert parse_checkpoint(TEXT) == Checkpoint(ORIGIN, 42, ROOT)
    assert parse_checkpoint(TEXT + "more\n") == Checkpoint(ORIGIN, 42, ROOT, ("more",))


def test_note_by_two_keys_is_known_by_either():
    first, second = signer(1), signer(2)

    note = parse_note(sign_note(TEXT, first, second))

    assert note.text == TEXT
    assert verify_note(note, [second.key]) == (second.key,)
    assert verify_note(note, [second.key, first.key]) == (first.key, second.key)


def test_unknown_signature_lines_are_ignored():
    known, other = signer(1), signer(2, "witness.example")
    note = parse_note(sign_note(TEXT, other, known))

    assert verify_note(note, [known.key]) == (known.key,)
    with pytest.raises(UntrustedNoteError, match="no signature by a known key"):
        verify_note(note, [signer(3).key])


def test_false_signature_of_a_known_key_is_refused():
    content = sign_note(TEXT, signer(1)).replace(b"\n42\n", b"\n43\n")

    with pytest.raises(WrongSignatureError, match=rf"signature of {ORIGIN} \([0-9a-f]{{8}}\) is wrong"):
        verify_note(parse_note(content), [signer(1).key])


def test_cosignature_with_its_time():
    plain = signer(4, "witness.example", COSIGNATURE)
    time = (1_700_000_000).to_bytes(8, "big")
    witness = Signer(plain.key, lambda text: time + plain.sign(b"cosignature/v1\ntime 1700000000\n" + text))

    note = parse_note(sign_note(TEXT, signer(1), witness))

    assert verify_note(note, [witness.key]) == (witness.key,)


def test_signer_whose_key_store_is_broken_publishes_nothing():
    with pytest.raises(WrongSignatureError):
        sign_note(TEXT, Signer(signer(1).key, lambda text: bytes(64)))


@pytest.mark.parametrize("text", ["no newline", "tab\t\n", "", "a\n\n" + LINE[:-1]])
def test_text_that_is_no_note_is_not_signed(text):
    with pytest.raises(UnreadableNoteError):
        sign_note(text, signer(1))


def test_secret_key_and_back():
    key, seed = signer(1).key, bytes([1]) * 32
    text = format_skey(key, seed)

    assert text.startswith(f"PRIVATE+KEY+{ORIGIN}+{key.key_id.hex()}+")
    assert parse_skey(text + "\n", public_of) == (key, seed)
    assert "sign" not in repr(signer(1))


@pytest.mark.parametrize(
    "text",
    [
        "",
        PUBLISHED_KEY,
        "PRIVATE+KEY+name",
        format_skey(signer(1).key, b"short"),
        format_skey(signer(1).key, bytes([2]) * 32),
        format_skey(signer(1, kind=COSIGNATURE).key, bytes([1]) * 32),
    ],
)
def test_wrong_secret_keys_are_refused(text):
    with pytest.raises(UnreadableNoteError, match=r"^secret key: "):
        parse_skey(text, public_of)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name+00000000",
        "na me+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        PUBLISHED_KEY.replace("530d903a", "530d903b"),
        PUBLISHED_KEY[:-4],
        PUBLISHED_KEY.replace("+Aeky", "+Beky"),
        PUBLISHED_KEY + "\n",
    ],
)
def test_wrong_keys_are_refused(text):
    with pytest.raises(UnreadableNoteError):
        parse_vkey(text)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"text\n",
        b"text\n\n",
        b"text\n\n\xff",
        f"te\txt\n\n{LINE}".encode(),
        f"te\rxt\n\n{LINE}".encode(),
        f"text\n\n{LINE[:-1]}".encode(),
        f"text\n\n{LINE}x\n".encode(),
        "text\n\n— a\n".encode(),
        "text\n\n— a+b AAAAAAA=\n".encode(),
        "text\n\n— a AAAA\n".encode(),
        "text\n\n— a AAAAAAB=\n".encode(),
        "text\n\n— a AAAAAA\n".encode(),
        "text\n\n—  AAAAAAA=\n".encode(),
        "text\n\n— a\u00a0b AAAAAAA=\n".encode(),
        b"text\n\n- a AAAAAAA=\n",
        b"text\n\n" + LINE.encode() * 65,
        b"x" * 300_000 + b"\n\n" + LINE.encode(),
    ],
)
def test_bytes_that_are_no_note_are_refused(content):
    parse_note(f"text\n\n{LINE}".encode())

    with pytest.raises(UnreadableNoteError):
        parse_note(content)


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"{ORIGIN}\n42\n",
        TEXT[:-1],
        TEXT + "\n",
        TEXT.replace("42", "042"),
        TEXT.replace("42", "-42"),
        TEXT.replace("42", "4\N{ARABIC-INDIC DIGIT TWO}"),
        TEXT.replace("42", "4" * 19),
        TEXT.replace("BQU=", "BQ=="),
        TEXT.replace("BQU=", "BQV="),
        TEXT.replace(ORIGIN, ""),
    ],
)
def test_text_that_is_no_checkpoint_is_refused(text):
    with pytest.raises(UnreadableNoteError):
        parse_checkpoint(text)


@pytest.mark.parametrize("origin", ["", "two\nlines", TEXT[:-1]])
def test_origin_is_one_line(origin):
    with pytest.raises(UnreadableNoteError):
        checkpoint_text(origin, 1, ROOT)


@settings(deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=80).map(str.encode))
def test_any_bytes_are_a_note_or_refused(content):
    try:
        note = parse_note(content)
    except NoteError:
        return
    assert note.encode() == content
