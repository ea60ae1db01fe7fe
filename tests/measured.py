"""A command run by a small process of its own, which says what it cost.

The kernel counts the memory of whoever starts a process as the process's own until it loads its program: a
test run of hundreds of megabytes would be measured instead.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_STARTER = """
import json, os, sys
child = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ)
_, status, used = os.wait4(child, 0)
with open(sys.argv[1], "w") as out:
    json.dump([os.waitstatus_to_exitcode(status), used.ru_maxrss * 1024, used.ru_utime + used.ru_stime], out)
"""


@dataclass(frozen=True)
class Cost:
    """Exit code, most bytes held at one time, seconds of processor time."""

    code: int
    peak: int
    processor: float


def run_measured(
    command: Sequence[str], *, cwd: Path, stdout: "int | IO[bytes]", stderr: "int | IO[bytes] | None" = None
) -> Cost:
    """What the command cost. Takes: a command that begins with an absolute path."""
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder) / "cost"
        starter = [sys.executable, "-I", "-S", "-c", _STARTER, str(said), *command]
        subprocess.run(starter, cwd=cwd, env=os.environ, stdout=stdout, stderr=stderr, check=True)
        return Cost(*json.loads(said.read_text()))
