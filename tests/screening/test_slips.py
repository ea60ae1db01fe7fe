"""Slips in the words that many names share; names of places and brands are left as they are."""

import pytest

from participation.screening.slips import mended, whole


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("technology", ("technology",)),
        ("techology", ("technology",)),
        ("technolgoy", ("technology",)),
        ("comany", ("company",)),
        ("limitde", ("limited",)),
        ("universitty", ("university",)),
        ("echnology", ("echnology",)),  # the first letter tells words apart
        ("shangjai", ("shangjai",)),  # towns are one letter apart from each other
        ("huaewi", ("huaewi",)),
        ("piotech", ("piotech",)),
        ("12345678", ("12345678",)),
        ("industryltd", ("industry", "ltd")),
        ("genomicsinternational", ("genomics", "international")),
        ("companypolimer", ("company", "polimer")),
        ("address17", ("address", "17")),
        ("mp3", ("mp3",)),
        ("zinc", ("zinc",)),
    ],
)
def test_a_word_is_read_as_it_was_meant(word: str, meant: tuple[str, ...]) -> None:
    assert mended(word) == meant


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["tenaga", "com", "pany", "lim", "ited"], ["tenaga", "company", "limited"]),
        (["rese", "arch", "institute"], ["research", "institute"]),
        (["micro", "electronics"], ["micro", "electronics"]),
        (["hua", "wei"], ["hua", "wei"]),
        ([], []),
    ],
)
def test_halves_of_a_known_word_are_put_together(words: list[str], meant: list[str]) -> None:
    assert whole(words) == meant
