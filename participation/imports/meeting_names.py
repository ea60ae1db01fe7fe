"""The summary of an event -> body, group and number, as far as they are known here; never by guess."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# Not part of a longer name: "ITU-T" does not name ITU, "3GPP/ETSI" names neither.
BEFORE = r"(?<!\w)(?<!\w[-./&])"
AFTER = r"(?!\w)(?![-./&]\w)"
GAP = r"[\s:,\u2013\u2014-]*"
# A bare number counts where nothing follows that it could belong to, such as a month.
NUMBER = re.compile(
    r"[\s,:]*(?P<number>#\d{1,4}(?:-?[A-Za-z]{1,4}){0,2}|(?!(?:19|20)\d\d\b)\d{1,4}(?=\s*(?:$|[:;,(\u2013\u2014]|-\s)))"
    + AFTER
)


@dataclass(frozen=True)
class KnownBody:
    """A standards body with every name it goes by, and the groups that meetings were logged for."""

    key: str
    names: tuple[str, ...]
    groups: tuple[str, ...]


@dataclass(frozen=True)
class Named:
    """What a summary names; `body` is None and texts are empty where nothing was recognised."""

    body: KnownBody | None
    group: str
    number: str
    title: str
    remark: str = ""


def named_in(summary: str, bodies: Sequence[KnownBody]) -> Named:
    """Body, group and number of a summary such as "3GPP SA2 #178: Architecture", and the rest as title.

    A body counts anywhere in the summary, if it is the only one; a group right behind its body, or at the
    start, spelt as here, if only one body has it and a number follows or is part of its name.
    """
    found = _bodies_in(summary, bodies)
    keys = dict.fromkeys(body.key for _, _, body in found)
    if len(keys) > 1:
        names = " and ".join(dict.fromkeys(body.names[0] for _, _, body in found))
        return Named(None, "", "", summary, f"The summary names {names}: choose the body.")
    if not found:
        return _group_alone(summary, bodies)
    start, end, body = found[0]
    group, end = _group_at(summary, end, body)
    number, end = _number_at(summary, end)
    return Named(body, group, number, _title(summary, start, end))


def _bodies_in(summary: str, bodies: Sequence[KnownBody]) -> list[tuple[int, int, KnownBody]]:
    """Where bodies are named, from the left, without names that stand within longer ones."""
    places = [
        (match.start(), match.end(), body)
        for body in bodies
        for name in body.names
        for match in re.finditer(f"{BEFORE}{re.escape(name)}{AFTER}", summary, re.IGNORECASE)
    ]
    places.sort(key=lambda place: (place[0], -place[1]))
    kept: list[tuple[int, int, KnownBody]] = []
    for place in places:
        if not kept or place[0] >= kept[-1][1]:
            kept.append(place)
    return kept


def _group_at(summary: str, place: int, body: KnownBody) -> tuple[str, int]:
    """The group right behind the body, in any case, and where it ends."""
    for group in sorted(body.groups, key=len, reverse=True):
        match = re.compile(f"{GAP}{re.escape(group)}{AFTER}", re.IGNORECASE).match(summary, place)
        if match:
            return group, match.end()
    return "", place


def _group_alone(summary: str, bodies: Sequence[KnownBody]) -> Named:
    """A group at the start of the summary, where no body is named."""
    found = []
    for body in bodies:
        for group in body.groups:
            match = re.match(f"{re.escape(group)}{AFTER}", summary)
            if match:
                number, end = _number_at(summary, match.end())
                if number or any(map(str.isdigit, group)):
                    found.append((body, group, number, end))
    longest = max((len(group) for _, group, _, _ in found), default=0)
    found = [one for one in found if len(one[1]) == longest]
    if len(found) == 1:
        body, group, number, end = found[0]
        return Named(body, group, number, _title(summary, 0, end))
    if found:
        names = " and ".join(body.names[0] for body, _, _, _ in found)
        return Named(None, "", "", summary, f"{found[0][1]} is a group of {names}: choose the body.")
    return Named(None, "", "", summary)


def _number_at(summary: str, place: int) -> tuple[str, int]:
    match = NUMBER.match(summary, place)
    return (match["number"], match.end()) if match else ("", place)


def _title(summary: str, start: int, end: int) -> str:
    """What is left where the summary begins with what was recognised; else all of it."""
    if summary[:start].strip(" [("):
        return summary
    return re.sub(f"^[\\])]?{GAP}", "", summary[end:]).strip()
