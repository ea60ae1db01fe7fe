"""How far two names agree as they are written, letter by letter and legal forms included.

Where slips leave no word as it is ("JSC SIwEMI", "Zagrosairlines"), the letters of the whole name still tell
whom it means. What is compared are forms: folded words with one blank between.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from participation.screening import policy
from participation.screening.normalize import canonical, folded, is_known, is_town, weight_of
from participation.screening.vocabulary import LEADING_LEGAL_FORMS, LEGAL_FORMS

# Letters that romanisations exchange, in this order; equal ones are no wrong letters.
_ROMANISED: Final = (
    ("sch", "sh"), ("zh", "j"), ("kh", "h"), ("ks", "x"), ("ck", "k"), ("ph", "f"), ("tz", "ts"), ("ou", "u"),
    ("ei", "i"), ("ey", "i"), ("ee", "i"), ("iu", "u"), ("yu", "u"), ("ia", "a"), ("ya", "a"), ("iy", "i"),
    ("y", "i"), ("w", "v"), ("q", "k"), ("c", "k"),
)  # fmt: skip
_OF_LAW: Final = LEGAL_FORMS | LEADING_LEGAL_FORMS
# So many wrong letters a name may have from that many letters on.
_ALLOWED: Final = ((20, 3), (8, 2), (policy.LEAST_WRITTEN, 1))
# Letters that must differ for one, two or three of them to be wrong: alone, and beside a word that agrees and
# tells names apart. In fewer than `_LONG` the first one must be right where two are wrong.
_ALONE: Final = {1: 2, 2: 7, 3: 12}
_BESIDE: Final = {1: 2, 2: 4, 3: 12}
_LONG: Final = 9
# Letters of the words of the trade that differ, for each wrong one, where no word tells names apart.
_LEAST_OF_COMMON: Final = 4


@lru_cache(maxsize=1 << 8)
def forms_of(text: str) -> tuple[str, ...]:
    """The folded words of a name, and the same without legal forms; each where it has enough letters."""
    words = folded(text).split()
    whole = " ".join(words)
    bare = " ".join([word for word in words if word not in _OF_LAW])
    return tuple([form for form in dict.fromkeys((whole, bare)) if letters_of(form) >= policy.LEAST_WRITTEN])


def letters_of(form: str) -> int:
    """How many letters and digits a form has."""
    return len(form) - form.count(" ")


def sounded(forms: str) -> str:
    """Forms with the letters that romanisations exchange made equal."""
    for one, other in _ROMANISED:
        forms = forms.replace(one, other)
    return forms


def in_both_orders(form: str) -> tuple[str, str]:
    """The letters of a form with its words as written, and in the order of the alphabet."""
    words = form.split()
    joined = "".join(words)
    return joined, "".join(sorted(words)) if len(words) > 1 else joined


def allowed(letters: int) -> int:
    """How many letters may be wrong in a name of so many."""
    return next((wrong for least, wrong in _ALLOWED if letters >= least), 0)


def written_value(query: str, listed: str) -> int:
    """How far two forms agree letter by letter, 0..100; 0 where they plainly differ.

    The words may stand in any order, joined or apart. Another number, one known word for another, or wrong
    letters in a word that has few of them, make another name.
    """
    wrong = _wrong_letters(query, listed)
    if wrong is None:
        return 0
    ours, theirs = _counted(query), _counted(listed)
    left, right = list((ours - theirs).elements()), list((theirs - ours).elements())
    if wrong and not _may_be_slips(left, right, wrong, beside=any(map(_tells, ours & theirs))):
        return 0
    if _digits(left) != _digits(right):
        return 0
    same = wrong == 0 and _same_letters(query, listed)
    return policy.WRITTEN_ALIKE - policy.WRONG_WRITTEN * (0 if same else max(1, wrong))


def _wrong_letters(query: str, listed: str) -> int | None:
    """The least number of wrong letters, as written or in the order of the alphabet; None for too many."""
    most = allowed(min(letters_of(query), letters_of(listed)))
    fewest = most + 1
    for left, right in ((query, listed), (sounded(query), sounded(listed))):
        for one, other in zip(in_both_orders(left), in_both_orders(right), strict=True):
            fewest = min(fewest, OSA.distance(one, other, score_cutoff=most))
    return fewest if fewest <= most else None


def _same_letters(query: str, listed: str) -> bool:
    """Whether no letter is another one, not even by romanisation."""
    return any(one == other for one, other in zip(in_both_orders(query), in_both_orders(listed), strict=True))


def _counted(form: str) -> Counter[str]:
    """The words of a form, abbreviations and the plural aside."""
    return Counter(part for word in form.split() for part in canonical(word))


def _may_be_slips(left: Sequence[str], right: Sequence[str], wrong: int, *, beside: bool) -> bool:
    """Whether the words that differ may be the same ones, `wrong` letters aside."""
    if all(map(is_known, (*left, *right))):
        return False
    if not any(_tells(word) or is_town(word) for word in right):
        return beside or _letters(right) >= _LEAST_OF_COMMON * wrong
    few = min(_letters(left), _letters(right))
    if few < (_BESIDE if beside else _ALONE)[wrong]:
        return False
    return wrong == 1 or few >= _LONG or left[0][0] == right[0][0]


def _tells(word: str) -> bool:
    """Whether a word tells names apart; a single letter does not."""
    return weight_of(word) >= policy.COMMON


def _digits(words: Iterable[str]) -> list[str]:
    return sorted(letter for word in words for letter in word if letter.isdigit())


def _letters(words: Iterable[str]) -> int:
    return sum(map(len, words))
