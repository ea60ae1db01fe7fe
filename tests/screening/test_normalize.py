import pytest

from participation.screening import policy
from participation.screening.normalize import Words, folded, is_town, weight_of, words_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Huawei Technologies Co.,Ltd.", "huawei technologies co ltd"),
        ("HUAWEI Düsseldorf", "huawei dusseldorf"),
        ("Telecomunicac\u0327o\u0303es", "telecomunicacoes"),
        ("\uff28\uff35\uff21\uff37\uff25\uff29", "huawei"),
        ("Xi'an / Xi’an", "xian xian"),
        ("France S.A.S.U.", "france sasu"),
        ("Sigma A/S", "sigma as"),
        ("Posts & Telecom", "posts and telecom"),
        ("Straße Łódź Ørsted", "strasse lodz orsted"),
        ("a_b-c", "a b c"),
        ("", ""),
    ],
)
def test_folding_leaves_plain_words(text: str, expected: str) -> None:
    assert folded(text) == expected


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Huawei Technologies Co., Ltd.", ("huawei", "technology")),
        ("AO Kaspersky Lab", ("kaspersky", "laboratory")),
        ("Joint Stock Company Mikron", ("mikron",)),
        ("Co. Ltd.", ("co",)),
        ("JSC", ("jsc",)),
        ("Univ. of Posts and Telecommunications", ("university", "post", "telecommunication")),
        ("13th Research Institute", ("13", "institute")),
        ("ICT CAS", ("ict", "china", "academy", "science")),
        ("13th Research Institute of the Closed Joint Stock Company X", ("13", "institute", "x")),
        ("Ant (Shen Zhen)", ("ant", "shenzhen")),
        ("Institute named after Lebedev", ("institute", "after", "lebedev")),
        ("LLC Quux", ("quux",)),
        ("Industries of Physics", ("industry", "physic")),
        ("", ()),
    ],
)
def test_words_lose_legal_forms_and_take_one_spelling(text: str, tokens: tuple[str, ...]) -> None:
    assert words_of(text).tokens == tokens


def test_words_carry_their_weights() -> None:
    words = words_of("Hangzhou Hikvision Digital Cloud Group 7 Delta")

    weights = (
        policy.PLACE,
        policy.DISTINCTIVE,
        policy.GENERIC,
        policy.FIELD,
        policy.NOISE,
        policy.NUMBER,
        policy.COMMON,
    )
    assert words == Words(
        tokens=("hangzhou", "hikvision", "digital", "cloud", "group", "7", "delta"),
        weights=weights,
        total=sum(weights),
        distinctive=("hikvision",),
    )


def test_single_letter_says_little() -> None:
    assert weight_of("x") == policy.GENERIC


def test_town_is_not_a_country() -> None:
    assert (is_town("shenzhen"), is_town("china")) == (True, False)
