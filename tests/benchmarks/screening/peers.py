"""What a peer is, which there are, and why one is missing on this machine."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from types import MappingProxyType
from typing import Protocol

from tests.benchmarks.screening.workload import plain

Names = Sequence[tuple[str, str]]
# An entity and how well it fits, 0..100.
Hit = tuple[str, float]

# What no peer needs to give: hits below this never are the best threshold.
FLOOR = 50.0
# How many hits a peer that ranks a whole list gives.
MOST_HITS = 10


class MissingPeer(Exception):
    """The peer cannot run here; the message is what the report says of it."""


class Peer(Protocol):
    """A matcher built once for a list of names. `ask` answers one text, `ask_all` many at once."""

    def build(self, names: Names) -> None: ...

    def ask(self, text: str) -> list[Hit]: ...

    def ask_all(self, texts: Sequence[str]) -> list[list[Hit]]: ...

    def close(self) -> None: ...


class Listed:
    """The names as most peers keep them: each distinct normal form once, with the entities that carry it."""

    def build(self, names: Names) -> None:
        carriers: dict[str, list[str]] = defaultdict(list)
        for entity, name in names:
            carriers[plain(name)].append(entity)
        self.forms = list(carriers)
        self.entities = [list(dict.fromkeys(each)) for each in carriers.values()]

    def hits(self, found: Sequence[tuple[int, float]]) -> list[Hit]:
        return [(entity, score) for number, score in found for entity in self.entities[number]]

    def ask(self, text: str) -> list[Hit]:
        return self.ask_all([text])[0]

    def ask_all(self, texts: Sequence[str]) -> list[list[Hit]]:
        return [self.ask(text) for text in texts]

    def close(self) -> None:
        """Nothing to give back."""


@dataclass(frozen=True)
class Contestant:
    """A peer by name. `batch` says how it is measured, `sample` that it is too slow for all queries,
    `apart` that a server does its work."""

    name: str
    title: str
    make: Callable[[], Peer]
    batch: bool = False
    sample: bool = False
    apart: bool = False
    sizes: frozenset[str] = frozenset({"el", "csl", "100k"})
    packages: tuple[str, ...] = ()

    def missing(self) -> str | None:
        """The distribution that is not installed, if any."""
        for package in self.packages:
            try:
                version(package)
            except PackageNotFoundError:
                return f"not installed: {package}"
        return None


# Makers import their module when they are called: a peer that is missing must not keep the others away.


def product() -> Peer:
    from tests.benchmarks.screening.product import Product

    return Product()


def rapid(scorer: str) -> Peer:
    from tests.benchmarks.screening.rapid import Extract

    return Extract(scorer)


def cdist() -> Peer:
    from tests.benchmarks.screening.rapid import Cdist

    return Cdist()


def exact() -> Peer:
    from tests.benchmarks.screening.exact import Exact

    return Exact()


def logic(algorithm: str, candidates: int | None) -> Peer:
    from tests.benchmarks.screening.logic import Logic

    return Logic(algorithm, candidates=candidates)


def pg_trgm() -> Peer:
    from tests.benchmarks.screening.trigrams import Trigrams

    return Trigrams()


_ALL = frozenset({"el", "csl", "100k", "1m"})
_RAPID, _LOGIC = ("rapidfuzz",), ("nomenklatura", "followthemoney")

PRODUCT, PRODUCT_BATCH = "plenary", "plenary-batch"

CONTESTANTS: Mapping[str, Contestant] = MappingProxyType(
    {
        each.name: each
        for each in (
            Contestant(PRODUCT, "screen(), one name a call", product, sizes=_ALL),
            Contestant(PRODUCT_BATCH, "screen(), many names a call", product, True,
                       sizes=_ALL),
            Contestant("exact", "exact hash of the sorted words", exact, True, sizes=_ALL),
            Contestant("wratio", "rapidfuzz WRatio, extract", lambda: rapid("WRatio"), packages=_RAPID),
            Contestant("token-set", "rapidfuzz token_set_ratio, extract", lambda: rapid("token_set_ratio"),
                       packages=_RAPID),
            Contestant("cdist", "rapidfuzz cdist, ratio of sorted words", cdist, True, sizes=_ALL,
                       packages=(*_RAPID, "numpy")),
            Contestant("logic-v1", "nomenklatura logic-v1 on 50 candidates", lambda: logic("logic-v1", 50),
                       packages=_LOGIC),
            Contestant("logic-v2", "nomenklatura logic-v2 on 50 candidates", lambda: logic("logic-v2", 50),
                       packages=_LOGIC),
            Contestant("logic-v1-all", "nomenklatura logic-v1, every entity", lambda: logic("logic-v1", None),
                       sample=True, sizes=frozenset({"el"}), packages=_LOGIC),
            Contestant("pg_trgm", "PostgreSQL pg_trgm, GIN index", pg_trgm, apart=True,
                       packages=("psycopg",)),
        )
    }
)  # fmt: skip

# Names for several peers at once, as they are asked for.
GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "rapidfuzz": ("wratio", "token-set", "cdist"),
        "nomenklatura": ("logic-v1", "logic-v2", "logic-v1-all"),
        "all": tuple(name for name in CONTESTANTS if name not in (PRODUCT, PRODUCT_BATCH)),
    }
)


def chosen_peers(asked: str) -> tuple[str, ...]:
    """The names of peers in the order of the table. Raises: ValueError for one that there is not."""
    wanted: set[str] = set()
    for name in filter(None, asked.split(",")):
        if name not in CONTESTANTS and name not in GROUPS:
            raise ValueError(f"there is no peer {name!r}; there are {', '.join([*CONTESTANTS, *GROUPS])}.")
        wanted.update(GROUPS.get(name, (name,)))
    return tuple(name for name in CONTESTANTS if name in wanted)
