"""The starter list: some Entity List parties met at standards meetings, compiled by this project.

It lets a fresh installation answer something before the first import. It is partial: a name that is not
in it is not thereby unlisted.
"""

import hashlib
import io
import re
import tomllib
from collections import Counter
from datetime import date
from importlib import resources
from types import MappingProxyType
from typing import BinaryIO

from participation.lists.records import ListError, ListRecord, ParsedList

_SECTION_OF_FOOTNOTE = {1: "734.9(e)(1)", 3: "734.9(g)", 4: "734.9(e)(2)", 5: "734.9(e)(3)"}
_EXTENTS = {
    "all": "all items subject to the EAR",
    "ccl_only": "items on the CCL",
    "other": "all items subject to the EAR, {note}",
}
_ENTRY_LINE = re.compile(r"^\[\[entry\]\]", re.M)
_KEYS = frozenset(
    (
        *("name", "aliases", "countries", "citations", "start_on", "policy"),
        *("requirement", "basis", "footnote", "note"),
    )
)


def starter_list() -> ParsedList:
    """The starter list shipped with the project."""
    file = resources.files("participation.lists.starter").joinpath("entity_list.toml")
    return parse_starter(io.BytesIO(file.read_bytes()))


def parse_starter(stream: BinaryIO) -> ParsedList:
    """The entries of a starter file: TOML with `as_of_on`, `source`, `partial` and `[[entry]]` tables.

    Raises: ListError, with the line of the entry, for any other shape.
    """
    received = stream.read()
    try:
        text = received.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ListError("not UTF-8", byte=error.start) from error
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ListError(f"not well-formed TOML ({error})", row=1) from error
    except (RecursionError, ValueError) as error:  # nested too deeply; a number of thousands of digits
        raise ListError(f"not a starter list ({error})", row=1) from error
    as_of_on = content.get("as_of_on")
    if type(as_of_on) is not date or content.get("source") != "EL" or content.get("partial") is not True:
        raise ListError("as_of_on (a date), source (EL) and partial (true) are needed", row=1)
    lines = [text.count("\n", 0, found.start()) + 1 for found in _ENTRY_LINE.finditer(text)]
    entries = content.get("entry", [])
    if not isinstance(entries, list) or not entries or len(entries) != len(lines):
        raise ListError("no [[entry]] tables, or one that does not start its line", row=1)
    records = tuple(_record(entry, line) for entry, line in zip(entries, lines, strict=True))
    return ParsedList(
        records=records,
        counts=MappingProxyType(dict(Counter(record.source for record in records))),
        sha256=hashlib.sha256(received).digest(),
        rows=len(records),
        partial=True,
        as_of_on=as_of_on,
    )


def _record(entry: dict[str, object], line: int) -> ListRecord:
    if unknown := sorted(entry.keys() - _KEYS):
        raise ListError(f"unknown key {unknown[0]!r}", row=line)
    name, requirement = entry.get("name"), entry.get("requirement")
    if not isinstance(name, str) or not name.strip():
        raise ListError("name is needed", row=line)
    if requirement not in _EXTENTS:
        raise ListError(f"requirement must be one of {', '.join(_EXTENTS)}", row=line)
    if (requirement == "other") != isinstance(entry.get("note"), str):
        raise ListError("note goes with requirement other, and only with it", row=line)
    start_on = entry.get("start_on")
    if start_on is not None and type(start_on) is not date:
        raise ListError("start_on must be a date", row=line)
    countries = _texts(entry, "countries", line)
    return ListRecord(
        source="EL",
        official_number=None,
        name=name,
        aliases=_texts(entry, "aliases", line),
        countries=countries,
        addresses=countries,
        federal_register=_texts(entry, "citations", line),
        license_requirement=_requirement_text(entry, line),
        license_policy=str(entry.get("policy", "")),
        start_on=start_on,
        end_on=None,
        programs=(),
        entity_type="",
        remarks="",
        row=line,
    )


def _texts(entry: dict[str, object], key: str, line: int) -> tuple[str, ...]:
    values = entry.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) and value for value in values):
        raise ListError(f"{key} must be a list of texts", row=line)
    return tuple(values)


def _requirement_text(entry: dict[str, object], line: int) -> str:
    """The requirement in words that `requirement` reads back: its extent, then its sections."""
    footnote, basis = entry.get("footnote"), entry.get("basis")
    if footnote is not None and footnote not in _SECTION_OF_FOOTNOTE:
        raise ListError("footnote must be 1, 3, 4 or 5", row=line)
    if basis is not None and not isinstance(basis, str):
        raise ListError("basis must be a section such as 744.11", row=line)
    extent = _EXTENTS[str(entry["requirement"])].format(note=entry.get("note"))
    cited = (_SECTION_OF_FOOTNOTE[footnote] if isinstance(footnote, int) else None, basis)
    sections = " and ".join(f"§ {section}" for section in cited if section)
    return f"For {extent} (see {sections})" if sections else f"For {extent}"
