"""The case tables against the starter list: anyone can read and add a case."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from participation.screening.screen import Index, screen
from participation.screening.types import Name, Screening

CASES = Path(__file__).parent / "cases"


def cases_of(table: str) -> list[Any]:
    cases = tomllib.loads((CASES / f"{table}.toml").read_text(encoding="utf-8"))["case"]
    return [pytest.param(case, id=case["name"] or "empty") for case in cases]


def screened(case: dict[str, str], index: Index) -> Screening:
    return screen([Name(case["name"], case.get("country"))], index)[0]


@pytest.mark.parametrize("case", [*cases_of("listed"), *cases_of("scripts")])
def test_name_of_a_listed_party_is_found(case: dict[str, str], starter_index: Index) -> None:
    bands = {match.party.name: match.band for match in screened(case, starter_index).matches}

    assert case["party"] in bands
    assert bands[case["party"]] == case.get("band", bands[case["party"]])


@pytest.mark.parametrize("case", cases_of("not_listed"))
def test_name_of_nobody_listed_stays_empty(case: dict[str, str], starter_index: Index) -> None:
    answer = screened(case, starter_index)

    assert (answer.status, answer.matches) == ("screened", ())


@pytest.mark.parametrize("case", cases_of("scripts"))
def test_reading_of_another_script_is_shown(case: dict[str, str], starter_index: Index) -> None:
    match = next(m for m in screened(case, starter_index).matches if m.party.name == case["party"])

    assert f"(read as {case['read_as']!r})" in match.explanation


@pytest.mark.parametrize("case", cases_of("unscreenable"))
def test_cell_that_says_nothing_cannot_be_screened(case: dict[str, str], starter_index: Index) -> None:
    answer = screened(case, starter_index)

    assert (answer.status, answer.reason, answer.matches) == ("cannot_screen", case["reason"], ())
