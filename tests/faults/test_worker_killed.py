"""A worker killed in mid-check, on each broker: every disclosure is determined exactly once."""

import os
from collections.abc import Callable

import pytest

from participation.models import Check
from tests.faults import effects
from tests.faults.conftest import QUEUES, World
from tests.faults.killing import kill_in_mid_check
from tests.processes import ChildProcess
from tests.workplace import Broker

KILLS = int(os.environ.get("FAULT_KILLS", "1"))
DISCLOSURES = int(os.environ.get("FAULT_TASKS", 8 + 4 * KILLS))
Start = Callable[..., ChildProcess]


@pytest.mark.parametrize("broker", ["filesystem_broker", "redis_broker"])
def test_no_check_is_lost_or_doubled_when_a_worker_is_killed(
    request: pytest.FixtureRequest, broker: str, world: World, celery_worker: Start, rescuers: Start
) -> None:
    on: Broker = request.getfixturevalue(broker)
    submitted = world.submit(DISCLOSURES)
    cut_off = []

    for _ in range(KILLS):
        worker = celery_worker(on.env, queues=QUEUES, concurrency=2)
        cut_off += kill_in_mid_check(worker)
    rescuers(on.env)
    effects.await_all(lambda: effects.unsettled() == 0, what="end of the last check")
    effects.seal()

    tried_again = Check.objects.filter(id__in=cut_off, attempts__gt=1, state=Check.State.DONE).count()
    assert effects.faults(submitted) == []
    assert tried_again == len(set(cut_off)) > 0
