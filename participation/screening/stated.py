"""What was written in an affiliation cell: nothing, one organisation, several, or another script."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from participation.screening.normalize import folded, words_of
from participation.screening.scripts import latin_of, translated

# Longer texts are pasted paragraphs; comparing them word by word would only cost time.
LONGEST_CELL = 500

_WORDS_FOR_NOTHING = """
    not provided, none, no affiliation, non affiliated, unaffiliated, unknown, self, self employed,
    myself, me, independent, individual, individual contributor, independent consultant, independent
    contributor, independent expert, consultant, consulting, freelance, freelancer, retired,
    unemployed, student, private, private person, personal, n a, na, nil, null, tbd, tba, to be
    announced, other, others, various, anonymous, guest, observer, no company, no organization, no
    organisation, not applicable, not available, not stated, not specified, see above, same, test,
    company, organization, organisation, affiliation, employer
"""
_NOT_STATED = frozenset(" ".join(text.split()) for text in _WORDS_FOR_NOTHING.split(","))
# "A / B", "A; B", "A | B": a slash counts with a blank beside it, so that "A/S" and "I/O" stay whole.
_SEVERAL = re.compile(r"\s+/\s*|\s*/\s+|\s*[;|\uff1b]\s*|\s+and/or\s+")
_FOR = re.compile(
    r"\(?\b(?:consult(?:ing|ant)\s+(?:to|for|at)|on\s+behalf\s+of|representing|contract(?:or|ing)\s+(?:to|for|at)"
    r"|sponsored\s+by|employed\s+by|c/o|paid\s+by)\s+(?P<whom>[^();,]+)\)?",
    re.I,
)
_SEGMENTS = re.compile(r"\s*[,\uff0c(\uff08)\uff09]\s*|\s+[-\u2013\u2014]\s+")
_BRACKETS = re.compile(r"\s*[(\uff08][^()\uff08\uff09]*[)\uff09]\s*")
# What every way to divide a cell begins with: a sign that is in few names, or one of these words.
_DIVIDED = re.compile(r"[^\w\s.&']|\b(?:to|for|at|of|by|representing)\b", re.I)
_ROLE = re.compile(r"\s*\((?:rapporteur|moderator|chair|editor|convenor|convener|\?)\)|\?+\s*$", re.I)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the cell. `shown` is what stood there, `text` what is compared.

    `whole` is False for a part of one employer's text. `doubtful` keeps a hit from being more than possible.
    """

    shown: str
    text: str
    whole: bool = True
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Stated:
    """The readings of a cell, and in words what could not be read; no readings means cannot screen."""

    readings: tuple[Reading, ...]
    unread: str


def readings_of(text: str) -> Stated:
    """What an affiliation says. Two employers in one cell are two readings; nothing stated is none."""
    if len(text) > LONGEST_CELL:
        return Stated((), f"longer than {LONGEST_CELL} characters; this is not a name")
    cell = " ".join(_ROLE.sub(" ", text).split()).strip(" \"'.,;:-")
    if all(_says_nothing(part) for part in _SEVERAL.split(cell)):
        return Stated((), "no organisation is stated")
    readings: dict[str, Reading] = {}
    unread: list[str] = []
    for shown, whole, doubtful in _parts(cell):
        texts = (shown,) if shown.isascii() else (shown, translated(shown))
        for latin in map(latin_of, texts):
            if latin.unread and whole:
                unread.append(latin.unread)
            if not _says_nothing(latin.text):
                doubtful = doubtful or bool(latin.unread)
                readings.setdefault(latin.text, Reading(shown, latin.text, whole, doubtful))
    reason = f"cannot be read: {', '.join(dict.fromkeys(unread))}" if unread else ""
    if not readings and not reason:
        reason = "no organisation is stated"
    return Stated(tuple(readings.values()), reason)


def _says_nothing(text: str) -> bool:
    plain = folded(text)
    return not plain or plain in _NOT_STATED


def _parts(cell: str) -> Iterator[tuple[str, bool, bool]]:
    """Text, whether it is a whole statement, whether somebody else may be meant."""
    yield cell, True, False
    if not _DIVIDED.search(cell):
        return
    employers = [part for part in _SEVERAL.split(cell) if part.strip()]
    for employer in employers:
        acting_for = _FOR.search(employer)
        if acting_for is not None:
            yield acting_for["whom"].strip(), True, True
            employer = (employer[: acting_for.start()] + employer[acting_for.end() :]).strip(" ,(")
        if employer and employer != cell:
            yield employer, True, len(employers) > 1
        outside = " ".join(_BRACKETS.sub(" ", employer).split())
        if outside and outside != employer:
            yield outside, True, False
        segments = [part for part in _SEGMENTS.split(employer) if part.strip()]
        if len(segments) > 1:
            yield from ((segment.strip(), False, False) for segment in segments if _says_enough(segment))


def _says_enough(segment: str) -> bool:
    """Whether a part of a cell can name an organisation by itself: not a short acronym, not a place."""
    words = words_of(segment)
    return len(words.tokens) > 2 or any(len(word) > 3 for word in words.distinctive)
