"""The least that screening can cost in Python: the normal form and one look-up."""

from tests.benchmarks.screening.peers import Hit, Listed, Names
from tests.benchmarks.screening.workload import plain


class Exact(Listed):
    """Equal words in any order, nothing else: the bound on speed, and the least recall."""

    def build(self, names: Names) -> None:
        super().build(names)
        self.numbers = {" ".join(sorted(form.split())): number for number, form in enumerate(self.forms)}

    def ask(self, text: str) -> list[Hit]:
        number = self.numbers.get(" ".join(sorted(plain(text).split())))
        return [] if number is None else self.hits([(number, 100.0)])
