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
            Reading("Beihang University", "Beihang University", whole=False),
        ]),
        ("Harbin Institute of Technology (Shenzhen)", [
            Reading("Harbin Institute of Technology (Shenzhen)", "Harbin Institute of Technology (Shenzhen)"),
            Reading("Harbin Institute of Technology", "Harbin Institute of Technology"),
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
        ("ลาว", "cannot be read: ลาว"),
        ("x" * (LONGEST_CELL + 1), f"longer than {LONGEST_CELL} characters; this is not a name"),
    ],
)
def test_cell_without_a_reading_says_why(cell: str, reason: str) -> None:
    assert readings_of(cell) == Stated((), reason)


def test_half_read_cell_keeps_its_reading_as_doubtful() -> None:
    assert readings_of("甲 华为") == Stated(
        (Reading("甲 华为", "Huawei", doubtful=True),), "cannot be read: 甲"
    )
