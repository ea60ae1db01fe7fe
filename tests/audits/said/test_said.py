"""The verifier's answers, word for word: code, problem, entry, byte, place, expected and actual."""

from pathlib import Path

import pytest

from tests.audits.said import answer, answers, written
from tests.audits.said.tables import TABLES

ASKED = [(table, name) for table, questions in TABLES.items() for name in questions]
SAID = {table: answers(table) for table in TABLES}


@pytest.mark.parametrize(("table", "name"), ASKED, ids=[f"{table}: {name}" for table, name in ASKED])
def test_answer_is_this_one(tmp_path: Path, table: str, name: str) -> None:
    assert answer(TABLES[table][name], tmp_path) == SAID[table][name]


def test_every_answer_has_its_question() -> None:
    assert {table: list(said) for table, said in SAID.items()} == {
        table: list(questions) for table, questions in TABLES.items()
    }


def test_tables_read_back() -> None:
    said = {"one": "exit 0\nPASS\n", "two": "exit 1\nFAIL x\n  at y\n"}

    sections = written(said).split("== ")[1:]

    assert [section.partition("\n")[0] for section in sections] == list(said)
