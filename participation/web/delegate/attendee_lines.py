"""Attendees as a list that can be pasted: what its preview reads is what stood here."""

import csv
import io
from collections.abc import Iterable

from participation.models import Attendance

HEAD = ("Name", "Organisation", "Country", "E-mail")
Row = tuple[str, str, str, str]


def lines_of(attendances: Iterable[Attendance]) -> list[Row]:
    """One row for each organisation that each person stated, as stated; how they took part is left open."""
    return [
        (
            one.person_name,
            one.stated_name.text,
            one.stated_name.country,
            (one.person.email or "") if one.person else "",
        )
        for one in attendances
    ]


def attendee_lines(rows: Iterable[Row]) -> str:
    """The rows with their header, parted by semicolons; empty without a row."""
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\n").writerows([HEAD, *rows])
    lines = text.getvalue().removesuffix("\n")
    return lines if "\n" in lines else ""
