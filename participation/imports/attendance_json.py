"""Attendance lists published as JSON: an array of flat objects -> tab-separated lines for parse_attendees."""

import json
import re

from participation.imports.attendee_columns import HEADING
from participation.imports.table import header_key

# A lone surrogate: JSON can spell it, but no text can hold it.
HALF_CHARACTER = re.compile("[\ud800-\udfff]")


class AttendanceJsonError(ValueError):
    """The text is no array of flat objects with a known key; the message says where."""


def json_to_lines(text: str) -> str:
    """The list as lines with a header, one attendee each, for parse_attendees.

    Takes: objects such as {"country": "SE", "organization": "Ericsson", "presence": "remote"}.
    Gives: quotes, tabs and line breaks inside a value become part of a quoted cell.
    Raises: AttendanceJsonError, naming the line and column, or the attendee counted from 1.
    """
    try:
        people = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        raise AttendanceJsonError(f"Line {error.lineno}, column {error.colno}: {error.msg}.") from error
    except RecursionError as error:
        raise AttendanceJsonError("The list is nested too deeply.") from error
    if not isinstance(people, list) or not people:
        raise AttendanceJsonError("The list must be an array of attendees, with one at least.")
    for number, person in enumerate(people, 1):
        if not isinstance(person, dict) or any(isinstance(value, dict | list) for value in person.values()):
            raise AttendanceJsonError(f"Attendee {number} is not an object of plain values.")
        if HALF_CHARACTER.search("".join([*person, *map(str, person.values())])):
            raise AttendanceJsonError(f"Attendee {number} has half of a character (\\ud800 to \\udfff).")
    keys = [key for key in dict.fromkeys(key for person in people for key in person) if known(key)]
    if not HEADING.columns(tuple(keys)):
        raise AttendanceJsonError("No attendee has a name or an organisation.")
    lines = [keys, *([cell(person.get(key)) for key in keys] for person in people)]
    return "\n".join("\t".join(quoted(value) for value in line) for line in lines)


def known(key: str) -> bool:
    """True for a key that names a column of an attendee list."""
    return header_key(key) in HEADING.aliases


def cell(value: object) -> str:
    """A plain JSON value as it would stand in a cell; null is empty."""
    return "" if value is None else str(value)


def quoted(value: str) -> str:
    """The cell in quotes, with its own quotes doubled."""
    return '"' + value.replace('"', '""') + '"'
