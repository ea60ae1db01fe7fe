"""The paragraphs of an entry's list of items: which exist, and which are reserved."""

import re
from collections.abc import Iterable, Iterator

_STEP = r"(?:[0-9]{1,2}|[a-z])"
_DESIGNATED = re.compile(
    rf"(?P<paragraph>[a-z](?:\.{_STEP})*)(?P<stop>\.*)(?:\s+|(?=[-–]))(?P<rest>.*)", re.DOTALL
)
_RANGE = re.compile(rf"(?:through|to|and|-|–)\s*(?P<last>[a-z0-9](?:\.{_STEP})*)\.?\s*(?P<rest>.*)")
# A range that ends here was never filled: it leaves room before paragraph x or z.
_ROOM = frozenset("wy")
_AFTER_ROOM = frozenset("xyz")


def paragraphs_of(items: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The paragraphs that exist, those above them included, and those that are reserved; each in order."""
    found: dict[str, None] = {}
    reserved: dict[str, None] = {}
    for item in items:
        designated = _DESIGNATED.match(item)
        if not designated or (not designated["stop"] and "." not in designated["paragraph"]):
            continue
        paragraph, rest = designated["paragraph"], designated["rest"]
        ranged = _RANGE.fullmatch(rest)
        if ranged and ranged["rest"].startswith("[Reserved]"):
            reserved |= dict.fromkeys(_between(paragraph, ranged["last"]))
        elif rest.startswith("[Reserved]"):
            reserved[paragraph] = None
        else:
            found |= dict.fromkeys(_with_those_above(paragraph))
    for paragraph in tuple(found):
        found |= dict.fromkeys(each for each in _before(paragraph) if each not in reserved)
    return tuple(sorted(found, key=_order)), tuple(sorted(set(reserved) - set(found), key=_order))


def _before(paragraph: str) -> Iterator[str]:
    """The neighbours that the count goes through first: one printed inside a note exists all the same."""
    above, _, step = paragraph.rpartition(".")
    if above or step not in _AFTER_ROOM:
        yield from _between(
            f"{above}.1" if above and step.isdecimal() else f"{above}.a" if above else "a", paragraph
        )


def _order(paragraph: str) -> list[tuple[int, str]]:
    return [(int(step), "") if step.isdecimal() else (0, step) for step in paragraph.split(".")]


def _with_those_above(paragraph: str) -> Iterator[str]:
    parts = paragraph.split(".")
    for length in range(1, len(parts) + 1):
        yield ".".join(parts[:length])


def _between(first: str, last: str) -> Iterator[str]:
    """`d` to `f` as d, e, f; `a.6` to `a.8` likewise; nothing for the room before x and z."""
    above, _, start = first.rpartition(".")
    end = last.rpartition(".")[2]
    if not above and end in _ROOM:
        return
    if start.isdecimal() and end.isdecimal():
        steps = [str(number) for number in range(int(start), int(end) + 1)]
    else:
        steps = [chr(code) for code in range(ord(start[0]), ord(end[0]) + 1)]
    for step in steps:
        yield f"{above}.{step}" if above else step
