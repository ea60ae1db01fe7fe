"""The one reader of the TOML files that ship with this package; opens nothing else.

Files of dated parameters are read together and once; a reference table when it is first asked for.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

# Tables of one issue of the regulation lie in a folder named by its day.
_PARAMETERS, _TABLES = "parameters", "reference"


def parameter_files() -> list[tuple[str, Mapping[str, Any]]]:
    """Each file of dated parameters, parsed, in the order of their names."""
    return [(each.name, tomllib.loads(each.read_text("utf-8"))) for each in _toml_files(_folder(_PARAMETERS))]


@cache
def issues() -> tuple[date, ...]:
    """The days of the issues of which tables ship, earliest first; at least one."""
    return tuple(
        sorted(date.fromisoformat(each.name) for each in _folder(_TABLES).iterdir() if each.is_dir())
    )


@cache
def table(issue: date, name: str) -> Mapping[str, Any]:
    """One table of an issue, parsed; empty where the issue has none of this name."""
    file = _folder(_TABLES) / issue.isoformat() / f"{name}.toml"
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}


@cache
def readings() -> Mapping[str, Any]:
    """What is read into the tables by hand, each row with its ground."""
    return tomllib.loads((_folder(_TABLES) / "readings.toml").read_text("utf-8"))


@cache
def digests() -> Mapping[str, str]:
    """SHA-256 in hex of each file of the reference: what an edition's fingerprint holds of them."""
    files = {each.name: each for each in _toml_files(_folder(_TABLES))}
    for issue in issues():
        folder = _folder(_TABLES) / issue.isoformat()
        files |= {f"{issue}/{each.name}": each for each in _toml_files(folder)}
    # Line ends are those of the checkout; the fingerprint must not be.
    return {
        name: hashlib.sha256(each.read_text("utf-8").encode()).hexdigest() for name, each in files.items()
    }


def _folder(name: str) -> Traversable:
    return resources.files("participation.rules") / name


def _toml_files(folder: Traversable) -> list[Traversable]:
    return sorted(
        (each for each in folder.iterdir() if each.name.endswith(".toml")), key=lambda each: each.name
    )
