"""The files in which proofs travel: one entry's receipt, and a bare list of hashes.

Source: C2SP tlog-proof; the bare list is one base64 hash a line, as inside it.
"""

import binascii
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from audits.checkpoint import MAX_NOTE
from audits.merkle.hashing import HASH_SIZE

MAX_HASHES = 64
MAX_EXTRA = 64 * 1024
HEADER = "c2sp.org/tlog-proof@v1"


class ReceiptError(ValueError):
    """The bytes are not a proof file."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """That an entry is number `index` of a signed tree: inclusion proof and the note's exact bytes.

    `extra` is free and never authenticated.
    """

    index: int
    proof: tuple[bytes, ...]
    note: bytes
    extra: bytes | None = None

    def encode(self) -> bytes:
        """The bytes of the `.tlog-proof` file."""
        extra = "" if self.extra is None else f"extra {b64encode(self.extra).decode()}\n"
        head = f"{HEADER}\n{extra}index {self.index}\n"
        return head.encode() + format_hashes(self.proof) + b"\n" + self.note


def parse_receipt(content: bytes) -> Receipt:
    """The receipt of a file's bytes; nothing is verified. Raises: ReceiptError."""
    if len(content) > MAX_NOTE + MAX_EXTRA * 2:
        raise ReceiptError("proof: file is too large")
    head, blank, note = content.partition(b"\n\n")
    lines = _lines(head)
    if not blank or not lines or lines.pop(0) != HEADER:
        raise ReceiptError(f"proof: does not start with {HEADER}, or has no checkpoint")
    extra = None
    if lines and lines[0].startswith("extra "):
        extra = _unbase64(lines.pop(0).removeprefix("extra "), "extra")
    if not lines or not lines[0].startswith("index "):
        raise ReceiptError("proof: has no index line")
    number = lines.pop(0).removeprefix("index ")
    if not (number.isascii() and number.isdecimal()) or len(number) > 18 or str(int(number)) != number:
        raise ReceiptError(f"proof: index {number[:30]!r} is not a decimal number")
    return Receipt(int(number), _hashes(lines), note, extra)


def format_hashes(hashes: Sequence[bytes]) -> bytes:
    """One base64 hash a line: the file of a consistency proof."""
    return b"".join(b64encode(digest) + b"\n" for digest in hashes)


def parse_hashes(content: bytes) -> tuple[bytes, ...]:
    """The hashes of such a file; empty for no bytes. Raises: ReceiptError."""
    if not content:
        return ()
    if len(content) > MAX_HASHES * 45 or not content.endswith(b"\n"):
        raise ReceiptError("proof: too large, or does not end in a newline")
    return _hashes(_lines(content[:-1]))


def _hashes(lines: Sequence[str]) -> tuple[bytes, ...]:
    if len(lines) > MAX_HASHES:
        raise ReceiptError(f"proof: more than {MAX_HASHES} hashes")
    hashes = tuple(_unbase64(line, f"hash {number}") for number, line in enumerate(lines))
    for number, digest in enumerate(hashes):
        if len(digest) != HASH_SIZE:
            raise ReceiptError(f"proof: hash {number} has {len(digest)} bytes, not {HASH_SIZE}")
    return hashes


def _lines(content: bytes) -> list[str]:
    try:
        return content.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise ReceiptError(f"proof: not ASCII at byte {error.start}") from error


def _unbase64(text: str, what: str) -> bytes:
    try:
        content = binascii.a2b_base64(text, strict_mode=True)
    except ValueError as error:
        raise ReceiptError(f"proof: {what} is not base64") from error
    if b64encode(content).decode() != text:
        raise ReceiptError(f"proof: {what} is not base64 in its one spelling")
    return content
