"""nomenklatura's matchers, on every listed entity or on the 50 that share most trigrams with the text.

Fifty candidates are what a search server in front of it gives; here SQLite gives them, without HTTP.
"""

import sqlite3
from collections import defaultdict
from itertools import count
from typing import Any

from followthemoney import model
from nomenklatura.matching import get_algorithm

from tests.benchmarks.screening.peers import FLOOR, Hit, Listed, Names
from tests.benchmarks.screening.workload import plain


class Logic(Listed):
    """One algorithm at its defaults. Every question has a fresh id: answers are memoised by id."""

    def __init__(self, algorithm: str, *, candidates: int | None) -> None:
        self.algorithm = get_algorithm(algorithm)
        if self.algorithm is None:
            raise ValueError(f"nomenklatura has no algorithm {algorithm}.")
        self.config = self.algorithm.default_config()
        self.candidates = candidates
        self.numbers = count()

    def build(self, names: Names) -> None:
        super().build(names)
        grouped: dict[str, list[str]] = defaultdict(list)
        for entity, name in names:
            grouped[entity].append(name)
        self.proxies = {entity: _proxy(entity, texts) for entity, texts in grouped.items()}
        if self.candidates is not None:
            self.search = _trigram_table(self.forms)

    def ask(self, text: str) -> list[Hit]:
        asked = _proxy(f"question-{next(self.numbers)}", [text])
        scored = (
            (entity, 100 * self.algorithm.compare(asked, self.proxies[entity], self.config).score)
            for entity in self._proposed(text)
        )
        return [hit for hit in scored if hit[1] >= FLOOR]

    def _proposed(self, text: str) -> list[str]:
        if self.candidates is None:
            return list(self.proxies)
        form = plain(text)
        trigrams = {form[start : start + 3] for start in range(len(form) - 2)}
        if not trigrams:
            return []
        asked = " OR ".join(f'"{each}"' for each in sorted(trigrams))
        rows = self.search.execute(
            "select rowid from forms where forms match ? order by rank limit ?", (asked, self.candidates)
        )
        return list(dict.fromkeys(entity for (row,) in rows for entity in self.entities[row]))


def _proxy(key: str, names: list[str]) -> Any:
    return model.get_proxy({"id": key, "schema": "LegalEntity", "properties": {"name": names}})


def _trigram_table(forms: list[str]) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("create virtual table forms using fts5(text, tokenize='trigram')")
    connection.executemany("insert into forms(rowid, text) values (?, ?)", enumerate(forms))
    connection.execute("insert into forms(forms) values ('optimize')")
    return connection
