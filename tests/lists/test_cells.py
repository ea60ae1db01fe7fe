from datetime import date

import pytest

from participation.lists import cells


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("", ()),
        ("HSRI", ("HSRI",)),
        ("HSRI; Hebei Semi; and CETC Institute 13.", ("HSRI", "Hebei Semi", "CETC Institute 13")),
        ("Huawei; ; Huawei", ("Huawei",)),
        ("and Sons", ("and Sons",)),
        ("Biren; Biren Technology Co., Ltd.", ("Biren", "Biren Technology Co., Ltd.")),
        ("KARAMAY; Toga S.A.", ("KARAMAY", "Toga S.A.")),
    ],
)
def test_aliases_lose_the_last_and_and_full_stop(cell: str, expected: tuple[str, ...]) -> None:
    assert cells.aliases_of(cell) == expected


def test_addresses_keep_their_sub_addresses_apart() -> None:
    cell = "113 Hezuo Road, Hebei, China; and 21 Changsheng Street, Hebei, CN; CN"

    found = cells.addresses_of(cell)

    assert found == ("113 Hezuo Road, Hebei, China", "21 Changsheng Street, Hebei, CN", "CN")
    assert cells.countries_of(found) == ("CN",)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("Moscow, RU", "RU"),
        ("HK", "HK"),
        ("605 TRAIL LAKE DRIVE, RICHARDSON, TX, 75081, US", "US"),
        ("3037 S. 69TH DRIVE, PHONEIX, AZ, 85043", None),
        ("Kabul, Afghanistan", None),
        ("CRIMEA (OCCUPIED)", "UA"),
        ("PRC", "CN"),
        ("REGION: KASHMIR", None),
        ("", None),
    ],
)
def test_country_is_the_code_that_ends_an_address(address: str, expected: str | None) -> None:
    assert cells.country_of(address) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("84 FR 22961, 85 FR 29852", ("84 FR 22961", "85 FR 29852")),
        ("83 FR  37423; 87 FR 77505", ("83 FR 37423", "87 FR 77505")),
        ("82 F.R. 48792 10/20/2017,  83F.R. 28801 6/21/2018", ("82 FR 48792", "83 FR 28801")),
        ("76 FR 50407 (8/15/2011)", ("76 FR 50407",)),
        ("Vol. 83, No. 91, 05/10/2018", ("Vol. 83, No. 91, 05/10/2018",)),
        ("", ()),
    ],
)
def test_citations_are_written_one_way(cell: str, expected: tuple[str, ...]) -> None:
    assert cells.citations_of(cell) == expected


def test_day_is_iso_or_nothing() -> None:
    assert cells.day_of(" 2019-05-21 ") == date(2019, 5, 21)
    assert cells.day_of("") is None
    with pytest.raises(ValueError, match="05/21/2019"):
        cells.day_of("05/21/2019")
