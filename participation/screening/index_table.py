"""The index of a list as plain arrays, and how they are written to and read from one buffer.

Everything is an array of whole numbers or of bytes, so that a file can be mapped and used where it lies.
"""

import hashlib
import json
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

MAGIC: Final = b"PLENIDX\n"
# Raise when the meaning or order of an array changes.
FORMAT: Final = 3
# Words of a name that are looked at before it is compared; of longer names the rest is taken to agree.
LEADING: Final = 8
# Bits of `word_traits` and `name_traits`.
TOWN: Final = 1
SCHOOL: Final = 1
_ALIGNED: Final = 64
_DIGEST: Final = hashlib.sha256().digest_size

Ints = NDArray[np.int32]
Bytes = NDArray[np.uint8]


class UnreadableIndex(Exception):
    """The bytes are no index, or not one of this format, or not as they were written."""


@dataclass(frozen=True, slots=True)
class Table:
    """`V` words, `N` listed names, `P` parties. `x_ends` has one number more than there are x.

    Words are numbered with those first that tell names apart, among these rare ones first.
    """

    words: Bytes  # the text of all words, a line each
    word_weights: Bytes  # V
    word_traits: Bytes  # V: TOWN
    postings: Ints  # numbers of names
    posting_ends: Ints  # 3V + 1: names that begin with the word, that need it, all others
    leading: Ints  # N x LEADING: the first words by number, filled up with V
    overflow: Ints  # N: the most that the words beyond those can bring, misspelt ones, too
    totals: Ints  # N: weight of all words
    heavy: Ints  # N: weight of the words that carry a brand; a great number where none has four letters
    weak: Bytes  # N: 1 where no word is distinctive
    telling: Bytes  # N: how many words are distinctive
    longest: Bytes  # N: letters of the longest of these
    name_traits: Bytes  # N: SCHOOL
    written: Ints  # the words of all names in the order written
    written_ends: Ints  # N + 1
    name_parties: Ints  # N
    name_kinds: Bytes  # N: place in KINDS, and 4 where the list does not state the name itself
    name_texts: Bytes
    name_text_ends: Ints  # N + 1
    parties: Bytes  # one JSON array each
    party_ends: Ints  # P + 1
    spelling_keys: NDArray[np.uint32]  # ascending
    spelling_words: Ints  # the word of each key
    spelling_seen: Bytes  # a bit for each of these keys
    near: Ints  # words a few letters from another word
    near_ends: Ints  # V + 1
    joined_keys: NDArray[np.uint32]  # ascending: two neighbours in a name written as one
    joined_names: Ints
    joined_known: Bytes  # V: 1 where the word is also two neighbours somewhere
    form_letters: NDArray[np.uint64]  # F: which letters a written form has; the shortest forms first
    form_pairs: NDArray[np.uint64]  # F: which pairs of neighbours
    form_texts: Bytes
    form_text_ends: Ints  # F + 1
    form_names: Ints  # F
    form_lengths: Ints  # for each number of letters the place of the first form that has so many or more


def encoded(table: Table, *, about: str) -> bytes:
    """The table as bytes; the same for the same list in every process. `about` says of what it is made."""
    sections: list[dict[str, Any]] = []
    body = bytearray()
    for field in fields(Table):
        array = np.ascontiguousarray(getattr(table, field.name))
        body += bytes(-len(body) % _ALIGNED)
        sections.append(
            {"name": field.name, "type": array.dtype.str, "shape": list(array.shape), "at": len(body)}
        )
        body += array.tobytes()
    head = json.dumps({"about": about, "size": len(body), "sections": sections}).encode()
    start = MAGIC + FORMAT.to_bytes(4, "little") + len(head).to_bytes(4, "little")
    digest = hashlib.sha256(start + head + body).digest()
    front = start + digest + head
    return front + bytes(-len(front) % _ALIGNED) + bytes(body)


def decoded(buffer: bytes | memoryview, *, about: str) -> Table:
    """The table in these bytes, its arrays looking into them.

    Raises: UnreadableIndex when they are cut short, changed, of another format or made of something else.
    """
    view = memoryview(buffer)
    at = len(MAGIC) + 8 + _DIGEST
    if len(view) < at or bytes(view[: len(MAGIC)]) != MAGIC:
        raise UnreadableIndex("it does not begin like an index")
    form = int.from_bytes(view[len(MAGIC) : len(MAGIC) + 4], "little")
    if form != FORMAT:
        raise UnreadableIndex(f"format {form}, expected {FORMAT}")
    length = int.from_bytes(view[len(MAGIC) + 4 : len(MAGIC) + 8], "little")
    front = at + length + (-(at + length) % _ALIGNED)
    digest = hashlib.sha256(view[: len(MAGIC) + 8])
    digest.update(view[at : at + length])
    digest.update(view[front:])
    if digest.digest() != bytes(view[len(MAGIC) + 8 : at]):
        raise UnreadableIndex("its bytes are not those that were written")
    head = json.loads(bytes(view[at : at + length]))
    if head["about"] != about:
        raise UnreadableIndex(f"made of {head['about']}, expected {about}")
    if [one["name"] for one in head["sections"]] != [field.name for field in fields(Table)]:
        raise UnreadableIndex("it holds other arrays")
    return Table(**{one["name"]: _array(view[front:], one) for one in head["sections"]})


def _array(body: memoryview, section: dict[str, Any]) -> NDArray[Any]:
    kind, shape = np.dtype(section["type"]), tuple(section["shape"])
    count = int(np.prod(shape, dtype=np.int64))
    array: NDArray[Any] = np.frombuffer(body, kind, count, section["at"]).reshape(shape)
    array.flags.writeable = False
    return array
