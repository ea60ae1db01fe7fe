"""Every ugly name is screened or refused; how long that takes is for the benchmark to say."""

import pytest

from participation.screening.screen import Index, build_index, screen
from participation.screening.types import Name
from tests.benchmarks.listed import parties
from tests.benchmarks.screening.hostile import MAKERS, hostile_names, slowest

COUNT = 8 * len(MAKERS)


@pytest.fixture(scope="module")
def starter() -> Index:
    return build_index(parties(None))


@pytest.fixture(scope="module")
def texts() -> list[tuple[str, str]]:
    return hostile_names([party.name for party in parties(None)], seed=7, count=COUNT)


def test_each_ugly_name_is_screened_or_refused(starter: Index, texts: list[tuple[str, str]]) -> None:
    answers = screen([Name(text) for _, text in texts], starter)

    assert [answer.name.text for answer in answers] == [text for _, text in texts]
    assert [
        answer.name.text for answer in answers if answer.status not in ("screened", "cannot_screen")
    ] == []
    assert [
        answer.name.text for answer in answers if answer.status == "cannot_screen" and not answer.reason
    ] == []


def test_ugly_names_are_the_same_for_a_seed(texts: list[tuple[str, str]]) -> None:
    names = [party.name for party in parties(None)]

    assert hostile_names(names, seed=7, count=COUNT) == texts
    assert hostile_names(names, seed=8, count=COUNT) != texts
    assert {kind for kind, _ in texts} == set(MAKERS)


def test_slowest_of_each_class_is_told_and_all_are_counted(
    starter: Index, texts: list[tuple[str, str]]
) -> None:
    found, counts = slowest(starter, texts[: len(MAKERS)])

    assert {each.kind for each in found} == set(MAKERS)
    assert sum(counts.values()) == len(MAKERS)
    assert [each.again_ms for each in found] == sorted((each.again_ms for each in found), reverse=True)
