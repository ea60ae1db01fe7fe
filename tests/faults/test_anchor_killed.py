"""A worker killed while an outsider already has the head: it is handed out once more, nothing is lost."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from audits import log
from audits.anchors import queue
from audits.models import AnchorDuty
from audits.tasks import sweep_anchors
from tests.audits import things
from tests.audits.anchoring import anchors, by_mail, duty_of
from tests.conftest import NOW
from tests.mail_server import mail_server


def test_a_worker_killed_after_the_outsiders_yes(committed_db, filesystem_broker, celery_worker, settings):
    things.make_key()
    with transaction.atomic():
        log.record("audit.heartbeat", by=log.SYSTEM, at=NOW)
    things.sequence()
    duty = duty_of(settings, by_mail())
    with mail_server("held") as server:
        env = filesystem_broker.env | {
            "EMAIL_URL": server.url,
            "AUDIT_MAIL_TO": "auditor anna@auditor.example",
            "ANCHOR_LEASE_SECONDS": "600",
        }
        worker = celery_worker(env, queues=("notifications",), concurrency=1)
        sweep_anchors()
        worker.wait_for(lambda: len(server.mails) == 1, what="a mail")
        worker.kill()
        server.way = "takes"
        server.released.set()
        assert (anchors(), AnchorDuty.objects.get().tries) == ([], 1)
        assert queue.claim(duty.pk, at=timezone.now()) is None

        AnchorDuty.objects.update(lease_until=timezone.now() - timedelta(seconds=1), hinted_at=None)
        sweep_anchors()
        second = celery_worker(env, queues=("notifications",), concurrency=1)
        second.wait_for(lambda: anchors() != [], what="an anchor")

    first, again = server.mails
    assert first["Message-ID"] == again["Message-ID"]
    assert anchors() == [("mail", "auditor", log.signed_head().size)]
    assert AnchorDuty.objects.values_list("tries", "last_error", "held_size").get() == (0, "", 1)
