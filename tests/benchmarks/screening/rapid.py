"""rapidfuzz over the whole list: `extract` for one text, `cdist` for many. One worker."""

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from tests.benchmarks.screening.peers import FLOOR, MOST_HITS, Hit, Listed, Names
from tests.benchmarks.screening.workload import plain

# Scores of this many pairs are held at once.
_CELLS = 1 << 24


class Extract(Listed):
    """The ten best of the list by one of rapidfuzz's scorers."""

    def __init__(self, scorer: str) -> None:
        self.scorer = getattr(fuzz, scorer)

    def ask(self, text: str) -> list[Hit]:
        found = process.extract(
            plain(text), self.forms, scorer=self.scorer, score_cutoff=FLOOR, limit=MOST_HITS
        )
        return self.hits([(number, score) for _, score, number in found])


class Cdist(Listed):
    """The fastest brute force: the ratio of sorted words, which equals token_sort_ratio, in blocks."""

    def build(self, names: Names) -> None:
        super().build(names)
        self.sorted = [" ".join(sorted(form.split())) for form in self.forms]

    def ask_all(self, texts: Sequence[str]) -> list[list[Hit]]:
        import numpy as np

        block, answers = max(1, min(256, _CELLS // len(self.sorted))), []
        for start in range(0, len(texts), block):
            asked = [" ".join(sorted(plain(text).split())) for text in texts[start : start + block]]
            scores = process.cdist(
                asked, self.sorted, scorer=fuzz.ratio, score_cutoff=FLOOR, dtype=np.uint8, workers=1
            )
            for row in scores:
                found = np.flatnonzero(row)
                if len(found) > MOST_HITS:
                    found = found[np.argpartition(row[found], -MOST_HITS)[-MOST_HITS:]]
                answers.append(self.hits([(int(number), float(row[number])) for number in found]))
        return answers
