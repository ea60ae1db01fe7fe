"""The witness's own key: one file that only it reads. Signs with `cryptography`, or without any library."""

import os
import secrets
from collections.abc import Callable
from hashlib import sha512
from pathlib import Path

from audits.checkpoint import COSIGNATURE, Signer, VerifierKey, format_skey, parse_skey

# The curve stands there once; it keeps its steps to itself, since nothing else may sign.
from audits.ed25519 import _BASE, _ORDER, _encode, _multiply
from audits.whole_file import create_file


class KeyFileError(RuntimeError):
    """The key file is missing, or readable by others."""


def make_key(path: Path, name: str) -> None:
    """Write a fresh key of this name (mode 0600). Raises: FileExistsError."""
    seed = secrets.token_bytes(32)
    key = VerifierKey(name, public_of(seed), COSIGNATURE)
    text = format_skey(key, seed) + "\n"
    parse_skey(text, public_of, kind=COSIGNATURE)  # a name that cannot stand in a note is refused first
    create_file(path, text.encode(), mode=0o600)


def load_signer(path: Path) -> Signer:
    """The key with the function that signs. Raises: KeyFileError, UnreadableNoteError."""
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise KeyFileError(f"The key {path} can be read by others; set its mode to 0600.")
    key, seed = parse_skey(path.read_text(), public_of, kind=COSIGNATURE)
    return Signer(key, _signs(seed))


def sign_pure(seed: bytes, message: bytes) -> bytes:
    """The 64-byte Ed25519 signature by the holder of the 32-byte seed.

    It does not always take the same time: for a machine on which nobody else computes.
    Source: RFC 8032, section 5.1.6.
    """
    scalar, prefix = _halves(seed)
    public = _encode(_multiply(scalar, _BASE))
    number = int.from_bytes(sha512(prefix + message).digest(), "little") % _ORDER
    point = _encode(_multiply(number, _BASE))
    challenge = int.from_bytes(sha512(point + public + message).digest(), "little") % _ORDER
    return point + ((number + challenge * scalar) % _ORDER).to_bytes(32, "little")


def public_of(seed: bytes) -> bytes:
    """The public half of a seed."""
    return _encode(_multiply(_halves(seed)[0], _BASE))


def _halves(seed: bytes) -> tuple[int, bytes]:
    digest = sha512(seed).digest()
    scalar = int.from_bytes(digest[:32], "little")
    return scalar & ((1 << 254) - 8) | 1 << 254, digest[32:]


def _signs(seed: bytes) -> Callable[[bytes], bytes]:
    # Optional on purpose: a witness must run on a bare Python.
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    except ImportError:
        return lambda message: sign_pure(seed, message)
    return Ed25519PrivateKey.from_private_bytes(seed).sign
