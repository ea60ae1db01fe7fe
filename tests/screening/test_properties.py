"""What must hold for any name: another way to write it loses no match, and nothing breaks the core."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.screening.compare import name_value
from participation.screening.normalize import words_of
from participation.screening.screen import Index, build_index, screen
from participation.screening.types import ListedParty, Name, Screening

NAMES = (
    "Huawei Technologies Co., Ltd.",
    "Beijing University of Posts and Telecommunications",
    "Hangzhou Hikvision Digital Technology Co., Ltd.",
    "Toga Networks",
    "Institute for Information Transmission Problems",
    "Moore Thread Intelligent Technology (Beijing) Co., Ltd.",
    "AO Kaspersky Lab",
    "CETC 14",
    "Ministry of Defence",
)
FORMS = (
    " Ltd.",
    " Co., Ltd",
    ", Inc.",
    " LLC",
    " GmbH",
    " S.A.",
    " JSC",
    " Limited",
    " Pte. Ltd.",
    " Corporation",
)


@pytest.fixture(scope="module")
def listed() -> Index:
    return build_index(ListedParty(name, "EL", name, (), ("CN",)) for name in NAMES)


def match_of(text: str, name: str, index: Index) -> bool:
    answer = screen([Name(text, "CN")], index)[0]
    return name in [match.party.name for match in answer.matches if match.band == "match"]


@given(name=st.sampled_from(NAMES), form=st.sampled_from(FORMS))
def test_legal_form_never_loses_a_match(name: str, form: str, listed: Index) -> None:
    assert match_of(name + form, name, listed)


@given(name=st.sampled_from(NAMES), upper=st.lists(st.booleans(), min_size=80, max_size=80))
def test_case_never_loses_a_match(name: str, upper: list[bool], listed: Index) -> None:
    written = "".join(c.upper() if up else c.lower() for c, up in zip(name, upper, strict=False))

    assert match_of(written, name, listed)


@given(name=st.sampled_from(NAMES), mark=st.sampled_from(".,'\"!* "), place=st.sampled_from(["end", "words"]))
def test_punctuation_never_loses_a_match(name: str, mark: str, place: str, listed: Index) -> None:
    written = name + mark if place == "end" else name.replace(" ", f"{mark} ")

    assert match_of(written, name, listed)


@given(name=st.sampled_from(NAMES), data=st.data())
def test_order_of_words_never_loses_a_match(name: str, data: st.DataObject, listed: Index) -> None:
    words = name.replace(",", "").replace("(", "").replace(")", "").split()
    written = " ".join(data.draw(st.permutations(words)))

    assert match_of(written, name, listed)


@given(st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_names_agree_wholly_in_both_directions_or_in_neither(left: str, right: str) -> None:
    one, other = words_of(left), words_of(right)

    assert (name_value(one, other) == 100) is (name_value(other, one) == 100)


@given(
    st.lists(
        st.sampled_from(["quux", "corge", "grault", "huawei", "toga"]), min_size=1, max_size=4, unique=True
    )
)
def test_name_agrees_with_itself_in_any_order(words: list[str]) -> None:
    assert name_value(words_of(" ".join(words)), words_of(" ".join(reversed(words)))) == 100


@given(text=st.sampled_from(NAMES), country=st.sampled_from([None, "CN", "US"]))
def test_same_input_gives_the_same_answer(text: str, country: str | None, listed: Index) -> None:
    assert screen([Name(text, country)], listed) == screen([Name(text, country)], listed)


HOSTILE = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.characters(categories=["Cs", "Cf", "Cc", "Mn", "So"]),
        st.sampled_from("华為Завод北대학جامعةひらﾊ\u200d\u200f\u202e\u0000\ud800😀/;,()-&.'"),
    ),
    max_size=300,
)


@settings(max_examples=300, deadline=None)
@given(text=HOSTILE)
def test_any_text_is_answered_and_never_breaks(text: str, listed: Index) -> None:
    answer = screen([Name(text, "CN")], listed)[0]

    assert answer.name.text == text
    assert answer.status == "screened" or answer.reason
    assert all(is_text(part.query_text) for match in answer.matches for part in match.parts)
    assert is_text(answer.reason)


def is_text(text: str) -> bool:
    """Whether a database and a page can hold it."""
    return not any(unicodedata.category(letter) in ("Cs", "Cc") for letter in text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x" * 10_000, "longer than 500 characters; this is not a name"),
        ("华" * 10_000, "longer than 500 characters; this is not a name"),
        ("\ud83d Huawei", "damaged: it holds halves of characters"),
        ("\x00\x01\x02", "no organisation is stated"),
        ("😀😀😀", "no organisation is stated"),
        ("\u200d\u200f\u202e", "no organisation is stated"),
    ],
)
def test_what_is_no_name_is_refused_with_its_reason(text: str, reason: str, listed: Index) -> None:
    assert screen([Name(text, "CN")], listed) == [Screening(Name(text, "CN"), "cannot_screen", reason, ())]


@pytest.mark.parametrize(
    "text",
    [
        "Hua\u200bwei Technologies",
        "\u202eHuawei Technologies\u202c",
        "Huawei\x00Technologies",
        "Нuаwеi Technologies",
        "😀 Huawei Technologies",
        "\uff28\uff35\uff21\uff37\uff25\uff29 Technologies",
        "Huawei\u00a0Technologies",
    ],
)
def test_disguised_name_is_still_found(text: str, listed: Index) -> None:
    assert match_of(text, "Huawei Technologies Co., Ltd.", listed)
