"""Cosignatures of witnesses, and the request that asks for one. Nothing here opens a connection.

Source: C2SP tlog-cosignature (Ed25519) and tlog-witness.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from audits.checkpoint import (
    COSIGNATURE,
    MAX_NOTE,
    MAX_SIGNATURES,
    Note,
    Signature,
    Signer,
    UnreadableNoteError,
    VerifierKey,
    parse_note,
    verify_note,
)
from audits.receipt import ReceiptError, format_hashes, parse_hashes

ADD_CHECKPOINT = "add-checkpoint"
SIZE_TYPE = "text/x.tlog.size"
MAX_PROOF = 63
MAX_REQUEST = MAX_NOTE + 64 * MAX_PROOF

_TIME_SIZE = 8


class RequestError(ValueError):
    """The bytes are not an add-checkpoint request."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a witness is asked: to go from the tree it knows, of `old_size` leaves, to that of the note."""

    old_size: int
    proof: tuple[bytes, ...]
    note: bytes

    def encode(self) -> bytes:
        """The body of the POST."""
        return f"old {self.old_size}\n".encode() + format_hashes(self.proof) + b"\n" + self.note


def parse_request(content: bytes) -> Request:
    """The request of a body; neither proof nor note is verified. Raises: RequestError."""
    if len(content) > MAX_REQUEST:
        raise RequestError(f"request: more than {MAX_REQUEST} bytes")
    head, blank, note = content.partition(b"\n\n")
    first, _, rest = head.partition(b"\n")
    if not blank or not first.startswith(b"old "):
        raise RequestError("request: does not start with an old size, or has no checkpoint")
    try:
        proof = parse_hashes(rest + b"\n" if rest else b"")
    except ReceiptError as error:
        raise RequestError(f"request: {error}") from error
    if len(proof) > MAX_PROOF:
        raise RequestError(f"request: more than {MAX_PROOF} hashes")
    return Request(parse_size(first[4:]), tuple(proof), note)


def parse_size(text: bytes) -> int:
    """The size of a tree written in decimal. Raises: RequestError."""
    if not text.isdigit() or len(text) > 18 or str(int(text)).encode() != text:
        raise RequestError(f"size {text[:30]!r} is not a decimal number")
    return int(text)


def cosign(text: str, signer: Signer, *, at: int) -> Signature:
    """The signature line of a witness on a checkpoint's text.

    Takes: `at` in seconds since 1970, 0 <= at < 2**63; a signer whose key has the kind COSIGNATURE.
    """
    message = f"cosignature/v1\ntime {at}\n{text}"
    content = at.to_bytes(_TIME_SIZE, "big") + signer.sign(message.encode())
    line = Signature(signer.key.name, signer.key.key_id, content)
    verify_note(Note(text, (line,)), [signer.key])
    return line


def cosigned_at(line: Signature) -> int:
    """When the witness says it signed, in seconds since 1970."""
    return int.from_bytes(line.content[:_TIME_SIZE], "big")


def lines_of(content: bytes, text: str, keys: Iterable[VerifierKey]) -> tuple[Signature, ...]:
    """The signature lines by these keys in a witness's answer about a checkpoint's text; others are ignored.

    Raises: UnreadableNoteError; WrongSignatureError for a line that names a key and is not by it;
    UntrustedNoteError when no line is by one of the keys.
    """
    note = parse_note(text.encode() + b"\n" + content)
    if note.text != text:
        raise UnreadableNoteError("answer: is not lines of signatures")
    by = verify_note(note, keys)
    known = {(key.name, key.key_id) for key in by if key.kind == COSIGNATURE}
    return tuple(line for line in note.signatures if (line.name, line.key_id) in known)


def with_lines(note: bytes, lines: Sequence[Signature]) -> bytes:
    """The note with these signature lines after its own; each line once, and no more than a note may have."""
    parsed = parse_note(note)
    whole = tuple(dict.fromkeys((*parsed.signatures, *lines)))[:MAX_SIGNATURES]
    return Note(parsed.text, whole).encode()
