"""Which characters of two names agree, so that a person sees why they were matched.

Words are paired as `compare` pairs them: equal words, neighbours that are one word on the other side, then
misspelt ones, of which only the letters that agree are marked. In names that are written alike what is left
is compared letter by letter, legal forms included.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from participation.screening.compare import letters_apart
from participation.screening.normalize import folded, words_of
from participation.screening.vocabulary import STOP_WORDS
from participation.screening.written import forms_of, written_value

_WORD = re.compile(r"[^\s,;:()\[\]{}|/\"“”–—-]+")
# More words than a name has; comparing each with each would only cost time.
_MOST_WORDS = 80


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text as written; `agrees` where the other side has it too."""

    text: str
    agrees: bool


@dataclass(slots=True)
class _Token:
    """A word that counts, where it stands in the text, and which of its letters agree."""

    text: str
    start: int
    end: int
    paired: bool = False


Ranges = list[tuple[int, int]]


def marks(query: str, listed: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Both texts in spans that together are the text; neighbouring spans differ in `agrees`."""
    ours, theirs = _tokens(query), _tokens(listed)
    of_ours: Ranges = []
    of_theirs: Ranges = []
    _pair_equal(ours, theirs, of_ours, of_theirs)
    _pair_joined(ours, theirs, of_ours, of_theirs)
    _pair_joined(theirs, ours, of_theirs, of_ours)
    _pair_misspelt((query, ours, of_ours), (listed, theirs, of_theirs))
    if not of_ours:
        _pair_initials(ours, theirs, of_ours, of_theirs)
    if any(written_value(one, other) for one in forms_of(query) for other in forms_of(listed)):
        _pair_letters((query, of_ours), (listed, of_theirs))
    return _spans(query, of_ours), _spans(listed, of_theirs)


def brand_of(query: str, listed: str) -> str:
    """The distinctive words that both names share, as the listed one writes them; empty for none."""
    shared = set(words_of(query).distinctive) & set(words_of(listed).distinctive)
    written = [listed[one.start : one.end] for one in _tokens(listed) if one.text in shared]
    return " ".join(dict.fromkeys(written))


def _tokens(text: str) -> list[_Token]:
    """The words of the text that count, each with its place."""
    counted = set(words_of(text).tokens)
    found = []
    for word in list(_WORD.finditer(text))[:_MOST_WORDS]:
        for token in words_of(word[0]).tokens:
            if token in counted:
                found.append(_Token(token, word.start(), word.end()))
    return found


def _take(token: _Token, ranges: Ranges) -> None:
    token.paired = True
    ranges.append((token.start, token.end))


def _free(tokens: Sequence[_Token]) -> list[_Token]:
    return [one for one in tokens if not one.paired]


def _pair_equal(ours: list[_Token], theirs: list[_Token], of_ours: Ranges, of_theirs: Ranges) -> None:
    for one in ours:
        same = next((each for each in _free(theirs) if each.text == one.text), None)
        if same is not None:
            _take(one, of_ours)
            _take(same, of_theirs)


def _pair_joined(parts: list[_Token], wholes: list[_Token], of_parts: Ranges, of_wholes: Ranges) -> None:
    free = _free(parts)
    for left, right in pairwise(free):
        whole = next((each for each in _free(wholes) if each.text == left.text + right.text), None)
        if whole is not None and not left.paired:
            _take(left, of_parts)
            _take(right, of_parts)
            _take(whole, of_wholes)


def _pair_misspelt(ours: tuple[str, list[_Token], Ranges], theirs: tuple[str, list[_Token], Ranges]) -> None:
    for one in _free(ours[1]):
        near = [(apart, each) for each in _free(theirs[1]) if (apart := letters_apart(one.text, each.text))]
        if near:
            other = min(near, key=lambda found: found[0])[1]
            one.paired = other.paired = True
            left, right = _letters(ours[0][one.start : one.end]), _letters(theirs[0][other.start : other.end])
            for block in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
                ours[2].append((one.start + block.a, one.start + block.a + block.size))
                theirs[2].append((other.start + block.b, other.start + block.b + block.size))


def _letters(word: str) -> list[str]:
    """One letter for each character, without case and accent."""
    return [folded(character)[:1] or character for character in word]


def _pair_initials(ours: list[_Token], theirs: list[_Token], of_ours: Ranges, of_theirs: Ranges) -> None:
    """A short form against the first letters of the words it may stand for."""
    for one in ours:
        letters = [each for each in theirs if each.text not in STOP_WORDS]
        initials = "".join(each.text[0] for each in letters)
        at = initials.find(one.text)
        if len(one.text) > 2 and at >= 0:
            _take(one, of_ours)
            of_theirs += [(each.start, each.start + 1) for each in letters[at : at + len(one.text)]]
            return


def _pair_letters(ours: tuple[str, Ranges], theirs: tuple[str, Ranges]) -> None:
    """What is not yet marked on either side, letter by letter."""
    left, right = _unmarked(*ours), _unmarked(*theirs)
    one, other = (
        [_letters(text[at])[0] for at in places] for (text, _), places in ((ours, left), (theirs, right))
    )
    for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            ours[1].append((left[block.a + step], left[block.a + step] + 1))
            theirs[1].append((right[block.b + step], right[block.b + step] + 1))


def _unmarked(text: str, ranges: Ranges) -> list[int]:
    """Places of the letters and digits that no range holds."""
    marked = {place for start, end in ranges for place in range(start, end)}
    return [place for place, letter in enumerate(text) if letter.isalnum() and place not in marked]


def _spans(text: str, ranges: Ranges) -> tuple[Span, ...]:
    agrees = bytearray(len(text))
    for start, end in ranges:
        agrees[start:end] = b"\x01" * (end - start)
    spans: list[Span] = []
    begin = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or agrees[at] != agrees[begin]:
            spans.append(Span(text[begin:at], bool(agrees[begin])))
            begin = at
    return tuple(spans)
