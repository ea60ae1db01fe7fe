"""Drafts of meetings through the verbs: one for each form, bounded, gone with the meeting, not in the log."""

import contextlib
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from audits.log import entries
from participation.models import Meeting, MeetingDraft, User
from participation.queries.meeting_drafts import drafts_of
from participation.workflow.meeting_drafts import (
    MAX_BYTES,
    MAX_DRAFTS,
    DraftRefused,
    LoggedAlready,
    forget_draft,
    save_draft,
)
from participation.workflow.meetings import Attendee, log_meeting
from tests import cast
from tests.conftest import NOW
from tests.factories import work

TOKEN = UUID("00000000-0000-4000-8000-000000000001")
OTHER = UUID("00000000-0000-4000-8000-000000000002")


def logged(by: User, **fields: Any) -> Meeting:
    given = {"starts_on": "2027-02-15", "ends_on": "2027-02-19"}
    return log_meeting(by=by, form_token=TOKEN, body=work.body(), group_name="SA2", **given, **fields)


def kept() -> list[tuple[str, UUID, dict[str, str]]]:
    return list(MeetingDraft.objects.order_by("id").values_list("user__username", "form_token", "fields"))


def test_a_form_has_one_draft_as_it_was_saved_last(delegate: User, clock) -> None:
    save_draft(by=delegate, form_token=TOKEN, fields={"group": "SA"})
    clock.shift(60)

    draft = save_draft(by=delegate, form_token=TOKEN, fields={"group": "SA2"})

    assert kept() == [("dora", TOKEN, {"group": "SA2"})]
    assert (draft.saved_at - NOW).total_seconds() == 60


def test_drafts_leave_no_entry(delegate: User) -> None:
    before = entries().count()

    save_draft(by=delegate, form_token=TOKEN, fields={"group": "SA2"})
    forget_draft(by=delegate, form_token=TOKEN)

    assert (entries().count(), kept()) == (before, [])


def test_two_people_have_their_own_draft_of_the_same_form(delegate: User, officer: User) -> None:
    for person, group in ((delegate, "SA2"), (officer, "SA3")):
        save_draft(by=person, form_token=TOKEN, fields={"group": group})

    forget_draft(by=officer, form_token=TOKEN)

    assert kept() == [("dora", TOKEN, {"group": "SA2"})]


def test_the_meeting_takes_its_draft_along_and_no_other(delegate: User, officer: User) -> None:
    for person, token in ((delegate, TOKEN), (delegate, OTHER), (officer, TOKEN)):
        save_draft(by=person, form_token=token, fields={})

    logged(delegate)

    assert [(who, token) for who, token, _ in kept()] == [("dora", OTHER), ("olaf", TOKEN)]


def test_a_meeting_that_is_not_saved_leaves_its_draft(delegate: User) -> None:
    """The list is refused by the database after the draft went: both stand or fall together."""
    save_draft(by=delegate, form_token=TOKEN, fields={"group": "SA2"})

    with pytest.raises(IntegrityError, match="country"), transaction.atomic():
        logged(delegate, attendees=(Attendee("A. B.", ("Nokia",), "zz"),))

    assert (Meeting.objects.count(), kept()) == (0, [("dora", TOKEN, {"group": "SA2"})])


def test_what_arrives_after_the_meeting_is_refused(delegate: User) -> None:
    logged(delegate)

    with pytest.raises(LoggedAlready, match="sent already"):
        save_draft(by=delegate, form_token=TOKEN, fields={"group": "SA2"})

    assert kept() == []


def test_a_draft_that_is_too_large_is_refused_and_the_last_one_stays(delegate: User) -> None:
    save_draft(by=delegate, form_token=TOKEN, fields={"pasted": "x" * (MAX_BYTES - 14)})

    with pytest.raises(DraftRefused, match=r"This has 1,000,001 bytes, and a draft at most 1,000,000\."):
        save_draft(by=delegate, form_token=TOKEN, fields={"pasted": "x" * (MAX_BYTES - 13)})

    assert len(MeetingDraft.objects.get().fields["pasted"]) == MAX_BYTES - 14


def test_drafts_are_counted(delegate: User, officer: User) -> None:
    for number in range(MAX_DRAFTS):
        save_draft(by=delegate, form_token=UUID(int=number), fields={})

    with pytest.raises(DraftRefused, match="You have 20 other drafts"):
        save_draft(by=delegate, form_token=TOKEN, fields={})

    save_draft(by=delegate, form_token=UUID(int=0), fields={"group": "SA2"})
    save_draft(by=officer, form_token=TOKEN, fields={})
    assert MeetingDraft.objects.count() == MAX_DRAFTS + 1


def test_a_nul_is_taken_out_because_no_database_takes_it(delegate: User) -> None:
    save_draft(by=delegate, form_token=TOKEN, fields={"pasted": "a\0b"})

    assert kept() == [("dora", TOKEN, {"pasted": "ab"})]


def test_drafts_are_named_by_what_is_typed_so_far(delegate: User, officer: User, clock) -> None:
    typed: list[dict[str, str]] = [
        {"body": str(work.body().pk), "group": "SA2", "number": "#179", "starts_on": "2027-02-15"},
        {"body": "none", "title": "T" * 100, "starts_on": "2027-02-"},
        {},
    ]
    for number, fields in enumerate(typed):
        clock.shift(60)
        save_draft(by=delegate, form_token=UUID(int=number), fields=fields)

    assert [(line.name, str(line.first_day)) for line in drafts_of(delegate)] == [
        ("a meeting without a name yet", "None"),
        (f"{'T' * 57}...", "None"),
        ("3GPP SA2 #179", "2027-02-15"),
    ]
    assert drafts_of(officer) == []


def test_a_draft_on_its_way_does_not_come_back_after_its_meeting(committed_db: object) -> None:
    """The meeting is logged in an open transaction while the draft arrives on another connection."""
    delegate = cast.delegate()
    body = work.body()
    arrived = Thread(target=_late, args=(delegate,))
    with transaction.atomic():
        log_meeting(
            by=delegate,
            form_token=TOKEN,
            body=body,
            group_name="",
            starts_on="2027-02-15",
            ends_on="2027-02-19",
        )
        arrived.start()
        arrived.join(timeout=0.5)
        waited = arrived.is_alive()
    arrived.join()

    assert (waited, Meeting.objects.count(), kept()) == (True, 1, [])


def _late(delegate: User) -> None:
    try:
        with contextlib.suppress(LoggedAlready):
            save_draft(by=delegate, form_token=TOKEN, fields={"group": "SA2"})
    finally:
        connection.close()
