"""Vectors that others published, in the folder that REAL_DATA_DIR names: read by what a file's name says."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

KINDS = ("inclusion", "consistency", "canonical")


def folder() -> Path:
    return Path(os.environ["REAL_DATA_DIR"], "vectors")


def kind_of(file: Path, top: Path) -> str | None:
    """What the file's path below the folder says it holds; None when it says nothing known."""
    named = str(file.relative_to(top)).lower()
    return next((kind for kind in KINDS if kind in named), None)


def cases(kind: str, top: Path | None = None) -> list[tuple[str, dict[str, Any]]]:
    """(id, case) of every file of the kind: a list of cases, or one case alone."""
    top = top or folder()
    found = []
    for file in sorted(top.rglob("*.json")):
        if kind_of(file, top) == kind:
            held = json.loads(file.read_bytes())
            for number, case in enumerate(held if isinstance(held, list) else [held]):
                found.append((f"{file.relative_to(top)}:{case.get('name', number)}", case))
    return found


def params(kind: str) -> list[Any]:
    """The cases of one kind as parameters of a test; none at all is an error."""
    found = cases(kind)
    if not found:
        raise LookupError(f"{folder()} holds no vectors of {kind}")
    return [pytest.param(case, id=name) for name, case in found]


def known_names(top: Path | None = None) -> dict[str, Any]:
    """Which kinds are there, and the files that are of none of them."""
    top = top or folder()
    kinds = {file: kind_of(file, top) for file in sorted(top.rglob("*.json"))}
    others = [str(file.relative_to(top)) for file, kind in kinds.items() if kind is None]
    return {kind: kind in kinds.values() for kind in KINDS} | {"others": others}
