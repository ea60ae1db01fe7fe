"""The log's signing key: one file that only the sequencer reads, and what is public beside it.

Beside PATH, the secret, stand PATH.pub (the key in use, and the tree size from which it signs), PATH.past
(keys that were in use before, with theirs) and, while a change of key is under way, PATH.next.
"""

import os
from dataclasses import replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from audits.checkpoint import NoteError, Signer, VerifierKey, format_skey, parse_skey, parse_vkey
from audits.policy import Policy, Span
from audits.whole_file import create_file, replace_file


class KeyFileError(RuntimeError):
    """The key file is missing, readable by others, or for another log."""


def ensure_key(path: Path, origin: str) -> VerifierKey:
    """The public key of the log; makes the key files when there are none yet.

    Takes: the path of the secret key; the public one is `PATH.pub`.
    Raises: KeyFileError for a key of another origin, and for a lost one: it is not replaced in silence.
    """
    public = public_path(path)
    if not path.exists():
        if public.exists():
            raise KeyFileError(
                f"The log's signing key {path} is gone, but {public} says that there was one. Bring it back; "
                "if it is lost, an officer runs `manage.py audit_declare_loss`."
            )
        _make(path, origin)
    key = load_signer(path, origin).key
    if not public.exists():
        create_file(public, f"{key}\n".encode(), mode=0o644)
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
    try:
        key, seed = parse_skey(path.read_text(), _public_of)
    except NoteError as error:
        raise KeyFileError(f"The log's signing key {path} cannot be read: {error}.") from error
    if key.name != origin:
        raise KeyFileError(f"The key {path} is for the log {key.name!r}, not for {origin!r}.")
    return Signer(key, Ed25519PrivateKey.from_private_bytes(seed).sign)


def next_signer() -> Signer | None:
    """The key that the log is about to change to; None where no change is under way."""
    path = next_path(Path(settings.AUDIT_KEY_FILE))
    return load_signer(path) if path.exists() else None


def make_next() -> VerifierKey:
    """The key that the log of the settings is about to change to, made now if it is not there."""
    path = next_path(Path(settings.AUDIT_KEY_FILE))
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _make(path, settings.AUDIT_ORIGIN)
    return load_signer(path).key


def promote_next(*, first: int, former_last: int) -> None:
    """Make the next key the one in use, from trees of `first` leaves on; the former secret is gone.

    Each step can be repeated: cut off anywhere, the same call ends it.
    Takes: the last size that the former key signed.
    """
    path = Path(settings.AUDIT_KEY_FILE)
    new = load_signer(next_path(path)).key
    if (former := public_key(path)) != new:
        span = replace(_public_spans(path).get(former, Span()), last=former_last)
        known = past_keys(path) | {former: span}
        lines = [f"{key} {span.first} {span.last}\n" for key, span in known.items()]
        replace_file(_beside(path, ".past"), "".join(lines).encode())
        replace_file(public_path(path), f"{new} {first}\n".encode())
    os.replace(next_path(path), path)


def past_keys(path: Path | None = None) -> dict[VerifierKey, Span]:
    """The keys that were in use before, with the tree sizes that each has signed, the oldest first."""
    past = _beside(Path(settings.AUDIT_KEY_FILE) if path is None else path, ".past")
    found: dict[VerifierKey, Span] = {}
    for line in past.read_text().splitlines() if past.exists() else ():
        try:
            text, first, last = line.split()
            found[parse_vkey(text)] = Span(int(first), int(last))
        except ValueError as error:
            raise KeyFileError(f"{past} cannot be read: {error}.") from error
    return found


def known_policy() -> Policy:
    """All public keys that this installation knows, each with the tree sizes that it signs."""
    path = Path(settings.AUDIT_KEY_FILE)
    past = past_keys(path)
    return Policy((*past, public_key(path)), spans=past | _public_spans(path))


def public_path(path: Path) -> Path:
    """Where the public half stands."""
    return _beside(path, ".pub")


def next_path(path: Path) -> Path:
    """Where the next secret key stands while a change is under way."""
    return _beside(path, ".next")


def public_key(path: Path | None = None) -> VerifierKey:
    """The verifier key of this installation, without touching the secret. Raises: KeyFileError."""
    public = public_path(Path(settings.AUDIT_KEY_FILE) if path is None else path)
    if not public.exists():
        raise KeyFileError(
            f"The log's public key {public} does not exist; make it with ensure_key at set-up."
        )
    return parse_vkey(public.read_text().split(" ")[0].strip())


def _public_spans(path: Path) -> dict[VerifierKey, Span]:
    """From where on the key in use signs; empty for the first key of a log."""
    text, _, first = public_path(path).read_text().strip().partition(" ")
    return {parse_vkey(text): Span(int(first))} if first else {}


def _public_of(seed: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def _make(path: Path, origin: str) -> None:
    private = Ed25519PrivateKey.generate()
    key = VerifierKey(origin, private.public_key().public_bytes_raw())
    path.parent.mkdir(parents=True, exist_ok=True)
    # Of two set-ups at once the second fails and reads the key of the first.
    create_file(path, f"{format_skey(key, private.private_bytes_raw())}\n".encode(), mode=0o600)


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
