"""The nightly check of the whole log: planned once a day, done once, its findings told and mailed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection

from audits import keys, triggers
from audits.log import entries, payload_of
from audits.models import PrivateValue
from participation.models import Meeting, SelfCheck
from participation.queries.self_checks import self_check_findings
from participation.workflow.self_check import claim, plan_self_check, run_self_check, send_alarms
from participation.workflow.sweep import sweep_self_checks
from tests import cast
from tests.factories import work
from tests.mail_server import MailServer, mail_server, send_to
from tests.workplace import CommittedDatabase

NIGHT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def meeting(committed_db: CommittedDatabase, settings: Any) -> Meeting:
    """A logged meeting; nothing is wrong."""
    keys.ensure_key(settings.AUDIT_KEY_FILE, settings.AUDIT_ORIGIN)
    cast.seeded()
    return work.meeting(cast.delegate())


@pytest.fixture
def clock(meeting: Meeting) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NIGHT, tick=False) as standing:
        yield standing


def planned() -> SelfCheck:
    row = plan_self_check(at=NIGHT)
    assert row is not None
    return row


def change_behind_the_back(meeting: Meeting) -> None:
    triggers.uninstall(connection)
    Meeting.objects.filter(pk=meeting.pk).update(place="Elsewhere", number="#9")
    triggers.install(connection)


def test_a_check_is_planned_once_a_day_from_its_hour_on(meeting: Meeting) -> None:
    moments = [NIGHT - timedelta(seconds=1), NIGHT, NIGHT + timedelta(hours=21), NIGHT + timedelta(days=1)]

    rows = [plan_self_check(at=at) for at in moments]

    assert [row and row.due_on for row in rows] == [None, date(2026, 11, 20), None, date(2026, 11, 21)]


def test_a_log_that_holds_is_noted_with_its_size(clock: object) -> None:
    row = planned()

    assert (run_self_check(row.pk), run_self_check(row.pk)) == ("done", "not_ours")

    row.refresh_from_db()
    entry = entries(kind="log.self_checked").get()
    told = payload_of(entry)
    assert (row.state, row.problems, row.told, row.lease_until) == ("done", 0, [], None)
    assert {name: told[name] for name in ("day", "tree_size", "contradictions")} == {
        "day": "2026-11-20",
        "tree_size": 0,
        "contradictions": 0,
    }
    assert self_check_findings(now=NIGHT) == []


def test_a_row_changed_behind_the_back_is_named(meeting: Meeting, clock: object) -> None:
    change_behind_the_back(meeting)
    row = planned()

    assert run_self_check(row.pk) == "contradictions"

    row.refresh_from_db()
    name = f"participation_meeting/{meeting.pk}"
    assert row.told == [
        f"{name}.number: the table has '#9', not '{meeting.number}' as logged",
        f"{name}.place: the table has 'Elsewhere', not '{meeting.place}' as logged",
    ]
    assert self_check_findings(now=NIGHT) == [
        "The check of the log on 2026-11-20 found 2 contradictions. Leave the database as it is, and "
        "compare the signed heads that outsiders hold."
    ]


def test_a_personal_value_that_went_without_an_entry_is_named(meeting: Meeting, clock: object) -> None:
    value = PrivateValue.objects.order_by("pk").first()
    assert value is not None
    PrivateValue.objects.filter(pk=value.pk).update(key=None, value=None)
    row = planned()

    assert run_self_check(row.pk) == "contradictions"

    row.refresh_from_db()
    assert row.told == [
        f"entry {value.entry_id}: the personal value {value.field} is gone, and no entry tells of it"
    ]


def test_a_check_whose_worker_died_is_taken_up_when_its_lease_ends(clock: Any) -> None:
    row = planned()
    held = claim(row.pk, at=NIGHT)

    early = run_self_check(row.pk)
    clock.shift(timedelta(hours=2, seconds=1))

    assert held is not None
    assert (early, run_self_check(row.pk)) == ("not_ours", "done")


def test_a_check_that_always_fails_is_set_aside_and_told(clock: Any, settings: Any) -> None:
    settings.CHECK_ATTEMPTS = 2
    settings.AUDIT_KEY_FILE.with_name(settings.AUDIT_KEY_FILE.name + ".pub").unlink()
    row = planned()

    results = [run_self_check(row.pk)]
    clock.shift(timedelta(minutes=2))
    results.append(run_self_check(row.pk))

    assert results == ["failed", "gave_up"]
    assert self_check_findings(now=NIGHT) == [
        "The log could not be checked on 2026-11-20: 2 tries, KeyFileError."
    ]


def test_a_day_without_a_check_is_told(meeting: Meeting) -> None:
    first = entries().first()
    assert first is not None

    said = [self_check_findings(now=first.recorded_at + timedelta(hours=hours)) for hours in (25, 27)]

    assert said == [
        [],
        ["The whole log has not been checked for more than 26 hours: do worker and beat run?"],
    ]


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with mail_server() as running:
        send_to(running, settings)
        settings.ALARM_TO = ["security@example.com", "counsel@example.com"]
        yield running


def test_an_alarm_is_mailed_once_and_waits_for_a_server_that_is_away(
    meeting: Meeting, clock: Any, server: MailServer
) -> None:
    change_behind_the_back(meeting)
    run_self_check(planned().pk)
    server.way = "busy"

    away = send_alarms(at=NIGHT)
    server.way = "takes"
    sent = [send_alarms(at=NIGHT + timedelta(minutes=minutes)) for minutes in (1, 10, 20)]

    assert (away, sent) == (0, [0, 1, 0])
    assert server.recipients == ["security@example.com", "counsel@example.com"]
    (mail,) = server.mails
    assert mail["Subject"] == "Plenary: the log of 2026-11-20 has 2 contradictions"
    assert "Elsewhere" not in mail.get_content()


def test_the_sweep_plans_the_check_and_hints_at_it(clock: Any) -> None:
    assert sweep_self_checks() == 1

    row = SelfCheck.objects.get()
    assert (row.due_on, row.state, row.hinted_at) == (NIGHT.date(), "queued", NIGHT)
