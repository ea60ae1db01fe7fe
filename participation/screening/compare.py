"""How well two names, and two countries, agree: one small function per piece of evidence. Integers only."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from participation.screening import policy
from participation.screening.normalize import Words, is_town, weight_of
from participation.screening.spelling_keys import TWO_WRONG, is_spelled

_Rest = list[tuple[str, int]]
_TOO_MANY_WRONG = 3
# Two wrong letters of so many leave the word as it is.
_LONG_WORD = 8
_DOUBLED = {(letter, letter) for letter in "abcdefghijklmnopqrstuvwxyz"}
_ROMANISED_ALIKE = (
    ("sht", "st"), ("sch", "sh"), ("kh", "h"), ("ck", "k"), ("ks", "x"), ("ph", "f"), ("w", "v"), ("j", "y"),
    ("i", "y"), ("c", "k"), ("q", "k"), ("z", "s"), ("ye", "e"),
)  # fmt: skip
_TWICE = re.compile(r"(.)\1")
_SCHOOLS = frozenset({"university", "college", "school", "polytechnic"})


def letters_apart(left: str, right: str) -> int | None:
    """Wrong letters between two words, or None when they are different words.

    Words of four or five letters may differ by one, longer ones by two; numbers and words of the
    vocabulary are never misspelt ones of each other.
    """
    if left == right:
        return 0
    if not (is_spelled(left) and is_spelled(right)):
        return None
    allowed = 1 if min(len(left), len(right)) < TWO_WRONG else 2
    distance = DamerauLevenshtein.distance(left, right, score_cutoff=allowed)
    return distance if distance <= allowed else None


def are_alike(left: Sequence[str], right: Sequence[str]) -> NDArray[np.bool_]:
    """Whether `letters_apart` gives a number, for many pairs of words that are all spelled and not equal."""
    if not left:
        return np.empty(0, dtype=np.bool_)
    apart = process.cpdist(
        left, right, scorer=DamerauLevenshtein.distance, score_cutoff=2, dtype=np.uint8, workers=1
    )
    lengths = [np.fromiter(map(len, words), np.int64, len(words)) for words in (left, right)]
    alike: NDArray[np.bool_] = apart <= np.where(np.minimum(*lengths) < TWO_WRONG, 1, 2)
    return alike


def name_value(query: Words, listed: Words) -> int:
    """How far two names agree, 0..100: shared weight against what is left over on either side.

    A name whose distinctive words all agree has a floor, since firms add places and trades to their brand.
    """
    shared, shared_exact, rest_query, rest_listed = _aligned(query, listed)
    if not shared_exact:
        return 0
    single = len(listed.tokens) == 1
    left_over = _left_over(rest_query, rest_listed, weak=not listed.distinctive, single=single)
    value = 100 * 100 * shared // (100 * shared_exact + left_over)
    if is_school(query) != is_school(listed):
        return max(0, value - policy.SCHOOL_OR_NOT)
    if shared < shared_exact:
        return value
    return max(value, _floor(query, listed, rest_query, rest_listed))


def _left_over(rest_query: _Rest, rest_listed: _Rest, *, weak: bool, single: bool) -> int:
    """What the words that only one side has cost, in hundredths of their weight."""
    beside = _OF_COMMON_WORDS if weak else _OF_ONE_WORD if single else _OF_SEVERAL
    of_query = sum([costs_left_over(token)[beside] for token, _ in rest_query])
    if not weak:
        return of_query + policy.MISSING * sum([w for _, w in rest_listed])
    return of_query + sum(
        [
            w * (policy.MISSING_TOWN_OF_WEAK if is_town(t) else policy.LEFT_OVER_OF_WEAK)
            for t, w in rest_listed
        ]
    )


_OF_SEVERAL, _OF_ONE_WORD, _OF_COMMON_WORDS = range(3)


@lru_cache(maxsize=1 << 16)
def costs_left_over(token: str) -> tuple[int, int, int, bool]:
    """What a word costs that only the query has, in hundredths: beside a listed name of several words, of one
    word, and of common words only; and whether it tells names apart."""
    weight = weight_of(token)
    single = policy.EXTRA_BESIDE_SINGLE if _is_trade(token, weight) else policy.EXTRA
    weak = policy.EXTRA if is_town(token) else policy.LEFT_OVER_OF_WEAK
    return weight * policy.EXTRA, weight * single, weight * weak, weight >= policy.COMMON


def _is_trade(token: str, weight: int) -> bool:
    """Whether a word beside a brand says which trade; "technology" says none."""
    return weight == policy.GENERIC and token != "technology"


def is_school(words: Words) -> bool:
    """Whether the name is of a university or the like, which firms with the same first word are not."""
    return not _SCHOOLS.isdisjoint(words.tokens)


def is_school_word(word: str) -> bool:
    """Whether a name with this word is that of a school."""
    return word in _SCHOOLS


def _aligned(query: Words, listed: Words) -> tuple[int, int, _Rest, _Rest]:
    """Weight shared (less wrong letters), the same without that loss, and the words left on each side."""
    if query.tokens == listed.tokens:
        return query.total, query.total, [], []
    left, right = [], list(listed.tokens)
    for token in query.tokens:
        if token in right:
            right.remove(token)
        else:
            left.append(token)
    rest_query = [(token, weight_of(token)) for token in left]
    rest_listed = [(token, weight_of(token)) for token in right]
    shared = exact = query.total - sum([weight for _, weight in rest_query])
    if not rest_query or not rest_listed:
        return shared, exact, rest_query, rest_listed
    joined = _join(query.tokens, rest_query, rest_listed) + _join(listed.tokens, rest_listed, rest_query)
    shared += joined
    exact += joined
    for pair in [pair for pair in rest_query if _may_be_slip(*pair)]:
        best = _closest(pair, rest_listed)
        if best is not None:
            rest_query.remove(pair)
            rest_listed.remove(best)
            exact += best[1]
            shared += kept_of_slip(pair[0], best)
    return shared, exact, rest_query, rest_listed


def _join(written: tuple[str, ...], parts: _Rest, wholes: _Rest) -> int:
    """Take out neighbours on one side that are one word on the other ("hua wei"); the weight taken."""
    if len(parts) < 2:
        return 0
    taken = 0
    texts = [pair[0] for pair in wholes]
    for left, right in pairwise(written):
        if left + right not in texts:
            continue
        whole = next((pair for pair in wholes if pair[0] == left + right), None)
        both = whole and _both(left, right, parts)
        if whole and both:
            wholes.remove(whole)
            for pair in both:
                parts.remove(pair)
            taken += min(whole[1], both[0][1] + both[1][1])
    return taken


def _both(left: str, right: str, parts: _Rest) -> _Rest | None:
    """The two words if neither is taken yet."""
    rest = list(parts)
    found = []
    for token in (left, right):
        pair = next((pair for pair in rest if pair[0] == token), None)
        if pair is None:
            return None
        rest.remove(pair)
        found.append(pair)
    return found


def _closest(one: tuple[str, int], among: _Rest) -> tuple[str, int] | None:
    """The word with the fewest wrong letters among those that this one may be a slip of."""
    token = one[0]
    best, fewest = None, _TOO_MANY_WRONG
    for pair in among:
        wrong = _wrong_letters(token, pair)
        if wrong < fewest:
            best, fewest = pair, wrong
    return best


@lru_cache(maxsize=1 << 14)
def _wrong_letters(token: str, listed: tuple[str, int]) -> int:
    """Wrong letters of a word that may be a slip of a listed one; too many for all others."""
    # Most words differ in what is quickly seen.
    if abs(len(listed[0]) - len(token)) >= _TOO_MANY_WRONG or not may_be_misspelt(token, listed):
        return _TOO_MANY_WRONG
    apart = letters_apart(token, listed[0])
    return _TOO_MANY_WRONG if apart is None else apart


def _may_be_slip(token: str, weight: int) -> bool:
    """Most words can be seen at once to be a slip of none."""
    if weight != policy.DISTINCTIVE and len(token) < _LONG_WORD:
        return False
    return is_spelled(token)


def kept_of_slip(token: str, listed: tuple[str, int]) -> int:
    """The weight that a listed word brings in spite of wrong letters: the more is wrong, the less it says."""
    return listed[1] * (100 - _cost(token, listed[0])) // 100


def _cost(token: str, listed: str) -> int:
    """What the wrong letters of a word cost it, in percent."""
    short = min(len(token), len(listed))
    if short >= 5 and _sound(token) == _sound(listed):
        return policy.ROMANISATION
    apart = letters_apart(token, listed) or 0
    if (
        short == 4
        or (apart == 2 and short < _LONG_WORD)
        or (token[0] != listed[0] and sorted(token) != sorted(listed))
    ):
        return policy.MOSTLY_WRONG
    if apart == 1 and (
        sorted(token) == sorted(listed) or set(pairwise(token)) ^ set(pairwise(listed)) <= _DOUBLED
    ):
        return policy.SLIP
    return policy.WRONG_LETTER + policy.FURTHER_LETTER * (apart - 1)


@lru_cache(maxsize=1 << 14)
def _sound(word: str) -> str:
    """A word with the letters that romanisations exchange made equal; for words that are near already."""
    for one, other in _ROMANISED_ALIKE:
        word = word.replace(one, other)
    return _TWICE.sub(r"\1", word)


def may_be_misspelt(token: str, listed: tuple[str, int]) -> bool:
    """Two known words are two words. An unknown one may be a slip of a known one, in the list a long one."""
    if weight_of(token) == policy.DISTINCTIVE:
        return True
    return listed[1] == policy.DISTINCTIVE and min(len(token), len(listed[0])) >= _LONG_WORD


def _floor(query: Words, listed: Words, rest_query: _Rest, rest_listed: _Rest) -> int:
    """Least value where all distinctive words of one side stand on the other, without a wrong letter."""
    own = listed.distinctive
    stands = listed.total - sum([weight for _, weight in rest_listed])
    if not rest_query and (inside := _inside(query, listed, stands)):
        return inside
    longest = max(map(len, own), default=0)
    if longest < 4:
        return 0
    if any(weight >= policy.COMMON for _, weight in rest_listed):
        return policy.FIRST_WORD_OF_LISTED if query.tokens == listed.tokens[:1] == query.distinctive else 0
    if any(weight >= policy.COMMON for _, weight in rest_query):
        if longest < 6:
            return 0
        single = len(listed.tokens) == 1
        return policy.SINGLE_BRAND_AMONG_WORDS if single else policy.BRAND_AMONG_WORDS
    if len(query.tokens) != len(own):
        return policy.BRAND_WITH_TRADE
    return policy.BRAND_OF_GROUP if any(map(_tells_members_apart, rest_listed)) else policy.BRAND_ALONE


def may_stand_inside(query: Words) -> bool:
    """Whether a name has a least value where it stands whole inside a longer one; an index must ask this."""
    if len(query.tokens) == 1:
        return bool(query.distinctive)
    return is_brand(query) or is_local(query) or (not query.distinctive and is_body(query))


def is_brand(query: Words) -> bool:
    """A distinctive word, and another one or a number or a common word that brands are made of."""
    return bool(query.distinctive) and sum(weight >= policy.COMMON for weight in query.weights) > 1


def is_local(query: Words) -> bool:
    """Four words or more, a town among them."""
    return len(query.tokens) > 3 and any(map(is_town, query.tokens))


def is_body(query: Words) -> bool:
    """Common words with a country or a town among them, or with a number of three digits or more."""
    if len(query.tokens) > 2 and policy.PLACE in query.weights:
        return True
    return len(query.tokens) > 1 and any(token.isdigit() and len(token) > 2 for token in query.tokens)


def _inside(query: Words, listed: Words, stands: int) -> int:
    """Least value of a name of which every word stands in the listed one, weighing `stands` there."""
    if len(query.distinctive) > 1 and stands >= policy.DISTINCTIVE:
        return policy.BRAND_INSIDE_LISTED
    if is_brand(query) and stands >= policy.DISTINCTIVE:
        return policy.INSIDE_LISTED
    if is_local(query):
        return policy.LOCAL_INSIDE_LISTED
    if not query.distinctive and is_body(query) and stands_together(query, listed):
        return policy.BODY_INSIDE_LISTED
    return 0


def stands_together(query: Words, listed: Words) -> bool:
    """Whether the words of the query follow each other in the listed name."""
    count = len(query.tokens)
    starts = range(len(listed.tokens) - count + 1)
    return any(listed.tokens[start : start + count] == query.tokens for start in starts)


def _tells_members_apart(pair: tuple[str, int]) -> bool:
    return pair[1] == policy.FIELD or is_town(pair[0])


def may_be_person(query: Words, person: Words) -> bool:
    """Whether a statement can be the name of a listed person: two words or more, and no other word beside."""
    if len(person.tokens) < 2 or len(query.tokens) < 2:
        return False
    shared, _, rest_query, _ = _aligned(query, person)
    return shared >= policy.DISTINCTIVE and not rest_query


def is_misspelt(query: Words, listed: Words) -> bool:
    """Whether a distinctive word of the listed name stands in the query with other letters, if at all."""
    joined = "".join(query.tokens)
    return not all(word in query.tokens or word in joined for word in listed.distinctive)


def country_value(query: str | None, listed: Iterable[str]) -> tuple[int, str]:
    """How far the stated country agrees with those of the entry, and the listed country that was compared."""
    codes = tuple(listed)
    if not query or not codes:
        return policy.COUNTRY_UNKNOWN, "; ".join(codes)
    if query in codes:
        return policy.COUNTRY_SAME, query
    for near in policy.NEAR_COUNTRIES:
        if query in near and (code := next((c for c in codes if c in near), None)):
            return policy.COUNTRY_NEAR, code
    return policy.COUNTRY_OTHER, "; ".join(codes)
