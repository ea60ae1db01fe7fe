"""The checker of the fault tests is shown to fail: each planted fault is named, and nothing else."""

from collections.abc import Callable

import pytest
from django.db import connection

from audits import triggers
from participation.models import Check, Determination, Disclosure
from tests import cast
from tests.faults import effects
from tests.faults.conftest import World


def _sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _drop_determination(disclosure: Disclosure) -> None:
    lost = Determination.objects.filter(line__disclosure=disclosure).earliest("id")
    _sql("DELETE FROM participation_recipientmatch WHERE determination_id = %s", lost.pk)
    _sql("DELETE FROM participation_determination WHERE id = %s", lost.pk)


def _double_determination(disclosure: Disclosure) -> None:
    twin = Determination.objects.filter(line__disclosure=disclosure).earliest("id")
    check = Check.objects.get(pk=twin.check_row_id)
    check.pk = twin.pk = None
    check.save(force_insert=True)
    twin.check_row = check
    twin.save(force_insert=True)


def _drop_entry(disclosure: Disclosure) -> None:
    _sql("DELETE FROM audits_pending")
    entry = "object_type = 'disclosure' AND object_id = %s AND kind = 'disclosure.submitted'"
    _sql(
        f"DELETE FROM audits_privatevalue WHERE entry_id IN (SELECT id FROM audits_entry WHERE {entry})",
        str(disclosure.pk),
    )
    _sql(
        f"DELETE FROM audits_leaf WHERE entry_id IN (SELECT id FROM audits_entry WHERE {entry})",
        str(disclosure.pk),
    )
    _sql(f"DELETE FROM audits_entry WHERE {entry}", str(disclosure.pk))


def _put_back_check(disclosure: Disclosure) -> None:
    Disclosure.objects.filter(pk=disclosure.pk).update(state="submitted")
    disclosure.checks.update(state="queued")


PLANTED: dict[str, tuple[Callable[[Disclosure], None], tuple[str, ...]]] = {
    "a lost determination": (_drop_determination, ("disclosure/1 line/1 has 0 determinations",)),
    "a doubled determination": (
        _double_determination,
        (
            "disclosure/1 has checks {'done': 2}",
            "disclosure/1 line/1 has 2 determinations",
            "determination/5 has entries {}",
        ),
    ),
    "a lost entry": (_drop_entry, ("disclosure/1 has 0 entries disclosure.submitted",)),
    "an effect undone": (
        _put_back_check,
        (
            "disclosure/1 is submitted",
            "disclosure/1 has checks {'queued': 1}",
            "disclosure/1 is submitted and has results {'disclosure.flagged': 1}",
        ),
    ),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_named(world: World, fault: str) -> None:
    submitted = world.submit(2)
    for disclosure in Disclosure.objects.all():
        cast.checked(disclosure)
    effects.seal()
    before = effects.faults(submitted)
    triggers.uninstall(connection)
    plant, expected = PLANTED[fault]

    plant(Disclosure.objects.get(pk=submitted[0]))

    found = effects.faults(submitted)
    assert before == []
    assert tuple(line for line in found if not line.startswith("log: ")) == expected
    assert any(line.startswith("log: ") for line in found) == (fault == "a lost entry")


def test_a_lost_and_an_unknown_disclosure_are_named(world: World) -> None:
    submitted = world.submit(1)
    cast.checked(Disclosure.objects.get(pk=submitted[0]))
    effects.seal()

    assert effects.faults([2]) == ["disclosure/2 is lost", "disclosure/1 was never acknowledged"]
