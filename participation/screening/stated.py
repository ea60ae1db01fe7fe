"""What was written in an affiliation cell: nothing, one organisation, several, or another script."""

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from participation.screening.compare import is_school
from participation.screening.normalize import words_of
from participation.screening.scripts import latin_readings
from participation.screening.unstated import says_nothing

# Longer texts are pasted paragraphs; comparing them word by word would only cost time.
LONGEST_CELL = 500

# Zero-width characters, direction marks and the like carry nothing of a name.
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]+")
_HALF_CHARACTERS = re.compile("[\ud800-\udfff]")
_CLAUSES = re.compile(
    r"[|;,()\[\]:\u2013\u2014\uff1b\uff0c\u3001\uff08\uff09]+|\s/|/\s|(?<=\w\w\w)/(?=\w\w\w)|\s-+\s"
)
# "A / B", "A; B", "A | B": a slash counts with a blank beside it, so that "A/S" and "I/O" stay whole.
_SEVERAL = re.compile(
    r"\s+/\s*|\s*/\s+|(?<=\w\w\w)/(?=\w\w\w)|\s*[;|\uff1b]\s*|\s+and/or\s+|\s+d/?b/?a\.?\s+", re.I
)
_FOR = re.compile(
    r"\(?\b(?:consult(?:ing|ant)\s+(?:to|for|at)|on\s+behalf\s+of|representing|contract(?:or|ing)\s+(?:to|for|at)"
    r"|sponsored\s+by|employed\s+by|c/o|paid\s+by)\s+(?P<whom>[^();,]+)\)?",
    re.I,
)
_SEGMENTS = re.compile(r"\s*[,\uff0c(\uff08)\uff09]\s*|\s+[-\u2013\u2014]\s+")
_BRACKETS = re.compile(r"\s*[(\uff08][^()\uff08\uff09]*[)\uff09]\s*")
_OF_THE_STATE = re.compile(
    r",?\s+of\s+(?:the\s+)?(?:(?:\w+\s+){0,2}republic\s+of\s+\w+|russian\s+federation)$"
    r"|\s+named\s+(?:after|for)\s.+$",
    re.I,
)
# Most cells are one plain name, perhaps with a legal form behind a comma: they are read in one way only.
_LEGAL_TAIL = re.compile(
    r",\s*(?:ltd|inc|llc|limited|corp|corporation|co|plc|gmbh|s\.?a|b\.?v|s\.?r\.?l|pte|pty)\b[\w. ]{0,12}$",
    re.I,
)
_PLAIN_LETTERS = str.maketrans("", "", string.ascii_letters + string.digits + "_ .,&'-")
_DASH = re.compile(r"\s-|-\s")
_MARKS_OF_MORE = (
    r"(?:consult|behalf|represent|contract|sponsor|employ|paid|d\.?b\.?a|named|republic|federation)"
)
_MARKS = re.compile(r"consult|behalf|represent|contract|sponsor|employ|paid|c/o|named|republic|federation")
_OPENS = frozenset("(\uff08")
_ADDS = re.compile(r"\b" + _MARKS_OF_MORE, re.I)
_MAY_ADD = re.compile(_MARKS_OF_MORE)
_ROLE = re.compile(r"\s*\((?:rapporteur|moderator|chair|editor|convenor|convener|\?)\)|\?+\s*$", re.I)


