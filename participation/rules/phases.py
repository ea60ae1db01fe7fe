"""The life of a rule through its rows: not yet, in force, suspended, returned, or nothing in its place."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any

from participation.rules.dated import Dated

# Values that say: not this rule. Between two times of the same rule that is a suspension.
OFF = (False, "none", "not_in_force", "not_named")
# Values that say: nobody has recorded which.
OPEN = ("unsettled",)


class Phase(StrEnum):
    """What an interval is in the life of its rule, in the words that people read."""

    NOT_YET = "not yet in force"
    IN_FORCE = "in force"
    SUSPENDED = "suspended"
    RETURNED = "returned"
    UNCONFIRMED = "due to return, not confirmed"
    NOTHING = "nothing in force"


_PAST = {
    Phase.IN_FORCE: "was in force",
    Phase.SUSPENDED: "was suspended",
    Phase.RETURNED: "had returned",
    Phase.UNCONFIRMED: "was due to return, not confirmed",
    Phase.NOTHING: "nothing was in force",
}
_FUTURE = {
    Phase.IN_FORCE: "comes into force",
    Phase.SUSPENDED: "to be suspended",
    Phase.RETURNED: "to return",
}


def told(phase: Phase, when: str) -> str:
    """The phase as it is told of the past, today or the future."""
    return {"past": _PAST, "future": _FUTURE}.get(when, {}).get(phase, phase.value)


def phases_of(rows: Sequence[Dated]) -> tuple[Phase, ...]:
    """The phase of each row. Takes: the rows of one parameter by date."""
    return tuple(_phases([row.value for row in rows]))


def _phases(values: Sequence[Any]) -> Iterator[Phase]:
    last: Any = None
    for number, value in enumerate(values):
        if value in OPEN:
            yield Phase.UNCONFIRMED
        elif value in OFF:
            following = next((each for each in values[number + 1 :] if each not in OFF), None)
            yield _pause(last, following)
        else:
            was_off = number > 0 and values[number - 1] in OFF
            yield Phase.RETURNED if was_off and value == last else Phase.IN_FORCE
            last = value


def _pause(before: Any, after: Any) -> Phase:
    """What it is called when a rule is not in force. Takes: its values before and after, null for none."""
    if before is None:
        return Phase.NOT_YET
    return Phase.SUSPENDED if after == before or after in OPEN else Phase.NOTHING
