"""A worker killed while it disposes: another goes on, and each matter ends once with its entries."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from audits import log
from audits.models import Entry
from participation.models import Disposal, MeetingDraft
from participation.queries.replay import differences
from participation.retention import Matter
from participation.workflow.disposals import Chosen
from tests import cast
from tests.factories import retained
from tests.faults import effects
from tests.faults.conftest import QUEUES, World
from tests.faults.killing import kill_while
from tests.processes import ChildProcess
from tests.workplace import Broker

KILLS = int(os.environ.get("FAULT_KILLS", "2"))
DRAFTS = 400
Start = Callable[..., ChildProcess]


def test_each_matter_ends_once_when_a_worker_is_killed(
    world: World, filesystem_broker: Broker, celery_worker: Start, rescuers: Start, tmp_path: Path
) -> None:
    officer, second = cast.officer(), cast.second_officer()
    old = timezone.now() - timedelta(days=settings.DRAFT_DAYS + 3)
    drafts = MeetingDraft.objects.bulk_create(
        MeetingDraft(user=world.delegate, form_token=uuid4(), fields={}, saved_at=old) for _ in range(DRAFTS)
    )
    chosen = [Chosen(Matter.DRAFT, draft.pk) for draft in drafts]
    disposal = retained.approved(retained.proposed(chosen, by=officer), by=second)
    this, reached = Disposal.objects.filter(pk=disposal.pk), [0]

    for _ in range(KILLS):
        worker = celery_worker(filesystem_broker.env, queues=QUEUES, concurrency=2)
        beat = rescuers(filesystem_broker.env) if len(reached) > 1 else worker
        kill_while(worker, lambda: reached[-1] < ended(disposal) < DRAFTS)
        if beat is not worker:
            beat.kill()
        reached.append(ended(disposal))
    rescuers(filesystem_broker.env)
    effects.await_all(lambda: this.filter(state=Disposal.State.DONE).exists(), what="end of the disposal")

    assert 0 < reached[1] < DRAFTS
    assert MeetingDraft.objects.count() == 0
    kinds = ["disposal.proposed", "disposal.approved", *["disposal.item_ended"] * DRAFTS, "disposal.finished"]
    told = Entry.objects.filter(object_type="disposal").order_by("object_rev").values_list("kind", flat=True)
    assert list(told) == kinds
    cleared = [log.payload_of(one)["draft"] for one in Entry.objects.filter(kind="retention.cleared")]
    assert sorted(cleared) == sorted(f"draft/{draft.pk}" for draft in drafts)
    assert list(differences()) == []


def ended(disposal: Disposal) -> int:
    return disposal.items.filter(ended_at__isnull=False).count()
