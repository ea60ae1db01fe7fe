"""Due dates from dates, as a case table: last events, leap days, local days, the floor."""

import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from participation import retention
from participation.retention import Due, Event, Matter, TooShort

TABLE = tomllib.loads((Path(__file__).parent / "due.toml").read_text())


def event(line: str) -> Event:
    on, what = line.split(" ", 1)
    return Event(date.fromisoformat(on), what)


@pytest.mark.parametrize("case", TABLE["case"], ids=lambda case: case["title"])
def test_due_as_the_table_says(case: dict[str, Any]) -> None:
    events = [event(line) for line in case["events"]]

    found = retention.due_of(events, years=case["years"])

    last = next(each for each in events if each.what == case["last"])
    assert found == Due(last, case["years"], date.fromisoformat(case["due"]))


@pytest.mark.parametrize("case", TABLE["day"], ids=lambda case: case["title"])
def test_the_days_of_an_instant(case: dict[str, Any]) -> None:
    at = datetime.fromisoformat(case["at"])

    days = (retention.latest_day(at, case["zone"]), retention.today_everywhere(at))

    assert days == (date.fromisoformat(case["latest"]), date.fromisoformat(case["earliest"]))


def test_without_an_event_nothing_is_known() -> None:
    assert retention.due_of([], years=5) is None


@pytest.mark.parametrize("years", [4, 1, 0, -5])
def test_no_period_below_five_years(years: int) -> None:
    with pytest.raises(TooShort, match="for 5 years at least, not for"):
        retention.due_of([Event(date(2026, 3, 4), "released")], years=years)


def test_due_only_when_the_day_has_come_in_washington_too() -> None:
    due = Due(Event(date(2026, 3, 4), "released"), 5, date(2031, 3, 5))

    answers = [
        retention.is_due(due, now=datetime(2031, 3, 5, hour, 59, tzinfo=UTC)) for hour in (0, 4, 5, 23)
    ]

    assert answers == [False, False, True, True]


def test_a_draft_may_go_after_its_days() -> None:
    saved = Event(date(2026, 3, 4), "saved")

    assert retention.company_due(saved, days=90) == Due(saved, 0, date(2026, 6, 3))


def test_every_matter_has_a_rule() -> None:
    found = {matter: retention.rule_of(matter, years=5, days=90) for matter in Matter}

    assert found.keys() == retention.RULES.keys()
    assert [text for text in found.values() if "{" in text] == []
    assert found[Matter.DISCLOSURE] == "15 CFR 762.6(a): 5 years from the last event of the transaction"
