import pytest

from participation.screening.scripts import Latin, latin_of, translated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Huawei", Latin("Huawei", "")),
        ("Telefónica", Latin("Telefónica", "")),
        ("МФТИ", Latin("MFTI", "")),
        ("Щука объект", Latin("SHCHuka obekt", "")),
        ("华为 (Huawei)", Latin("Huawei (Huawei)", "")),
        ("中国科学院计算所", Latin("Chinese Academy of Sciences Computing Institute", "")),
        ("甲华为乙", Latin("Huawei", "甲乙")),
        ("삼성 Samsung", Latin("Samsung", "삼성")),
        ("海思、华为", Latin("HiSilicon 、 Huawei", "")),
    ],
)
def test_other_scripts_are_read_or_named(text: str, expected: Latin) -> None:
    assert latin_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Московский институт связи", "Moscow Institute Communications"),
        ("Институт им. Харкевича", "Institute named after. Харкевича"),
        ("Institute", "Institute"),
    ],
)
def test_known_russian_words_are_translated(text: str, expected: str) -> None:
    assert translated(text) == expected
