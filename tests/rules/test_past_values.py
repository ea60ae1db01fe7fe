"""A past value of the law stays what it was; the check is shown to see every way of changing one."""

import copy
import tomllib
from typing import Any

import pytest

from tests.rules import past_values

ROW = "carve_out.from 2022-09-09"
OPEN = "standards_exclusion.from 2024-07-18"


def test_no_past_value_changed_without_its_correction() -> None:
    assert list(past_values.faults(past_values.stored(), past_values.present())) == []


def test_every_row_is_stored_with_its_last_day() -> None:
    rows = past_values.stored()["rows"]

    assert len(rows) > 100
    assert rows[ROW]["to"] == "2024-07-17"
    assert rows["carve_out"]["to"] == "2019-05-15"
    assert rows[OPEN]["to"] == ""


def changed(key: str, **members: str) -> dict[str, Any]:
    now = copy.deepcopy(past_values.present())
    now[key] |= members
    return now


PLANTED = [
    (
        changed(ROW, digest="0" * 32),
        f"{ROW}: a past value or its citation changed, its digest is {'0' * 32} now",
    ),
    (changed(ROW, to="2024-07-16"), f"{ROW}: a past row ended on 2024-07-17, and now on 2024-07-16"),
    (changed(ROW, to=""), f"{ROW}: a past row ended on 2024-07-17, and now on no day"),
    (changed(OPEN, to="2025-12-31"), f"{OPEN}: a past row ended on no day, and now on 2025-12-31"),
    ({key: row for key, row in past_values.present().items() if key != ROW}, f"{ROW}: a past row is gone"),
    (
        {**past_values.present(), "new_rule.from 2020-01-01": {"to": "", "digest": "1"}},
        "new_rule.from 2020-01-01: is not stored yet; run python -m tests.rules.past_values",
    ),
]


@pytest.mark.parametrize(("now", "message"), PLANTED, ids=[message[:60] for _, message in PLANTED])
def test_a_planted_change_is_found_by_name(now: dict[str, Any], message: str) -> None:
    assert list(past_values.faults(past_values.stored(), now)) == [message]


def test_a_later_value_disturbs_nothing_and_is_stored_by_the_command() -> None:
    later = changed(OPEN, to="2026-12-31")

    assert list(past_values.faults(past_values.stored(), later)) == []
    again = tomllib.loads(past_values.written(past_values.stored(), later))
    assert again["rows"][OPEN]["to"] == "2026-12-31"


def test_the_command_never_changes_what_is_stored() -> None:
    past = past_values.stored()

    again = tomllib.loads(past_values.written(past, changed(ROW, digest="0" * 32)))

    assert again == past


def correction(**members: str) -> dict[str, Any]:
    given = {
        "row": ROW,
        "to": "2024-07-17",
        "digest": "0" * 32,
        "reason": "Correct the rule: 87 FR 55241 was read",
    }
    return {**past_values.stored(), "corrections": [{**given, **members}]}


def test_a_correction_with_its_reason_allows_the_change() -> None:
    now = changed(ROW, digest="0" * 32)

    assert list(past_values.faults(correction(), now)) == []
    assert tomllib.loads(past_values.written(correction(), now))["corrections"] == correction()["corrections"]


def test_a_correction_that_does_not_say_so_is_refused() -> None:
    now = changed(ROW, digest="0" * 32)

    assert list(past_values.faults(correction(reason="tidied"), now)) == [
        f"{ROW}: the reason of a correction says what was corrected, with that word"
    ]


def test_a_correction_of_another_value_does_not_allow_this_one() -> None:
    now = changed(ROW, digest="2" * 32)

    assert list(past_values.faults(correction(), now)) == [
        f"{ROW}: a past value or its citation changed, its digest is {'2' * 32} now"
    ]


def test_a_row_may_be_corrected_away() -> None:
    now = {key: row for key, row in past_values.present().items() if key != ROW}

    assert list(past_values.faults(correction(digest="gone"), now)) == []
