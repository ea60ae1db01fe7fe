"""Writes the tables of answers anew: python -m tests.audits.said [TABLE ...]"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.audits.said import FOLDER, Question, answer, written
from tests.audits.said.tables import TABLES


def main(chosen: list[str]) -> None:
    for table in chosen or TABLES:
        said = {name: _fresh(question) for name, question in TABLES[table].items()}
        (FOLDER / f"{table}.txt").write_text(written(said))


def _fresh(question: Question) -> str:
    with TemporaryDirectory() as folder:
        return answer(question, Path(folder))


if __name__ == "__main__":
    main(sys.argv[1:])
