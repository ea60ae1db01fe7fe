import pytest

from participation.screening import policy
from participation.screening.compare import country_value, letters_apart, name_value
from participation.screening.normalize import words_of


@pytest.mark.parametrize(
    ("left", "right", "apart"),
    [
        ("huawei", "huawei", 0),
        ("huawei", "huawai", 1),
        ("huawei", "hauwei", 1),
        ("huawei", "hauwai", 2),
        ("huawei", "kuawei", 1),
        ("huawei", "kauwai", None),
        ("alex", "alcx", 1),
        ("alex", "alxe", 1),
        ("alex", "olga", None),
        ("wei", "lei", None),
        ("hisilicon", "hisillicom", 2),
        ("12345678", "12345679", None),
    ],
)
def test_letters_apart_allows_more_in_longer_words(left: str, right: str, apart: int | None) -> None:
    assert letters_apart(left, right) == apart


@pytest.mark.parametrize(
    ("query", "listed", "value"),
    [
        ("Huawei Technologies", "Huawei Technologies Co., Ltd.", 100),
        ("Technologies Huawei", "Huawei Technologies", 100),
        ("Hua Wei Technologies", "Huawei Technologies", 100),
        ("Huawei Technologies", "Hua Wei Technologies", 100),
        ("Cisco Systems", "Huawei Technologies", 0),
        # A wrong letter of the brand, two exchanged, one doubled, another romanisation.
        ("Huawai", "Huawei", 100 - policy.WRONG_LETTER),
        ("Hauwei", "Huawei", 100 - policy.SLIP),
        ("Huaweei", "Huawei", 100 - policy.ROMANISATION),
        ("Hisilican", "Hisilicon", 100 - policy.WRONG_LETTER),
        ("Hisillicom", "Hisilicon", 100 - policy.WRONG_LETTER - policy.FURTHER_LETTER),
        ("Kronstadt", "Kronshtadt", 100 - policy.ROMANISATION),
        # A brand beside a trade, where the listed name is the brand alone; "technology" is no trade.
        ("Hikvision Electric", "Hikvision", 89),
        ("Hikvision Technology", "Hikvision", 92),
        # One company of a group: the listed name has a town or a field of work.
        ("Huawei", "Chengdu Huawei Technologies", policy.BRAND_OF_GROUP),
        ("Huawei", "Huawei Cloud", policy.BRAND_OF_GROUP),
        ("Huawei", "Huawei Technologies Deutschland", policy.BRAND_ALONE),
        # A body whole inside a longer name; a brand alone that begins one.
        (
            "China Electronics Technology Group",
            "China Electronics Technology Group 14th Institute",
            policy.BODY_INSIDE_LISTED,
        ),
        ("Electronics Technology Group", "China Electronics Technology Group 14th Institute", 21),
        ("Qihoo", "Qihoo 360 Technology", policy.FIRST_WORD_OF_LISTED),
        # 100 shared, 20 missing at 60 percent.
        ("Toga", "Toga Networks", 90),
        # Brand beside a word of the trade, beside a distinctive word, and the one-word name there.
        ("Hikvision Systems", "Hangzhou Hikvision Digital Technology", policy.BRAND_WITH_TRADE),
        ("Prama Hikvision", "Hangzhou Hikvision Digital Technology", policy.BRAND_AMONG_WORDS),
        ("Prama Hikvision", "Hikvision", policy.SINGLE_BRAND_AMONG_WORDS),
        ("Prama Toga", "Toga", 71),
        # A number on one side is another institute.
        ("CETC 13", "CETC 14", 62),
        # The whole of a name inside a longer listed one.
        ("Moore Thread", "Moore Thread Quux Corge Intelligent", policy.BRAND_INSIDE_LISTED),
        ("Quux Apex", "Quux Apex Corge Grault Intelligent", policy.INSIDE_LISTED),
        # A university is not a firm with the same first word.
        ("Fudan University", "Fudan", 89 - policy.SCHOOL_OR_NOT),
        # Two words of the vocabulary are not misspelt ones of each other.
        ("Institute of Technology", "Institution of Technology", 23),
        # A name of common words: another town, or no town, is another name.
        ("Nanjing University of Science", "Beijing University of Science", 25),
        # A town more is a campus; a local body inside a longer name is worth a look.
        ("Harbin Institute of Technology Shenzhen", "Harbin Institute of Technology", 86),
        (
            "Shanghai Institute of Information Technology",
            "Academy of Sciences Shanghai Institute of Information Technology",
            policy.LOCAL_INSIDE_LISTED,
        ),
        ("University of Science", "Beijing University of Science", 27),
    ],
)
def test_value_of_two_names(query: str, listed: str, value: int) -> None:
    assert name_value(words_of(query), words_of(listed)) == value


@pytest.mark.parametrize(
    ("query", "listed", "expected"),
    [
        ("CN", ("HK", "CN"), (policy.COUNTRY_SAME, "CN")),
        ("HK", ("CN",), (policy.COUNTRY_NEAR, "CN")),
        ("US", ("CN", "HK"), (policy.COUNTRY_OTHER, "CN; HK")),
        (None, ("CN",), (policy.COUNTRY_UNKNOWN, "CN")),
        ("CN", (), (policy.COUNTRY_UNKNOWN, "")),
    ],
)
def test_value_of_the_country(query: str | None, listed: tuple[str, ...], expected: tuple[int, str]) -> None:
    assert country_value(query, listed) == expected
