"""Which paragraphs a list of items has."""

import pytest

from participation.rules.ecfr.paragraphs import paragraphs_of


@pytest.mark.parametrize(
    ("items", "found", "reserved"),
    [
        (["a. Items:", "a.1. One;", "a.2. Two.", "b. Other."], "a a.1 a.2 b", ""),
        (["a.1. One;"], "a a.1", ""),
        (["a. [Reserved]", "b. “Technology”, n.e.s."], "b", "a"),
        (["a.-b. [Reserved]", "c. Goods.", "d. through y. [Reserved]", "z.1 Others."], "c z z.1", "a b"),
        (["a. One.", "b.-d. [Reserved]", "e. Five.", "x. Parts."], "a e x", "b c d"),
        (["a. One.", "b. to w. [Reserved]", "x. Parts."], "a x", ""),
        (["a.1. One", "a.2. to a.4. [Reserved]", "a.5. Five"], "a a.1 a.5", "a.2 a.3 a.4"),
        (["b.2. Radio:", "b.2.a.. Predicting;", "b.2.b. Incorporating."], "a b b.1 b.2 b.2.a b.2.b", ""),
        (["a. One.", "c. Three, the second is printed in a note."], "a b c", ""),
        (["The list of items controlled is contained in the ECCN heading.", "Note: a. Not an item."], "", ""),
        (["a “technology” that begins like a paragraph"], "", ""),
    ],
)
def test_paragraphs_of_a_list(items: list[str], found: str, reserved: str) -> None:
    assert paragraphs_of(items) == (tuple(found.split()), tuple(reserved.split()))
