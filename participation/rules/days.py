"""Days in the words of an explanation."""

from datetime import date


def spoken(on: date) -> str:
    """A day as people write it: 16 May 2019."""
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
