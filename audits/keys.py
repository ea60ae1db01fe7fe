"""The log's signing key: one file that only the sequencer reads, and the public half beside it."""

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from audits.checkpoint import Signer, VerifierKey, format_skey, parse_skey, parse_vkey


class KeyFileError(RuntimeError):
    """The key file is missing, readable by others, or for another log."""


def ensure_key(path: Path, origin: str) -> VerifierKey:
    """The public key of the log; makes the key files when there are none yet.

    Takes: the path of the secret key; the public one is `PATH.pub`.
    Raises: KeyFileError for a key of another origin.
    """
    if not path.exists():
        private = Ed25519PrivateKey.generate()
        key = VerifierKey(origin, private.public_key().public_bytes_raw())
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_once(path, format_skey(key, private.private_bytes_raw()) + "\n", 0o600)
    key = load_signer(path, origin).key
    public = public_path(path)
    if not public.exists():
        _write_once(public, f"{key}\n", 0o644)
    return key


def load_signer(path: Path | None = None, origin: str | None = None) -> Signer:
    """The key with the function that signs. Defaults come from the settings.

    Raises: KeyFileError; its message never holds a part of the secret.
    """
    path = Path(settings.AUDIT_KEY_FILE) if path is None else path
    origin = settings.AUDIT_ORIGIN if origin is None else origin
    if not path.exists():
        raise KeyFileError(f"The log's signing key {path} does not exist; make it with ensure_key at set-up.")
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise KeyFileError(f"The log's signing key {path} can be read by others; set its mode to 0600.")
    key, seed = parse_skey(path.read_text(), _public_of)
    if key.name != origin:
        raise KeyFileError(f"The key {path} is for the log {key.name!r}, not for {origin!r}.")
    return Signer(key, Ed25519PrivateKey.from_private_bytes(seed).sign)


def public_path(path: Path) -> Path:
    """Where the public half stands."""
    return path.with_name(path.name + ".pub")


def public_key(path: Path | None = None) -> VerifierKey:
    """The verifier key of this installation, without touching the secret. Raises: KeyFileError."""
    public = public_path(Path(settings.AUDIT_KEY_FILE) if path is None else path)
    if not public.exists():
        raise KeyFileError(
            f"The log's public key {public} does not exist; make it with ensure_key at set-up."
        )
    return parse_vkey(public.read_text().strip())


def _public_of(seed: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def _write_once(path: Path, text: str, mode: int) -> None:
    # O_EXCL: of two set-ups at once the second fails and reads the key of the first.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
