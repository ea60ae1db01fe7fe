"""The verifier as one runnable file, made of the sources of the pure modules it needs."""

from collections.abc import Sequence
from importlib.resources import files
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

MODULES = (
    "__init__.py",
    "asked.py",
    "bundle/__init__.py",
    "bundle/frame.py",
    "bundle/layout.py",
    "bundle/reader.py",
    "bundle/writer.py",
    "canonical.py",
    "checkpoint.py",
    "ed25519.py",
    "envelope.py",
    "gist.py",
    "key_change.py",
    "merkle/__init__.py",
    "merkle/hashing.py",
    "merkle/proofs.py",
    "merkle/tiles.py",
    "merkle/tree.py",
    "merkle/verify.py",
    "payload.py",
    "policy.py",
    "receipt.py",
    "sealed.py",
    "timestamp.py",
    "verify/__init__.py",
    "verify/__main__.py",
    "verify/anchors.py",
    "verify/app.py",
    "verify/commands.py",
    "verify/complete.py",
    "verify/contents.py",
    "verify/failure.py",
    "verify/history.py",
    "verify/inputs.py",
    "verify/key_changes.py",
    "verify/notes.py",
    "verify/record.py",
    "verify/search.py",
    "verify/show.py",
    "verify/tree.py",
    "verify/whole.py",
)
_MAIN = "import sys\n\nfrom {} import main\n\nsys.exit(main())\n"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def build_app(modules: Sequence[str] = MODULES, main: str = "audits.verify.__main__") -> bytes:
    """The bytes of `verify.pyz`: the same sources give the same bytes. Runs on Python 3.11 alone.

    Takes: for another program, its modules below `audits` and the one whose `main` gives the exit code.
    """
    package = files("audits")
    out = BytesIO()
    out.write(b"#!/usr/bin/env python3\n")
    with ZipFile(out, "a", ZIP_STORED) as archive:
        archive.writestr(ZipInfo("__main__.py", _EPOCH), _MAIN.format(main))
        for name in modules:
            source = package.joinpath(*name.split("/")).read_bytes()
            archive.writestr(ZipInfo(f"audits/{name}", _EPOCH), source)
    return out.getvalue()
