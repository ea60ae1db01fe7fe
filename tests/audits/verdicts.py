"""What the verifier says of a bundle, through its command line but inside this process."""

import io
import json
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from audits.verify.__main__ import main

Verdict = dict[str, Any]


class Desk:
    """A folder with the policy and the checkpoints that somebody holds, on which bundles are laid."""

    def __init__(self, folder: Path, policy: bytes, held: bytes | None = None) -> None:
        self.folder = folder
        self.options = ["--policy", self.put("policy.txt", policy), "--json"]
        if held is not None:
            self.options += ["--held", self.put("held.txt", held)]

    def put(self, name: str, content: bytes) -> str:
        path = self.folder / name
        path.write_bytes(content)
        return str(path)

    def bundle(self, content: bytes, *more: str) -> Verdict:
        """The outcome of `bundle`; it must be one JSON object whose code is the exit code."""
        return asked("bundle", self.put("export.zip", content), *self.options, *more)

    def file(self, content: bytes, document: bytes) -> Verdict:
        """The outcome of `file`: whether an entry of the bundle names this document."""
        policy = self.options[1]
        export, named = self.put("export.zip", content), self.put("document", document)
        return asked("file", named, "--bundle", export, "--policy", policy, "--json")


def asked(*arguments: str) -> Verdict:
    out = io.StringIO()
    with redirect_stdout(out):
        code = main(arguments)
    outcome: Verdict = json.loads(out.getvalue())
    assert outcome["code"] == code
    return outcome
