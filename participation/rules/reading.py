"""Strict reading of JSON values: each reader takes a value and its path, and refuses with that path."""

import re
from collections.abc import Callable
from dataclasses import MISSING, Field, field, fields
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

from participation.rules.countries import COUNTRIES

Reader = Callable[[object, str], Any]
Record = TypeVar("Record")
_ECCN = re.compile(r"EAR99|[0-9][A-E][0-9]{3}(\.[a-z](\.([0-9]{1,2}|[a-z]{1,4}))*)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)


class FactsError(ValueError):
    """Facts that are not in the published format: `path` names the place, `problem` what is wrong there."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}" if path else problem)
        self.path = path
        self.problem = problem


def required(read: Reader) -> Any:
    """A dataclass field that must be present and not null."""
    return field(metadata={"read": read})


def nullable(read: Reader) -> Any:
    """A dataclass field that may be null or absent."""
    return field(default=None, metadata={"read": read})


def record(kind: type[Record]) -> Callable[[object, str], Record]:
    """The reader of one JSON object into the dataclass `kind`, whose fields were made by the two above."""
    known: dict[str, Field[Any]] = {each.name: each for each in fields(kind)}  # type: ignore[arg-type]

    def read(value: object, path: str) -> Record:
        if not isinstance(value, dict):
            raise FactsError(path, f"an object is needed, not {_shown(value)}")
        for key in value:
            if key not in known:
                raise FactsError(below(path, str(key)), "is not a key of this format")
        return kind(**{name: _member(each, value.get(name), path) for name, each in known.items()})

    return read


def _member(member: Field[Any], value: object, path: str) -> object:
    if value is None:
        if member.default is MISSING:
            raise FactsError(below(path, member.name), "is missing")
        return None
    return member.metadata["read"](value, below(path, member.name))


def below(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def text(value: object, path: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise FactsError(path, f"text is needed, not {_shown(value)}")
    if "\x00" in value:
        raise FactsError(path, "text must not contain the character NUL")
    if _SURROGATE.search(value):
        raise FactsError(path, "text must not contain half of a surrogate pair")
    return value


def flag(value: object, path: str) -> bool:
    if not isinstance(value, bool):
        raise FactsError(path, f"true or false is needed, not {_shown(value)}")
    return value


def only_true(value: object, path: str) -> bool:
    if value is not True:
        raise FactsError(path, f"only true or null is possible, not {_shown(value)}")
    return True


def day(value: object, path: str) -> date:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise FactsError(path, f"a date such as 2024-07-18 is needed, not {_shown(value)}")
    try:
        return date.fromisoformat(value)
    except ValueError as impossible:
        raise FactsError(path, f"{value} is not a day of the calendar") from impossible


def instant(value: object, path: str) -> datetime:
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        raise FactsError(path, f"a time such as 2024-07-18T09:30:00-04:00 is needed, not {_shown(value)}")
    try:
        return datetime.fromisoformat(value.upper())
    except ValueError as impossible:
        raise FactsError(path, f"{value} is not a possible time") from impossible


def country(value: object, path: str) -> str:
    if not isinstance(value, str) or value not in COUNTRIES:
        raise FactsError(path, f"a two-letter ISO 3166 country code is needed, not {_shown(value)}")
    return value


def eccn(value: object, path: str) -> str:
    if not isinstance(value, str) or not _ECCN.fullmatch(value):
        raise FactsError(path, f"EAR99 or an ECCN such as 5E002.a is needed, not {_shown(value)}")
    return value


def percent(value: object, path: str) -> Decimal:
    """Takes an integer, a JSON number, or a decimal text (the canonical form of a fraction)."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise FactsError(path, f"a number from 0 to 100 is needed, not {_shown(value)}")
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,18})?", str(value)):
        raise FactsError(path, f"a number from 0 to 100 is needed, not {_shown(value)}")
    number = Decimal(str(value))
    if number > 100:
        raise FactsError(path, f"{value} is more than 100 per cent")
    return number


def choice(words: type[Enum]) -> Reader:
    """The reader of one word of a closed list."""
    known = {each.value: each for each in words}

    def read(value: object, path: str) -> Enum:
        if isinstance(value, bool) or not isinstance(value, str | int) or value not in known:
            raise FactsError(path, f"one of {', '.join(map(str, known))} is needed, not {_shown(value)}")
        return known[value]

    return read


def subset(words: type[Enum]) -> Reader:
    """The reader of a list of different words; gives them in the order of the closed list."""
    read_one = choice(words)

    def read(value: object, path: str) -> tuple[Enum, ...]:
        chosen = rows(read_one)(value, path)
        if len(set(chosen)) < len(chosen):
            raise FactsError(path, "a word is listed twice")
        return tuple(each for each in words if each in chosen)

    return read


def rows(read_one: Reader) -> Reader:
    """The reader of a list, each element with its number in the path."""

    def read(value: object, path: str) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise FactsError(path, f"a list is needed, not {_shown(value)}")
        return tuple(read_one(each, f"{path}[{number}]") for number, each in enumerate(value))

    return read


def _shown(value: object) -> str:
    return "nothing" if value is None else repr(value)[:60]
