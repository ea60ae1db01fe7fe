"""What is measured on: the names of a list, and queries of which it is known whom they mean."""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from participation.screening.vocabulary import LEGAL_FORMS

NEGATIVE = "negative"

_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Query:
    """A text, the entity it was derived from (none for a stranger), and by which kind of edit."""

    text: str
    expected: str | None
    kind: str


@dataclass(frozen=True)
class Workload:
    """`names` are (entity, name), an entity's names in the order of the list; `origin` says who made it."""

    size: str
    names: tuple[tuple[str, str], ...]
    queries: tuple[Query, ...]
    origin: str
    seed: int

    @property
    def entities(self) -> int:
        return len({entity for entity, _ in self.names})


def plain(text: str) -> str:
    """The normal form that every peer is given: ASCII words in lower case without legal forms."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = _WORD.findall(text.lower())
    return " ".join([word for word in words if word not in LEGAL_FORMS] or words)


def equals(workload: Workload, queries: Sequence[Query]) -> dict[str, frozenset[str]]:
    """Who counts as found for each expected entity: itself, and whoever carries an equal name."""
    wanted = {query.expected for query in queries if query.expected is not None}
    names_of: dict[str, set[str]] = defaultdict(set)
    carriers: dict[str, set[str]] = defaultdict(set)
    for entity, name in workload.names:
        if entity in wanted:
            names_of[entity].add(plain(name))
    shared = set().union(*names_of.values()) if names_of else set()
    for entity, name in workload.names:
        if (form := plain(name)) in shared:
            carriers[form].add(entity)
    return {
        entity: frozenset({entity}.union(*(carriers[form] for form in forms)))
        for entity, forms in names_of.items()
    }


def load_workload(path: Path, *, size: str, seed: int, origin: str) -> Workload:
    """A workload kept as JSON: names as [entity, name], queries as [text, entity or null, kind].

    Raises: OSError, ValueError where the file is none.
    """
    content = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict) or not {"names", "queries"} <= content.keys():
        raise ValueError(f"{path.name} is no workload: it needs names and queries.")
    return Workload(
        size=size,
        names=tuple((str(entity), str(name)) for entity, name in content["names"]),
        queries=tuple(Query(str(text), entity, str(kind)) for text, entity, kind in content["queries"]),
        origin=origin,
        seed=seed,
    )


def dump_workload(workload: Workload, path: Path) -> None:
    """Write a workload in the form that `load_workload` reads."""
    queries = [[query.text, query.expected, query.kind] for query in workload.queries]
    path.write_text(json.dumps({"names": workload.names, "queries": queries}), encoding="utf-8")


def only_new(texts: Iterable[str], seen: Iterable[str]) -> list[str]:
    """The texts that are not among `seen`, each once, in order."""
    known = set(seen)
    return [text for text in dict.fromkeys(texts) if text not in known]
