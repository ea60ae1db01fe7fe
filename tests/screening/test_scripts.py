import pytest

from participation.screening.scripts import MOST_READINGS, Latin, is_other_script, latin_readings


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("Huawei", [Latin("Huawei")]),
        ("Telefónica", [Latin("Telefónica")]),
        ("\uff28\uff35\uff21\uff37\uff25\uff29", [Latin("HUAWEI")]),
        # Chinese: simplified, traditional; words in English, names by their syllables.
        ("华为技术有限公司", [Latin("Huawei Technology Co., Ltd.")]),
        ("華為技術有限公司", [Latin("Huawei Technology Co., Ltd.")]),
        ("华为 (Huawei)", [Latin("Huawei (Huawei)")]),
        ("海思、华为", [Latin("HiSilicon 、 Huawei"), Latin("Haisi 、 Huawei")]),
        ("武汉甲乙科技", [Latin("Wuhan Jiayi Technology", by_sound=True, settled=False)]),
        ("甲乙丙", [
            Latin("Jiayi Bing", by_sound=True, settled=False),
            Latin("Jia Yibing", by_sound=True, settled=False),
            Latin("Jiayibing", by_sound=True, settled=False),
        ]),
        # A brand with two names in English.
        ("曙光", [Latin("Sugon"), Latin("Dawning")]),
        # A single character is a word only behind another word or at the end.
        ("部件", [Latin("Bujian", by_sound=True, settled=False)]),
        ("北京市", [Latin("Beijing")]),
        # Numbers of institutes, with units and digit by digit.
        ("第五十四研究所", [Latin("54 Institute")]),
        ("第七〇二研究所", [Latin("702 Institute")]),
        ("第十三研究所", [Latin("13 Institute")]),
        ("第一百零八研究所", [Latin("108 Institute")]),
        # Japanese, Korean.
        ("東芝株式会社", [Latin("Toshiba")]),
        ("ファーウェイ・ジャパン", [Latin("Huawei ・ Japan")]),
        ("삼성전자 주식회사", [Latin("Samsung Electronics")]),
        ("단봉", [
            Latin("danbong", by_sound=True, settled=False),
            Latin("tanbong", by_sound=True, settled=False),
        ]),
        # Russian: stems with endings; letter by letter besides.
        ("МФТИ", [Latin("MFTI", settled=False)]),
        ("Лаборатория Касперского", [
            Latin("Laboratory Kaspersky"),
            Latin("Laboratoriya Kasperskogo"),
        ]),
        ("Завода Щука", [
            Latin("Plant Shchuka", settled=False),
            Latin("Zavoda Shchuka", settled=False),
        ]),
        # Cyrillic letters in a Latin word.
        ("Нuаwei", [Latin("Huawei")]),
        # Arabic and Persian: articles, prefixes, the letters of either keyboard.
        ("شركة الاتصالات", [Latin("Company Telecommunications"), Latin("shrkh ltslt")]),
        ("وزارة الدفاع", [Latin("Ministry Defense"), Latin("wzrh ldf`")]),
        ("دانشگاه صنعتی شریف", [Latin("University Industrial Sharif"), Latin("dnshgh sn`ty shryf")]),
        ("ايران", [Latin("Iran"), Latin("yrn")]),
        # Any other script by its letters.
        ("Ελλάδα", [Latin("Ellada", by_sound=True, settled=False)]),
        ("😀 Huawei", [Latin("😀 Huawei")]),
    ],
)  # fmt: skip
def test_name_is_read_in_latin_letters(text: str, readings: list[Latin]) -> None:
    assert list(latin_readings(text)) == readings


def test_korean_letters_without_a_sound_leave_the_rest_of_a_name() -> None:
    fillers = "\u115f\u1160\u3164\ud7a4"

    assert [list(latin_readings(one)) for one in fillers] == [[Latin("", by_sound=True, settled=False)]] * 4
    assert [latin_readings(f"Toga {one}")[0].text for one in fillers] == ["Toga"] * 4


def test_long_names_have_few_readings() -> None:
    assert len(latin_readings("甲乙丙丁戊己庚辛" * 20)) <= MOST_READINGS
    assert all(len(latin.text) < 600 for latin in latin_readings("甲乙丙丁戊己庚辛" * 200))


@pytest.mark.parametrize(
    ("text", "other"),
    [("Huawei", False), ("Düsseldorf", False), ("Huawei®", False), ("华为", True), ("ZAO Завод", True)],
)
def test_other_scripts_are_told_apart(text: str, other: bool) -> None:
    assert is_other_script(text) is other
