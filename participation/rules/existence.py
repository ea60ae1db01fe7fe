"""Whether an ECCN and its paragraph exist on a day, and what does exist near one that does not."""

from collections.abc import Iterable
from datetime import date

from participation.rules import shipped
from participation.rules.control_list import EAR99, Entry, entry_of, is_within, issue_for, split
from participation.rules.days import spoken

# The equipment that a 5D002 or 5E002 item can be for.
ENCRYPTION_EQUIPMENT = ("5A002", "5A003", "5A004")


def fault_of(eccn: str, on: date) -> str | None:
    """Why there is no such ECCN on the day, with what there is instead; null where it exists.

    Before the day of the first table, a paragraph that is reserved there is believed: it held something once.
    """
    if eccn == EAR99 or _is_recorded(eccn, on):
        return None
    name, paragraph = split(eccn)
    entry = entry_of(eccn, on)
    if entry is None:
        return f"{name} is not an entry of the Commerce Control List{_issued(on)}; {_near(name, on)}"
    if not paragraph or entry.paragraphs is None or paragraph in entry.paragraphs:
        return None
    if any(is_within(paragraph, each) for each in entry.reserved):
        if on < issue_for(on):
            return None
        return f"{eccn} is reserved in the Commerce Control List{_issued(on)}: nothing falls under it"
    return f"{eccn} is not in the Commerce Control List{_issued(on)}; {_paragraphs_near(entry, paragraph)}"


def equipment_fault_of(eccn: str, on: date) -> str | None:
    """The same for the equipment that an encryption item is for."""
    if split(eccn)[0] not in ENCRYPTION_EQUIPMENT:
        return f"{eccn} is not encryption equipment: 5A002, 5A003 or 5A004 is, down to its paragraph"
    return fault_of(eccn, on)


def _is_recorded(eccn: str, on: date) -> bool:
    """Whether the readings know it: in use, though the list has no such paragraph, or no longer."""
    return any(
        each["eccn"] == eccn and each.get("from", on) <= on <= each.get("to", on)
        for each in shipped.readings()["recorded"]
    )


def _issued(on: date) -> str:
    return f" of {spoken(issue_for(on))}"


def _near(name: str, on: date) -> str:
    kin = [each for each in _names(issue_for(on), name[0]) if each[:2] == name[:2]]
    if not kin:
        return f"category {name[0]} has no entries in group {name[1]}"
    return f"category {name[0]} has in group {name[1]} {', '.join(_closest(kin, name))}"


def _closest(kin: list[str], name: str) -> list[str]:
    """At most a dozen, those whose numbers are nearest."""
    nearest = sorted(kin, key=lambda each: abs(int(each[2:]) - int(name[2:])))[:12]
    return sorted(nearest)


def _paragraphs_near(entry: Entry, paragraph: str) -> str:
    """The paragraphs directly below the deepest part that exists."""
    above = _deepest(entry, paragraph)
    named = f"{entry.eccn}.{above}" if above else entry.eccn
    below = paragraphs_below(entry, above)
    if not below:
        return f"{named} has no paragraphs{' below it' if above else ''}"
    return f"{named} has the paragraph{'s' if len(below) > 1 else ''} {', '.join(below)}"


def paragraphs_below(entry: Entry, paragraph: str) -> tuple[str, ...]:
    """The paragraphs directly below one of the entry; those of the entry for the empty one."""
    depth = paragraph.count(".") + 1 if paragraph else 0
    return tuple(
        each
        for each in entry.paragraphs or ()
        if each != paragraph and is_within(each, paragraph) and each.count(".") == depth
    )


def _deepest(entry: Entry, paragraph: str) -> str:
    parts = paragraph.split(".")[:-1]
    while parts and ".".join(parts) not in (entry.paragraphs or ()):
        parts.pop()
    return ".".join(parts)


def _names(issue: date, category: str) -> Iterable[str]:
    return tuple(shipped.table(issue, f"control_list_{category}").get("entries", ()))
