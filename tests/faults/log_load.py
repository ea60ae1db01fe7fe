"""Writers of entries that know what the database acknowledged, and what is wrong with what became of it."""

import os
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event, Thread

from django.db import Error, connection, transaction

from audits import log, sequencer
from audits.models import Entry

WRITERS = int(os.environ.get("FAULT_WRITERS", "8"))
ROLLED_BACK = 0.05
LABEL = "load"


class OnPurpose(Exception):
    """A transaction that its writer gives up."""


@dataclass
class Ledger:
    """What the writers were told: by each entry's own word, and when (monotonic seconds)."""

    acknowledged: dict[str, float] = field(default_factory=dict)
    rolled_back: set[str] = field(default_factory=set)
    # The connection broke on the way: the entry may be there or not.
    unknown: set[str] = field(default_factory=set)


@contextmanager
def writing(*, writers: int = WRITERS, pause: float = 0.005) -> Iterator[Ledger]:
    """Entries by so many threads at once, one transaction each, one in twenty rolled back, until the end."""
    stop, ledger = Event(), Ledger()
    threads = [Thread(target=_write, args=(number, ledger, stop, pause)) for number in range(writers)]
    for thread in threads:
        thread.start()
    try:
        yield ledger
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _write(number: int, ledger: Ledger, stop: Event, pause: float) -> None:
    chance = random.Random(f"{os.environ.get('FAULT_SEED', '7')}/{number}")
    count = 0
    while not stop.is_set():
        word = f"{number}.{count}"
        count += 1
        try:
            with transaction.atomic():
                log.record("audit.heartbeat", by=log.SYSTEM, at=datetime.now(UTC), labels={LABEL: word})
                if chance.random() < ROLLED_BACK:
                    raise OnPurpose
        except OnPurpose:
            ledger.rolled_back.add(word)
        except Error:
            ledger.unknown.add(word)
            connection.close()
            stop.wait(0.1)
        else:
            ledger.acknowledged[word] = time.monotonic()
        stop.wait(pause)
    connection.close()


def faults(ledger: Ledger, *, held: dict[int, bytes], sealed: Sequence[int] = ()) -> list[str]:
    """Everything that is wrong, one line each; empty when each entry is there once, in one place.

    Takes: heads that outsiders hold, as root by size; `sealed`, the sizes that sequencers say they signed.
    The log must be sealed, and nobody works on it.
    """
    rows = list(Entry.objects.filter(labels__has_key=LABEL).values_list("labels", "leaf__leaf_index"))
    found = Counter(labels[LABEL] for labels, _ in rows)
    lines = [f"{word} was acknowledged and is lost" for word in ledger.acknowledged if not found[word]]
    lines += [f"{word} is there {times} times" for word, times in found.items() if times > 1]
    known = ledger.acknowledged.keys() | ledger.unknown
    lines += [f"{word} was never acknowledged" for word in found if word not in known]
    lines += [f"{word} was rolled back and is there" for word in ledger.rolled_back if found[word]]
    lines += _places()
    lines += [f"size {size} was signed {n} times" for size, n in Counter(sealed).items() if n > 1]
    own = sequencer.last_signed()
    lines += [f"two heads of {size} entries" for size in held.keys() & own if held[size] != own[size]]
    return lines + [f"log: {problem}" for problem in log.verify_log_tables(held=own | held)]


def _places() -> Iterator[str]:
    places = sorted(
        -1 if index is None else index for index in Entry.objects.values_list("leaf__leaf_index", flat=True)
    )
    if places != list(range(len(places))):
        yield f"the places of {len(places)} entries are not 0 to {len(places) - 1}, each once"
