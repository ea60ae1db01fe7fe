"""What the verifier prints, whole, case by case: each module here holds questions, its `.txt` the answers.

`python -m tests.audits.said` writes the answers anew. Read every changed line before it is kept: the table
says what is right, and the program that made it is the one under test.
"""

import os
from collections.abc import Callable, Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from unittest.mock import patch

from audits.verify.__main__ import main

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Question:
    """A command line, and the files that lie in the folder where it is typed."""

    words: str
    files: Callable[[], Mapping[str, bytes]]


def answer(question: Question, folder: Path) -> str:
    """The exit code and what is printed."""
    for name, content in question.files().items():
        (folder / name).write_bytes(content)
    out = StringIO()
    with chdir(folder), redirect_stdout(out), redirect_stderr(out), patch.dict(os.environ, COLUMNS="100"):
        try:
            code: object = main(question.words.split())
        except SystemExit as stopped:
            code = stopped.code
    assert sorted(path.name for path in folder.iterdir()) == sorted(question.files())
    return f"exit {code}\n{out.getvalue()}"


def answers(table: str) -> dict[str, str]:
    """The answers of a table by the names of their questions."""
    sections = (FOLDER / f"{table}.txt").read_text().split("== ")[1:]
    return {name: said.removesuffix("\n") for name, _, said in (one.partition("\n") for one in sections)}


def written(said: Mapping[str, str]) -> str:
    """The text of a table."""
    return "".join(f"== {name}\n{text}\n" for name, text in said.items())
