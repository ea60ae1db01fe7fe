"""What is marked as agreeing, in brackets; and that nothing of a text is lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.screening.marks import Span, brand_of, marks


def shown(spans: tuple[Span, ...]) -> str:
    return "".join(f"[{one.text}]" if one.agrees else one.text for one in spans)


@pytest.mark.parametrize(
    ("query", "listed", "ours", "theirs"),
    [
        # Equal words, whatever the case, the legal form and the place.
        ("HUAWEI", "Huawei Technologies Co., Ltd.", "[HUAWEI]", "[Huawei] Technologies Co., Ltd."),
        ("Technologies Huawei", "Huawei Technology", "[Technologies] [Huawei]", "[Huawei] [Technology]"),
        # Legal forms do not count, so that they agree in nothing.
        ("Acme Co., Ltd.", "Quux Co., Ltd.", "Acme Co., Ltd.", "Quux Co., Ltd."),
        # Misspelt: letter by letter.
        ("Hikvison", "Hikvision", "[Hikvis][on]".replace("][", ""), "[Hikvis]i[on]"),
        ("Huavei", "Huawei", "[Hua]v[ei]", "[Hua]w[ei]"),
        # One word here, two there.
        ("Hua Wei Cloud", "Huawei Cloud", "[Hua] [Wei] [Cloud]", "[Huawei] [Cloud]"),
        ("Moorethread", "Moore Threads", "[Moorethread]", "[Moore] [Threads]"),
        # Initials against the words they stand for.
        ("HSEU", "Harbin Shipbuilding Engineering University", "[HSEU]",
         "[H]arbin [S]hipbuilding [E]ngineering [U]niversity"),
        # Written alike: what is left letter by letter, legal forms included.
        ("Zaqrosairlines", "Zagros Airlines", "[Za]q[rosairlines]", "[Za]g[ros] [Airlines]"),
        ("JC SNSZ", "JSC SNSZ", "[JC] [SNSZ]", "[J]S[C] [SNSZ]"),
        ("Suju TG Testing", "Suzhou TG Testing", "[Su]j[u] [TG] [Testing]", "[Su]zho[u] [TG] [Testing]"),
        ("Spetsagregat LLC Zavdo", "LLC Zavod Spetsagregat", "[Spetsagregat] [LLC] [Zavd]o",
         "[LLC] [Zav]o[d] [Spetsagregat]"),
        # Accents do not count.
        ("Telefónica", "Telefonica", "[Telefónica]", "[Telefonica]"),
        ("", "Acme", "", "Acme"),
    ],
)  # fmt: skip
def test_what_agrees_is_marked(query: str, listed: str, ours: str, theirs: str) -> None:
    left, right = marks(query, listed)

    assert (shown(left), shown(right)) == (ours, theirs)


@given(st.text(max_size=60), st.text(max_size=60))
def test_spans_are_the_text_and_alternate(query: str, listed: str) -> None:
    for spans, text in zip(marks(query, listed), (query, listed), strict=True):
        assert "".join(one.text for one in spans) == text
        assert all(one.agrees != following.agrees for one, following in pairwise(spans))


@given(st.text(alphabet="abcdefghij ", max_size=60))
def test_a_name_agrees_with_itself_in_every_word(text: str) -> None:
    left, right = marks(text, text)

    assert left == right


@pytest.mark.parametrize(
    ("query", "listed", "brand"),
    [
        ("Huawei", "Huawei Device (Dongguan) Co., Ltd.", "Huawei"),
        ("Moore Threads", "Moore Threads Technology", "Moore Threads"),
        ("Institute of Technology", "Technology Institute", ""),
    ],
)
def test_the_brand_is_the_distinctive_words_of_both(query: str, listed: str, brand: str) -> None:
    assert brand_of(query, listed) == brand
