"""IETF blue sheets: a title, a rule, a count, then one name and affiliation a line."""

import re
from dataclasses import dataclass

TITLE = re.compile(r"Bluesheet for .+", re.IGNORECASE)
COUNT = re.compile(r"(\d{1,6}) attendees?\.?", re.IGNORECASE)


@dataclass(frozen=True)
class BlueSheet:
    """The lines below the heading, tab separated, and the number of attendees that it states."""

    text: str
    stated: int | None


def read_blue_sheet(text: str) -> BlueSheet | None:
    """The sheet, or None when the text does not start like one.

    Takes: affiliations parted from names by a tab or by two and more spaces.
    """
    lines = re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff").strip())
    if not TITLE.fullmatch(lines[0].strip()):
        return None
    rest = [line for line in lines[1:] if line.strip() and not re.fullmatch(r"=+", line.strip())]
    counted = COUNT.fullmatch(rest[0].strip()) if rest else None
    body = rest[1:] if counted else rest
    tabbed = [re.sub(r" {2,}", "\t", line.strip(), count=1) if "\t" not in line else line for line in body]
    return BlueSheet("\n".join(tabbed), int(counted[1]) if counted else None)
