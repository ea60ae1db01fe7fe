"""Which determination counts where a disclosure has several: the worst, by its part's name. Reads only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from participation.models import Determination, DisclosureLine
from participation.queries.documents import NOT_CLASSIFIED
from participation.rules.determination import Outcome

# Worst first, as people read it.
STATUSES = ("stop", "wait", "clear")
OUTCOMES = tuple(Outcome)
# So many names stand in a sentence; of more, the first and how many others.
NAMED = 3


@dataclass(frozen=True, slots=True)
class Group:
    """Determinations of one revision on the same facts: parts of one class, or one whole revision.

    `name` tells them in a few words, `parts` all by name; empty where the whole revision was decided.
    """

    name: str
    parts: tuple[str, ...]
    rows: tuple[Determination, ...]
    decides: bool

    @property
    def first(self) -> Determination:
        return self.rows[0]


def worst_first(rows: Iterable[Determination]) -> list[Determination]:
    """By what people see, then by the outcome; equal ones stay in their order."""
    return sorted(rows, key=_rank)


def _rank(row: Determination) -> tuple[int, int]:
    return STATUSES.index(row.status), OUTCOMES.index(Outcome(row.outcome))


def deciding(rows: Sequence[Determination]) -> list[Determination]:
    """The determinations that are worst together; empty for none."""
    ranked = worst_first(rows)
    return [row for row in ranked if _rank(row) == _rank(ranked[0])]


def decides(rows: Sequence[Determination]) -> str:
    """Which part or document decides, such as "Annex B (5E001) decides"; empty where none stands out.

    None stands out where there is one alone, where all are clear alike, and where a hold beside the law
    keeps the worst of them from being clear.
    """
    worst = deciding(rows)
    if len(rows) < 2 or (worst[0].status == "clear" and len(worst) == len(rows)):
        return ""
    if worst[0].status == "wait" and worst[0].result["status"] == "clear":
        return ""
    several = len({row.line.revision_id for row in rows}) > 1
    named = [f"{_name(row.line, several=several)} ({_class(row)})" for row in worst]
    return f"{listed(named)} decide{'s' if len(worst) == 1 else ''}"


def listed(names: Sequence[str]) -> str:
    """The names as a sentence has them: up to three, else the first and how many more."""
    if len(names) > NAMED:
        return f"{names[0]} and {len(names) - 1} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _name(line: DisclosureLine, *, several: bool) -> str:
    if not line.part:
        return str(line.revision)
    return f"{line.revision}, {line.part}" if several else line.part


def _class(row: Determination) -> str:
    item = row.facts["item"]
    if item["classification"] == "not_applicable":
        return "nothing technical"
    return str(item["eccn"] or NOT_CLASSIFIED)


def groups_of(rows: Sequence[Determination]) -> list[Group]:
    """The determinations by equal facts, worst first: fifty parts of one class are told once."""
    several, worst = len({row.line.revision_id for row in rows}) > 1, {row.pk for row in deciding(rows)}
    by_facts: dict[tuple[int, bytes, str], list[Determination]] = {}
    for row in worst_first(rows):
        by_facts.setdefault((row.line.revision_id, bytes(row.facts_hash), row.status), []).append(row)
    return [_group(found, several=several, worst=worst) for found in by_facts.values()]


def _group(rows: Sequence[Determination], *, several: bool, worst: set[int]) -> Group:
    parts = tuple(row.line.part for row in rows if row.line.part)
    name = str(rows[0].line.revision)
    if parts:
        name = f"{f'{name}, ' if several else ''}{listed(parts)} ({_class(rows[0])})"
    return Group(name, parts, tuple(rows), rows[0].pk in worst)
