"""Reason codes: added, mended, taken out of use; what was decided keeps the words it was decided with."""

from typing import Any

import pytest
from django.db import transaction

from audits.log import Subject, entries, payload_of
from participation.models import ReasonCode, Review, User
from participation.queries.disclosures import disclosures_for, standing_of
from participation.queries.pair import pairs_of
from participation.workflow import review as reviews
from participation.workflow.reason_codes import CodeRefused, add_reason_code, change_reason_code
from tests import cast
from tests.conftest import NOW


@pytest.fixture
def case(database: None) -> Review:
    cast.seeded()
    delegate = cast.delegate()
    meeting = cast.meeting(by=delegate)
    disclosure = cast.submitted(by=delegate, at=meeting, revisions=[cast.revision(by=delegate)])
    return cast.open_review(cast.checked(disclosure))


def last_setting() -> tuple[str, dict[str, Any]]:
    entry = entries().order_by("-id").first()
    assert entry is not None
    return entry.kind, payload_of(entry)["changes"][0]["set"]


def test_a_new_code_is_in_use_and_in_the_log(administrator: User) -> None:
    row = add_reason_code(by=administrator, code=" n4 ", text=" A joint venture without control ")

    stated = {"id": row.pk, "code": "N4", "text": "A joint venture without control", "active": True}
    assert last_setting() == ("setting.changed", stated)


@pytest.mark.parametrize(
    ("code", "text", "field", "said"),
    [
        ("", "Text", "code", "Give a letter"),
        ("4N", "Text", "code", "Give a letter"),
        ("N 4", "Text", "code", "Give a letter"),
        ("ÄB", "Text", "code", "Give a letter"),
        ("ABCDEFGHIJK", "Text", "code", "at most ten signs"),
        ("n1", "Text", "code", "N1 is another reason code already"),
        ("N4", "  ", "text", "Write what the code means"),
    ],
)
def test_a_code_that_cannot_be_is_refused(
    administrator: User, code: str, text: str, field: str, said: str
) -> None:
    add_reason_code(by=administrator, code="N1", text="One")
    before = entries().count()

    with pytest.raises(CodeRefused, match=said) as refusal, transaction.atomic():
        add_reason_code(by=administrator, code=code, text=text)

    assert (refusal.value.field, entries().count()) == (field, before)


def test_a_code_that_nobody_used_may_change_its_letters(administrator: User) -> None:
    row = add_reason_code(by=administrator, code="N4", text="Text")

    change_reason_code(row, by=administrator, code="N5", text="Other text", active=False)

    row.refresh_from_db()
    assert (row.code, row.text, row.active) == ("N5", "Other text", False)
    assert last_setting()[1] == {"id": row.pk, "code": "N5", "text": "Other text", "active": False}


def test_without_a_difference_nothing_is_written(administrator: User) -> None:
    row = add_reason_code(by=administrator, code="N4", text="Text")
    before = entries().count()

    change_reason_code(row, by=administrator, text="Text ", active=True)

    assert entries().count() == before


def decided(case: Review, officer: User, code: str = "R1") -> Review:
    reason = ReasonCode.objects.get(code=code)
    return reviews.decide_review(
        reviews.claim(case, by=officer), by=officer, decision="refused", reason=reason
    )


def test_a_decided_case_keeps_code_and_text(case: Review, officer: User, administrator: User) -> None:
    done = decided(case, officer)
    row = done.reason
    assert row is not None
    was = row.text

    change_reason_code(row, by=administrator, text="Something else altogether", active=False)

    done = Review.objects.select_related("reason").get(pk=done.pk)
    assert done.reason_given == f"R1: {was}"
    shown = disclosures_for(officer).get(pk=done.disclosure_id)
    assert was in standing_of(shown, reader=officer, now=NOW).sentence
    for subject in (Subject("review", str(done.pk)), Subject("disclosure", str(done.disclosure_id))):
        sealed = entries(subject=subject).order_by("-id").first()
        assert payload_of(sealed)["reason"] == {"code": "R1", "text": was}


def test_a_judged_pair_keeps_code_and_text(case: Review, officer: User, administrator: User) -> None:
    match = case.check_row.determinations.get().matches.earliest("id")
    row = ReasonCode.objects.get(code="N1")
    was = row.text
    judged = reviews.judge_pair(
        reviews.claim(case, by=officer),
        match,
        by=officer,
        verdict="different",
        scope="until_change",
        reason=row,
    )

    change_reason_code(row, by=administrator, text="Something else altogether", active=True)

    sealed = entries(subject=Subject("pair", str(judged.pk))).get()
    assert payload_of(sealed)["reason"] == {"code": "N1", "text": was}
    told = pairs_of([match], meeting_id=None)[0].history[0]["text"]
    assert f"N1: {was}." in told


def test_a_used_code_keeps_its_letters(case: Review, officer: User, administrator: User) -> None:
    row = decided(case, officer).reason
    assert row is not None

    with pytest.raises(CodeRefused, match="Decisions name R1: it keeps its letters"), transaction.atomic():
        change_reason_code(row, by=administrator, code="R9", text=row.text, active=True)

    assert ReasonCode.objects.get(pk=row.pk).code == "R1"


def test_a_code_taken_out_of_use_meanwhile_decides_nothing(
    case: Review, officer: User, administrator: User
) -> None:
    claimed, chosen = reviews.claim(case, by=officer), ReasonCode.objects.get(code="R1")
    change_reason_code(chosen, by=administrator, text=chosen.text, active=False)

    with pytest.raises(reviews.Refused, match="reason code that is in use"), transaction.atomic():
        reviews.decide_review(claimed, by=officer, decision="refused", reason=chosen)

    claimed.refresh_from_db()
    assert (claimed.state, claimed.reason_id, claimed.reason_text) == ("claimed", None, "")
