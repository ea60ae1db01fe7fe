"""The values that arrays give for many pairs are those of a comparison of each pair."""

from hypothesis import given, settings
from hypothesis import strategies as st

from participation.screening.bounds import Bounds
from participation.screening.compare import name_value
from participation.screening.normalize import words_of
from participation.screening.proposals import Proposals
from participation.screening.values import Values

from .test_proposals import INDEX, NAMES, written

WORDS = bytes(INDEX.table.words).decode().split("\n")
PROPOSALS, VALUES = Proposals(INDEX.table, WORDS), Values(INDEX.table, WORDS, INDEX.words)


@settings(max_examples=150, deadline=None)
@given(st.lists(written(), min_size=1, max_size=12), st.sampled_from((30, 60, 72)))
def test_every_pair_has_the_value_of_its_comparison(texts: list[str], least: int) -> None:
    queries = [words_of(text) for text in texts]
    proposed = PROPOSALS.of(queries, Bounds(least), PROPOSALS.respelled(queries))

    pairs = list(zip(proposed.rows.tolist(), proposed.numbers.tolist(), strict=True))

    assert VALUES.of(queries, proposed).tolist() == [
        name_value(queries[row], NAMES[number]) for row, number in pairs
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(written(), min_size=12, max_size=40), min_size=1, max_size=3))
def test_names_of_very_many_words_have_the_values_of_their_comparison(texts: list[list[str]]) -> None:
    queries = [words_of(" ".join(parts)) for parts in texts]
    proposed = PROPOSALS.of(queries, Bounds(30), PROPOSALS.respelled(queries))

    pairs = list(zip(proposed.rows.tolist(), proposed.numbers.tolist(), strict=True))

    assert VALUES.of(queries, proposed).tolist() == [
        name_value(queries[row], NAMES[number]) for row, number in pairs
    ]
