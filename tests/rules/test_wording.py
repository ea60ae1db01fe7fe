"""Dated rules in words."""

from datetime import date
from typing import Any

import pytest

from participation.rules.determination import Source
from participation.rules.wording import SOURCE_WORDS, days_in_words, value_in_words

FIRST, LAST = date(2020, 6, 18), date(2022, 9, 8)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, ""),
        (False, "does not apply"),
        ("named_items", "the named items"),
        ("a_new_word", "a new word"),
        ("5E002.a", "5E002.a"),
        ("2026-11-22", "22 November 2026"),
        ({"ccl": "license_required", "ear99": "needs_review"},
         "items on the Commerce Control List: a licence is needed; EAR99 items: to be reviewed"),
        ([], "none recorded"),
        (["CN", "AT"], "China, Austria"),
        (["EAR99", "AT", "named_cryptography"],
         "EAR99, controlled for anti-terrorism reasons only, the named encryption paragraphs"),
        ([{"footnote": 2, "entries": ["6"]}, {"footnote": 5, "entries": []}],
         "footnote 2: category 6 | footnote 5: no entry"),
        ({"ear": 5, "ofac": 10}, "under the EAR: 5; where Treasury's rules stand beside it: 10"),
        ([{"paragraph": "5D002.b", "equipment": ["5A002.a", "5A002.c"]}],
         "paragraph: 5D002.b; equipment: 5A002.a, 5A002.c"),
        (["x"] * 1234, "1,234 entries"),
        (7, "7"),
    ],
)  # fmt: skip
def test_value_in_words(value: Any, words: str) -> None:
    assert value_in_words(value) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (None, None, "throughout"),
        (FIRST, None, "since 18 June 2020"),
        (None, LAST, "until 8 September 2022"),
        (FIRST, LAST, "18 June 2020 to 8 September 2022"),
        (FIRST, FIRST, "18 June 2020"),
    ],
)
def test_days_in_words(start: date | None, end: date | None, words: str) -> None:
    assert days_in_words(start, end) == words


def test_each_quality_of_a_source_has_its_words() -> None:
    assert set(SOURCE_WORDS) == set(Source)
