"""Reads the case tables: facts as differences from the named default, expected outcome and flags.

A file holds single cases (`case`), the same facts on several days (`days`), and the conditions of a rule
that fail alone and in pairs (`conditions`). Every expected outcome is written in the file.
"""

import copy
import itertools
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "cases"
NULL = "null"
Row = dict[str, Any]


@dataclass(frozen=True)
class TableCase:
    """`fates`: the outcome of each recipient, where the table says them."""

    name: str
    facts: dict[str, Any]
    outcome: str
    flags: list[str]
    source: str
    fates: list[str] | None = None


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


@cache
def tables() -> dict[str, tuple[TableCase, ...]]:
    """The cases of each file, by its name."""
    files = {file.stem: tomllib.loads(file.read_text("utf-8")) for file in sorted(FOLDER.glob("*.toml"))}
    found = {stem: tuple(cases_of(stem, content)) for stem, content in files.items()}
    return {stem: cases for stem, cases in found.items() if cases}


def all_cases() -> tuple[TableCase, ...]:
    return tuple(case for cases in tables().values() for case in cases)


def cases_of(table: str, content: Row) -> Iterator[TableCase]:
    """The cases of one parsed file; `facts` beside the rows hold for all of them."""
    for row in content.get("case", []):
        yield _case(f"{table}:{row['name']}", content, [row], [row["outcome"], *row.get("flags", [])])
    for row in content.get("days", []):
        for day, expected in row["on"].items():
            dated = {"facts": {"released_on": day}}
            yield _case(f"{table}:{row['name']}@{day}", content, [row, dated], expected.split())
    for row in content.get("conditions", []):
        yield from _conditions(table, content, row)


def _conditions(table: str, content: Row, row: Row) -> Iterator[TableCase]:
    """The rule with all conditions met, each one failed alone, and each possible pair failed together."""
    name, failing = f"{table}:{row['name']}", row["failing"]
    yield _case(name, content, [row], row["outcome"].split())
    for one, failure in failing.items():
        yield _case(f"{name}:{one}", content, [row, failure], failure["alone"].split())
    pairs = {
        f"{one} + {other}": [row, failing[one], failing[other]]
        for one, other in itertools.combinations(failing, 2)
        if not _changed(failing[one]) & _changed(failing[other])
    }
    if set(pairs) != set(row["together"]):
        raise ValueError(f"{name}: pairs missing or impossible: {set(pairs) ^ set(row['together'])}")
    for pair, rows in pairs.items():
        yield _case(f"{name}:{pair}", content, rows, row["together"][pair].split())


def _case(name: str, content: Row, rows: list[Row], expected: list[str]) -> TableCase:
    said: Row = {key: value for row in rows for key, value in row.items()}
    changes = {**content.get("facts", {})}
    for row in rows:
        changes |= _changes(row)
    return TableCase(
        name=name,
        facts=facts_with(changes, said["recipients"]),
        outcome=expected[0],
        flags=sorted(expected[1:]),
        source=said["source"],
        fates=said.get("fates"),
    )


def _changes(row: Row) -> Row:
    """The changed facts of one row: those of its named changes, then its own."""
    named: list[Row] = [_parties()["changes"][each] for each in row.get("with", [])]
    return {key: value for part in (*named, row.get("facts", {})) for key, value in part.items()}


def _changed(failure: Row) -> set[str]:
    return set(_changes(failure)) | ({"recipients"} & set(failure))


def _recipients(recipients: Any) -> list[dict[str, Any]] | None:
    if recipients == "unknown":
        return None
    return [party(each) if isinstance(each, str) else dict(each) for each in recipients]


@cache
def _parties() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "parties.toml").read_text("utf-8"))
