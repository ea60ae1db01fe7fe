"""From the parties of a list to the table of its index."""

import json
import zlib
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from participation.screening import policy
from participation.screening.bounds import Bounds
from participation.screening.candidates import KINDS, listed_names
from participation.screening.compare import are_alike, is_school_word
from participation.screening.index_table import LEADING, SCHOOL, TOWN, Bytes, Ints, Table
from participation.screening.normalize import is_town, weight_of
from participation.screening.spelling_keys import keys_of_all, once, seen
from participation.screening.types import ListedParty
from participation.screening.written import forms_of
from participation.screening.written_index import in_order_of_length

NOT_STATED: Final = 4
NEVER: Final = 1 << 30
_JSON: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_LOW: Final = np.uint64(0xFFFFFFFF)
Long = NDArray[np.int64]


@dataclass(slots=True)
class _Texts:
    """Texts one after the other, and where each ends."""

    blob: bytearray = field(default_factory=bytearray)
    ends: list[int] = field(default_factory=lambda: [0])

    def add(self, text: str) -> None:
        self.blob += text.encode("utf-8", "surrogatepass")
        self.ends.append(len(self.blob))


@dataclass(slots=True)
class _Gathered:
    """The list as it is read, words numbered in the order they are met."""

    words: dict[str, int] = field(default_factory=dict)
    written: list[int] = field(default_factory=list)
    written_ends: list[int] = field(default_factory=lambda: [0])
    owners: list[int] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    texts: _Texts = field(default_factory=_Texts)
    parties: _Texts = field(default_factory=_Texts)
    joined_keys: list[int] = field(default_factory=list)
    joined_names: list[int] = field(default_factory=list)
    forms: bytearray = field(default_factory=bytearray)
    form_names: "array[int]" = field(default_factory=lambda: array("i"))
    by_words: bytearray = field(default_factory=bytearray)

    def add(self, party: ListedParty) -> None:
        number = len(self.parties.ends) - 1
        self.parties.add(_as_json(party))
        for name in listed_names(party):
            tokens, words = name.words.tokens, self.words
            self.written.extend([words.setdefault(token, len(words)) for token in tokens])
            for left, right in pairwise(tokens) if name.by_words else ():
                self.joined_keys.append(joined_key(left + right))
                self.joined_names.append(len(self.owners))
            if name.stated and name.kind != "address" and not party.person:
                forms = forms_of(name.text)
                self.forms += "".join([f"{form}\n" for form in forms]).encode("ascii", "replace")
                self.form_names.extend([len(self.owners)] * len(forms))
            self.by_words.append(name.by_words)
            self.written_ends.append(len(self.written))
            self.owners.append(number)
            self.kinds.append(KINDS.index(name.kind) + (0 if name.stated else NOT_STATED))
            self.texts.add(name.text)


def joined_key(joined: str) -> int:
    """The key of two neighbours written as one."""
    return zlib.crc32(joined.encode("utf-8", "surrogatepass"))


def _as_json(party: ListedParty) -> str:
    said = [
        party.key,
        party.source,
        party.name,
        party.aliases,
        party.countries,
        party.addresses,
        party.person,
    ]
    return _JSON.encode(said)


def built(parties: Iterable[ListedParty]) -> Table:
    """The table of a list, the parties in the order given."""
    gathered = _Gathered()
    for party in parties:
        gathered.add(party)
    return _table(gathered)


def _table(gathered: _Gathered) -> Table:
    words, written = _in_order(gathered)
    weights = np.array([weight_of(word) for word in words], dtype=np.uint8)
    ends = np.array(gathered.written_ends, dtype=np.int64)
    count = len(ends) - 1
    names = np.repeat(np.arange(count), np.diff(ends))
    places = np.lexsort((written, names))
    ordered, weighed = written[places], weights[written[places]].astype(np.int64)
    sums = np.concatenate(([0], np.cumsum(weighed)))
    totals, before = sums[ends[1:]] - sums[ends[:-1]], sums[:-1] - sums[ends[names]]
    inside = np.arange(len(ordered)) - ends[names]
    telling = weighed == policy.DISTINCTIVE
    weak = np.ones(count, dtype=np.uint8)
    weak[names[telling]] = 0
    longest = np.zeros(count, dtype=np.uint8)
    letters = np.array([len(word) for word in words], dtype=np.int64)
    np.maximum.at(longest, names[telling], np.minimum(letters, 255).astype(np.uint8)[ordered[telling]])
    schools = np.zeros(count, dtype=np.uint8)
    schools[names[np.array([is_school_word(word) for word in words], dtype=bool)[ordered]]] = SCHOOL
    needed = Bounds(policy.LEAST_VALUE).is_needed(before, totals[names], weak[names])
    share = np.where(inside == 0, 0, np.where(needed, 1, 2))
    by_words = np.frombuffer(bytes(gathered.by_words), dtype=bool)[names]
    postings, posting_ends = _postings(ordered[by_words], names[by_words], share[by_words], len(words))
    leading = np.full((count, LEADING), len(words), dtype=np.int32)
    early = inside < LEADING
    leading[names[early], inside[early]] = ordered[early]
    keys, owners = keys_of_all(words)
    near, near_ends = _near(words, weights, keys, owners)
    joined_keys, joined_names, joined_known = _joined(gathered, words)
    forms = in_order_of_length(gathered.forms.decode("ascii"), gathered.form_names)
    return Table(
        words=_bytes("\n".join(words).encode("utf-8", "surrogatepass")),
        word_weights=weights,
        word_traits=np.array([TOWN * is_town(word) for word in words], dtype=np.uint8),
        postings=postings,
        posting_ends=posting_ends,
        leading=leading,
        overflow=np.bincount(names, np.where(early, 0, policy.DISTINCTIVE), count).astype(np.int32),
        totals=totals.astype(np.int32),
        heavy=_heavy(words, ordered, weighed, names, count),
        weak=weak,
        telling=np.minimum(np.bincount(names[telling], minlength=count), 255).astype(np.uint8),
        longest=longest,
        name_traits=schools,
        written=written.astype(np.int32),
        written_ends=ends.astype(np.int32),
        name_parties=np.array(gathered.owners, dtype=np.int32),
        name_kinds=np.array(gathered.kinds, dtype=np.uint8),
        name_texts=_bytes(gathered.texts.blob),
        name_text_ends=np.array(gathered.texts.ends, dtype=np.int32),
        parties=_bytes(gathered.parties.blob),
        party_ends=np.array(gathered.parties.ends, dtype=np.int32),
        spelling_keys=keys,
        spelling_words=owners,
        spelling_seen=seen(keys),
        near=near,
        near_ends=near_ends,
        joined_keys=joined_keys,
        joined_names=joined_names,
        joined_known=joined_known,
        form_letters=forms.letters,
        form_pairs=forms.pairs,
        form_texts=forms.texts,
        form_text_ends=forms.text_ends,
        form_names=forms.names,
        form_lengths=forms.by_length,
    )


