"""One entry, one statement, one answer: the table of what counts for and against."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from participation.screening.screen import build_index, screen
from participation.screening.types import ListedParty, Name

CASES = tomllib.loads((Path(__file__).parent / "cases/evidence.toml").read_text(encoding="utf-8"))["case"]


def party_of(listed: dict[str, Any]) -> ListedParty:
    several = {key: tuple(value) if isinstance(value, list) else value for key, value in listed.items()}
    return ListedParty(key="1", source="EL", **several)


@pytest.mark.parametrize("case", [pytest.param(case, id=case["why"]) for case in CASES])
def test_statement_against_one_entry(case: dict[str, Any]) -> None:
    index = build_index([party_of(case["listed"])])

    answer = screen([Name(case["name"], case.get("country"))], index)[0]

    assert [match.band for match in answer.matches] == [band for band in [case["band"]] if band != "none"]
    for match in answer.matches:
        assert match.score == sum(part.value * part.weight for part in match.parts)
        assert all(part.query_text or part.kind == "country" for part in match.parts)
        assert all(part.listed_text or part.kind == "country" for part in match.parts)
