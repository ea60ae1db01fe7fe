"""The clocks of application and database: when they differ, somebody is told."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from audits import log
from audits.management.commands.run_sequencer import warn_of_clock
from participation.queries.health import clock_findings
from tests.workplace import CommittedDatabase


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, None),
        (1, None),
        (-1, None),
        (1.1, "The clock of this machine is 1.1 s behind the database's"),
        (-86400, "The clock of this machine is 86400.0 s ahead of the database's"),
    ],
)
def test_more_than_a_second_is_an_alarm(seconds: float, words: str | None) -> None:
    said = log.clock_alarm(timedelta(seconds=seconds))

    assert said == words if words is None or said is None else said.startswith(words)
    assert (said is None) is (words is None)


def test_clocks_that_agree_are_quiet(
    committed_db: CommittedDatabase, caplog: pytest.LogCaptureFixture
) -> None:
    warn_of_clock()

    assert clock_findings() == []
    assert caplog.records == []


@pytest.mark.parametrize("days", [1, -1])
def test_a_clock_that_jumped_a_day_is_told_in_the_log_lines_and_on_the_health_page(
    committed_db: CommittedDatabase, caplog: pytest.LogCaptureFixture, days: int
) -> None:
    with time_machine.travel(datetime.now(UTC) + timedelta(days=days)), caplog.at_level(logging.WARNING):
        warn_of_clock()
        findings = clock_findings()

    way = "ahead of" if days > 0 else "behind"
    assert [record.getMessage().split("=")[0] for record in caplog.records] == ["clock_differs seconds"]
    assert len(findings) == 1
    assert f"s {way} the database's: set both by the network's time." in findings[0]
