"""Names in other scripts, put into Latin letters: Cyrillic letter by letter, Chinese by a glossary of names.

What cannot be read is said, never dropped.
"""

import re
import unicodedata
from dataclasses import dataclass

from participation.screening.glossary import CHINESE, RUSSIAN

_CYRILLIC_LETTERS = (
    "а a б b в v г g д d е e ё e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts "
    "ч ch ш sh щ shch ы y э e ю yu я ya і i ї yi є ye ґ g ў u"
)
_CYRILLIC = dict(zip(_CYRILLIC_LETTERS.split()[::2], _CYRILLIC_LETTERS.split()[1::2], strict=True)) | {
    "ъ": "",
    "ь": "",
}
_RUSSIAN_WORD = re.compile(r"[а-яё]+(?:-[а-яё]+)*", re.I)
_LONGEST = max(map(len, CHINESE))


@dataclass(frozen=True, slots=True)
class Latin:
    """A name in Latin letters, and the letters of it that could not be read."""

    text: str
    unread: str


def latin_of(text: str) -> Latin:
    """The name with Cyrillic transliterated and known Chinese words translated; the rest is `unread`."""
    if text.isascii():
        return Latin(text, "")
    text = unicodedata.normalize("NFKC", text)
    if text.isascii():
        return Latin(text, "")
    read: list[str] = []
    unread: list[str] = []
    at = 0
    while at < len(text):
        letter = text[at]
        if letter.lower() in _CYRILLIC:
            latin = _CYRILLIC[letter.lower()]
            read.append(latin.upper() if letter.isupper() else latin)
            at += 1
        elif _is_chinese(letter):
            word = _longest_word(text, at)
            read.append(f" {CHINESE[word]} " if word else " ")
            if not word:
                unread.append(letter)
            at += len(word) or 1
        else:
            known = not letter.isalpha() or _is_latin(letter)
            read.append(letter if known else " ")
            if not known:
                unread.append(letter)
            at += 1
    return Latin(" ".join("".join(read).split()), "".join(unread))


def translated(text: str) -> str:
    """The name with the Russian words of the glossary in English; other words stay as they are."""
    return _RUSSIAN_WORD.sub(lambda found: RUSSIAN.get(found[0].lower(), found[0]), text)


def _longest_word(text: str, at: int) -> str:
    for length in range(min(_LONGEST, len(text) - at), 0, -1):
        if text[at : at + length] in CHINESE:
            return text[at : at + length]
    return ""


def _is_chinese(letter: str) -> bool:
    return "CJK" in unicodedata.name(letter, "")


def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith(("LATIN", "MODIFIER LETTER"))
