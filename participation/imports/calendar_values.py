"""One line of a calendar file -> its parameters and its value, with the line that holds it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from icalendar.parser import Contentline

from participation.imports.calendar_lines import CalendarError, Line
from participation.imports.problems import shorten


@dataclass(frozen=True)
class Value:
    """The value of a property, unescaped; parameters by their names in capitals, each as one text."""

    line: int
    text: str
    parameters: Mapping[str, str]


def values_of(lines: Sequence[Line], wanted: frozenset[str]) -> dict[str, list[Value]]:
    """The values of the properties that are wanted, by name in capitals. Raises: CalendarError."""
    found: dict[str, list[Value]] = {}
    for line in lines:
        name = line.name.upper()
        if name in wanted:
            found.setdefault(name, []).append(value_of(line))
    return found


def value_of(line: Line) -> Value:
    """The value of one line. Raises: CalendarError."""
    try:
        _, parameters, text = Contentline(line.text).parts()
    except ValueError as error:
        raise CalendarError(
            f'Line {line.number}: the parameters of "{shorten(line.text)}" cannot be read.'
        ) from error
    plain = {str(name).upper(): _one(value) for name, value in parameters.items()}
    return Value(line.number, text, plain)


def _one(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def text_of(values: Mapping[str, list[Value]], name: str) -> str:
    """The first value of this name on one line, without spaces around it; empty where there is none."""
    return " ".join(values[name][0].text.split()) if name in values else ""
