"""Keys under which words that are a few letters apart meet: a word less one letter, and long ones less two.

Two words that differ by n letters become the same when some n letters are left out of each. A key is a
hash, so what meets under it is compared letter by letter afterwards.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint32]
_Number = TypeVar("_Number", bound=np.generic)

# Words of fewer letters are never misspelt ones of another, longer ones are no words.
SHORTEST: Final = 4
LONGEST: Final = 40
# From this length on two letters may be wrong.
TWO_WRONG: Final = 6

_AT_ONCE = 1 << 20


def _multipliers(count: int) -> NDArray[np.float64]:
    """Fixed odd numbers of 26 bits (the sequence of SplitMix64): the same keys in every process, for ever.

    A letter has at most 21 bits and a word 40 letters, so that every sum below stays an exact whole number
    whatever the order in which it is added up.
    """
    found, state, most = [], 0, (1 << 64) - 1
    for _ in range(count):
        state = (state + 0x9E3779B97F4A7C15) & most
        mixed = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & most
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & most
        found.append(float((mixed ^ (mixed >> 31)) >> 38 | 1))
    return np.array(found)


_MULTIPLIERS = _multipliers(LONGEST)
_HALF = np.uint64(32)
_LEAST_BITS, _MOST_BITS = 10, 27
_EIGHTH, _REST = np.uint32(3), np.uint32(7)


@lru_cache(maxsize=64)
def _kept(length: int) -> NDArray[np.intp]:
    """One row for each way to leave letters out of a word of this length; `length` stands for no letter."""
    place = np.arange(length)
    whole, one = place[None, :], place[:, None]
    rows = [whole, whole + (whole >= one)]
    if length >= TWO_WRONG:
        first, second = (side[:, None] for side in np.triu_indices(length, 1))
        less_first = whole + (whole >= first)
        rows.append(less_first + (less_first >= second))
    return np.minimum(np.concatenate(rows), length)


def is_spelled(word: str) -> bool:
    """Whether a word is compared letter by letter at all."""
    return SHORTEST <= len(word) <= LONGEST and not word.isdigit()


def keys_of_some(words: Sequence[str], length: int) -> Keys:
    """One row of keys for each word; all are of this length and `is_spelled` holds for them."""
    letters = np.frombuffer(
        "".join([f"{word}\0" for word in words]).encode("utf-32-le", "surrogatepass"), "<u4"
    )
    kept = letters.astype(np.float64).reshape(-1, length + 1).take(_kept(length), axis=1)
    found: Keys = kept.dot(_MULTIPLIERS[:length]).astype(np.int64).astype(np.uint32)
    return found


def seen(keys: Keys) -> NDArray[np.uint8]:
    """One bit for each key, by its last digits; most keys that are not among these have none."""
    size = 1 << min(_MOST_BITS, max(_LEAST_BITS, (8 * len(keys)).bit_length()))
    bits = np.zeros(size, dtype=np.uint8)
    bits[keys & np.uint32(size - 1)] = 1
    return np.packbits(bits, bitorder="little")


def may_be_among(bits: NDArray[np.uint8], keys: Keys) -> NDArray[np.uint8]:
    """For each key 0 where it is not among those that the bits were made of."""
    octets = bits.take((keys & np.uint32(8 * len(bits) - 1)) >> _EIGHTH)
    found: NDArray[np.uint8] = (octets >> (keys & _REST).astype(np.uint8)) & np.uint8(1)
    return found


def keys_of_all(words: Sequence[str]) -> tuple[Keys, NDArray[np.int32]]:
    """The keys of many words in ascending order, and for each key the number of its word."""
    by_length: dict[int, list[int]] = defaultdict(list)
    for number, word in enumerate(words):
        if is_spelled(word):
            by_length[len(word)].append(number)
    keys: list[Keys] = [np.empty(0, np.uint32)]
    owners: list[NDArray[np.int32]] = [np.empty(0, np.int32)]
    for length, numbers in sorted(by_length.items()):
        step = max(1, _AT_ONCE // _kept(length).size)
        for start in range(0, len(numbers), step):
            some = numbers[start : start + step]
            hashed = keys_of_some([words[number] for number in some], length)
            keys.append(hashed.ravel())
            owners.append(np.repeat(np.array(some, dtype=np.int32), hashed.shape[1]))
    return _sorted(np.concatenate(keys), np.concatenate(owners))


def _sorted(keys: Keys, owners: NDArray[np.int32]) -> tuple[Keys, NDArray[np.int32]]:
    """In order of key, then owner; each pair once (a double letter can be left out in two ways)."""
    pairs = once((keys.astype(np.uint64) << _HALF) | owners.astype(np.uint64))
    return (pairs >> _HALF).astype(np.uint32), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int32)


def once(numbers: NDArray[_Number]) -> NDArray[_Number]:
    """The numbers in ascending order, each once."""
    ordered = np.sort(numbers)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered
