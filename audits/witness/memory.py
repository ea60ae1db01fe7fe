"""What a witness has cosigned, in one file that is on the disk before anybody hears of it."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from audits.checkpoint import Checkpoint
from audits.whole_file import create_file, replace_file
from audits.witness.judge import Known

# Notes that contradict the log's own history are kept as evidence, up to so many.
MOST_EVIDENCE = 100


class MemoryFileError(RuntimeError):
    """The state file is missing, damaged, or in use by another witness."""


class Memory:
    """Origin of a log -> the largest tree cosigned for it."""

    def __init__(self, path: Path) -> None:
        """Takes: the path of a state file that `begin` made. Raises: MemoryFileError."""
        self._path = path
        try:
            found = json.loads(path.read_text())
            self._heads = {
                origin: (Known(int(head["size"]), bytes.fromhex(head["root"])), str(head["note"]))
                for origin, head in found["logs"].items()
            }
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise MemoryFileError(f"The state file {path} cannot be read ({error}); restore it.") from error

    @staticmethod
    def begin(path: Path) -> None:
        """Write the state of a witness that has seen nothing. Raises: FileExistsError."""
        create_file(path, json.dumps({"logs": {}}).encode(), mode=0o600)

    def known(self, origin: str) -> Known:
        """The largest tree cosigned for the log; the empty tree before the first."""
        return self._heads[origin][0] if origin in self._heads else Known()

    def notes(self) -> list[str]:
        """The newest cosigned note of each log."""
        return [note for _, note in self._heads.values()]

    def remember(self, head: Checkpoint, note: bytes) -> None:
        """Keep the head; it is on the disk when this returns. Raises: OSError, then nothing is remembered."""
        heads = self._heads | {head.origin: (Known(head.size, head.root), note.decode())}
        logs = {
            origin: {"size": known.size, "root": known.root.hex(), "note": text}
            for origin, (known, text) in heads.items()
        }
        replace_file(self._path, json.dumps({"logs": logs}).encode())
        self._heads = heads

    def keep_evidence(self, text: str, note: bytes) -> Path | None:
        """The file that now holds a note which may contradict what is known; None where there are enough.

        Named by the text, which only the log can sign: lines that anybody adds make no second file.
        """
        folder = self._path.with_name(self._path.name + ".evidence")
        folder.mkdir(exist_ok=True)
        path = folder / f"{sha256(text.encode()).hexdigest()[:16]}.txt"
        if not path.exists() and len(list(folder.iterdir())) >= MOST_EVIDENCE:
            return None
        path.write_bytes(note)
        return path


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Two witnesses on one state could each cosign another history. Raises: MemoryFileError."""
    if os.name != "posix":
        yield
        return
    import fcntl  # is not there on every system

    with path.with_name(path.name + ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise MemoryFileError(f"Another witness works with {path}.") from error
        yield