def _bytes(text: bytes | bytearray) -> Bytes:
    return np.frombuffer(bytes(text), dtype=np.uint8)


def _in_order(gathered: _Gathered) -> tuple[list[str], Long]:
    """The words, those that tell names apart first and rare ones before others; the names by number."""
    words = list(gathered.words)
    written = np.array(gathered.written, dtype=np.int64)
    often = np.bincount(written, minlength=len(words)).tolist()
    order = sorted(
        range(len(words)), key=lambda old: (weight_of(words[old]) < policy.COMMON, often[old], words[old])
    )
    place = np.empty(len(words), dtype=np.int64)
    place[order] = np.arange(len(words))
    return [words[old] for old in order], place[written]


def _postings(ordered: Long, names: Long, share: Long, words: int) -> tuple[Ints, Ints]:
    """Names by word: first those whose first word it is, then those that need it, then the rest."""
    first = np.ones(len(ordered), dtype=bool)
    first[1:] = (ordered[1:] != ordered[:-1]) | (names[1:] != names[:-1])
    place = (ordered * 3 + share)[first]
    order = np.argsort(place, kind="stable")
    ends = np.concatenate(([0], np.cumsum(np.bincount(place, minlength=3 * words))))
    return names[first][order].astype(np.int32), ends.astype(np.int32)


def _heavy(words: Sequence[str], ordered: Long, weighed: Long, names: Long, count: int) -> Ints:
    """Weight of the words that must all agree for a brand to count; see `compare._floor`."""
    heavy = np.bincount(names, np.where(weighed >= policy.COMMON, weighed, 0), count).astype(np.int32)
    long_enough = np.array([len(word) >= 4 for word in words], dtype=bool)
    branded = np.zeros(count, dtype=bool)
    branded[names[(weighed == policy.DISTINCTIVE) & long_enough[ordered]]] = True
    return np.where(branded, heavy, NEVER).astype(np.int32)


def _near(words: Sequence[str], weights: Bytes, keys: NDArray[np.uint32], owners: Ints) -> tuple[Ints, Ints]:
    """For each word those of the list that may be misspelt ones of it."""
    pairs = _meeting(keys, owners, len(words))
    left, right = pairs // len(words), pairs % len(words)
    known = (weights[left] != policy.DISTINCTIVE) & (weights[right] != policy.DISTINCTIVE)
    left, right = left[~known], right[~known]
    close = are_alike(
        [words[number] for number in left.tolist()], [words[number] for number in right.tolist()]
    )
    both = np.concatenate((left[close] * len(words) + right[close], right[close] * len(words) + left[close]))
    both.sort()
    ends = np.concatenate(([0], np.cumsum(np.bincount(both // max(1, len(words)), minlength=len(words)))))
    return (both % max(1, len(words))).astype(np.int32), ends.astype(np.int32)


def _meeting(keys: NDArray[np.uint32], owners: Ints, words: int) -> Long:
    """Pairs of words that share a key, the smaller number first, as one number each."""
    found = [np.empty(0, dtype=np.int64)]
    starts = (
        np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
        if len(keys)
        else np.empty(0, np.int64)
    )
    sizes = np.diff(np.append(starts, len(keys)))
    for size in np.unique(sizes[sizes > 1]).tolist():
        groups = owners[starts[sizes == size][:, None] + np.arange(size)].astype(np.int64)
        left, right = np.triu_indices(size, 1)
        found.append((groups[:, left] * words + groups[:, right]).ravel())
    return once(np.concatenate(found))


def _joined(gathered: _Gathered, words: Sequence[str]) -> tuple[NDArray[np.uint32], Ints, Bytes]:
    keys = np.array(gathered.joined_keys, dtype=np.uint64)
    pairs = once((keys << np.uint64(32)) | np.array(gathered.joined_names, dtype=np.uint64))
    found = (pairs >> np.uint64(32)).astype(np.uint32)
    known = np.isin(np.array([joined_key(word) for word in words], dtype=np.uint32), found)
    return found, (pairs & _LOW).astype(np.int32), known.astype(np.uint8)
