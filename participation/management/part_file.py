"""A file written in batches beside its name, and renamed when it is whole; a run that was cut off goes on."""

import fcntl
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class InUse(Exception):
    """Another run writes the same file now."""


class PartFile:
    """The rows written so far, and in a small file beside them how many are whole, and of what.

    `made_of` names all that the rows are computed from: a part made of something else is begun anew.
    """

    def __init__(self, path: Path, made_of: Mapping[str, str]) -> None:
        self.path, self.made_of = path, dict(made_of)
        self.part = path.with_name(f"{path.name}.part")
        self.state = path.with_name(f"{path.name}.part.json")
        self.changed: list[str] = []
        self.held: dict[str, Any] = {}
        self._out = self.part.open("a+b")
        try:
            fcntl.flock(self._out, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._out.close()
            raise InUse(f"{self.part.name} is being written by another run.") from error
        if not self.part.exists() or not os.path.samestat(os.stat(self.part), os.fstat(self._out.fileno())):
            self._out.close()
            raise InUse(f"{path.name} was finished by another run just now.")
        self._take_up()

    def _take_up(self) -> None:
        """Keep what is whole: `held` is what the last `keep` was given; empty at the beginning."""
        known = _read(self.state)
        stated = known.get("made_of", {})
        if known and stated != self.made_of:
            self.changed = sorted(name for name in self.made_of if stated.get(name) != self.made_of[name])
            known = {}
        if known and os.fstat(self._out.fileno()).st_size < known["bytes"]:
            known = {}
        self._out.truncate(known.get("bytes", 0))
        self._out.seek(0, os.SEEK_END)
        self.held = known.get("held", {})

    def keep(self, text: str, held: Mapping[str, Any]) -> None:
        """Add text and say what is held now; after a kill at any moment both hold, or neither."""
        self._out.write(text.encode())
        self._out.flush()
        os.fsync(self._out.fileno())
        state = {"made_of": self.made_of, "bytes": self._out.tell(), "held": dict(held)}
        draft = self.state.with_name(f"{self.state.name}.new")
        draft.write_text(json.dumps(state))
        os.replace(draft, self.state)

    def finish(self) -> None:
        """The file under its own name."""
        os.replace(self.part, self.path)
        self.state.unlink(missing_ok=True)

    def close(self) -> None:
        self._out.close()


def _read(path: Path) -> dict[str, Any]:
    """What the state says; nothing where it is missing or no state of ours."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    whole = isinstance(found, dict) and isinstance(found.get("bytes"), int) and "held" in found
    return found if whole and isinstance(found.get("made_of"), dict) else {}
