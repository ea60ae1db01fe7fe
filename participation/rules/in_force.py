"""Law as dated values: the value on a day with its citation, and the fingerprint of an edition."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any

from participation.rules import shipped
from participation.rules.company import POLICY, SIGN_OFF, check_company_row, check_sign_offs
from participation.rules.dated import (
    About,
    Dated,
    ParametersError,
    laid_over,
    read_about,
    read_parameters,
)
from participation.rules.facts import canonical

__all__ = ["ENGINE", "Dated", "Edition", "ParametersError", "RulesOfDay", "about_parameters", "edition"]

# Rises whenever any stored golden determination changes (tests/rules/golden.json).
ENGINE = 6

# Parameters whose value is itself a day, as text.
_DAYS = frozenset({"rules_known_until"})


@dataclass(frozen=True, eq=False)
class Edition:
    """All dated parameters with one overlay: what a determination is computed from."""

    values: Mapping[str, tuple[Dated, ...]]
    overlay: Mapping[str, Any]

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 in hex over canonical {engine, parameters, reference, overlay}."""
        parameters = {name: [each.as_json() for each in rows] for name, rows in self.values.items()}
        content = {
            "engine": ENGINE,
            "parameters": parameters,
            "reference": dict(shipped.digests()),
            "overlay": _json_dates(self.overlay),
        }
        return hashlib.sha256(canonical(content)).hexdigest()

    def on(self, day: date) -> "RulesOfDay":
        """The rules in force on a civil day in US Eastern."""
        if day not in self._days:
            found = {name: _in_force(rows, day) for name, rows in self.values.items()}
            self._days[day] = RulesOfDay(day, {name: each for name, each in found.items() if each})
        return self._days[day]

    @cached_property
    def _days(self) -> dict[date, "RulesOfDay"]:
        return {}


@dataclass(frozen=True, eq=False)
class RulesOfDay:
    """The value of each parameter on one day."""

    day: date
    values: Mapping[str, Dated]

    def find(self, name: str) -> Dated | None:
        """The value in force, or null when none is."""
        return self.values.get(name)

    def __getitem__(self, name: str) -> Dated:
        """The value in force. Raises: ParametersError when there is none."""
        try:
            return self.values[name]
        except KeyError:
            raise ParametersError(f"{name} has no value on {self.day}") from None


@cache
def _package_files() -> tuple[tuple[str, Mapping[str, Any]], ...]:
    return tuple(shipped.parameter_files())


@cache
def about_parameters() -> Mapping[str, About]:
    """Title and subject of each table of parameters, in the order of the files."""
    return {name: about for _, tables in _package_files() for name, about in read_about(tables).items()}


@cache
def _package_values() -> Mapping[str, tuple[Dated, ...]]:
    return joined(
        (file, {name: rows for name, rows in tables.items() if name != "about"})
        for file, tables in _package_files()
    )


def joined(files: Iterable[tuple[str, Mapping[str, Any]]]) -> Mapping[str, tuple[Dated, ...]]:
    """The parameters of several parsed files. Raises: ParametersError, for a name in two of them."""
    values: dict[str, tuple[Dated, ...]] = {}
    for file, tables in files:
        for name, rows in read_parameters(tables).items():
            if name in values:
                raise ParametersError(f"{name} is given in two files, the second is {file}")
            values[name] = rows
    return values


@cache
def _plain_edition() -> Edition:
    return Edition(_package_values(), {})


def edition(overlay: Mapping[str, Any] | None = None) -> Edition:
    """The package's parameters, with the overlay's rows standing in front on their own days.

    Takes: an overlay of the same shape as the parameter files: name -> rows. Dates may be ISO texts,
    and on days that it leaves out the package's rows stay.
    Raises: ParametersError, for an unknown name, a value of another type, or a row that is not complete.
    """
    if not overlay:
        return _plain_edition()
    values = dict(_package_values())
    for name, rows in read_parameters(overlay, gaps=True).items():
        kin = [each for known, found in values.items() if _table(known) == _table(name) for each in found]
        for row in rows:
            _check_kind(row, [each.value for each in kin])
        values[name] = laid_over(values.get(name, ()), rows)
    check_sign_offs(values)
    return Edition(dict(sorted(values.items())), overlay)


def _table(name: str) -> str:
    return name.partition(".")[0]


def _check_kind(row: Dated, known: list[Any]) -> None:
    """An overlay says what the package could say: the same type and, for words, the same words."""
    if row.name in (POLICY, SIGN_OFF):
        check_company_row(row)
        return
    if not known:
        raise ParametersError(f"{row.name} is not a parameter that an overlay can change")
    if type(row.value) is not type(known[0]):
        raise ParametersError(f"{row.name}: a value of type {type(known[0]).__name__} is needed")
    if isinstance(row.value, str) and row.name in _DAYS:
        _check_day(row)
    elif isinstance(row.value, str) and row.value not in known:
        raise ParametersError(f"{row.name}: one of {', '.join(sorted(set(known)))} is needed")
    if isinstance(row.value, dict):
        for key, word in row.value.items():
            if word not in {each.get(key) for each in known}:
                raise ParametersError(f"{row.name}: {key} = {word!r} is not possible")
        if set(row.value) != set(known[0]):
            raise ParametersError(f"{row.name}: the keys {', '.join(known[0])} are needed")


def _check_day(row: Dated) -> None:
    try:
        date.fromisoformat(row.value)
    except ValueError as wrong:
        raise ParametersError(f"{row.name}: {wrong}") from wrong


def _in_force(rows: tuple[Dated, ...], day: date) -> Dated | None:
    return next((row for row in rows if row.is_in_force(day)), None)


def _json_dates(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _json_dates(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_json_dates(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
