"""The twelve ways in which people write a listed name otherwise; each is a function of the draw alone."""

import re
from collections.abc import Callable, Mapping
from random import Random
from types import MappingProxyType

from participation.screening.vocabulary import LEGAL_FORMS

Edit = Callable[[Random, str], str]

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHORT_FORMS = {
    "academy": "Acad", "company": "Co", "corporation": "Corp", "department": "Dept", "electronics": "Elec",
    "engineering": "Eng", "institute": "Inst", "international": "Intl", "laboratory": "Lab", "limited": "Ltd",
    "national": "Natl", "research": "Res", "technologies": "Tech", "technology": "Tech", "university": "Univ",
}  # fmt: skip
# Pairs of spellings that tables of romanisation disagree about.
_SPELLINGS = (
    ("zh", "j"), ("x", "ks"), ("kh", "h"), ("sh", "sch"), ("ts", "tz"), ("yu", "iu"), ("ya", "ia"),
    ("q", "k"), ("ou", "u"), ("ei", "ey"), ("iy", "y"), ("ph", "f"), ("w", "v"), ("ck", "k"), ("ee", "i"),
)  # fmt: skip
_BEHIND = (
    "Beijing", "Shenzhen", "Hong Kong", "Germany", "Moscow Branch", "R&D Center", "Wireless Research",
    "Standards Department", "Dept. of Electrical Engineering", "IEEE SA",
)  # fmt: skip


def clean(draw: Random, name: str) -> str:
    """The name as listed, or in capitals without its points."""
    return re.sub(r"[.,]", "", name).upper() if draw.random() < 0.5 else name


def wrong_letter(draw: Random, name: str) -> str:
    """One letter replaced, lost, added or exchanged with the one before; never the first one."""
    places = [place for place, letter in enumerate(name) if letter.isalpha()]
    if len(places) < 4:
        return name
    place, letter = draw.choice(places[1:]), draw.choice(_LETTERS)
    before, after = name[:place], name[place + 1 :]
    ways = (before + letter + after, before + after, before + letter + name[place:], _exchanged(name, place))
    return draw.choice(ways)


def _exchanged(name: str, place: int) -> str:
    if not name[place - 1].isalpha():
        return name[:place] + name[place + 1 :]
    return name[: place - 1] + name[place] + name[place - 1] + name[place + 1 :]


def without_legal_form(draw: Random, name: str) -> str:
    words = re.sub(r"[.,]", " ", name).split()
    while len(words) > 1 and words[-1].lower() in LEGAL_FORMS:
        words.pop()
    return " ".join(words)


def reordered(draw: Random, name: str) -> str:
    words = name.replace(",", " ").split()
    if len(words) < 2:
        return name
    turn = draw.randrange(1, len(words))
    return " ".join(words[turn:] + words[:turn])


def romanised_otherwise(draw: Random, name: str) -> str:
    """Up to two syllables in the spelling of another table; a wrong letter where none fits."""
    lower = name.lower()
    fitting = [pair for pair in _SPELLINGS if pair[0] in lower]
    if not fitting:
        return wrong_letter(draw, name)
    for one, other in draw.sample(fitting, min(2, len(fitting))):
        lower = lower.replace(one, other, 1)
    return lower.title()


def abbreviated(draw: Random, name: str) -> str:
    return " ".join(_SHORT_FORMS.get(re.sub(r"\W", "", word).lower(), word) for word in name.split())


def with_more_words(draw: Random, name: str) -> str:
    return f"{name}, {draw.choice(_BEHIND)}"


def spaced_otherwise(draw: Random, name: str) -> str:
    """Two neighbours written as one word, or a long word as two."""
    words = name.split()
    if len(words) > 1 and draw.random() < 0.6:
        place = draw.randrange(len(words) - 1)
        joined = words[place] + words[place + 1].lower()
        return " ".join([*words[:place], joined, *words[place + 2 :]])
    long = [place for place, word in enumerate(words) if len(word) > 6 and word.isalpha()]
    if not long:
        return name.replace("-", "")
    place = draw.choice(long)
    middle = len(words[place]) // 2
    return " ".join([*words[:place], words[place][:middle], words[place][middle:], *words[place + 1 :]])


EDITS: Mapping[str, tuple[Edit, ...]] = MappingProxyType(
    {
        "clean": (clean,),
        "typo1": (wrong_letter,),
        "typo2": (wrong_letter, wrong_letter),
        "suffix": (without_legal_form,),
        "reorder": (reordered,),
        "translit": (romanised_otherwise,),
        "abbrev": (abbreviated,),
        "extra": (with_more_words,),
        "spacing": (spaced_otherwise,),
        "suffix+typo": (without_legal_form, wrong_letter),
        "reorder+typo": (reordered, wrong_letter),
        "abbrev+extra": (abbreviated, with_more_words),
    }
)


def edited(draw: Random, name: str, kind: str) -> str:
    for edit in EDITS[kind]:
        name = edit(draw, name)
    return name
