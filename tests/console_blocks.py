"""Commands of a document, with what they print: the blocks marked `console`, run as a reader would."""

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_EXIT = re.compile(r"\s+# exit (\d+)$")


@dataclass(frozen=True)
class Command:
    """A line after `$ `, the exit code that it must have, and the lines that it must print."""

    line: str
    code: int
    prints: tuple[str, ...]


def commands(text: str) -> list[Command]:
    """Every command of a document, in order. `# exit 3` after it states its code, else it is 0."""
    found = []
    for block in _BLOCK.findall(text):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, *prints = part.rstrip("\n").split("\n")
            code = _EXIT.search(line)
            found.append(Command(_EXIT.sub("", line), int(code[1]) if code else 0, tuple(prints)))
    return found


def differences(command: Command, *, folder: Path, env: Mapping[str, str]) -> list[str]:
    """What the command did otherwise than the document says; empty when it is true.

    In a line `...` stands for anything; alone on a line, for any lines.
    """
    done = subprocess.run(
        ["bash", "-c", command.line],
        cwd=folder,
        env=dict(env),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    found = []
    if done.returncode != command.code:
        found.append(f"exit {done.returncode}, not {command.code}: {done.stderr[-600:]}")
    if not _fits(command.prints, done.stdout):
        found.append(f"prints {done.stdout!r}, not {command.prints!r}")
    return found


def _fits(lines: tuple[str, ...], printed: str) -> bool:
    expected = "".join(
        r"(?:.*\n)?" if line == "..." else r"[^\n]*".join(map(re.escape, line.split("..."))) + r"\n"
        for line in lines
    )
    return (
        re.fullmatch(expected, printed if printed.endswith("\n") or not printed else printed + "\n", re.S)
        is not None
    )
