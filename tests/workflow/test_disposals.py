"""Disposal by two people: what is due, who may, what goes, what stays, and what a hold keeps."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from audits import log
from audits.models import Entry, PrivateValue
from participation import files
from participation.models import (
    Attendance,
    BatchAnswer,
    Determination,
    Disclosure,
    Disposal,
    DisposalItem,
    LegalHold,
    MeetingDraft,
    Person,
    Question,
    Review,
    ReviewAttachment,
    User,
)
from participation.queries.kept import due_now, kept_one
from participation.queries.replay import differences
from participation.retention import Event, Matter
from participation.states import Role
from participation.workflow import disposals, dispose
from participation.workflow.disposals import Chosen, DisposalRefused
from participation.workflow.legal_holds import HoldRefused, lift_hold, place_hold, record_later_event
from participation.workflow.moves import Conflict
from tests.factories import people, retained, work

# Everything of the case happened on 4 March 2026 or before; the meeting ended on 6 March.
LAST_KEPT, DUE = datetime(2031, 3, 7, 3, 0, tzinfo=UTC), datetime(2031, 3, 7, 12, 0, tzinfo=UTC)
Clock = time_machine.Traveller


@pytest.fixture
def second(database: None) -> User:
    return people.user("oona", Role.OFFICER, email="oona@example.com")


@pytest.fixture
def case(clock: Clock, delegate: User, officer: User, second: User) -> retained.Case:
    work.installed()
    return retained.case(delegate, officer, second)


def keys() -> list[str]:
    return sorted(one.key for one in due_now(datetime.now(UTC)))


def everything(case: retained.Case) -> list[str]:
    return sorted(f"{one.matter}/{one.pk}" for one in retained.matters_of(case))


def test_nothing_is_due_before_the_last_event_is_five_years_past(case: retained.Case, clock: Clock) -> None:
    clock.move_to(LAST_KEPT)
    # A batch and a draft have no meeting that ended later.
    before = keys()
    clock.move_to(DUE)

    assert before == [
        key for key in everything(case) if not key.startswith(("disclosure", "meeting", "document"))
    ]
    assert keys() == everything(case)


def test_a_later_event_moves_the_end(case: retained.Case, clock: Clock, officer: User) -> None:
    clock.move_to(datetime(2030, 6, 1, tzinfo=UTC))
    record_later_event(case.disclosure, by=officer, what="reexport", happened_on=date(2030, 5, 31))

    kept = kept_one(Matter.DISCLOSURE, case.disclosure.pk)

    assert kept is not None
    assert kept.due is not None
    words = "known re-export, transshipment or diversion"
    assert (kept.due.last, kept.due.on) == (Event(date(2030, 5, 31), words), date(2035, 6, 1))
    with pytest.raises(HoldRefused, match="lies ahead"):
        record_later_event(case.disclosure, by=officer, what="ended", happened_on=date(2030, 6, 2))


def test_an_open_case_is_never_due(clock: Clock, delegate: User) -> None:
    work.installed()
    meeting = work.meeting(delegate)
    disclosure = work.disclosure(delegate, meeting=meeting)
    work_on = kept_one(Matter.DISCLOSURE, disclosure.pk)
    Disclosure.objects.filter(pk=disclosure.pk).update(state="flagged")
    flagged = kept_one(Matter.DISCLOSURE, disclosure.pk)
    place = kept_one(Matter.MEETING, meeting.pk)
    transaction.set_rollback(True)

    assert work_on is not None
    assert work_on.due is not None
    assert flagged is not None
    assert flagged.due is None
    assert place is not None
    assert place.due is None


def test_treasurys_ten_years(case: retained.Case, clock: Clock) -> None:
    kept = kept_one(Matter.DISCLOSURE, case.disclosure.pk)
    assert kept is not None
    assert kept.due is not None
    before = kept.due.on
    for row in Determination.objects.all():
        Determination.objects.filter(pk=row.pk).update(result=row.result | {"flags": ["ofac"]})

    flagged = kept_one(Matter.DISCLOSURE, case.disclosure.pk)
    transaction.set_rollback(True)

    assert flagged is not None
    assert flagged.due is not None
    assert (before, flagged.due.on) == (date(2031, 3, 7), date(2036, 3, 7))


def test_everything_personal_goes_and_the_rest_stays(
    case: retained.Case, clock: Clock, officer: User, second: User
) -> None:
    clock.move_to(DUE)
    results = list(Determination.objects.order_by("pk").values("result", "facts"))
    stored = [files.path_of(bytes(ReviewAttachment.objects.get().file_hash))]
    stored += [files.path_of(bytes(one.file_hash or b"")) for one in (case.revision, case.batch)]
    assert all(path.exists() for path in stored)

    done = retained.carried_out(retained.matters_of(case), by=officer, second=second)

    assert done.state == Disposal.State.DONE
    assert {item.state for item in done.items.all()} == {DisposalItem.State.DONE}
    assert [path for path in stored if path.exists()] == []
    assert set(Attendance.objects.values_list("person_name", "person")) == {("", None)}
    assert Person.objects.count() == MeetingDraft.objects.count() == BatchAnswer.objects.count() == 0
    assert Disclosure.objects.get().purpose == ""
    assert set(Question.objects.values_list("text", "answer")) == {("", "")}
    assert set(Review.objects.values_list("note", flat=True)) == {""}
    assert list(Determination.objects.order_by("pk").values("result", "facts")) == results
    about = PrivateValue.objects.exclude(entry__object_type="user").filter(key__isnull=False)
    assert list(about.values_list("field", flat=True)) == []
    assert keys() == []
    assert list(differences()) == []
    assert log.uncovered() == []


def test_the_log_tells_who_under_which_rule(
    case: retained.Case, clock: Clock, officer: User, second: User
) -> None:
    clock.move_to(DUE)

    done = retained.carried_out(retained.matters_of(case)[:1], by=officer, second=second)

    entries = Entry.objects.filter(object_type="disclosure", kind="retention.disposed")
    told = log.payload_of(entries.get())
    assert {name: told[name] for name in ("disposal", "rule", "proposed_by", "approved_by")} == {
        "disposal": f"disposal/{done.pk}",
        "rule": "15 CFR 762.6(a): 5 years from the last event of the transaction",
        "proposed_by": f"user/{officer.pk}",
        "approved_by": f"user/{second.pk}",
    }
    of_disposal = Entry.objects.filter(object_type="disposal").order_by("object_rev")
    assert list(of_disposal.values_list("object_rev", "kind")) == [
        (1, "disposal.proposed"),
        (2, "disposal.approved"),
        (3, "disposal.item_ended"),
        (4, "disposal.item_ended"),
        (5, "disposal.finished"),
    ]


def test_two_people_and_officers_both(
    case: retained.Case,
    clock: Clock,
    officer: User,
    second: User,
    auditor: User,
    administrator: User,
    delegate: User,
) -> None:
    clock.move_to(DUE)
    chosen = retained.matters_of(case)
    for person in (auditor, administrator, delegate):
        with pytest.raises(PermissionDenied):
            retained.proposed(chosen, by=person)
    disposal = retained.proposed(chosen, by=officer)
    for person in (auditor, administrator, delegate):
        with pytest.raises(PermissionDenied):
            retained.approved(disposal, by=person)

    with pytest.raises(DisposalRefused, match="a second person"):
        retained.approved(disposal, by=officer)
    # The same person again, with the rights of other roles and read anew, as in another session.
    people_roles = people.user("olaf2", Role.OFFICER, Role.ADMINISTRATOR, email="OLAF@example.com")
    with pytest.raises(DisposalRefused, match="a second person"):
        retained.approved(disposal, by=people_roles)
    with pytest.raises(DisposalRefused, match="another list"):
        disposals.approve(disposal, by=second, list_hash=bytes(32))
    retained.approved(disposal, by=second)
    with pytest.raises(Conflict):
        retained.approved(disposal, by=second)


def test_the_database_too_wants_two(case: retained.Case, clock: Clock, officer: User, second: User) -> None:
    clock.move_to(DUE)
    disposal = retained.proposed(retained.matters_of(case), by=officer)

    with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        Disposal.objects.filter(pk=disposal.pk).update(
            state="approved", decided_by=officer, decided_at=datetime.now(UTC)
        )


def test_what_is_not_due_is_not_proposed(case: retained.Case, clock: Clock, officer: User) -> None:
    clock.move_to(LAST_KEPT)
    chosen = [Chosen(Matter.DISCLOSURE, case.disclosure.pk)]

    with pytest.raises(DisposalRefused, match=f"Disclosure {case.disclosure.pk}.* still has to be kept"):
        retained.proposed(chosen, by=officer)
    with pytest.raises(DisposalRefused, match="at least one"):
        retained.proposed([], by=officer)
    with pytest.raises(DisposalRefused, match="meeting/999 still"):
        retained.proposed([Chosen(Matter.MEETING, 999)], by=officer)


def test_one_proposal_at_a_time_and_one_for_one_form(
    case: retained.Case, clock: Clock, officer: User
) -> None:
    clock.move_to(DUE)
    token, chosen = uuid4(), retained.matters_of(case)[:1]
    first = disposals.propose(by=officer, form_token=token, chosen=chosen)

    assert disposals.propose(by=officer, form_token=token, chosen=chosen) == first
    with pytest.raises(DisposalRefused, match="in another proposal already"):
        retained.proposed(chosen, by=officer)
    disposals.refuse(first, by=officer)
    assert retained.proposed(chosen, by=officer).state == Disposal.State.PROPOSED


HOLDS: dict[str, Callable[[retained.Case], object]] = {
    "disclosure": lambda case: case.disclosure,
    "meeting": lambda case: case.meeting,
    "body": lambda case: case.meeting.body,
    "everything": lambda case: None,
}
# A file of names and a draft name no body: any hold of a body keeps them.
KEPT_BY = {
    "disclosure": {"disclosure", "meeting", "document"},
    "meeting": {"disclosure", "meeting", "document"},
    "body": set(Matter),
    "everything": set(Matter),
}


@pytest.mark.parametrize("covers", HOLDS)
def test_a_hold_between_approval_and_run_keeps_what_it_covers(
    covers: str, case: retained.Case, clock: Clock, officer: User, second: User
) -> None:
    clock.move_to(DUE)
    disposal = retained.approved(retained.proposed(retained.matters_of(case), by=officer), by=second)
    place_hold(by=second, agency="BIS", reference="No. 7", reason="Asked for.", on=HOLDS[covers](case))  # type: ignore[arg-type]

    assert dispose.run_disposal(disposal.pk, seconds=60) == "done"

    states = dict(disposal.items.values_list("matter", "state"))
    assert states == {one: "held" if one in KEPT_BY[covers] else "done" for one in Matter}
    names = set(Attendance.objects.values_list("person_name", flat=True))
    assert "" not in names


@pytest.mark.parametrize("covers", HOLDS)
def test_what_is_held_is_not_proposed_until_the_agency_gave_leave(
    covers: str, case: retained.Case, clock: Clock, officer: User, second: User
) -> None:
    hold = place_hold(
        by=officer, agency="BIS", reference="No. 7", reason="Asked for.", on=HOLDS[covers](case)
    )  # type: ignore[arg-type]
    clock.move_to(DUE)
    refused = []
    for one in retained.matters_of(case):
        if one.matter in KEPT_BY[covers]:
            with pytest.raises(DisposalRefused, match=r"is held for BIS\."), transaction.atomic():
                retained.proposed([one], by=officer)
            refused.append(one.matter)
        else:
            disposals.refuse(retained.proposed([one], by=officer), by=officer)

    assert set(refused) == KEPT_BY[covers]
    with pytest.raises(HoldRefused, match="written leave"):
        lift_hold(hold, by=second, leave_reference=" ", leave_on=date(2031, 3, 1))
    with pytest.raises(HoldRefused, match="not written yet"):
        lift_hold(hold, by=second, leave_reference="BIS 31-4", leave_on=date(2031, 3, 8))
    lift_hold(hold, by=second, leave_reference="BIS 31-4", leave_on=date(2031, 3, 1), leave_note="By letter.")
    assert retained.carried_out(retained.matters_of(case), by=officer, second=second).state == "done"
    with pytest.raises(Conflict):
        lift_hold(hold, by=second, leave_reference="again", leave_on=date(2031, 3, 1))
    assert list(differences()) == []


def test_a_hold_says_who_asked_how_and_why(case: retained.Case, officer: User, auditor: User) -> None:
    full = {"agency": "BIS", "reference": "No. 7", "reason": "Asked for."}
    for field in full:
        with pytest.raises(HoldRefused) as refusal:
            place_hold(by=officer, **full | {field: " "})
        assert refusal.value.field == field
    with pytest.raises(PermissionDenied):
        place_hold(by=auditor, **full)
    assert LegalHold.objects.count() == 0


def test_something_that_happened_since_keeps_the_case(
    case: retained.Case, clock: Clock, officer: User, second: User
) -> None:
    clock.move_to(DUE)
    disposal = retained.approved(retained.proposed(retained.matters_of(case)[:1], by=officer), by=second)
    record_later_event(case.disclosure, by=officer, what="reexport", happened_on=date(2031, 3, 6))

    assert dispose.run_disposal(disposal.pk, seconds=60) == "done"

    assert disposal.items.get().state == DisposalItem.State.NOT_DUE
    assert Disclosure.objects.get().purpose in case.words


def test_carried_out_twice_is_carried_out_once(
    case: retained.Case, clock: Clock, officer: User, second: User
) -> None:
    clock.move_to(DUE)
    disposal = retained.carried_out(retained.matters_of(case), by=officer, second=second)
    entries = Entry.objects.count()

    again = dispose.run_disposal(disposal.pk, seconds=60)
    item = dispose.end_item(disposal.items.earliest("pk").pk)

    assert (again, item) == ("not_ours", DisposalItem.State.DONE)
    assert Entry.objects.count() == entries


def test_a_turn_ends_and_the_next_goes_on(
    case: retained.Case, clock: Clock, officer: User, second: User
) -> None:
    clock.move_to(DUE)
    disposal = retained.approved(retained.proposed(retained.matters_of(case), by=officer), by=second)

    turns = []
    while (became := dispose.run_disposal(disposal.pk, seconds=0)) == "goes_on":
        turns.append(disposal.items.filter(ended_at__isnull=False).count())

    assert (became, turns[:3]) == ("done", [1, 2, 3])


def test_a_file_that_another_row_uses_stays(
    case: retained.Case, clock: Clock, delegate: User, officer: User, second: User
) -> None:
    digest = bytes(case.revision.file_hash or b"")
    columns = {"file_hash": digest, "file_size": 1, "file_name": "same.docx", "file_media": "text/plain"}
    work.revision(delegate, "S2-2699999", revision_fields=columns)
    clock.move_to(DUE)
    document = [Chosen(Matter.DOCUMENT, case.revision.document_id)]

    retained.carried_out(document, by=officer, second=second)

    assert files.path_of(digest).exists()


def test_a_file_stored_a_moment_ago_is_left_for_later(
    case: retained.Case, clock: Clock, officer: User, second: User
) -> None:
    clock.move_to(DUE)
    path = files.path_of(bytes(case.revision.file_hash or b""))
    os.utime(path, (DUE.timestamp(), DUE.timestamp()))
    document = [Chosen(Matter.DOCUMENT, case.revision.document_id)]
    disposal = retained.approved(retained.proposed(document, by=officer), by=second)

    first = dispose.run_disposal(disposal.pk, seconds=60)
    clock.shift(3 * 24 * 60 * 60)

    assert first == "waits"
    assert path.exists()
    assert dispose.run_disposal(disposal.pk, seconds=60) == "done"
    assert not path.exists()


def test_uploads_that_nobody_sent_go_after_two_days(case: retained.Case, clock: Clock) -> None:
    lost = files.store([b"never sent"], limit=100)
    kept = [files.path_of(bytes(one.file_hash or b"")) for one in (case.revision, case.batch)]
    os.utime(files.path_of(lost.hash), (DUE.timestamp(), DUE.timestamp()))
    clock.move_to(DUE)

    first = dispose.remove_unused_files(at=DUE)
    second = dispose.remove_unused_files(at=DUE + timedelta(days=2, seconds=1))

    assert (first, second) == (0, 1)
    assert [path.exists() for path in kept] == [True, True]
