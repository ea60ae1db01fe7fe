"""A worker killed while it screens a file of names: another goes on, and every row is answered once."""

import os
from collections.abc import Callable
from pathlib import Path

from participation.models import BatchScreening
from participation.states import BatchState
from participation.workflow.batches import run_batch
from tests import cast
from tests.faults import effects
from tests.faults.conftest import QUEUES, World
from tests.faults.killing import kill_while
from tests.processes import ChildProcess
from tests.workplace import Broker

KILLS = int(os.environ.get("FAULT_KILLS", "2"))
ROWS = 4_000
Start = Callable[..., ChildProcess]


def names() -> bytes:
    rows = (f"Radar Works {n} Co.,CN" if n % 7 else f"Huawei Technologies {n},CN" for n in range(ROWS))
    return "query,country\n{}\n".format("\n".join(rows)).encode()


def rows_of(batch: BatchScreening) -> list[tuple[object, ...]]:
    return list(batch.answers.values_list("row", "line", "query", "country", "band", "screened", "hits"))


def test_no_row_is_lost_or_doubled_when_a_worker_is_killed(
    world: World, filesystem_broker: Broker, celery_worker: Start, rescuers: Start, tmp_path: Path
) -> None:
    officer = cast.officer()
    whole = cast.batch(by=officer, content=names(), key="whole")
    while run_batch(whole.pk) == "goes_on":
        pass
    batch = cast.batch(by=officer, content=names(), key="killed")
    this = BatchScreening.objects.filter(pk=batch.pk)
    reached = [0]

    for _ in range(KILLS):
        worker = celery_worker(filesystem_broker.env, queues=QUEUES, concurrency=2)
        beat = rescuers(filesystem_broker.env) if len(reached) > 1 else worker
        kill_while(worker, lambda: this.filter(rows_done__gt=reached[-1], state=BatchState.RUNNING).exists())
        if beat is not worker:
            beat.kill()
        reached.append(this.get().rows_done)
    rescuers(filesystem_broker.env)
    effects.await_all(lambda: this.filter(state=BatchState.DONE).exists(), what="end of the batch")

    assert 0 < reached[-1] < ROWS
    assert rows_of(batch) == rows_of(whole)
    assert this.get().tally == BatchScreening.objects.get(pk=whole.pk).tally
