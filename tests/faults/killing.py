"""SIGKILL at a moment that is proven to hurt: a kill that found nothing in flight is not a fault."""

import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psutil
from django.utils import timezone

from participation.models import Check
from tests.processes import ChildProcess

# Where in its work a process is hit; the scoreboard prints the seed.
_moment = random.Random(int(os.environ.get("FAULT_SEED", "7")))
LONGEST_PAUSE = 0.02


class FaultNotInjected(AssertionError):
    """The work was over, or never began, before the kill: the test would show nothing."""


def checks_in_flight() -> list[int]:
    """Ids of checks that are running under a live lease, as committed."""
    running = Check.objects.filter(state=Check.State.RUNNING, lease_until__gt=timezone.now())
    return list(running.order_by("id").values_list("id", flat=True))


def kill_in_mid_check(worker: ChildProcess, *, seconds: float = 60) -> list[int]:
    """The checks that the killed worker had begun and not ended. All its processes die at one moment.

    Raises: FaultNotInjected.
    """
    kill_while(worker, checks_in_flight, seconds=seconds)
    # Nobody works now, so what still runs under a lease is what the kill cut off.
    held = list(Check.objects.filter(state=Check.State.RUNNING).values_list("id", flat=True))
    if not held:
        raise FaultNotInjected("the last check committed while the worker was being killed")
    return held


def kill_while(child: ChildProcess, in_flight: Callable[[], object], *, seconds: float = 60) -> None:
    """Kill the whole tree of `child` while it stands still and `in_flight` says that work was cut off.

    Raises: FaultNotInjected when no such moment comes.
    """
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not child.is_running():
            raise FaultNotInjected(f"{child.name} had ended:\n{child.log_text()[-2000:]}")
        if not in_flight():
            time.sleep(0.002)
            continue
        time.sleep(_moment.uniform(0, LONGEST_PAUSE))
        with standing_still(child):
            if in_flight():
                child.kill()
                return
    said = child.log_text()[-2000:]
    raise FaultNotInjected(f"{child.name} had nothing in flight within {seconds:g} s:\n{said}")


@contextmanager
def standing_still(child: ChildProcess) -> Iterator[None]:
    """The processes of `child` suspended; those that live are resumed afterwards."""
    root = psutil.Process(child.pid)
    tree = [root, *root.children(recursive=True)]
    try:
        for process in tree:
            _try(process.suspend)
        yield
    finally:
        # Whatever its state says: one that waits for the disk is not told as stopped yet, and would stay so.
        for process in tree:
            _try(process.resume)


def _try(step: Callable[[], None]) -> None:
    try:
        step()
    except psutil.NoSuchProcess:
        return
