"""Ugly names without end, and how long the slowest of them takes.

A generator is named by the class of text that it makes, from the draw and the listed names.
"""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random
from types import MappingProxyType

from participation.screening.screen import Index, screen
from participation.screening.types import Name, Screening
from participation.screening.vocabulary import COMMON_WORDS, GENERIC_WORDS, NATIONS, TOWNS
from tests.benchmarks.screening.edits import wrong_letter

LONG = 10_000
_AGAIN = 5
_CONTROLS = "".join(map(chr, (*range(1, 32), 127, *range(128, 160))))
_MARKS = "\u200e\u200f\u202a\u202b\u202d\u202e\u2066\u2067\u2069"
_SURROGATES = "\ud800\udfff\udc00"
_JOINERS = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_EMOJI = "😀🏭📡🔬\U0001f468\u200d\U0001f4bb\U0001f1e8\U0001f1f3"
_ACCENTS = "".join(map(chr, range(0x300, 0x330)))
_SCRIPTS = (
    "华为技术有限公司大学研究所", "институтзаводтехнологии", "شركةجامعةمعهد", "ソニー株式会社大学",
    "삼성전자대학교연구소", "ελληνικο", "भारतीय", "ไทย", "עברית",
)  # fmt: skip
_COMMON = tuple(sorted({*COMMON_WORDS, *GENERIC_WORDS, *NATIONS, *TOWNS}))

Maker = Callable[[Random, Sequence[str]], str]


def _words(draw: Random, words: Sequence[str], count: int) -> str:
    return " ".join(draw.choice(words) for _ in range(count))


def _sprinkled(draw: Random, text: str, letters: str, share: float) -> str:
    return "".join(letter + (draw.choice(letters) if draw.random() < share else "") for letter in text)


def _brand(draw: Random, names: Sequence[str]) -> str:
    return max(draw.choice(names).split(), key=len)


def _near_misses(draw: Random, names: Sequence[str]) -> str:
    words = draw.choice(names).split() + draw.choice(names).split()
    return " ".join(wrong_letter(draw, wrong_letter(draw, word)) for word in words)


def _mixed(draw: Random, names: Sequence[str]) -> str:
    return " ".join(
        draw.choice((draw.choice(names), "".join(draw.choices(draw.choice(_SCRIPTS), k=9)))) for _ in range(4)
    )


MAKERS: Mapping[str, Maker] = MappingProxyType(
    {
        "empty or blank": lambda draw, names: draw.choice(("", " ", "\t\n", "\u3000", ".", "-", "()", "、")),
        "one letter 10,000 times": lambda draw, names: draw.choice("aA1.-( ") * LONG,
        "random letters, 10,000": lambda draw, names: "".join(draw.choices("abcdefgh ijklm,nop", k=LONG)),
        "random letters": lambda draw, names: "".join(
            draw.choices("abcdefghijklmnop q", k=draw.randrange(1, 500))
        ),
        "one word of 10,000 letters": lambda draw, names: _brand(draw, names) * (LONG // 8),
        "control characters": lambda draw, names: _sprinkled(draw, draw.choice(names), _CONTROLS, 0.4),
        "NUL": lambda draw, names: _sprinkled(draw, draw.choice(names), "\0", 0.2),
        "right-to-left marks": lambda draw, names: _sprinkled(draw, draw.choice(names), _MARKS, 0.3),
        "zero-width joiners": lambda draw, names: _sprinkled(draw, draw.choice(names), _JOINERS, 0.5),
        "lone surrogates": lambda draw, names: _sprinkled(
            draw, draw.choice(names), "\ud800\udfff\udc00", 0.3
        ),
        "emoji": lambda draw, names: _sprinkled(draw, draw.choice(names), _EMOJI, 0.3),
        "piled accents": lambda draw, names: _sprinkled(draw, draw.choice(names)[:40], _ACCENTS * 2, 1.0) * 3,
        "mixed scripts": _mixed,
        "any code point": lambda draw, names: "".join(map(chr, draw.choices(range(0x110000), k=300))),
        "common words, as many as fit": lambda draw, names: _words(draw, _COMMON, 70)[:500],
        "thousands of common words": lambda draw, names: _words(draw, _COMMON, 3000),
        "one common word many times": lambda draw, names: (draw.choice(_COMMON) + " ") * 60,
        "one brand many times": lambda draw, names: (_brand(draw, names) + " ") * 40,
        "near misses of listed words": _near_misses,
        "many near misses": lambda draw, names: " ".join(_near_misses(draw, names) for _ in range(5))[:500],
        "several listed names": lambda draw, names: " / ".join(draw.choices(names, k=5))[:500],
        "separators everywhere": lambda draw, names: "/,;()".join(draw.choices(names, k=6))[:500],
        "brackets in brackets": lambda draw, names: "(" * 100 + draw.choice(names) + ")" * 100,
        "single letters": lambda draw, names: " ".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=200)),
        "points between letters": lambda draw, names: ".".join(draw.choice(names)) + ".",
        "digits": lambda draw, names: "".join(draw.choices("0123456789 ", k=draw.randrange(1, 400))),
        "listed name, clean": lambda draw, names: draw.choice(names),
    }
)


def hostile_names(names: Sequence[str], *, seed: int, count: int) -> list[tuple[str, str]]:
    """(class, text), the classes in turn; the same for the same names, seed and count."""
    draw, kinds = Random(f"hostile {seed}"), list(MAKERS)
    return [(kind, MAKERS[kind](draw, names)) for kind in islice(_in_turn(kinds), count)]


def _in_turn(kinds: Sequence[str]) -> "islice[str]":
    return islice((kind for _ in iter(int, 1) for kind in kinds), None)


@dataclass(frozen=True)
class Slowest:
    """The worst text of a class: milliseconds when it was met, and the median of further calls."""

    kind: str
    first_ms: float
    again_ms: float
    letters: int
    shown: str


def slowest(index: Index, texts: Sequence[tuple[str, str]]) -> tuple[list[Slowest], dict[str, int]]:
    """The slowest text of each class, worst first, and how many were screened and refused.

    Processor time counts: another process's turn is no fault of the text.
    """
    worst: dict[str, tuple[float, str]] = {}
    counts = {"screened": 0, "cannot_screen": 0}
    for kind, text in texts:
        seconds, answer = _timed(index, text)
        counts[answer.status] += 1
        if seconds > worst.get(kind, (0.0, ""))[0]:
            worst[kind] = (seconds, text)
    found = [_measured_again(index, kind, seconds, text) for kind, (seconds, text) in worst.items()]
    return sorted(found, key=lambda each: -each.again_ms), counts


def _timed(index: Index, text: str) -> tuple[float, Screening]:
    began = time.thread_time()
    answer = screen((Name(text),), index)[0]
    return time.thread_time() - began, answer


def _measured_again(index: Index, kind: str, seconds: float, text: str) -> Slowest:
    again = statistics.median(_timed(index, text)[0] for _ in range(_AGAIN))
    shown = ascii(text[:60]).strip("'\"")
    return Slowest(kind, round(1000 * seconds, 3), round(1000 * again, 3), len(text), shown)
