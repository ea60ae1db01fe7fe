"""The project's own screening, driven through its door alone."""

import mmap
from collections.abc import Sequence
from pathlib import Path

from participation.screening.index_table import decoded, encoded
from participation.screening.screen import Index, build_index, screen
from participation.screening.types import Name, Screening
from tests.benchmarks.screening.make import as_parties
from tests.benchmarks.screening.peers import Hit, Names

_ABOUT = "benchmark"


class Product:
    """Every entity over the threshold, as the service asks for them; no country is stated."""

    def build(self, names: Names) -> None:
        self.index: Index = build_index(as_parties(names))

    def load(self, place: Path) -> None:
        """Use an index that `store` wrote, mapped as the service maps it."""
        with place.open("rb") as stream:
            mapped = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        self.index = Index(decoded(memoryview(mapped), about=_ABOUT))

    def ask(self, text: str) -> list[Hit]:
        return _hits(screen((Name(text),), self.index)[0])

    def ask_all(self, texts: Sequence[str]) -> list[list[Hit]]:
        return [_hits(answer) for answer in screen([Name(text) for text in texts], self.index)]

    def close(self) -> None:
        """Nothing to give back."""


def _hits(answer: Screening) -> list[Hit]:
    return [(match.party.key, match.score / 100) for match in answer.matches]


def store(names: Names, place: Path) -> None:
    """Write the index of these names to a file."""
    place.write_bytes(encoded(build_index(as_parties(names)).table, about=_ABOUT))
