"""What an interval is in the life of its rule."""

from typing import Any

import pytest

from participation.rules.dated import Dated, read_parameters
from participation.rules.in_force import edition
from participation.rules.phases import Phase, phases_of, told

NOT_YET, IN_FORCE, NOTHING = Phase.NOT_YET, Phase.IN_FORCE, Phase.NOTHING


def rows(*values: Any) -> tuple[Dated, ...]:
    """One row a year from 2001 on, the last one without an end."""
    source = {"citation": "1 CFR 1", "url": "https://example.org", "source": "regulation"}
    made: list[dict[str, Any]] = [
        {"from": f"{2001 + number}-01-01", "to": f"{2001 + number}-12-31", "value": value} | source
        for number, value in enumerate(values)
    ]
    del made[-1]["to"]
    return read_parameters({"rule": made})["rule"]


@pytest.mark.parametrize(
    ("values", "phases"),
    [
        ([True], [IN_FORCE]),
        ([False, True], [NOT_YET, IN_FORCE]),
        ([True, False], [IN_FORCE, NOTHING]),
        ([True, False, True], [IN_FORCE, Phase.SUSPENDED, Phase.RETURNED]),
        (["in_force", "not_in_force", "unsettled"], [IN_FORCE, Phase.SUSPENDED, Phase.UNCONFIRMED]),
        (["none", "rule_a", "none", "rule_b"], [NOT_YET, IN_FORCE, NOTHING, IN_FORCE]),
        (["rule_a", "rule_b"], [IN_FORCE, IN_FORCE]),
        (["not_named", "named_items", "all_items"], [NOT_YET, IN_FORCE, IN_FORCE]),
    ],
)
def test_phases(values: list[Any], phases: list[Phase]) -> None:
    assert list(phases_of(rows(*values))) == phases


def test_the_affiliates_rule_was_suspended_and_is_due_to_return() -> None:
    assert phases_of(edition().values["affiliates_rule"]) == (
        NOT_YET,
        IN_FORCE,
        Phase.SUSPENDED,
        Phase.UNCONFIRMED,
    )


@pytest.mark.parametrize(
    ("phase", "when", "words"),
    [
        (Phase.SUSPENDED, "past", "was suspended"),
        (Phase.SUSPENDED, "today", "suspended"),
        (Phase.SUSPENDED, "future", "to be suspended"),
        (Phase.NOT_YET, "past", "not yet in force"),
        (Phase.NOTHING, "future", "nothing in force"),
    ],
)
def test_a_phase_is_told_in_its_time(phase: Phase, when: str, words: str) -> None:
    assert told(phase, when) == words
