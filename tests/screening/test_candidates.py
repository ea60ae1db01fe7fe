import pytest

from participation.screening.candidates import listed_names
from participation.screening.index import Index
from participation.screening.normalize import words_of
from participation.screening.types import ListedParty


def party(name: str, *aliases: str, **more: object) -> ListedParty:
    return ListedParty(key=name, source="EL", name=name, aliases=aliases, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("listed", "forms"),
    [
        (party("Huawei Technologies Co., Ltd. (Huawei)"), [
            ("name", "Huawei Technologies Co., Ltd. (Huawei)"),
            ("name", "Huawei Technologies Co., Ltd."),
            ("name", "Huawei"),
        ]),
        (party("Huawei Co. (Huawei). Affiliated Entity: Huawei Terminal (Shenzhen) Co., Ltd."), [
            ("name", "Huawei Terminal (Shenzhen) Co., Ltd."),
            ("name", "Huawei Terminal Co., Ltd."),
        ]),
        (party("Skyverse", "SKY", "Skyverse Ltd", "Rabat, Morocco"), [
            ("name", "Skyverse"),
            ("alias", "SKY"),
            ("alias", "Skyverse Ltd"),
        ]),
        (party("X Plant (a.k.a., Zavod Iks)"), [
            ("name", "X Plant (a.k.a., Zavod Iks)"),
            ("name", "X Plant"),
            ("name", "Zavod Iks"),
        ]),
        (party("Kharkevich Institute (IITP), Academy (RAS)"), [
            ("name", "Kharkevich Institute (IITP), Academy (RAS)"),
            ("name", "Kharkevich Institute , Academy"),
            ("name", "IITP"),
            ("name", "IITP RAS"),
        ]),
        (party("Hongyu Technology (a subordinate institute of CETC-7)"), [
            ("name", "Hongyu Technology (a subordinate institute of CETC-7)"),
            ("name", "Hongyu Technology"),
        ]),
        (party("Address 01", addresses=("HK", "Room 5, 10 Example Road, Kowloon, HK")), [
            ("address", "Room 5, 10 Example Road, Kowloon, HK"),
        ]),
    ],
)  # fmt: skip
def test_every_way_to_write_a_party(listed: ListedParty, forms: list[tuple[str, str]]) -> None:
    stated = [(name.kind, name.text) for name in listed_names(listed) if name.stated]

    assert stated == forms


def test_initials_are_made_for_long_names_of_organisations_only() -> None:
    def initials(listed: ListedParty) -> list[tuple[str, ...]]:
        return [name.words.tokens for name in listed_names(listed) if not name.stated]

    assert initials(party("Harbin Shipbuilding Engineering University")) == [("hseu",)]
    assert initials(party("Harbin Institute of Technology")) == [("hit",)]
    assert initials(party("Toga", "Institute of Computing Technology")) == [("ict",)]
    assert initials(party("University of Electronic Science and Technology of China")) == []
    assert initials(party("Toga Networks")) == []
    assert initials(party("Ali Bin Omar Nasser Khan", person=True)) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Huawei", True),
        ("Huawai", True),
        ("Hua Wei", True),
        ("Huaweii Tech", True),
        ("Technologies", False),
        ("Cisco", False),
    ],
)
def test_candidates_are_near_in_letters(query: str, found: bool) -> None:
    index = Index.of([party("Huawei Technologies Co., Ltd.")])

    assert bool(index.candidates(words_of(query))) is found


def test_name_listed_in_two_words_is_found_by_one() -> None:
    index = Index.of([party("Moore Threads")])

    assert [index.name(number).text for number in index.candidates(words_of("Moorethread"))] == [
        "Moore Threads"
    ]


def test_frequent_word_is_read_only_for_names_without_a_rarer_one() -> None:
    index = Index.of([party(f"Omni{number} Science") for number in range(2600)] + [party("Quux Science")])

    assert [index.name(number).text for number in index.candidates(words_of("Quux Science"))] == [
        "Quux Science"
    ]
