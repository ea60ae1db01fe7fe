"""Rows of dated law: read from parsed TOML or JSON and checked; no row without its citation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from participation.rules.determination import Citation, Source

_KEYS = {"from", "to", "always", "value", "title", "citation", "url", "source", "note"}
_ONE_DAY = timedelta(days=1)


class ParametersError(ValueError):
    """A dated parameter that cannot be used; the message names the parameter and the fault."""


@dataclass(frozen=True, eq=False)
class Dated:
    """One value of a parameter, from and to inclusive; null means without a known end.

    `title`: what people call the rule, where the value has a name of its own; else empty.
    """

    name: str
    title: str
    value: Any
    start: date | None
    end: date | None
    citation: Citation
    source: Source
    note: str

    @property
    def key(self) -> str:
        """The name of this row: `carve_out.from 2022-09-09`; without a first day the bare parameter."""
        return f"{self.name}.from {self.start}" if self.start else self.name

    def is_in_force(self, on: date) -> bool:
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)

    def as_json(self) -> dict[str, Any]:
        return {
            "from": self.start.isoformat() if self.start else None,
            "to": self.end.isoformat() if self.end else None,
            "title": self.title,
            "value": self.value,
            "citation": self.citation.cite,
            "url": self.citation.url,
            "source": self.source.value,
            "note": self.note,
        }


@dataclass(frozen=True)
class About:
    """What people call a parameter, and what it governs: half a sentence each."""

    title: str
    governs: str


def read_about(tables: Mapping[str, Any]) -> dict[str, About]:
    """The section `about` of a parameter file: one entry for each of its tables.

    Raises: ParametersError, by name, for a table without its entry, or an entry without its table.
    """
    told = tables.get("about", {})
    for name in told.keys() ^ (tables.keys() - {"about"}):
        raise ParametersError(f"{name}: the section about and the tables of a file must name the same")
    for name, entry in told.items():
        if set(entry) != {"title", "governs"} or not all(isinstance(each, str) for each in entry.values()):
            raise ParametersError(f"about.{name}: a title and what it governs are needed")
    return {name: About(**entry) for name, entry in told.items()}


def read_parameters(
    tables: Mapping[str, Any], prefix: str = "", *, gaps: bool = False
) -> dict[str, tuple[Dated, ...]]:
    """Checked rows by dotted name, in order of their dates; `gaps` allows days without a row.

    Raises: ParametersError, for rows that overlap, leave a gap, lack a citation or hold an unknown key.
    """
    found: dict[str, tuple[Dated, ...]] = {}
    for key, content in tables.items():
        name = f"{prefix}{key}"
        if isinstance(content, Mapping):
            found |= read_parameters(content, f"{name}.", gaps=gaps)
        elif isinstance(content, Sequence) and not isinstance(content, str) and content:
            found[name] = _checked(name, [_row(name, each) for each in content], gaps=gaps)
        else:
            raise ParametersError(f"{name}: a list of dated rows is needed")
    return found


def _row(name: str, row: object) -> Dated:
    if not isinstance(row, Mapping) or "value" not in row or set(row) - _KEYS:
        raise ParametersError(f"{name}: a row has a value and the keys {', '.join(sorted(_KEYS))} only")
    cite, url = row.get("citation"), row.get("url")
    if not cite or not url or not isinstance(cite, str) or not isinstance(url, str):
        raise ParametersError(f"{name}: a row lacks its citation or its url")
    if not url.startswith("https://"):
        raise ParametersError(f"{name}: the url of a row begins with https://")
    try:
        start, end, source = _day(row.get("from")), _day(row.get("to")), Source(str(row.get("source")))
    except (TypeError, ValueError) as wrong:
        raise ParametersError(f"{name}: {wrong}") from wrong
    if (start is None and end is None) != (row.get("always") is True):
        raise ParametersError(f"{name}: a row has a first or a last day, or says `always = true`")
    if start and end and end < start:
        raise ParametersError(f"{name}: a row ends on {end}, before it begins")
    title, note = _text(name, row, "title"), _text(name, row, "note")
    return Dated(name, title, row["value"], start, end, Citation(cite, url), source, note)


def _text(name: str, row: Mapping[str, Any], key: str) -> str:
    value = row.get(key, "")
    if not isinstance(value, str):
        raise ParametersError(f"{name}: the {key} of a row is a text")
    return value


def _checked(name: str, rows: list[Dated], *, gaps: bool = False) -> tuple[Dated, ...]:
    rows.sort(key=lambda each: each.start or date.min)
    for earlier, later in pairwise(rows):
        if later.start is None or earlier.end is None or later.start <= earlier.end:
            raise ParametersError(f"{name}: two rows overlap at {later.start}")
        if later.start != earlier.end + _ONE_DAY and not gaps:
            raise ParametersError(f"{name}: no row covers the days between {earlier.end} and {later.start}")
    return tuple(rows)


def laid_over(rows: tuple[Dated, ...], over: tuple[Dated, ...]) -> tuple[Dated, ...]:
    """The rows with each of `over` standing in front of them on its own days."""
    for front in over:
        rows = _checked(front.name, [*_beside(rows, front), front])
    return rows


def _beside(rows: tuple[Dated, ...], front: Dated) -> Iterator[Dated]:
    """What is left of the rows on the days before and after the one in front."""
    for row in rows:
        if front.start and (row.start is None or row.start < front.start):
            yield _until(row, front.start - _ONE_DAY)
        if front.end and (row.end is None or row.end > front.end):
            yield _since(row, front.end + _ONE_DAY)


def _until(row: Dated, last: date) -> Dated:
    return replace(row, end=last if row.end is None else min(row.end, last))


def _since(row: Dated, first: date) -> Dated:
    return replace(row, start=first if row.start is None else max(row.start, first))


def _day(value: object) -> date | None:
    if value is None or type(value) is date:
        return value
    return date.fromisoformat(value) if isinstance(value, str) else _refuse_day(value)


def _refuse_day(value: object) -> date:
    raise TypeError(f"{value!r} is not a date")
