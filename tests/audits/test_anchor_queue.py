"""Duties as a queue: claimed with a lease, retried with growing pauses, done again after a death."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from audits import triggers
from audits.anchors import queue
from audits.anchors.run import _handed, run_anchor
from audits.anchors.standing import alarms, held_kinds, rungs, standings
from audits.models import Anchor, AnchorDuty
from audits.storage import latest_checkpoint
from audits.tasks import sweep_anchors
from tests.audits.anchoring import anchors, by_copy, by_mail, by_stamp, duty_of, grown, told, turn
from tests.audits.authority import Authority
from tests.conftest import NOW
from tests.mail_server import mail_server, send_to

HOUR = timedelta(hours=1)


@pytest.fixture
def duty(log_database, settings, tmp_path):
    """A copy to a folder, which is the quickest anchor."""
    grown(3)
    (tmp_path / "vault").mkdir()
    return duty_of(settings, by_copy(tmp_path / "vault"))


def test_a_duty_in_somebodys_hands_is_not_ours_until_the_lease_ends(duty, clock):
    AnchorDuty.objects.update(due_at=NOW)
    first = queue.claim(duty.pk, at=NOW)

    assert queue.claim(duty.pk, at=NOW + timedelta(seconds=119)) is None
    second = queue.claim(duty.pk, at=NOW + timedelta(seconds=121))
    assert (first.tries, second.tries) == (1, 2)
    assert queue.failed(first, error="too late", at=NOW) is False
    assert told(duty)[2] == ""


def test_a_worker_killed_before_the_mark_does_no_harm(duty, tmp_path):
    """The outsider has it, the mark is missing: the next turn gives the same head once more."""
    target = queue.targets()["copy", "vault"]
    killed = queue.claim(duty.pk, at=timezone.now())
    token = _handed(target, latest_checkpoint(), killed)
    AnchorDuty.objects.update(lease_until=timezone.now() - HOUR)

    assert run_anchor(duty.pk) == "held"

    assert (told(duty), anchors()) == ((3, 0, ""), [("copy", "vault", 3)])
    # Should the first worker live after all, what it got is kept, and the mark is not its own.
    assert queue.succeeded(killed, target, size=3, token=token, at=timezone.now()) is False
    assert anchors() == [("copy", "vault", 3)] * 2


def test_pauses_grow_to_an_hour_and_are_never_quite_the_same():
    pauses = [[queue._pause(tries) for _ in range(20)] for tries in (1, 2, 3, 50)]

    bounds = [(15, 30), (30, 60), (60, 120), (1800, 3600)]
    for found, (least, most) in zip(pauses, bounds, strict=True):
        assert timedelta(seconds=least) <= min(found) < max(found) <= timedelta(seconds=most)


@pytest.mark.parametrize(
    ("every", "at", "turn"),
    [
        (3600, "10:00:30", "11:00"),
        (3600, "10:59:59", "11:00"),
        (3600, "23:10", "24:00"),
        (18_000, "20:30", "24:00"),
        (86_400, "00:00:20", "24:00"),
    ],
)
def test_stamps_come_on_the_hour_and_at_the_end_of_each_day(every, at, turn):
    day = datetime(2026, 3, 4, tzinfo=UTC)
    hours, minutes = map(int, turn.split(":"))
    clock = datetime.fromisoformat(f"2026-03-04T{at}+00:00")
    target = by_mail()
    found = queue.next_turn(type(target)("rfc3161", "tsa", "", every), clock)

    late = found - (day + timedelta(hours=hours, minutes=minutes))
    assert timedelta(0) <= late <= timedelta(minutes=2)


def test_a_head_that_is_held_already_is_not_copied_again_for_an_hour(duty, clock):
    grown(1)
    results = [turn(duty)]
    for seconds in (60, 3000, 600):
        clock.shift(seconds)
        results.append(turn(duty))

    assert results == ["held", "nothing_new", "nothing_new", "held"]


def test_only_what_is_due_and_unheeded_is_told_to_workers(duty, clock):
    AnchorDuty.objects.update(due_at=NOW)
    assert queue.unheeded(at=NOW) == [duty.pk]
    queue.hinted(duty.pk, at=NOW)
    assert queue.unheeded(at=NOW + timedelta(seconds=29)) == []
    assert queue.unheeded(at=NOW + timedelta(seconds=31)) == [duty.pk]


def test_an_anchor_that_is_no_longer_configured_is_left_alone(duty, settings):
    settings.AUDIT_ANCHORS = ()

    assert queue.unheeded(at=timezone.now() + HOUR) == []
    assert run_anchor(duty.pk) == "not_ours"
    assert standings(now=timezone.now()) == []


def test_silence_of_a_day_is_an_alarm_for_each_anchor_by_itself(log_database, settings, tmp_path, clock):
    grown(3)
    (tmp_path / "vault").mkdir()
    gone = Authority(tmp_path / "x", url="http://127.0.0.1:9/")
    settings.AUDIT_ANCHORS = (by_copy(tmp_path / "vault"), by_stamp(gone))
    (_, copy), (_, stamp) = queue.duties(at=NOW)
    assert [run_anchor(copy.pk), run_anchor(stamp.pk)] == ["held", "failed"]

    clock.shift(timedelta(hours=23, minutes=59))
    assert alarms(now=timezone.now()) == []
    clock.shift(timedelta(minutes=2))
    assert alarms(now=timezone.now()) == [
        "Copy of tiles and heads, vault: nothing for over 24 hours (is a worker running?).",
        "Time stamp (RFC 3161), tsa: nothing for over 24 hours (no answer: ConnectionRefusedError).",
    ]
    assert turn(copy) == "held"
    assert [one.silent for one in standings(now=timezone.now())] == [False, True]


def test_rungs_name_what_outsiders_really_hold(duty):
    assert rungs(held_kinds()) == ["rung 0: no outsider holds a head: for development only"]
    assert turn(duty) == "held"
    assert held_kinds() == {"copy": 1}
    assert held_kinds(up_to=2) == {}
    assert rungs(["copy", "mail"]) == [
        "rung 1: heads are mailed to outsiders",
        "rung 4: tiles and heads are copied to another disk or host",
    ]


def test_a_beat_and_a_worker_do_it(duty, settings, filesystem_broker, celery_worker, tmp_path):
    """Through real messages: the settings reach the worker as an installation gives them."""
    # The worker looks at the triggers: they are those of an installation too.
    settings.AUDITED_TABLES = "participation.events.AUDITED_TABLES"
    triggers.install(connection)
    env = filesystem_broker.env | {"AUDIT_COPIES": f"vault {tmp_path / 'vault'}"}
    AnchorDuty.objects.update(due_at=timezone.now())
    worker = celery_worker(env, queues=("notifications", "maintenance"), concurrency=1)

    sweep_anchors()

    worker.wait_for(lambda: Anchor.objects.exists(), what="an anchor")
    assert (tmp_path / "vault/checkpoint").exists()


def test_mail_of_the_head_is_the_note_itself(log_database, settings):
    grown(3)
    with mail_server() as server:
        send_to(server, settings)
        duty = duty_of(settings, by_mail())
        assert (turn(duty), anchors()) == ("held", [("mail", "auditor", 3)])

    (mail,) = server.mails
    note = Anchor.objects.get().token
    (attached,) = mail.iter_attachments()
    assert (attached.get_content(), attached.get_filename()) == (bytes(note), "checkpoint-3.txt")
    text = mail.get_body().get_content().replace("\r\n", "\n")
    assert bytes(note).decode() in text
    assert str(mail["Subject"]) == f"Head of the log {settings.AUDIT_ORIGIN}: 3 entries"
    assert (server.recipients, mail["Auto-Submitted"]) == (["anna@auditor.example"], "auto-generated")


def test_the_address_of_an_outsider_is_in_no_table_and_no_log_line(log_database, settings, caplog):
    grown(3)
    with mail_server("refuses") as server:
        send_to(server, settings)
        duty = duty_of(settings, by_mail())
        assert turn(duty) == "failed"
        assert told(duty) == (None, 1, "SMTPRecipientsRefused")
        server.way = "takes"
        assert turn(duty) == "held"

    assert "anna@" not in caplog.text + str(list(AnchorDuty.objects.values())) + repr(settings.AUDIT_ANCHORS)
    assert b"anna@" not in bytes(Anchor.objects.get().token)


def test_a_mail_server_that_is_away_is_tried_again(log_database, settings):
    grown(3)
    with mail_server() as gone:
        send_to(gone, settings)
    duty = duty_of(settings, by_mail())
    assert (turn(duty), told(duty)) == ("failed", (None, 1, "ConnectionRefusedError"))

    with mail_server(port=gone.port) as back:
        assert turn(duty) == "held"
    assert len(back.mails) == 1


def test_the_same_head_twice_is_one_mail_for_mail_programs(log_database, settings):
    grown(3)
    with mail_server() as server:
        send_to(server, settings)
        duty = duty_of(settings, by_mail())
        assert [turn(duty), turn(duty)] == ["held", "held"]
        grown(1)
        assert turn(duty) == "held"

    first, second, third = (mail["Message-ID"] for mail in server.mails)
    assert first == second != third


def test_mail_that_is_off_is_told(log_database, settings):
    from config.mail import mail

    grown(3)
    settings.MAIL = mail("none", settings.DATA_DIR)
    duty = duty_of(settings, by_mail())

    assert (turn(duty), told(duty)[2]) == ("failed", "mail is off: EMAIL_URL is none")
