"""The index as bytes: the same for the same list anywhere, and refused when they are not what was written."""

import os
import subprocess
import sys
from dataclasses import fields

import numpy as np
import pytest

from participation.screening.index import Index
from participation.screening.index_build import built
from participation.screening.index_table import Table, UnreadableIndex, decoded, encoded
from participation.screening.normalize import words_of
from participation.screening.types import ListedParty

PARTIES = [
    ListedParty(
        "1", "EL", "Huawei Technologies Co., Ltd. (Huawei)", ("HW", "Hua Wei"), ("CN",), ("Shenzhen",)
    ),
    ListedParty("2", "EL", "Skyverse Technology", (), ("CN", "HK")),
    ListedParty("3", "SDN", "FARID, Fazal Rahim", ("مثال",), ("AF",), person=True),
    ListedParty("4", "EL", "Address 01", (), ("HK",), ("Room 5, 10 Example Road, Kowloon, HK",)),
    ListedParty("5", "EL", 'Broken \ud800 name\x00 "quoted"\nin lines', (), ()),
]


def test_what_is_written_is_read_back() -> None:
    table = built(PARTIES)

    content = encoded(table, about="these")
    again = decoded(content, about="these")

    assert encoded(again, about="these") == content
    for field in fields(Table):
        np.testing.assert_array_equal(getattr(again, field.name), getattr(table, field.name))


def test_an_index_from_bytes_gives_back_the_parties() -> None:
    index = Index(decoded(encoded(built(PARTIES), about="these"), about="these"))

    assert [index.party(number) for number in range(len(PARTIES))] == PARTIES
    assert [index.name(number).text for number in index.candidates(words_of("Hua Wei"))] == [
        "Huawei Technologies Co., Ltd. (Huawei)",
        "Huawei Technologies Co., Ltd.",
        "Huawei",
        "Hua Wei",
    ]


def test_an_empty_list_has_an_index_too() -> None:
    index = Index(decoded(encoded(built([]), about="none"), about="none"))

    assert (len(index), index.candidates(words_of("Huawei Technologies"))) == (0, [])


def test_the_same_list_makes_the_same_bytes_in_any_process() -> None:
    code = (
        "import hashlib; from tests.screening.test_index_table import PARTIES, built, encoded;"
        "print(hashlib.sha256(encoded(built(PARTIES), about='these')).hexdigest())"
    )

    made = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(made) == 1


@pytest.mark.parametrize("place", [0, 9, 20, 60, 200, 1000, -1])
def test_any_changed_byte_is_refused(place: int) -> None:
    content = bytearray(encoded(built(PARTIES), about="these"))
    content[place] ^= 1

    with pytest.raises(UnreadableIndex):
        decoded(bytes(content), about="these")


@pytest.mark.parametrize("length", [0, 7, 40, 300, 2000])
def test_bytes_cut_short_are_refused(length: int) -> None:
    with pytest.raises(UnreadableIndex):
        decoded(encoded(built(PARTIES), about="these")[:length], about="these")


def test_bytes_made_of_something_else_are_refused() -> None:
    with pytest.raises(UnreadableIndex, match="made of these, expected those"):
        decoded(encoded(built(PARTIES), about="these"), about="those")
