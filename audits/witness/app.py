"""The witness as one runnable file, for a third party that has nothing but Python."""

from audits.verify.app import build_app

MODULES = (
    "__init__.py",
    "checkpoint.py",
    "cosigning.py",
    "ed25519.py",
    "merkle/__init__.py",
    "merkle/hashing.py",
    "merkle/verify.py",
    "receipt.py",
    "whole_file.py",
    "witness/__init__.py",
    "witness/__main__.py",
    "witness/judge.py",
    "witness/memory.py",
    "witness/server.py",
    "witness/signing.py",
)


def build_witness() -> bytes:
    """The bytes of `witness.pyz`."""
    return build_app(MODULES, "audits.witness.__main__")
