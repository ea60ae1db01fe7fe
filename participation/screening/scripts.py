"""Names in other scripts in Latin letters: known words in English, the rest by sound. Nothing is dropped.

Words come from two closed glossaries; sounds from anyascii, letter by letter. A name is read in several ways
where the way it is written in Latin letters is not settled: syllables joined or apart, other spellings.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice

from anyascii import anyascii

from participation.screening.glossary import CHINESE, TRADITIONAL
from participation.screening.glossary_letters import ARABIC, ARABIC_LETTERS, KATAKANA, KOREAN, RUSSIAN_STEMS

# Readings of one text; more would only cost time.
MOST_READINGS = 6
_LONGEST_RUN = 60
_LONGEST_ENDING = 3
_HAN = KATAKANA | CHINESE
_LONGEST_HAN = max(map(len, _HAN))
_LONGEST_KOREAN = max(map(len, KOREAN))
_NUMERAL = re.compile(r"第?([一二三四五六七八九十百千〇零0-9]+)(?=研究|所|院|部|局|厂|号)号?")
_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}
# Letters of Cyrillic and Greek that look like Latin ones, for words that mix them.
_LOOKALIKES = str.maketrans("АВЕКМНОРСТУХаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTYXaeopcyxijsABEZHIKMNOPTYXo")


@dataclass(frozen=True, slots=True)
class Latin:
    """A name in Latin letters.

    `by_sound`: part of it is a guess at how it is spelt. `settled`: every word of it is known in English.
    """

    text: str
    by_sound: bool = False
    settled: bool = True


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a name and the ways to write it, likeliest first."""

    ways: tuple[str, ...]
    by_sound: bool = False
    settled: bool = True


def latin_readings(text: str) -> tuple[Latin, ...]:
    """The ways to read a text in Latin letters, likeliest first; the text itself where it is Latin."""
    if text.isascii():
        return (Latin(text),)
    text = unicodedata.normalize("NFKC", text)
    if text.isascii():
        return (Latin(text),)
    pieces = list(_pieces(text))
    by_sound = any(piece.by_sound for piece in pieces)
    settled = all(piece.settled for piece in pieces)
    readings: dict[str, Latin] = {}
    for turn in range(max(len(piece.ways) for piece in pieces)):
        written = "".join(piece.ways[min(turn, len(piece.ways) - 1)] for piece in pieces)
        said = " ".join(written.split())
        readings.setdefault(said, Latin(said, by_sound, settled))
    return tuple(islice(readings.values(), MOST_READINGS))


def is_other_script(text: str) -> bool:
    """Whether a text has letters that are not Latin ones."""
    return not text.isascii() and any(_script(letter) not in ("", "latin") for letter in text)


def _script(letter: str) -> str:
    """The script of a letter, or an empty text for what is no letter."""
    code = ord(letter)
    if 0x3400 <= code <= 0x9FFF or 0x20000 <= code <= 0x3FFFF or letter in "々〇" or 0xF900 <= code <= 0xFAFF:
        return "han"
    if (0x3041 <= code <= 0x30FF and letter not in "・゠") or 0x31F0 <= code <= 0x31FF:
        return "han"
    if 0xAC00 <= code <= 0xD7FF or 0x1100 <= code <= 0x11FF or 0x3130 <= code <= 0x318F:
        return "korean"
    if not letter.isalpha() and not unicodedata.category(letter).startswith("M"):
        return ""
    if code < 0x370 or 0x1E00 <= code <= 0x1EFF or unicodedata.name(letter, "").startswith("LATIN"):
        return "latin"
    return "letters"


def _pieces(text: str) -> Iterator[_Piece]:
    for word in re.split(r"(\s+)", text):
        scripts = {_script(letter) for letter in word}
        if {"latin", "letters"} <= scripts:
            word = word.translate(_LOOKALIKES)
        for script, run in groupby(word, _script):
            yield from _READERS.get(script, _as_written)("".join(run))


def _as_written(run: str) -> Iterator[_Piece]:
    yield _Piece((run,))


def _numbers(run: str) -> str:
    return _NUMERAL.sub(lambda found: f" {_number(found[1])} ", run)


def _number(numeral: str) -> int:
    """The value of a Chinese numeral, written with units ("五十四") or digit by digit ("七〇二")."""
    if numeral.isdecimal() and numeral.isascii():
        return int(numeral)
    if not _UNITS.keys() & set(numeral):
        return int("".join(str(_DIGITS.get(digit, digit)) for digit in numeral))
    value, digit = 0, 0
    for sign in numeral:
        if sign in _UNITS:
            value += (digit or 1) * _UNITS[sign]
            digit = 0
        else:
            digit = int(_DIGITS.get(sign, sign))
    return value + digit


