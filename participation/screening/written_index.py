"""The written forms of a list, and which of them may be written like a name.

Every form is kept in the order of its length, with marks of its letters and of its pairs of letters: a wrong
letter changes few of them, so that few forms are left to be compared.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from participation.screening.written import allowed, in_both_orders, letters_of, sounded

# A wrong letter changes two marks of letters at most, and four of pairs; two exchanged ones change six.
_LETTERS_OF_ONE, _PAIRS_OF_ONE, _MORE_PAIRS = 2, 4, 2
# Marks of letters: 26 letters and 10 digits, then letters that stand there twice. A blank has none.
_BLANK, _TWICE, _CLASSES = 36, 36, 37
_AT_ONCE: Final = 1 << 12
_LINE: Final = ord("\n")

Marks = NDArray[np.uint64]


class Forms(NamedTuple):
    """F written forms, those with the fewest letters first; the texts are sounded."""

    letters: Marks  # F: which letters
    pairs: Marks  # F: which pairs of neighbours
    texts: NDArray[np.uint8]
    text_ends: NDArray[np.int32]  # F + 1
    names: NDArray[np.int32]  # F: numbers of names
    by_length: NDArray[np.int32]  # for each number of letters the place of the first form of so many or more


class Written:
    """Proposes names that are written like another. Only read, by any number of threads."""

    def __init__(self, forms: Forms) -> None:
        self._forms = forms
        self._texts, self._ends = forms.texts.data, forms.text_ends.data
        self._by_length = forms.by_length.data

    def like(self, forms: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Place of the form and number of the name for pairs that may be written alike.

        A single wrong letter in eight never hides a name; several pairs of exchanged letters may.
        """
        marks, _ = _marked("".join([f"{form}\n" for form in forms]))
        for place, (form, length) in enumerate(zip(forms, marks.lengths.tolist(), strict=True)):
            most = allowed(letters_of(form))
            first, last = self._at(length - most), self._at(length + most + 1)
            letters = np.bitwise_count(self._forms.letters[first:last] ^ marks.letters[place])
            near = (letters <= _LETTERS_OF_ONE * most).nonzero()[0] + first
            pairs = np.bitwise_count(self._forms.pairs.take(near) ^ marks.pairs[place])
            near = near[pairs <= _PAIRS_OF_ONE * most + _MORE_PAIRS]
            if len(near):
                yield from ((place, number) for number in self._near(sounded(form), near.tolist(), most + 1))

    def _near(self, form: str, places: Sequence[int], most: int) -> set[int]:
        """Numbers of the names whose letters are near in either order."""
        found = set()
        joined, in_order = in_both_orders(form)
        for place in places:
            text = bytes(self._texts[self._ends[place] : self._ends[place + 1]]).decode("ascii")
            one, other = in_both_orders(text)
            apart = OSA.distance(joined, one, score_cutoff=most)
            if apart > most:
                apart = OSA.distance(in_order, other, score_cutoff=most)
            if apart <= most:
                found.add(int(self._forms.names[place]))
        return found

    def _at(self, length: int) -> int:
        """The place of the first form of this length or more."""
        place: int = self._by_length[min(max(0, length), len(self._by_length) - 1)]
        return place


def in_order_of_length(forms: str, names: Sequence[int]) -> Forms:
    """The forms, a line each, of the names with these numbers."""
    marks, said = _marked(forms)
    numbers = np.array(names, dtype=np.int32)
    order = np.lexsort((numbers, marks.lengths))
    ends = np.flatnonzero(said == _LINE)
    starts = np.concatenate(([0], ends[:-1] + 1))[: len(ends)][order]
    counts = ends[order] - starts
    lines = said.data
    texts = bytearray()
    for start, count in zip(starts.tolist(), counts.tolist(), strict=True):
        texts += lines[start : start + count]
    return Forms(
        marks.letters[order],
        marks.pairs[order],
        np.frombuffer(bytes(texts), np.uint8),
        np.concatenate(([0], np.cumsum(counts))).astype(np.int32),
        numbers[order],
        np.concatenate(([0], np.cumsum(np.bincount(marks.lengths)))).astype(np.int32),
    )


class _Marked(NamedTuple):
    lengths: NDArray[np.int64]
    letters: Marks
    pairs: Marks


def _marked(forms: str) -> tuple[_Marked, NDArray[np.uint8]]:
    """The length and marks of forms, a line each, and the bytes of how they sound, one for each letter."""
    said = np.frombuffer(sounded(forms).encode("ascii", "replace"), np.uint8)
    ends = np.flatnonzero(said == _LINE) + 1
    bounds = [0, *ends[_AT_ONCE - 1 :: _AT_ONCE].tolist()]
    if bounds[-1] < len(said):
        bounds.append(len(said))
    none = _Marked(np.empty(0, np.int64), np.empty(0, np.uint64), np.empty(0, np.uint64))
    found = [_marked_at_once(said[start:end]) for start, end in pairwise(bounds)]
    return _Marked(*(np.concatenate(each) for each in zip(none, *found, strict=True))), said


def _marked_at_once(signs: NDArray[np.uint8]) -> _Marked:
    ends = signs == _LINE
    classes = _CLASS.take(signs).astype(np.int64)
    number = np.cumsum(ends) - ends
    counts = np.bincount(number * _CLASSES + classes, minlength=int(ends.sum()) * _CLASSES)
    counts = counts.reshape(-1, _CLASSES)[:, :_BLANK]
    once = np.where(counts > 0, _BITS[:_BLANK], _NONE).sum(axis=1, dtype=np.uint64)
    twice = np.where(counts[:, :26] > 1, _BITS[_TWICE : _TWICE + 26], _NONE).sum(axis=1, dtype=np.uint64)
    inside = np.append((classes[:-1] != _BLANK) & (classes[1:] != _BLANK), False)
    pairs = np.where(inside, _BITS.take((classes * 29 + np.roll(classes, -1) * 7) % 64), _NONE)
    starts = np.concatenate(([0], np.flatnonzero(ends)[:-1] + 1))
    return _Marked(counts.sum(axis=1), once | twice, np.bitwise_or.reduceat(pairs, starts))


def _classes() -> NDArray[np.uint8]:
    """The class of each byte: a letter, a digit, a blank; whatever else there is counts with the letters."""
    classes = np.arange(256, dtype=np.uint8) % 26
    classes[np.frombuffer(b"abcdefghijklmnopqrstuvwxyz", np.uint8)] = np.arange(26)
    classes[np.frombuffer(b"0123456789", np.uint8)] = np.arange(26, _BLANK)
    classes[np.frombuffer(b" \n", np.uint8)] = _BLANK
    return classes


_CLASS: Final = _classes()
_BITS: Final = np.uint64(1) << np.arange(64, dtype=np.uint64)
_NONE: Final = np.uint64(0)
