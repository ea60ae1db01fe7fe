"""The way from an entry to the signed root: which siblings join on which side, and where to draw them.

Computed from index, size and proof alone; the picture and the table show the same steps.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from audits.merkle.hashing import node_hash

# Units of the picture: distance of two steps, height of root and entry, the path and its two sides.
STEP, TOP, MIDDLE, LEFT, RIGHT, WIDTH = 27, 34, 160, 120, 200, 320


@dataclass(frozen=True, slots=True)
class Sibling:
    """A given hash that joins at one step: `count` entries, all before the entry or all after it.

    `joined` is what both give together. The rest is where the picture has it.
    """

    before: bool
    count: int
    given: bytes
    joined: bytes
    x: int
    y: int
    joins_y: int
    text_x: int
    text_y: int

    @property
    def side(self) -> str:
        return "before" if self.before else "after"

    @property
    def anchor(self) -> str:
        return "end" if self.before else "start"


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole path, the sibling next to the entry first; `bottom` is the height of the entry."""

    siblings: list[Sibling]
    bottom: int
    height: int
    top: int = TOP
    middle: int = MIDDLE
    width: int = WIDTH


def sibling_ranges(index: int, size: int) -> list[tuple[int, int]]:
    """[begin, end) of the entries that each hash of an inclusion proof stands for, in the proof's order.

    Takes: 0 <= index < size. Source: RFC 9162, section 2.1.3.1.
    """
    ranges: list[tuple[int, int]] = []
    begin, end = 0, size
    while end - begin > 1:
        middle = begin + (1 << ((end - begin - 1).bit_length() - 1))
        ranges.append((middle, end) if index < middle else (begin, middle))
        begin, end = (begin, middle) if index < middle else (middle, end)
    return ranges[::-1]


def picture(leaf: bytes, *, index: int, size: int, proof: Sequence[bytes]) -> Picture:
    """The path of a proof that was verified. Takes: as many hashes as `sibling_ranges` has ranges."""
    bottom = TOP + STEP * len(proof)
    reached, siblings = leaf, []
    for place, ((begin, end), given) in enumerate(zip(sibling_ranges(index, size), proof, strict=True)):
        before = begin < index
        reached = node_hash(given, reached) if before else node_hash(reached, given)
        y = bottom - STEP * place
        siblings.append(
            Sibling(
                before=before,
                count=end - begin,
                given=given,
                joined=reached,
                x=LEFT if before else RIGHT,
                y=y - 13,
                joins_y=y - STEP,
                text_x=LEFT - 12 if before else RIGHT + 12,
                text_y=y - 9,
            )
        )
    return Picture(siblings, bottom, bottom + 46)