def _han(run: str) -> Iterator[_Piece]:
    """Chinese and Japanese: the longest known word first, what lies between by its syllables."""
    for part in re.split(r"(\d+)", _numbers(run.translate(TRADITIONAL))):
        if part.strip().isdigit() or not part.strip():
            yield _Piece((part,))
        else:
            yield from _known_and_unknown(part.strip(), _HAN, _LONGEST_HAN, _syllables)


def _korean(run: str) -> Iterator[_Piece]:
    yield from _known_and_unknown(run, KOREAN, _LONGEST_KOREAN, _korean_sounds)


def _known_and_unknown(
    run: str, glossary: dict[str, str], longest: int, by_sound: object
) -> Iterator[_Piece]:
    """Words of the glossary in English, the rest by sound.

    A single character counts as a word only after a known word or at the end, elsewhere it is part of a name.
    """
    at, unknown, after_known = 0, "", False
    while at < len(run):
        word = _longest_word(run, at, glossary, longest)
        if len(word) == 1 and not (after_known and not unknown) and at + 1 < len(run):
            word = ""
        if word:
            if unknown:
                yield by_sound(unknown)  # type: ignore[operator]
                unknown = ""
            yield _Piece(tuple(f" {way} " for way in glossary[word].split("/")))
        else:
            unknown += run[at]
        after_known = bool(word)
        at += len(word) or 1
    if unknown:
        yield by_sound(unknown)  # type: ignore[operator]


def _longest_word(run: str, at: int, glossary: dict[str, str], longest: int) -> str:
    for length in range(min(longest, len(run) - at), 0, -1):
        if run[at : at + length] in glossary:
            return run[at : at + length]
    return ""


def _syllables(unknown: str) -> _Piece:
    """A name by its syllables, joined in the ways that romanised names are written."""
    unknown = unknown[:_LONGEST_RUN]
    sounds = [anyascii(letter).lower() for letter in unknown]
    if any("\u3041" <= letter <= "\u30ff" for letter in unknown):
        return _Piece((f" {''.join(sounds)} ",), by_sound=True, settled=False)
    ways = [f" {' '.join(_joined(sounds, lengths))} ".title() for lengths in _LENGTHS.get(len(sounds), _MANY)]
    return _Piece(tuple(dict.fromkeys(ways)), by_sound=True, settled=False)


# How many syllables each written word takes; neighbours that are one word in the list are joined later.
_LENGTHS = {
    1: ((1,),),
    2: ((2,),),
    3: ((2, 1), (1, 2), (3,)),
    4: ((2, 2), (3, 1), (1, 3), (2, 1, 1)),
    5: ((2, 2, 1), (2, 3), (3, 2), (2, 1, 2)),
}
_MANY = ((2,), (3,), (1,))


def _joined(sounds: list[str], lengths: tuple[int, ...]) -> Iterator[str]:
    at = turn = 0
    while at < len(sounds):
        length = lengths[turn % len(lengths)]
        yield "".join(sounds[at : at + length])
        at, turn = at + length, turn + 1


_NORTHERN_FIRST = {"g": "k", "d": "t", "b": "p", "j": "ch"}


def _korean_sounds(unknown: str) -> _Piece:
    """A Korean name as the South and, with the older spelling, the North write it."""
    south = anyascii(unknown[:_LONGEST_RUN]).lower()
    north = south.replace("yeo", "yo").replace("eo", "o").replace("eu", "u").replace("ly", "ry")
    north = _NORTHERN_FIRST.get(north[:1], north[:1]) + north[1:]
    return _Piece((f" {south} ", f" {north} "), by_sound=True, settled=False)


def _letters(run: str) -> Iterator[_Piece]:
    """A word of Cyrillic, Arabic or other letters: in English if it is known, and by its letters."""
    plain = "".join(letter for letter in run if not unicodedata.combining(letter) or letter == "\u0306")
    sounds = anyascii(unicodedata.normalize("NFC", plain[:_LONGEST_RUN]))
    cyrillic = "\u0400" <= run[0] <= "\u052f"
    known = _russian(run.lower()) if cyrillic else _arabic(run)
    if known is None:
        yield _Piece((sounds,), by_sound=not cyrillic, settled=False)
    else:
        yield _Piece((f" {known} ", sounds))


def _russian(word: str) -> str | None:
    for length in range(len(word), max(1, len(word) - _LONGEST_ENDING - 1), -1):
        if word[:length] in RUSSIAN_STEMS:
            return RUSSIAN_STEMS[word[:length]]
    return None


def _arabic(word: str) -> str | None:
    word = word.translate(ARABIC_LETTERS)
    bare = word.removeprefix("و") if word[1:3] == "ال" else word
    for said in (word, bare, bare.removeprefix("ال"), bare.removeprefix("لل"), bare.removeprefix("ب")):
        if said in ARABIC:
            return ARABIC[said]
    return None


_READERS = {"han": _han, "korean": _korean, "letters": _letters}
