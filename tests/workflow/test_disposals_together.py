"""A hold that is being placed while a worker disposes: whoever comes second sees the first."""

from datetime import timedelta
from threading import Thread
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from participation.models import Disposal, MeetingDraft, User
from participation.retention import Matter
from participation.states import Role
from participation.workflow.disposals import Chosen
from participation.workflow.dispose import run_disposal
from participation.workflow.legal_holds import place_hold
from tests.factories import people, retained

DRAFTS = 3


@pytest.fixture
def approved(committed_db: object, delegate: User, officer: User) -> Disposal:
    """A list of drafts that a worker may take up."""
    old = timezone.now() - timedelta(days=settings.DRAFT_DAYS + 3)
    drafts = MeetingDraft.objects.bulk_create(
        MeetingDraft(user=delegate, form_token=uuid4(), fields={}, saved_at=old) for _ in range(DRAFTS)
    )
    second = people.user("oona", Role.OFFICER, email="oona@example.com")
    chosen = [Chosen(Matter.DRAFT, draft.pk) for draft in drafts]
    return retained.approved(retained.proposed(chosen, by=officer), by=second)


def test_a_worker_waits_for_a_hold_that_is_being_placed(approved: Disposal, officer: User) -> None:
    became: list[str] = []

    def work() -> None:
        try:
            became.append(run_disposal(approved.pk, seconds=60))
        finally:
            connection.close()

    worker = Thread(target=work)
    with transaction.atomic():
        place_hold(by=officer, agency="BIS", reference="No. 7", reason="Asked for.")
        worker.start()
        worker.join(timeout=1)
        waited = worker.is_alive()
    worker.join(timeout=30)

    assert (waited, became) == (True, ["done"])
    assert set(approved.items.values_list("state", flat=True)) == {"held"}
    assert MeetingDraft.objects.count() == DRAFTS
