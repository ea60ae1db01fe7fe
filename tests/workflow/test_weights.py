"""Thresholds of screening: versions that are set and never edited, what they change, and what they leave."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from audits.log import entries, payload_of
from participation.models import Check, Determination, Disclosure, User, WeightsVersion
from participation.queries.replay import differences
from participation.queries.weights import AS_SHIPPED, weights_in_force, weights_of
from participation.screening.policy import BANDS, EDITION, Bands
from participation.workflow.check import run_check
from participation.workflow.moves import Conflict
from participation.workflow.rule_changes import check_these_again, checked_otherwise, come_out_otherwise
from participation.workflow.submit import submit
from participation.workflow.weights import WeightsRefused, set_weights
from tests.conftest import NOW
from tests.factories import work

HIGHER = Bands(match=9999, possible=9998)
# Near the name of a listed party, in its country: possible with the bands as shipped.
POSSIBLE = ("Huawei Tecnologias", "CN")


@pytest.fixture
def disclosure(delegate: User, settings: Any) -> Disclosure:
    """What is checked and waits, because of a possible match."""
    settings.DEMO_LIST_IS_WHOLE = True
    work.installed()
    made = work.disclosure(delegate, to=(POSSIBLE,), intent_to_publish=False)
    run_check(submit(made, by=delegate).pk)
    return made


def newest(disclosure: Disclosure) -> Determination:
    return Determination.objects.filter(line__disclosure=disclosure).latest("pk")


@pytest.mark.django_db
def test_without_a_version_the_bands_are_those_that_ship() -> None:
    assert weights_in_force() == weights_of(0) == AS_SHIPPED
    assert (AS_SHIPPED.bands, AS_SHIPPED.edition) == (BANDS, EDITION)
    assert AS_SHIPPED.name == "thresholds as shipped"


@pytest.mark.usefixtures("clock")
def test_a_version_is_one_row_and_one_entry(administrator: User) -> None:
    before = entries().count()

    row = set_weights(HIGHER, seen=0, reason=" Fewer alerts. ", by=administrator)

    assert WeightsVersion.objects.values().get() == {
        "id": row.pk,
        "number": 1,
        "match": 9999,
        "possible": 9998,
        "policy_edition": EDITION,
        "set_by_id": administrator.pk,
        "set_at": NOW,
        "reason": "Fewer alerts.",
    }
    entry = entries().latest("pk")
    assert (entries().count() - before, entry.kind, entry.subject) == (1, "weights.set", f"weights/{row.pk}")
    assert payload_of(entry)["before"] == {"number": 0, "match": BANDS.match, "possible": BANDS.possible}
    assert b"Fewer alerts" not in bytes(entry.payload)
    assert (weights_in_force().number, weights_in_force().bands) == (1, HIGHER)


def refused(by: User, bands: Bands = HIGHER, *, seen: int = 1, reason: str = "Why.") -> tuple[str, str]:
    with pytest.raises(WeightsRefused) as refusal:
        set_weights(bands, seen=seen, reason=reason, by=by)
    return refusal.value.field, str(refusal.value)


def test_the_same_bands_and_none_without_a_reason_are_refused(administrator: User) -> None:
    set_weights(HIGHER, seen=0, reason="Why.", by=administrator)
    before = entries().count()

    assert refused(administrator) == ("match", "These are the thresholds in force already.")
    assert refused(administrator, BANDS, reason="  ") == (
        "reason",
        "Write why: the reason is kept with the version.",
    )
    assert (WeightsVersion.objects.count(), entries().count()) == (1, before)


def test_who_did_not_see_the_version_in_force_is_told(administrator: User) -> None:
    set_weights(HIGHER, seen=0, reason="Why.", by=administrator)

    with pytest.raises(Conflict):
        set_weights(Bands(match=9500, possible=8000), seen=0, reason="Why.", by=administrator)

    assert WeightsVersion.objects.count() == 1


@pytest.mark.parametrize("bands", [(7000, 8000), (10001, 8000), (8000, 0)])
def test_the_database_takes_no_bands_out_of_order(administrator: User, bands: tuple[int, int]) -> None:
    row = WeightsVersion(number=1, match=bands[0], possible=bands[1], policy_edition=1, set_by=administrator,
                         set_at=NOW, reason="Why.")  # fmt: skip

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_a_check_uses_and_records_the_version_in_force(disclosure: Disclosure, administrator: User) -> None:
    before = newest(disclosure)
    row = set_weights(HIGHER, seen=0, reason="Why.", by=administrator)

    check_these_again([disclosure], by=administrator, reason="test")
    run_check(disclosure.checks.get(state=Check.State.QUEUED).pk)

    after = newest(disclosure)
    used = [(one.weights, one.policy_edition) for one in (before, after)]
    assert used == [(0, EDITION), (row.number, EDITION)]
    assert (before.matches.count() > 0, after.matches.count()) == (True, 0)
    entry = entries(kind="determination.made").latest("pk")
    (said,) = [one["set"] for one in payload_of(entry)["changes"] if "determination/" in one["row"]]
    assert (said["weights"], said["policy_edition"]) == (row.number, EDITION)
    assert list(differences()) == []


def test_open_disclosures_of_other_thresholds_are_offered(
    disclosure: Disclosure, administrator: User
) -> None:
    assert checked_otherwise() == []
    set_weights(HIGHER, seen=0, reason="Why.", by=administrator)

    assert checked_otherwise() == [disclosure]
    (changed,) = come_out_otherwise([disclosure])
    assert changed.before != changed.after

    check_these_again([disclosure], by=administrator, reason="test")
    run_check(disclosure.checks.get(state=Check.State.QUEUED).pk)
    assert checked_otherwise() == []


def test_the_same_bands_again_are_the_same_ground(disclosure: Disclosure, administrator: User) -> None:
    set_weights(HIGHER, seen=0, reason="Why.", by=administrator)
    set_weights(BANDS, seen=1, reason="Back.", by=administrator)

    assert checked_otherwise() == []


def test_what_was_weighed_by_another_edition_is_offered(disclosure: Disclosure) -> None:
    made = newest(disclosure)

    with transaction.atomic():
        Determination.objects.filter(pk=made.pk).update(policy_edition=EDITION + 1)
        assert checked_otherwise() == [disclosure]
        transaction.set_rollback(True)
