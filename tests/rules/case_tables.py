"""Reads the case tables: facts as differences from the named default, expected outcome and flags."""

import copy
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "cases"
NULL = "null"


@dataclass(frozen=True)
class TableCase:
    name: str
    facts: dict[str, Any]
    outcome: str
    flags: list[str]
    source: str


def default_facts() -> dict[str, Any]:
    """The default release to the unlisted German vendor, as a JSON object."""
    facts = copy.deepcopy(_parties()["default"])
    facts["recipients"] = [party("unlisted_german")]
    return facts


def party(name: str) -> dict[str, Any]:
    found: dict[str, Any] = copy.deepcopy(_parties()["party"][name])
    return found


def facts_with(changes: dict[str, Any] | None = None, recipients: Any = None) -> dict[str, Any]:
    """The default facts with dotted keys changed; the text `null` stands for null, which TOML lacks."""
    facts = default_facts()
    for path, value in (changes or {}).items():
        *outer, key = path.split(".")
        place = facts
        for each in outer:
            place = place[each]
        place[key] = None if value == NULL else value
    if recipients is not None:
        facts["recipients"] = _recipients(recipients)
    return facts


def all_cases() -> list[TableCase]:
    found = []
    for file in sorted(FOLDER.glob("*.toml")):
        for row in tomllib.loads(file.read_text("utf-8")).get("case", []):
            found.append(
                TableCase(
                    name=f"{file.stem}:{row['name']}",
                    facts=facts_with(row.get("facts"), row["recipients"]),
                    outcome=row["outcome"],
                    flags=row.get("flags", []),
                    source=row["source"],
                )
            )
    return found


def _recipients(recipients: Any) -> list[dict[str, Any]] | None:
    if recipients == "unknown":
        return None
    return [party(each) if isinstance(each, str) else dict(each) for each in recipients]


@cache
def _parties() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "parties.toml").read_text("utf-8"))
