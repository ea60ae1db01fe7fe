"""What became of submitted disclosures, and everything that is wrong with it: nothing lost, nothing twice.

The same checker serves every fault test; test_effects.py shows that it sees planted faults.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from django.conf import settings
from django.db import connection

from audits import keys, log, sequencer
from participation.models import Check, Determination, Disclosure, DisclosureLine
from participation.states import State

# Entries that each disclosure has exactly once, after one submission and one finished check.
ONCE = ("disclosure.drafted", "disclosure.submitted", "disclosure.check_started")
RESULTS = ("disclosure.cleared", "disclosure.flagged")
SETTLED = {State.CLEARED.value, State.FLAGGED.value}


def await_all(question: Callable[[], bool], *, what: str, seconds: float = 120) -> None:
    """Return when `question` says yes. Raises: AssertionError naming `what` when the time is over."""
    until = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < until, f"no {what} within {seconds:g} s"
        time.sleep(0.05)


def unsettled() -> int:
    """How many checks are still to be done."""
    return Check.objects.filter(state__in=[Check.State.QUEUED, Check.State.RUNNING]).count()


def seal() -> None:
    """Give every entry its place, in this process."""
    keys.ensure_key(settings.AUDIT_KEY_FILE, settings.AUDIT_ORIGIN)
    while sequencer.sequence_once(now=datetime.now(UTC)):
        pass


def faults(submitted: Sequence[int]) -> list[str]:
    """Everything that is wrong, one line each; empty when each disclosure was determined exactly once.

    Takes: the ids of all disclosures whose submission was acknowledged. The log must be sealed.
    """
    found = [fault for disclosure_id in submitted for fault in _of_disclosure(disclosure_id)]
    known = set(Disclosure.objects.values_list("id", flat=True))
    found += [f"disclosure/{one} was never acknowledged" for one in sorted(known - set(submitted))]
    found += [f"log: {problem.index} {problem.what}" for problem in log.verify_log_tables()]
    return found


def _of_disclosure(disclosure_id: int) -> Iterator[str]:
    name = f"disclosure/{disclosure_id}"
    state = Disclosure.objects.filter(pk=disclosure_id).values_list("state", flat=True).first()
    if state is None:
        yield f"{name} is lost"
        return
    if state not in SETTLED:
        yield f"{name} is {state}"
    checks = Counter(Check.objects.filter(disclosure_id=disclosure_id).values_list("state", flat=True))
    if checks != {Check.State.DONE: 1}:
        yield f"{name} has checks {dict(checks)}"
    yield from _of_lines(name, disclosure_id)
    yield from _of_entries(name, disclosure_id, state)


def _of_lines(name: str, disclosure_id: int) -> Iterator[str]:
    for line_id in DisclosureLine.objects.filter(disclosure_id=disclosure_id).values_list("id", flat=True):
        made = list(Determination.objects.filter(line_id=line_id).values_list("id", flat=True))
        if len(made) != 1:
            yield f"{name} line/{line_id} has {len(made)} determinations"
        for one in made:
            kinds = _kinds("determination", one)
            if kinds != {"determination.made": 1}:
                yield f"determination/{one} has entries {dict(kinds)}"


def _of_entries(name: str, disclosure_id: int, state: str) -> Iterator[str]:
    kinds = _kinds("disclosure", disclosure_id)
    for kind in ONCE:
        if kinds[kind] != 1:
            yield f"{name} has {kinds[kind]} entries {kind}"
    results = {kind: kinds[kind] for kind in RESULTS if kinds[kind]}
    if results != {f"disclosure.{state}": 1}:
        yield f"{name} is {state} and has results {results}"


def _kinds(object_type: str, object_id: int) -> Counter[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind FROM audits_entry WHERE object_type = %s AND object_id = %s",
            [object_type, str(object_id)],
        )
        return Counter(kind for (kind,) in cursor.fetchall())
