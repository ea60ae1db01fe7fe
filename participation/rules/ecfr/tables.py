"""The compiled supplements as the TOML files that ship: text in, nothing written here."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from participation.rules.ecfr.control_list import Control, Entry
from participation.rules.ecfr.countries import Chart

# The categories whose paragraphs ship; of the others the headings and the licence requirements do.
TO_THE_PARAGRAPH = "1345"


@dataclass(frozen=True)
class Source:
    """Where a table comes from; `source` is a word of the findings, such as `regulation`."""

    issued_on: date
    url: str
    source: str = "regulation"
    note: str = ""


def control_list_files(entries: Iterable[Entry], source: Source) -> dict[str, str]:
    """One file for each category, by name."""
    by_category: dict[str, list[Entry]] = {}
    for entry in entries:
        by_category.setdefault(entry.eccn[0], []).append(entry)
    return {
        f"control_list_{category}.toml": _head("Supplement 1 to part 774", source)
        + "".join(_entry(each) for each in sorted(found, key=lambda each: each.eccn))
        for category, found in sorted(by_category.items())
    }


def chart_file(chart: Chart, source: Source) -> str:
    """The Country Chart: columns and footnotes by country, rows that point elsewhere, footnotes' words."""
    return (
        _head("Supplement 1 to part 738", source)
        + _table("marks", chart.marks)
        + _table("footnotes", chart.footnotes)
        + _table("elsewhere", chart.elsewhere)
        + _table("texts", {str(number): text for number, text in chart.texts.items()})
    )


def groups_file(groups: Mapping[str, tuple[str, ...]], source: Source) -> str:
    """The Country Groups: the members of each."""
    return _head("Supplement 1 to part 740", source) + _table("members", groups)


def _head(citation: str, source: Source) -> str:
    lines = [
        "# Made by `manage.py compile_reference` from the official text: compile it again, never edit it.",
        "",
        "[source]",
        f"from = {source.issued_on.isoformat()}",
        f"citation = {_value(citation)}",
        f"url = {_value(source.url)}",
        f"source = {_value(source.source)}",
    ]
    if source.note:
        lines.append(f"note = {_value(source.note)}")
    return "\n".join(lines) + "\n"


def _table(name: str, rows: Mapping[str, object]) -> str:
    lines = [f"{_key(key)} = {_value(value)}" for key, value in sorted(rows.items())]
    return "\n".join(["", f"[{name}]", *lines]) + "\n"


def _entry(entry: Entry) -> str:
    lines = [
        "",
        f"[entries.{entry.eccn}]",
        f"heading = {_value(entry.heading)}",
        f"reasons = {_value(entry.reasons)}",
    ]
    if entry.eccn[0] in TO_THE_PARAGRAPH:
        paragraphs, reserved = entry.paragraphs
        lines.append(f"paragraphs = {_value(paragraphs)}")
        lines += [f"reserved = {_value(reserved)}"] if reserved else []
    if entry.beside_chart:
        lines.append("beside_chart = true")
    if entry.controls:
        lines += ["controls = [", *(f"  {_control(each)}," for each in entry.controls), "]"]
    return "\n".join(lines) + "\n"


def _control(control: Control) -> str:
    members = {
        "reason": control.reason,
        "column": control.column,
        "elsewhere": control.elsewhere,
        "paragraphs": control.scope.paragraphs,
        "without": control.scope.without,
        "scope": control.scope.text,
    }
    return "{ " + ", ".join(f"{key} = {_value(value)}" for key, value in members.items() if value) + " }"


def _key(key: str) -> str:
    return key if key.isalnum() and key.isascii() else json.dumps(key)


def _value(value: object) -> str:
    """A TOML text, number or list; JSON writes these three alike."""
    return json.dumps(value, ensure_ascii=False)
