"""What a row of licence requirements covers: the entry, named paragraphs, or some items of them."""

import re
from dataclasses import dataclass

_PARAGRAPH = r"[a-z](?:\.(?:[0-9]{1,2}|[a-z]))*"
_WHOLE = re.compile(r"(?:the )?entire entry\.?(?: \(refer to [^)]*\))?", re.IGNORECASE)
_EXCEPT = re.compile(r"(?:the )?entire entry,? except (?P<rest>.*)", re.IGNORECASE)
_OPENING = re.compile(r"^(?:the )?(?:items|“software”|commodities) (?:controlled by|in|specified by) ")
_BETWEEN = re.compile(r",\s*(?:and|or)\s+|,\s*|\s+(?:and|or)\s+|;\s*")
# An exception after a comma narrows what stands before it; what stands after it names nothing more.
_NARROWED = re.compile(r", except\b.*", re.IGNORECASE)
# Words with which named paragraphs do not bound what a row covers: other exceptions, and ranges.
_UNBOUND = re.compile(
    r"\b(?:except|other than|through)\b|(?:\.[a-z0-9]{1,2}|\b[a-z]) to (?:[0-9][A-E]|\.?[a-z]\b)",
    re.IGNORECASE,
)
# After the first paragraph of a run: one with a dot, or a single letter that ends its member of the list.
_FURTHER = re.compile(
    rf"(?:, (?:and |or )?|;? (?:and|or) )(?:\.(?P<led>{_PARAGRAPH})"
    r"|(?P<long>[a-z](?:\.(?:[0-9]{1,2}|[a-z])\b)+)"
    r"|(?P<letter>[a-z])(?=,|;|$|\.$| and | or ))"
)

# A run that goes on in a way that is not read here, such as `d.15 and .16`.
_UNREAD = re.compile(r"(?:,|;)? ?(?:and |or )?(?:\.[a-z0-9]|[0-9]|[a-z](?:[,;.]| and | or |$))")


@dataclass(frozen=True)
class Scope:
    """`paragraphs` empty: the whole entry, but for `without`; `text`: some of these, in the list's words."""

    paragraphs: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    text: str = ""


def scope_of(stated: str, eccn: str) -> Scope:
    """What the words after `NS applies to` cover; words that cannot be read for certain stand as text."""
    stated = stated.strip()
    if _WHOLE.fullmatch(stated):
        return Scope()
    if excepted := _EXCEPT.fullmatch(stated):
        listed = _listed(excepted["rest"], eccn)
        if listed and not listed[1]:
            return Scope(without=listed[0])
        return Scope(text=stated)
    listed = _listed(_OPENING.sub("", stated), eccn)
    if listed:
        return Scope(listed[0], listed[1])
    return Scope(_named(stated, eccn), text=stated)


def _listed(stated: str, eccn: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The paragraphs of a plain list, and those excepted in brackets; null for anything else."""
    one = re.compile(rf"(?:{eccn})?\.?({_PARAGRAPH})(?: \(except (?:{eccn})?\.?({_PARAGRAPH})\))?\.?")
    found = [one.fullmatch(each) for each in _BETWEEN.split(stated.strip().rstrip("."))]
    if not stated.startswith(eccn) or not all(found):
        return None
    matched = [each for each in found if each]
    return tuple(each[1] for each in matched), tuple(each[2] for each in matched if each[2])


def _named(stated: str, eccn: str) -> tuple[str, ...]:
    """The entry's own paragraphs that bound the row; empty where the words do not bound it for certain."""
    stated = _NARROWED.sub("", stated)
    if _UNBOUND.search(stated):
        return ()
    found: list[str] = []
    for first in re.finditer(rf"{eccn}\.({_PARAGRAPH})\b", stated):
        found.append(first[1])
        place = first.end()
        while further := _FURTHER.match(stated, place):
            found.append(further["led"] or further["long"] or further["letter"])
            place = further.end()
        if _UNREAD.match(stated, place):
            return ()
    return tuple(dict.fromkeys(found))
