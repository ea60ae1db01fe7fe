"""Names compared as they are written, letter by letter and legal forms included."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.screening import policy
from participation.screening.candidates import listed_names
from participation.screening.index import Index
from participation.screening.types import ListedParty
from participation.screening.written import forms_of, written_value
from participation.screening.written_index import Written, in_order_of_length
from tests.screening.conftest import ScreenOne


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Kuang-Su Corporation", ("kuang su corporation", "kuang su")),
        ("JSC SIEMI", ("jsc siemi",)),  # five letters alone are too few
        ("P.AD Ltd.", ("p ad ltd",)),
        ("Zagros Airlines", ("zagros airlines",)),
        ("ZTE", ()),
        ("Société Générale", ("societe generale",)),
    ],
)
def test_forms_of_a_name(name: str, forms: tuple[str, ...]) -> None:
    assert forms_of(name) == forms


SAME = policy.WRITTEN_ALIKE
ONE, TWO, THREE = (SAME - policy.WRONG_WRITTEN * wrong for wrong in (1, 2, 3))


@pytest.mark.parametrize(
    ("query", "listed", "value"),
    [
        ("zagrosairlines", "zagros airlines", SAME),
        ("jointstock company jupiter plant", "joint stock company jupiter plant", SAME),
        ("meteor zavod ao", "ao zavod meteor", SAME),
        ("suju tg testing", "suzhou tg testing", ONE),  # zh is written j, ou is written u
        ("wagner group", "vagner group", ONE),
        ("jsc siwemi", "jsc siemi", ONE),
        ("jc snsz", "jsc snsz", ONE),
        ("js prnza", "jsc penza", 0),  # two wrong letters among seven
        ("aimtech tiading cjo", "aimtech trading co", TWO),
        ("tlua armf plant", "tula arms plant", TWO),
        ("shenzhen neh visiun", "shenzhen net vision", TWO),
        ("nanjing ship radra esearch institute", "nanjing ship radar research institute", TWO),
        ("jonit stock comapny zavod kopri", "joint stock company zavod kopir", THREE),
        ("niu technologies", "nar technologies", 0),  # two of three letters
        ("huaqin technology co ltd", "huawei technology co ltd", 0),  # two of six, and all else is common
        ("jovision technology", "isvision technology", 0),  # the first letter, too
        ("southwest airlines", "north west airlines", 0),  # known words
        ("shandong university", "shanxi university", 0),  # towns
        ("cetc 55 institute nanjing", "cetc 54 institute nanjing", 0),  # another number
        ("shenzhen aoa technology", "shenzhen a technology", 0),  # a letter is no brand
        ("asr microelectronics shanghai", "shanghai microelectronics", 0),
    ],
)  # fmt: skip
def test_value_of_two_forms(query: str, listed: str, value: int) -> None:
    assert written_value(query, listed) == value


@pytest.mark.parametrize(
    ("text", "country", "found"),
    [
        ("Zagrosairlines", None, [("possible", 8870)]),
        ("Zagrosairlines", "IR", [("possible", 9320)]),
        ("Zaqrosairlines", "IR", [("possible", 8895)]),
        ("Zaqrosairlines", "FR", []),
        ("Tehran Office, Zagros Airlines", "IR", [("match", 9575)]),
    ],
)
def test_letters_alone_are_possible_and_need_the_country(
    screen_against: ScreenOne, text: str, country: str | None, found: list[tuple[str, int]]
) -> None:
    listed = ListedParty("EL:z", "EL", "Zagros Airlines", countries=("IR",))

    assert [(match.band, match.score) for match in screen_against(text, country, listed).matches] == found


def test_explanation_says_that_letters_were_compared(screen_against: ScreenOne) -> None:
    listed = ListedParty("EL:z", "EL", "Zagros Airlines", countries=("IR",))

    (match,) = screen_against("Zaqrosairlines", "IR", listed).matches

    assert match.explanation == (
        "'Zaqrosairlines' agrees, letter by letter, to 87 of 100 with the listed name 'Zagros Airlines';"
        " the country agrees."
    )


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("Geo Research, Dept. of Electrical Engineering", True),
        ("Geo Reserch, Dept. of Electrical Engineering", True),  # a word of the trade is mended first
        ("Gio Research, Dept. of Electrical Engineering", False),  # a part must be just as listed
        ("Geo Researches", True),
        ("Geology Research Centre", False),
    ],
)
def test_part_of_a_cell_that_says_little_counts_where_the_list_has_just_that(
    screen_against: ScreenOne, cell: str, found: bool
) -> None:
    listed = ListedParty("EL:g", "EL", "Geo Research", countries=("TW",))

    assert bool(screen_against(cell, None, listed).matches) == found


def test_listed_name_with_commas_is_found_before_a_department(screen_against: ScreenOne) -> None:
    listed = ListedParty("EL:l", "EL", "Light Cloud (Hangzhou) Technology Co., Ltd.", countries=("CN",))

    found = {
        department: [match.band for match in screen_against(cell, "CN", listed).matches]
        for department, cell in {
            "none": "Light Cloud (Hangzhou) Technology Co., Ltd.",
            "stated": "Light Cloud (Hangzhou) Technology Co., Ltd., Standards Department",
            "another firm": "Light Crowd (Hangzhou) Technology Co., Ltd., Standards Department",
        }.items()
    }

    assert found == {"none": ["match"], "stated": ["match"], "another firm": []}


def test_initials_of_a_standards_body_mean_that_body(screen_against: ScreenOne) -> None:
    listed = ListedParty(
        "EL:i", "EL", "Institute of Electrical and Electronic Engineering", countries=("CN",)
    )

    assert screen_against("IEEE SA", None, listed).matches == ()
    assert screen_against("Institute of Electrical and Electronic Engineering", "CN", listed).matches


def test_names_that_differ_in_the_legal_form_alone_are_kept_as_written() -> None:
    listed = ListedParty(
        "EL:m", "EL", "Meteor Plant JSC", ("AO Zavod Meteor", "Meteor Plant", "OAO Zavod Meteor")
    )

    assert [(name.text, name.by_words) for name in listed_names(listed)] == [
        ("Meteor Plant JSC", True),
        ("AO Zavod Meteor", True),
        ("OAO Zavod Meteor", False),
    ]


def test_no_name_is_hidden_by_one_wrong_letter(starter_index: Index) -> None:
    names = [starter_index.name(number).text for number in range(len(starter_index))]
    forms = sorted({form for name in names for form in forms_of(name) if form.isascii() and len(form) > 9})
    written = Written(in_order_of_length("".join(f"{form}\n" for form in forms), range(len(forms))))

    @given(
        st.sampled_from(range(len(forms))),
        st.integers(0, 500),
        st.sampled_from("abcxyz"),
        st.sampled_from("ird"),
    )
    def hidden(number: int, place: int, letter: str, kind: str) -> None:
        form = forms[number]
        place %= len(form)
        typed = form[:place] + (letter if kind != "d" else "") + form[place + (kind != "i") :]
        assert (0, number) in set(written.like([typed]))

    hidden()
