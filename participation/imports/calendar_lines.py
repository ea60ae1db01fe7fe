"""Calendar file (RFC 5545, section 3.1) -> its unfolded lines with their numbers, parted into events."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from participation.imports.problems import shorten

# What is packed into a form again must fit into it: 3 MB are 4 MB in base 64, and a form holds 5 MB.
MAX_BYTES = 3_000_000
LINE_END = re.compile(rb"\r\n|\n|\r")
NAME = re.compile(r"[A-Za-z0-9-]+(?=[;:])")
START = b"BEGIN:VCALENDAR"


class CalendarError(ValueError):
    """The file cannot be read as a calendar; the message names the line."""


@dataclass(frozen=True)
class Line:
    """One unfolded line: the number of its first line in the file, the name of the property, the whole."""

    number: int
    name: str
    text: str

    @property
    def value(self) -> str:
        """What follows the first colon, for names such as BEGIN that take no parameters."""
        return self.text.partition(":")[2].strip()


@dataclass(frozen=True)
class Parts:
    """The lines of the calendar itself, and those of each event from its BEGIN on.

    Components within an event, such as its alarms, are left out; so are tasks and zone definitions.
    """

    calendar: tuple[Line, ...]
    events: tuple[tuple[Line, ...], ...]


def parts_of(content: bytes) -> Parts:
    """The lines of a calendar file that say something of its events.

    Raises: CalendarError for a file that is too large, empty, not UTF-8 or no calendar, for a line
    without a name, and for a component that does not end.
    """
    refuse_large(len(content))
    content = content.removeprefix(b"\xef\xbb\xbf")
    first = next((place for place in enumerate(LINE_END.split(content), 1) if place[1].strip()), None)
    if first is None:
        raise CalendarError("Line 1: the file is empty.")
    if first[1].strip().upper() != START:
        begun = shorten(first[1].strip().decode("utf-8", "replace"))
        raise CalendarError(
            f'Line {first[0]}: a calendar file begins with BEGIN:VCALENDAR, this one with "{begun}".'
        )
    lines = list(unfolded(content))
    return parted(lines)


def refuse_large(size: int) -> None:
    """Stop at a file of more bytes than are read. Raises: CalendarError."""
    if size > MAX_BYTES:
        raise CalendarError(f"The file has {size:,} bytes; at most {MAX_BYTES:,} are read.")


def parted(lines: list[Line]) -> Parts:
    """The lines by the component that they stand in. Raises: CalendarError."""
    within: list[Line] = []
    calendar: list[Line] = []
    events: list[list[Line]] = []
    for line in lines:
        name = line.name.upper()
        if name == "END":
            begun = within.pop() if within else None
            if begun is None or begun.value.upper() != line.value.upper():
                raise CalendarError(f"Line {line.number}: END:{shorten(line.value)} ends nothing that began.")
            continue
        if name == "BEGIN":
            within.append(line)
        elif not within:
            raise CalendarError(f"Line {line.number}: {line.name} stands outside of a calendar.")
        place = [one.value.upper() for one in within]
        if place == ["VCALENDAR"]:
            calendar.append(line)
        elif place == ["VCALENDAR", "VEVENT"]:
            if name == "BEGIN":
                events.append([])
            events[-1].append(line)
    if within:
        raise CalendarError(
            f"Line {within[-1].number}: BEGIN:{shorten(within[-1].value)} has no end; the file is cut off."
        )
    return Parts(tuple(calendar), tuple(map(tuple, events)))


def unfolded(content: bytes) -> Iterator[Line]:
    """The lines in order, with the lines that continue them. Raises: CalendarError."""
    begun, pieces = 0, list[bytes]()
    for number, piece in enumerate(LINE_END.split(content), 1):
        if piece[:1] in (b" ", b"\t") and pieces:
            pieces.append(piece[1:])  # a character may be cut in two here, so bytes are joined, not text
        elif piece.strip():
            if pieces:
                yield read(begun, b"".join(pieces))
            begun, pieces = number, [piece]
    if pieces:
        yield read(begun, b"".join(pieces))


def read(number: int, content: bytes) -> Line:
    """One line as text. Raises: CalendarError."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CalendarError(
            f"Line {number}: byte {error.start + 1} is not UTF-8, which a calendar file must be."
        ) from error
    if "\0" in text:
        raise CalendarError(f"Line {number} holds a NUL character, so this is not a calendar file.")
    name = NAME.match(text)
    if name is None:
        raise CalendarError(f'Line {number}: "{shorten(text.strip())}" is not a property with its value.')
    return Line(number, name[0], text)
