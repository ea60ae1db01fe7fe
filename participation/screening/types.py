"""What screening takes and gives: names, listed parties, matches with their parts. Values only."""

from dataclasses import dataclass
from typing import Literal

PartKind = Literal["name", "alias", "address", "country"]
Band = Literal["match", "possible"]
Status = Literal["screened", "cannot_screen"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it was typed, and the ISO-2 country stated beside it, if any."""

    text: str
    country: str | None = None


@dataclass(frozen=True, slots=True)
class ListedParty:
    """One entry of a list as screening sees it; `key` is the identity the caller gave it.

    `craft` marks a ship or an aircraft: nobody works for one, so its name is never compared.
    """

    key: str
    source: str
    name: str
    aliases: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    person: bool = False
    craft: bool = False


def is_person(entity_type: str) -> bool:
    """Whether an entry of this type, as the list words it, is a person."""
    return entity_type.lower() == "individual"


def is_craft(entity_type: str) -> bool:
    """Whether an entry of this type, as the list words it, is a ship or an aircraft."""
    return entity_type.lower() in ("vessel", "aircraft")


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of evidence: how well two texts agree (0..100) and how much that counts.

    An empty text on either side means that nothing was stated there. `read_as` is what was compared where
    that is not the text as stated: in Latin letters, or translated.
    """

    kind: PartKind
    value: int
    weight: int
    query_text: str
    listed_text: str
    read_as: str = ""

    @property
    def points(self) -> int:
        """What this part adds to the score, in hundredths of a point."""
        return self.value * self.weight


@dataclass(frozen=True, slots=True)
class Match:
    """A listed party a name may mean.

    `score` is 0..10000 (hundredths) and equals the sum of the points of `parts`.
    `matched_name` is the listed name, alias or address that agreed best, as listed.
    """

    party: ListedParty
    band: Band
    score: int
    matched_name: str
    parts: tuple[Part, ...]
    explanation: str


@dataclass(frozen=True, slots=True)
class Screening:
    """The answer for one name: every party over the threshold, best first.

    `cannot_screen` carries a reason and never means clear. `too_many` counts parties over the threshold
    that are left out beyond `policy.MOST_PARTIES`; more than none never means clear either.
    """

    name: Name
    status: Status
    reason: str
    matches: tuple[Match, ...]
    too_many: int = 0
