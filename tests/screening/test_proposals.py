"""Which names are compared: all that may be over the threshold, few others, and never very many."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.screening import policy
from participation.screening.compare import name_value
from participation.screening.index import Index
from participation.screening.normalize import Words, words_of
from participation.screening.screen import screen
from participation.screening.types import ListedParty, Name

KINDS_OF_NAME = (
    "{brand} Technologies Co., Ltd.", "{town} {brand} Digital Technology Co., Ltd. ({brand})",
    "{town} Institute of {field} Technology", "{number}th Research Institute of {brand}",
    "{brand} {other} Trading LLC", "{first} {last}", "{first} {other} {last}", "OAO {brand}avod {town}",
    "{town} University of {field}", "China {field} Group Corporation {number} Research Institute",
    "Hua {other} {field} (a.k.a., {brand} {number})", "{other}", "{field} {town}",
    "{first} {last} {other}ov {brand}y",
)  # fmt: skip
BRANDS = ("Huawei", "Hikvision", "Skyverse", "FiberHome", "Moore Threads", "Toga", "Kaspersky", "DJI")
OTHERS = ("Omega", "Golden Star", "Quuxcorge", "Azmoun", "Aviation", "Rosoboronexport", "Sepehr")
FIRST, LAST = ("Mohammad", "Ali", "Ivan", "Fazal Rahim"), ("Ahmadi", "Kuznetsov", "Rezaei", "Farid")
TOWNS, FIELDS = (
    ("Beijing", "Harbin", "Tehran", "Moscow"),
    ("Microelectronics", "Aerospace", "Optics", "Energy"),
)


def _listed() -> list[ListedParty]:
    texts = [
        kind.format(
            brand=BRANDS[n % 8], other=OTHERS[n % 7], first=FIRST[n % 4], last=LAST[n // 4 % 4],
            town=TOWNS[n // 2 % 4], field=FIELDS[n // 3 % 4], number=13 + n % 5,
        )
        for n in range(24)
        for kind in KINDS_OF_NAME
    ]  # fmt: skip
    return [
        ListedParty(str(n), "EL", text, (), ("CN",)) for n, text in enumerate(dict.fromkeys(texts), start=1)
    ]


LISTED = _listed()
INDEX = Index.of(LISTED)
NAMES = [INDEX.words(number) for number in range(len(INDEX))]
VOCABULARY = sorted({token for name in NAMES for token in name.tokens})

letters = st.sampled_from("aehiknorst")
places = st.integers(0, 30)


@st.composite
def misspelt(draw: st.DrawFn, word: str) -> str:
    at = draw(places) % len(word)
    before, after, other = word[:at], word[at + 1 :], draw(letters)
    return draw(st.sampled_from((word, before + after, before + other + word[at:], before + other + after)))


@st.composite
def written(draw: st.DrawFn) -> str:
    """A listed name as somebody might write it: fewer words, more words, slips, another order, other gaps."""
    words = list(draw(st.sampled_from(NAMES)).tokens)
    words = [word for word in words if draw(st.integers(0, 4))] or words
    words += draw(st.lists(st.sampled_from([*VOCABULARY, "munich", "quality", "zzyzx"]), max_size=3))
    words = [draw(misspelt(draw(misspelt(word)))) if draw(st.integers(0, 2)) == 0 else word for word in words]
    if draw(st.booleans()):
        words = draw(st.permutations(words))
    gaps = draw(st.lists(st.sampled_from((" ", " ", " ", "", "-")), min_size=len(words), max_size=len(words)))
    return "".join(word + gap for word, gap in zip(words, gaps, strict=True))


def over(query: Words, least: int) -> set[int]:
    """What a comparison with every listed name finds."""
    return {number for number, name in enumerate(NAMES) if name_value(query, name) >= least}


@settings(max_examples=300, deadline=None)
@given(written(), st.sampled_from((policy.LEAST_VALUE, policy.LEAST_VALUE + 15, 60, 30)))
def test_no_name_over_the_least_value_is_left_out(text: str, least: int) -> None:
    query = words_of(text)

    assert over(query, least) <= set(INDEX.candidates(query, least))


def test_a_proposal_that_leaves_names_out_would_be_noticed() -> None:
    """The measure itself can fail: half of the proposals is not enough."""
    query = words_of("Huawei Technologies")

    assert len(over(query, policy.LEAST_VALUE)) > 1
    assert not over(query, policy.LEAST_VALUE) <= set(INDEX.candidates(query)[::2])


def test_a_slip_in_the_last_of_many_words_may_bring_more_than_the_word_weighs() -> None:
    name = "Frontier Services Group Limited, FLC & FRONTIER SERVICES GROUPL MENA DMCC,"
    index = Index.of([ListedParty("1", "EL", name)])
    query = words_of("Frontier Services roup Limited, FLlC & FRONTIER SERVICES GROUPL MENA DMCC")

    assert name_value(query, index.words(0)) == 81
    assert all(index.candidates(query, least) == [0] for least in range(60, 82))


@settings(max_examples=40, deadline=None)
@given(st.lists(written(), max_size=40))
def test_many_names_together_are_answered_as_each_alone(texts: list[str]) -> None:
    names = [Name(text, "CN") for text in texts]

    assert screen(names, INDEX) == [screen([name], INDEX)[0] for name in names]


@pytest.mark.parametrize(
    "text",
    [
        "Rosobornexprt",
        "Rosoboronexporrtt",
        "Kasperskyy Omega Trading",
        "Rsooboronexprot",
        "Hikvisoin Quuxcrge Trading",
        "Mikroelectronica Tehran",
    ],
)
def test_two_slips_are_found(text: str) -> None:
    query = words_of(text)

    assert over(query, policy.LEAST_VALUE)
    assert over(query, policy.LEAST_VALUE) <= set(INDEX.candidates(query))


@pytest.fixture(scope="module")
def crowded() -> Index:
    """Thousands of names with the same few words, each with one of its own."""
    return Index.of(
        ListedParty(f"{n}", "EL", f"Quux{n} {kind}", (), ("CN",))
        for n in range(1500)
        for kind in (
            "Institute of Technology",
            "University",
            "China Technology Group",
            "Research Institute 7",
        )
    )


@pytest.mark.parametrize(
    "text",
    [
        "University",
        "China",
        "Group",
        "Institute of Technology",
        "Technology Co., Ltd.",
        "a",
        "1 2 3 4 5",
        "Institute of Technology and Science, China",
        "Technology " * 40,
        "x" * 490,
        "University Institute " * 20,
        " ".join("abcdefghijklmnopqrstuvwxyz" * 5),
        "\U0001f3ed",
        "Number Seven Research Institute University",
    ],
)
def test_common_words_cost_few_comparisons(text: str, crowded: Index) -> None:
    """Whatever is asked: of thousands of names with these words hardly one is compared."""
    assert len(crowded.candidates(words_of(text))) < 40


def test_a_name_is_found_without_its_rarest_word() -> None:
    """Three of four words agree, and another one stands where the telling one was."""
    query = words_of("Mohammad Ahmadi Omegaov Zzyzx")

    assert over(query, policy.LEAST_VALUE)
    assert over(query, policy.LEAST_VALUE) <= set(INDEX.candidates(query))
