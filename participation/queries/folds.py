"""Many matches of one name told briefly: entries of one brand together, with their number. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from participation.models import RecipientMatch
from participation.queries.match_shown import brand

Shown = TypeVar("Shown")
# So many entries of a brand stand by themselves; more are folded.
FEW = 3


@dataclass(frozen=True, slots=True)
class Fold(Generic[Shown]):
    """Entries that carry the same brand as the stated name; without a brand, each for itself."""

    brand: str
    name: str
    rows: tuple[Shown, ...]


def folds_of(matched: Sequence[tuple[RecipientMatch, Shown]]) -> list[Fold[Shown]]:
    """Every row once, in the order given within a fold: first those that stand for themselves."""
    by_brand: dict[tuple[str, str], list[Shown]] = {}
    for match, shown in matched:
        by_brand.setdefault((brand(match), str(match.recipient.stated_name)), []).append(shown)
    many = {key for key, rows in by_brand.items() if key[0] and len(rows) > FEW}
    single = tuple(
        shown for match, shown in matched if (brand(match), str(match.recipient.stated_name)) not in many
    )
    folded = [Fold(*key, tuple(by_brand[key])) for key in by_brand if key in many]
    return ([Fold("", "", single)] if single else []) + folded
