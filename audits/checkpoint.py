"""Signed notes and checkpoints: the text form of a tree head, its keys and its signatures.

Source: C2SP signed-note, tlog-checkpoint, tlog-cosignature (Ed25519 only).
"""

import binascii
from base64 import b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from audits import ed25519
from audits.merkle.hashing import HASH_SIZE

ED25519 = 0x01
COSIGNATURE = 0x04
MAX_NOTE = 256 * 1024
MAX_SIGNATURES = 64

_DASH = "\N{EM DASH} "
_SECRET = "PRIVATE+KEY+"


class NoteError(ValueError):
    """A note, checkpoint or key cannot be relied on."""


class UnreadableNoteError(NoteError):
    """The bytes are not a note, a checkpoint or a key."""


class WrongSignatureError(NoteError):
    """A signature that names a known key is not by that key."""


class UntrustedNoteError(NoteError):
    """No signature is by a known key, or too few are."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with the name it signs under; `kind` is ED25519 or COSIGNATURE."""

    name: str
    public: bytes
    kind: int = ED25519

    @property
    def key_id(self) -> bytes:
        """The 4 bytes that name the key in a signature line."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def __str__(self) -> str:
        """The vkey text."""
        return f"{self.name}+{self.key_id.hex()}+{_base64(bytes([self.kind]) + self.public)}"


@dataclass(frozen=True, slots=True)
class Signer:
    """A key and the one function that can sign with it (a file, a KMS, an HSM)."""

    key: VerifierKey
    sign: Callable[[bytes], bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line."""

    name: str
    key_id: bytes
    content: bytes

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {_base64(self.key_id + self.content)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text, ending in a newline, and the signatures on it."""

    text: str
    signatures: tuple[Signature, ...]

    def encode(self) -> bytes:
        """The exact bytes of the note."""
        return (self.text + "\n" + "".join(map(str, self.signatures))).encode()


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A tree head: who says it, of how many leaves, with which root."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()
    # Whose signatures were checked; a head that was only read has none.
    signers: tuple[VerifierKey, ...] = field(default=(), compare=False)


def parse_vkey(text: str) -> VerifierKey:
    """The key of a vkey text. Raises: UnreadableNoteError, also when its id is not that of the key."""
    parts = text.split("+", 2)
    if len(parts) != 3:
        raise UnreadableNoteError("key: is not name+id+key")
    _check_name(parts[0])
    content = _unbase64(parts[2], "key")
    if len(content) != 1 + ed25519.PUBLIC_SIZE or content[0] not in (ED25519, COSIGNATURE):
        raise UnreadableNoteError("key: is not an Ed25519 key of type 0x01 or 0x04")
    key = VerifierKey(parts[0], content[1:], content[0])
    if key.key_id.hex() != parts[1]:
        raise UnreadableNoteError(f"key: id {parts[1][:16]!r} is not that of the key, {key.key_id.hex()}")
    return key


def format_skey(key: VerifierKey, seed: bytes) -> str:
    """The text in which a log's secret key is kept: it goes into a file of mode 0600, nowhere else."""
    return f"{_SECRET}{key.name}+{key.key_id.hex()}+{_base64(bytes([key.kind]) + seed)}"


def parse_skey(
    text: str, public_of: Callable[[bytes], bytes], *, kind: int = ED25519
) -> tuple[VerifierKey, bytes]:
    """The key and its 32-byte seed. Takes: the function from seed to public key; the kind it must be of.

    Raises: UnreadableNoteError; its message never holds a part of the secret.
    """
    parts = text.strip().removeprefix(_SECRET).split("+", 2)
    if not text.startswith(_SECRET) or len(parts) != 3:
        raise UnreadableNoteError("secret key: is not PRIVATE+KEY+name+id+key")
    _check_name(parts[0])
    content = _unbase64(parts[2], "secret key")
    if len(content) != 33 or content[0] != kind:
        raise UnreadableNoteError(f"secret key: is not an Ed25519 key of type {kind:#04x}")
    key = VerifierKey(parts[0], public_of(content[1:]), kind)
    if key.key_id.hex() != parts[1]:
        raise UnreadableNoteError("secret key: id is not that of the key")
    return key, content[1:]


def checkpoint_text(origin: str, size: int, root: bytes) -> str:
    """The text of a checkpoint, to be signed; size >= 0, a 32-byte root."""
    text = f"{origin}\n{size}\n{_base64(root)}\n"
    if parse_checkpoint(text) != Checkpoint(origin, size, root):
        raise UnreadableNoteError(f"checkpoint: origin {origin!r} is not one line")
    return text


def parse_checkpoint(text: str) -> Checkpoint:
    """The tree head that a note's text states. Raises: UnreadableNoteError."""
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop() != "" or not all(lines):
        raise UnreadableNoteError("checkpoint: is not three or more lines, none empty")
    origin, number, root, *extensions = lines
    if not (number.isascii() and number.isdecimal()) or len(number) > 18 or str(int(number)) != number:
        raise UnreadableNoteError(f"checkpoint: size {number[:30]!r} is not a decimal number")
    digest = _unbase64(root, "checkpoint: root")
    if len(digest) != HASH_SIZE:
        raise UnreadableNoteError(f"checkpoint: root has {len(digest)} bytes, not {HASH_SIZE}")
    return Checkpoint(origin, int(number), digest, tuple(extensions))


def sign_note(text: str, *signers: Signer) -> bytes:
    """The bytes of a note with one signature by each signer.

    Raises: UnreadableNoteError for a text that is no note; WrongSignatureError when a signer's own signature
    does not verify, so that a broken key store is seen before the note is published.
    """
    signatures = tuple(
        Signature(signer.key.name, signer.key.key_id, signer.sign(text.encode())) for signer in signers
    )
    content = Note(text, signatures).encode()
    note = parse_note(content)
    if note.text != text:
        raise UnreadableNoteError("note: the text does not end in one newline")
    verify_note(note, [signer.key for signer in signers])
    return content


def parse_note(content: bytes) -> Note:
    """The note of these bytes; no signature is checked. Raises: UnreadableNoteError."""
    if len(content) > MAX_NOTE:
        raise UnreadableNoteError(f"note: more than {MAX_NOTE} bytes")
    try:
        whole = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableNoteError(f"note: not UTF-8 at byte {error.start}") from error
    if any(character < " " and character != "\n" for character in whole):
        raise UnreadableNoteError("note: holds a control character")
    text, blank, tail = whole.rpartition("\n\n")
    if not blank or not tail.endswith("\n"):
        raise UnreadableNoteError("note: no empty line before signatures, or no newline at the end")
    lines = tail[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise UnreadableNoteError(f"note: more than {MAX_SIGNATURES} signatures")
    return Note(text + "\n", tuple(_parse_signature(line) for line in lines))


def verify_note(note: Note, keys: Iterable[VerifierKey]) -> tuple[VerifierKey, ...]:
    """The keys, of those given, whose signatures the note carries; at least one.

    Signature lines of other keys are ignored.
    Raises: WrongSignatureError, UntrustedNoteError.
    """
    known = {(key.name, key.key_id): key for key in keys}
    verified: dict[VerifierKey, None] = {}
    for signature in note.signatures:
        key = known.get((signature.name, signature.key_id))
        if key is None:
            continue
        if not _is_by(key, note.text, signature.content):
            raise WrongSignatureError(f"note: signature of {key.name} ({key.key_id.hex()}) is wrong")
        verified[key] = None
    if not verified:
        raise UntrustedNoteError("note: no signature by a known key")
    return tuple(verified)


def _is_by(key: VerifierKey, text: str, signature: bytes) -> bool:
    if key.kind == COSIGNATURE:
        # A cosignature carries its time, 8 bytes, which is signed in front of the text.
        time, signature = int.from_bytes(signature[:8], "big"), signature[8:]
        text = f"cosignature/v1\ntime {time}\n{text}"
    return ed25519.verify(key.public, text.encode(), signature)


def _parse_signature(line: str) -> Signature:
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space:
        raise UnreadableNoteError("note: a signature line is not dash, name, signature")
    _check_name(name)
    content = _unbase64(encoded, "note: signature")
    if len(content) < 5:
        raise UnreadableNoteError("note: a signature line is too short")
    return Signature(name, content[:4], content[4:])


def _check_name(name: str) -> None:
    if not name or "+" in name or any(c.isspace() or c < " " for c in name):
        raise UnreadableNoteError(f"key name {name[:80]!r} is empty or holds a space, a control or a plus")


def _base64(content: bytes) -> str:
    return b64encode(content).decode()


def _unbase64(text: str, what: str) -> bytes:
    try:
        content = binascii.a2b_base64(text.encode("ascii"), strict_mode=True)
    except (ValueError, UnicodeEncodeError) as error:
        raise UnreadableNoteError(f"{what}: is not base64") from error
    # One spelling only: unused bits of the last character must be zero.
    if _base64(content) != text:
        raise UnreadableNoteError(f"{what}: is not base64 in its one spelling")
    return content
