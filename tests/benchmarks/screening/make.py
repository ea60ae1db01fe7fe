"""Workloads: from a script that is named, from a ready file, or made here from a list and a seed.

A script is run as it is, with the arguments --csl, --negatives, --size, --queries, --seed and --out.
"""

import gzip
import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from random import Random

from participation.screening.normalize import words_of
from participation.screening.types import ListedParty
from tests.benchmarks.listed import parties
from tests.benchmarks.screening.edits import EDITS, edited, wrong_letter
from tests.benchmarks.screening.strangers import invented_word, strangers
from tests.benchmarks.screening.workload import NEGATIVE, Query, Workload, load_workload, only_new, plain

# What the sizes are called, and to how many names they are filled up; none is "as it is".
SIZES = {"el": None, "csl": None, "100k": 100_000, "1m": 1_000_000}
ALL_SOURCES = ("EL", "MEU", "DPL", "UVL", "SDN", "DTC", "ISN", "SSI", "FSE", "PLC", "CAP", "NS-MBS", "CMIC")
# The starter list is filled up to about the lengths of the real ones.
_STARTER_LENGTHS = {"el": 8_600, "csl": 40_000}
_LEAST_LETTERS = 6


@dataclass(frozen=True)
class Making:
    """Where workloads come from: a ready file, a script with its inputs, or this module with a list."""

    file: Path | None = None
    script: Path | None = None
    list_file: Path | None = None
    negatives: tuple[Path, ...] = ()

    def workload(self, size: str, *, seed: int, queries: int) -> Workload:
        """Raises: ValueError, OSError, CalledProcessError."""
        if self.file is not None:
            return load_workload(self.file, size=size, seed=seed, origin=self.file.name)
        if self.script is not None:
            return self._by_script(size, seed=seed, queries=queries)
        return made_here(size, seed=seed, queries=queries, list_file=self.list_file, others=self._stated())

    def _by_script(self, size: str, *, seed: int, queries: int) -> Workload:
        if self.list_file is None or not self.negatives:
            raise ValueError("a workload script needs a list (--list) and files of strangers (--negatives).")
        with tempfile.TemporaryDirectory(prefix="plenary-bench-") as folder:
            listed, out = _as_csv(self.list_file, Path(folder)), Path(folder) / "workload.json"
            names = [part for path in self.negatives for part in ("--negatives", str(path))]
            length = str(SIZES[size] or size)
            command = [sys.executable, str(self.script), "--csl", str(listed), *names, "--size", length]
            command += ["--queries", str(queries), "--seed", str(seed), "--out", str(out)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            return load_workload(out, size=size, seed=seed, origin=str(self.script.name))

    def _stated(self) -> list[str]:
        lines = (path.read_text(encoding="utf-8").splitlines() for path in self.negatives)
        return sorted({line.strip() for line in chain.from_iterable(lines) if line.strip()})

    def fresh(self, seen: Workload, *, seed: int, queries: int) -> list[str]:
        """Texts of the same kinds that the queries of a workload do not hold, in a fixed order."""
        if self.file is None:
            other = self.workload("el", seed=seed, queries=queries).queries
        else:
            wanted = {query.expected for query in seen.queries}
            asked_for = [name for name in seen.names if name[0] in wanted]
            other = tuple(_queries(Random(f"fresh {seed}"), asked_for, (), queries, ()))
        return only_new((query.text for query in other), (query.text for query in seen.queries))


def _as_csv(list_file: Path, folder: Path) -> Path:
    if list_file.suffix != ".gz":
        return list_file
    (folder / "list.csv").write_bytes(gzip.decompress(list_file.read_bytes()))
    return folder / "list.csv"


def made_here(
    size: str, *, seed: int, queries: int, list_file: Path | None, others: Sequence[str] = ()
) -> Workload:
    """A workload of our own making; the queries depend on the seed and the Entity List part alone."""
    listed = parties(list_file, ALL_SOURCES)
    entity_list = list(_names(party for party in listed if party.source == "EL"))
    rest = list(_names(party for party in listed if party.source != "EL"))
    asked = _queries(Random(f"queries {seed}"), entity_list, rest, queries, others)
    names = entity_list if size == "el" else entity_list + rest
    length = SIZES[size] or (_STARTER_LENGTHS[size] if list_file is None else None)
    if length is not None:
        draw = Random(f"names {seed}")
        names = [*names[:length], *_more_names(draw, names, length - len(names), asked)]
    origin = "made here from " + (list_file.name if list_file else "the starter list")
    return Workload(size, tuple(names), tuple(asked), origin, seed)


def _names(listed: Iterable[ListedParty]) -> Iterator[tuple[str, str]]:
    for party in listed:
        for name in dict.fromkeys((party.name, *party.aliases)):
            if len(plain(name).replace(" ", "")) > 2:
                yield party.key, name


def _queries(
    draw: Random,
    entity_list: Sequence[tuple[str, str]],
    rest: Sequence[tuple[str, str]],
    count: int,
    others: Sequence[str],
) -> list[Query]:
    long = [each for each in entity_list if len(plain(each[1]).replace(" ", "")) >= _LEAST_LETTERS]
    kinds = list(EDITS)
    asked = []
    for number in range(count // 2):
        entity, name = draw.choice(long)
        kind = kinds[number % len(kinds)]
        asked.append(Query(edited(draw, name, kind), entity, kind))
    known = {frozenset(plain(name).split()) for _, name in chain(entity_list, rest)}
    unknown = strangers(draw) if not others else chain(draw.sample(others, len(others)), strangers(draw))
    seen: set[str] = set()
    for name in unknown:
        if len(asked) >= count:
            break
        if name not in seen and frozenset(plain(name).split()) not in known:
            seen.add(name)
            asked.append(Query(name, None, NEGATIVE))
    draw.shuffle(asked)
    return asked


def _more_names(
    draw: Random, names: Sequence[tuple[str, str]], count: int, asked: Iterable[Query]
) -> Iterator[tuple[str, str]]:
    """Real names with other words in place of their own: new ones, or the old one misspelt.

    The number of different words so grows with the list, as in a real one, and no brand becomes common. What
    is asked as a stranger is not invented as a listed name.
    """
    strange = {frozenset(plain(query.text).split()) for query in asked if query.expected is None}
    own = {word: bool(words_of(word).distinctive) for _, name in names for word in name.split()}
    for number in range(count):
        _, name = draw.choice(names)
        words = [_another(draw, word) if own[word] else word for word in name.split()]
        if not any(own[word] for word in name.split()):
            words.insert(0, invented_word(draw))
        while frozenset(plain(" ".join(words)).split()) in strange:
            words.insert(0, invented_word(draw))
        yield f"invented-{number}", " ".join(words)


def _another(draw: Random, word: str) -> str:
    return wrong_letter(draw, wrong_letter(draw, word)) if draw.random() < 0.1 else invented_word(draw)


def as_parties(names: Iterable[tuple[str, str]]) -> list[ListedParty]:
    """Each entity as the door takes it: its first name, the others as aliases."""
    grouped: dict[str, list[str]] = {}
    for entity, name in names:
        grouped.setdefault(entity, []).append(name)
    return [ListedParty(key, "EL", first, tuple(more)) for key, (first, *more) in grouped.items()]


def digest_of(workload: Workload) -> str:
    """Twelve characters that differ where names or queries do."""
    body = json.dumps([workload.names, [(q.text, q.expected, q.kind) for q in workload.queries]])
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()[:12]