_EDGES = " \"',;:-"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the cell. `shown` is what stood there, `text` what is compared.

    `whole` is False for a part of one employer's text. `doubtful`: somebody else may be meant, so that a hit
    is never more than possible and the country may be the other's. `by_sound`: the spelling is a guess.
    `only_as_written`: it names nobody unless the list writes it the same.
    """

    shown: str
    text: str
    whole: bool = True
    doubtful: bool = False
    by_sound: bool = False
    only_as_written: bool = False


@dataclass(frozen=True, slots=True)
class Stated:
    """The readings of a cell, and in words what could not be read; no readings means cannot screen."""

    readings: tuple[Reading, ...]
    unread: str


_NOTHING = Stated((), "no organisation is stated")


def readings_of(text: str) -> Stated:
    """What an affiliation says. Two employers in one cell are two readings; nothing stated is none.

    `unread` is empty where every word of the cell is known, so that finding nothing means nobody listed.
    """
    if len(text) > LONGEST_CELL:
        return Stated((), f"longer than {LONGEST_CELL} characters; this is not a name")
    is_printed = text.isascii() and text.isprintable()
    if is_printed and _is_plain(text):
        plain = " ".join(text.split()).strip(_EDGES)
        return _NOTHING if says_nothing(plain) else Stated((Reading(plain, plain),), "")
    if not is_printed and _HALF_CHARACTERS.search(text):
        return Stated((), "damaged: it holds halves of characters")
    cell = unescape(text) if "&" in text else text
    if not cell.isascii() or not cell.isprintable():
        cell = _INVISIBLE.sub("", _CONTROLS.sub(" ", cell))
    if "(" in cell or "?" in cell:
        cell = _ROLE.sub(" ", cell)
    cell = " ".join(cell.split()).strip(_EDGES)
    if all(says_nothing(part) for part in _CLAUSES.split(cell)) or says_nothing(cell):
        return _NOTHING
    readings: dict[str, Reading] = {}
    unread = ""
    for shown, whole, doubtful, only_as_written in _parts(cell):
        for latin in latin_readings(shown):
            if says_nothing(latin.text):
                continue
            if not latin.settled and not unread:
                unread = f"in another script, read as {latin.text!r}"
            found = Reading(shown, latin.text, whole, doubtful, latin.by_sound, only_as_written)
            readings.setdefault(latin.text, found)
    return Stated(tuple(readings.values()), unread) if readings else _NOTHING


def _is_plain(text: str) -> bool:
    """Whether a cell can be read in one way only; most are, so that this looks at each letter once."""
    if text.translate(_PLAIN_LETTERS):
        return False
    if "," in text and "," in (text := _LEGAL_TAIL.sub("", text)).rstrip(" ,"):
        return False
    if "-" in text and _DASH.search(text):
        return False
    return not (_MAY_ADD.search(text.lower()) and _ADDS.search(text))


def _parts(cell: str) -> Iterator[tuple[str, bool, bool, bool]]:
    """Text, whether it is a whole statement, whether somebody else may be meant, and `only_as_written`."""
    yield cell, True, False, False
    employers = [part for part in _SEVERAL.split(cell) if part.strip()]
    # Patterns that look for a word are tried only where it stands.
    marked = _MARKS.search(cell.lower()) is not None
    for employer in employers:
        acting_for = _FOR.search(employer) if marked else None
        if acting_for is not None:
            yield acting_for["whom"].strip(), True, True, False
            employer = (employer[: acting_for.start()] + employer[acting_for.end() :]).strip(" ,(")
        if employer and employer != cell:
            yield employer, True, len(employers) > 1, False
        if marked and (national := _OF_THE_STATE.sub("", employer)) != employer and national:
            yield national, True, False, False
        outside = " ".join(_BRACKETS.sub(" ", employer).split()) if _OPENS.intersection(employer) else ""
        if outside and outside != employer:
            yield outside, True, False, False
        segments = [part for part in _SEGMENTS.split(employer) if part.strip()]
        if len(segments) > 1:
            for segment in filter(_may_name, segments):
                yield segment.strip(), False, False, not _says_enough(segment)
            if before := employer.rpartition(",")[0].strip():
                yield before, False, False, True


def _may_name(segment: str) -> bool:
    """Whether a part of a cell says enough, or is more than one word, which the list may have just so."""
    return " " in segment.strip() or _says_enough(segment)


def _says_enough(segment: str) -> bool:
    """Whether a part of a cell can name an organisation by itself: not a short acronym, not a place."""
    words = words_of(segment)
    if is_school(words) and len(words.tokens) > 1:
        return True
    return len(words.tokens) > 2 or any(len(word) > 3 for word in words.distinctive)
