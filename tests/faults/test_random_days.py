"""After any number of random steps the log, folded, is the tables: nothing changed beside it."""

import os
from random import Random

import pytest
from django.conf import settings
from django.db import connection

from audits import keys, triggers
from audits.log import entries, verify_log_tables
from participation.models import Disclosure
from participation.queries.replay import differences
from tests import cast
from tests.faults.random_days import VERBS, Office
from tests.workplace import CommittedDatabase

STEPS = int(os.environ.get("FAULT_STEPS", "250"))
SEED = int(os.environ.get("FAULT_SEED", "7"))


@pytest.fixture
def office(committed_db: CommittedDatabase) -> Office:
    keys.ensure_key(settings.AUDIT_KEY_FILE, settings.AUDIT_ORIGIN)
    cast.seeded()
    return Office(Random(SEED))


def test_the_folded_log_is_the_tables_after_random_days(office: Office) -> None:
    office.work(STEPS)

    verbs = {verb.__name__ for verb in VERBS}
    assert list(differences()) == []
    assert verify_log_tables() == []
    assert len(verbs - office.done.keys() - office.refused.keys()) <= 2  # some need luck
    assert office.done.total() > STEPS / 2


def test_a_refused_verb_writes_nothing(office: Office) -> None:
    written: list[int] = []
    office.work(40)
    for _ in range(40):
        before, refused = entries().count(), office.refused.total()
        office.work(office.done.total() + office.refused.total() + 1)
        if office.refused.total() > refused:
            written.append(entries().count() - before)

    assert set(written) == {0}


def test_one_row_changed_beside_the_log_is_seen(office: Office) -> None:
    office.work(40)
    one = Disclosure.objects.first()
    assert one is not None
    triggers.uninstall(connection)

    Disclosure.objects.filter(pk=one.pk).update(for_a_standard=None)

    assert [line.partition(":")[0] for line in differences()] == [
        f"participation_disclosure/{one.pk}.for_a_standard"
    ]
