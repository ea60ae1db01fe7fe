import pytest

from participation.screening.stated import LONGEST_CELL, Reading, Stated, readings_of


@pytest.mark.parametrize(
    ("cell", "readings"),
    [
        ("Huawei", [Reading("Huawei", "Huawei")]),
        ("Huawei (Rapporteur)", [Reading("Huawei", "Huawei")]),
        ("ZTE?", [Reading("ZTE", "ZTE")]),
        (
            "Tallac / Huawei",
            [
                Reading("Tallac / Huawei", "Tallac / Huawei"),
                Reading("Tallac", "Tallac", doubtful=True),
                Reading("Huawei", "Huawei", doubtful=True),
            ],
        ),
        ("Sigma A/S", [Reading("Sigma A/S", "Sigma A/S")]),
        ("none / Huawei", [
            Reading("none / Huawei", "none / Huawei"),
            Reading("Huawei", "Huawei", doubtful=True),
        ]),
        ("Sandelman (consulting to Huawei)", [
            Reading("Sandelman (consulting to Huawei)", "Sandelman (consulting to Huawei)"),
            Reading("Huawei", "Huawei", doubtful=True),
            Reading("Sandelman", "Sandelman"),
        ]),
        ("Computer School, Beihang University", [
            Reading("Computer School, Beihang University", "Computer School, Beihang University"),
            Reading("Computer School", "Computer School", whole=False),
            Reading("Beihang University", "Beihang University", whole=False),
        ]),
        ("Harbin Institute of Technology (Shenzhen)", [
            Reading("Harbin Institute of Technology (Shenzhen)", "Harbin Institute of Technology (Shenzhen)"),
            Reading("Harbin Institute of Technology", "Harbin Institute of Technology"),
        ]),
        ("Federal Service of the Russian Federation", [
            Reading("Federal Service of the Russian Federation", "Federal Service of the Russian Federation"),
            Reading("Federal Service", "Federal Service"),
        ]),
        ("Research &amp; Development Ltd", [
            Reading("Research & Development Ltd", "Research & Development Ltd"),
        ]),
        ("华为", [Reading("华为", "Huawei")]),
    ],
)  # fmt: skip
def test_cell_is_read_in_every_way_it_may_be_meant(cell: str, readings: list[Reading]) -> None:
    assert readings_of(cell) == Stated(tuple(readings), "")


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("", "no organisation is stated"),
        (" - ", "no organisation is stated"),
        ("Not Provided", "no organisation is stated"),
        ("none / n.a.", "no organisation is stated"),
        ("股份", "no organisation is stated"),
        ("\ud800Huawei", "damaged: it holds halves of characters"),
        ("\x00\x1f", "no organisation is stated"),
        ("x" * (LONGEST_CELL + 1), f"longer than {LONGEST_CELL} characters; this is not a name"),
    ],
)
def test_cell_without_a_reading_says_why(cell: str, reason: str) -> None:
    assert readings_of(cell) == Stated((), reason)


def test_reading_by_sound_is_marked_and_said() -> None:
    assert readings_of("甲 华为") == Stated(
        (Reading("甲 华为", "Jia Huawei", by_sound=True),), "in another script, read as 'Jia Huawei'"
    )


@pytest.mark.parametrize(
    "cell", ["Hua\u200bwei", "\u202eHuawei\u202c", "Hua\u00adwei\ufeff", "\x00Huawei\x07", "Huawei\t\n"]
)
def test_what_cannot_be_seen_is_taken_off(cell: str) -> None:
    assert [reading.text for reading in readings_of(cell).readings] == ["Huawei"]
