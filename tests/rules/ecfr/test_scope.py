"""What a row covers: never less than its words say."""

import pytest

from participation.rules.ecfr.scope import Scope, scope_of


@pytest.mark.parametrize(
    ("eccn", "stated", "scope"),
    [
        ("5E001", "entire entry", Scope()),
        ("3E992", "the entire entry.", Scope()),
        ("4A003", "entire entry (refer to 4A994 for controls on others)", Scope()),
        ("0A501", "entire entry except 0A501.y", Scope(without=("y",))),
        ("0A919", "entire entry, except 0A919.a and .y", Scope(without=("a", "y"))),
        ("5A001", "5A001.a, b.5, .e, .f.3 and .h", Scope(("a", "b.5", "e", "f.3", "h"))),
        (
            "5A001",
            "5A001.b (except .b.5), .c, .d, .f (except f.3), .g, and .j",
            Scope(("b", "c", "d", "f", "g", "j"), ("b.5", "f.3")),
        ),
        ("5A002", "items controlled by 5A002.z.1.a, z.2.a", Scope(("z.1.a", "z.2.a"))),
        ("5D002", "“software” controlled by 5D002.z.1.a and z.9.a", Scope(("z.1.a", "z.9.a"))),
    ],
)
def test_what_can_be_read_for_certain(eccn: str, stated: str, scope: Scope) -> None:
    assert scope_of(stated, eccn) == scope


@pytest.mark.parametrize(
    ("eccn", "stated", "bounds"),
    [
        (
            "5D002",
            "“software” in 5D002.a.1, a.3, .b, c.1 and c.3, for commodities of 5A002",
            "a.1 a.3 b c.1 c.3",
        ),
        (
            "3A001",
            "capacitors in 3A001.e.2 and magnets in 3A001.e.3 that meet 3A201.a; and 3A001.z.3",
            "e.2 e.3 z.3",
        ),
        (
            "3A001",
            "amplifiers in 3A001.b.2 and transistors in 3A001.b.3, except those for civil use",
            "b.2 b.3",
        ),
        ("4A001", "items in 4A001.a when the parameters in 4A101 are met or exceeded", "a"),
        ("3A001", "3A001.a.1.a when usable in “missiles”; and to 3A001.a.5.a when rated", "a.1.a a.5.a"),
        # The words do not bound these for certain, so no paragraph does.
        ("3E001", "“technology” for commodities controlled by 3A001 or 3A101 for MT reasons", ""),
        ("3B001", "3B001.a.1 to a.3, b, e, f.2 to f.4, g to j", ""),
        ("9E003", "9E003.a.1 through a.8, .h, .i, and .l", ""),
        ("1C351", "items controlled by 1C351.d.15 and .16", ""),
        ("0A509", "entire entry except 0A509.a for items for 0A502, and 0A509.d", ""),
        ("6A002", "6A002.a.1, a.2, a.3 (except a.3.d for lead selenide), .c, and .f.", ""),
        ("4E001", "entire entry, except for “technology” for 4A090", ""),
    ],
)
def test_what_can_not_stands_as_text_within_its_bounds(eccn: str, stated: str, bounds: str) -> None:
    assert scope_of(stated, eccn) == Scope(tuple(bounds.split()), text=stated)
