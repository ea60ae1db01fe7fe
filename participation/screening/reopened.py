"""When a judged pair is open again: which fields of either side count, and what became of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

Side = Literal["listed", "stated"]
Value = tuple[str, ...]

# The fields that a judgement of a pair rests on: a change of one opens the pair again, a change of anything
# else (citations, days, row, number) does not. Closed: what is added here reopens pairs that are settled.
RELEVANT_FIELDS: Final[tuple[tuple[Side, str, str], ...]] = (
    ("listed", "source", "list"),
    ("listed", "name", "name"),
    ("listed", "aliases", "aliases"),
    ("listed", "countries", "countries"),
    ("listed", "addresses", "addresses"),
    ("listed", "entity_type", "kind of party"),
    ("listed", "programs", "programmes"),
    ("listed", "license_requirement", "licence requirement"),
    ("listed", "license_policy", "licence policy"),
    ("listed", "remarks", "remarks"),
    ("stated", "country", "country"),
    ("stated", "organisation", "organisation"),
)
# A value as long as this is told by what came and went; so many of these are told in full.
_SHORT, _TOLD = 60, 3


@dataclass(frozen=True, slots=True)
class Change:
    """A relevant field that is not what it was when the pair was judged."""

    side: Side
    field: str
    before: Value
    after: Value

    @property
    def text(self) -> str:
        """Such as "the entry's countries changed from CN to CN, HK"."""
        whose = "the entry's" if self.side == "listed" else "the stated"
        word = next(word for side, field, word in RELEVANT_FIELDS if (side, field) == (self.side, self.field))
        return f"{whose} {word} changed {_told(self.before, self.after)}"

    def as_json(self) -> dict[str, Any]:
        return {
            "side": self.side,
            "field": self.field,
            "before": list(self.before),
            "after": list(self.after),
            "text": self.text,
        }


def changes(side: Side, before: Mapping[str, Value], after: Mapping[str, Value]) -> tuple[Change, ...]:
    """The relevant fields of one side that differ, in the order of RELEVANT_FIELDS.

    Takes: each field of that side with its values, whose order does not count.
    """
    fields = [field for one, field, _ in RELEVANT_FIELDS if one == side and field in before]
    return tuple(
        Change(side, field, before[field], after[field])
        for field in fields
        if sorted(before[field]) != sorted(after[field])
    )


def _told(before: Value, after: Value) -> str:
    if max(len(", ".join(before)), len(", ".join(after))) <= _SHORT:
        return f"from {', '.join(before) or 'none'} to {', '.join(after) or 'none'}"
    came = [value for value in after if value not in before]
    went = [value for value in before if value not in after]
    told = [f"{word} {_named(values)}" for word, values in (("added", came), ("gone", went)) if values]
    return f"({'; '.join(told)})"


def _named(values: list[str]) -> str:
    shown = [f"“{_cut(value)}”" for value in values[:_TOLD]]
    more = [f"{len(values) - _TOLD} more"] if len(values) > _TOLD else []
    return ", ".join([*shown, *more])


def _cut(value: str) -> str:
    return value if len(value) <= 2 * _SHORT else f"{value[: 2 * _SHORT].rstrip()} …"
