"""The log folded from its start gives the tables; a row changed beside the log is named."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from audits import triggers
from participation.models import Disclosure, Meeting, ReasonCode, User
from participation.queries.replay import differences
from participation.workflow import review
from participation.workflow.check import run_check
from participation.workflow.documents import ListedDocument, classify, log_documents
from participation.workflow.meetings import Attendee, add_attendees, change_meeting
from participation.workflow.parts import check_by_parts, name_parts
from participation.workflow.submit import answer, change_draft, submit, withdraw
from tests.factories import work
from tests.workplace import CommittedDatabase


@pytest.fixture
def busy_world(committed_db: CommittedDatabase, delegate: User, officer: User, settings: Any) -> None:
    """Every verb that changes rows has been used at least once."""
    settings.DEMO_LIST_IS_WHOLE = True
    work.installed()
    meeting = work.meeting(delegate, attendees=(Attendee("A. B.", ("Ericsson",), "SE", "a@example.com"),))
    change_meeting(meeting, by=delegate, place="Lyon")
    add_attendees(meeting, [Attendee("C. D.", ("Huawei",), "CN")], by=delegate)
    asked = work.disclosure(delegate, intent_to_publish=None, meeting=meeting)
    run_check(submit(asked, by=delegate).pk)
    question = review.ask(review.claim(asked.reviews.get(), by=officer), by=officer, text="Published?")
    run_check(answer(question, by=delegate, text="No.").pk)
    judged = asked.reviews.get(state="open")
    match = judged.check_row.determinations.get().matches.first()
    assert match is not None
    code = ReasonCode.objects.get(code="M1")
    review.claim(judged, by=officer)
    review.judge_pair(judged, match, by=officer, verdict="same", scope="once", reason=code)
    run_check(asked.checks.get(state="queued").pk)
    last = asked.reviews.get(state="open")
    review.claim(last, by=officer)
    review.decide_review(last, by=officer, decision="refused", reason=code, note="No.")
    log_documents([ListedDocument("S2-2600010", "r0", "Listed")], by=delegate, body=work.body())
    divided = work.revision(delegate, "S2-2600008")
    name_parts(divided, names=["clause 5"], by=delegate, classification=work.EAR99, rest_as_whole=True)
    changed = work.disclosure(delegate, revisions=[(divided, "clause 5")])
    whole = work.revision(delegate, "S2-2600011")
    shown = work.disclosure(delegate, revisions=[(whole, "")], intent_to_publish=False)
    run_check(submit(shown, by=delegate).pk)
    name_parts(whole, names=["Annex B"], by=delegate)
    run_check(check_by_parts(shown, by=officer).pk)
    other = work.revision(delegate, "S2-2600008", label="r2", classification=None)
    classify(other, by=delegate, **work.EAR99)
    told = [work.recipient(us_person=True, location="US"), work.recipient("Nokia", "FI")]
    change_draft(changed, by=delegate, revisions=[(other, "")], recipients=told, purpose="Something new.")
    gone = work.disclosure(delegate, revisions=[(work.revision(delegate, "S2-2600009"), "")])
    withdraw(gone, by=delegate)


@pytest.mark.usefixtures("busy_world")
def test_the_folded_log_is_the_tables() -> None:
    assert list(differences()) == []


@pytest.mark.usefixtures("busy_world")
def test_rows_changed_beside_the_log_are_named() -> None:
    triggers.uninstall(connection)
    disclosure, meeting = Disclosure.objects.get(state="refused"), Meeting.objects.get()

    Disclosure.objects.filter(pk=disclosure.pk).update(state="released", purpose="Something else.")
    meeting.attendances.filter(person_name="C. D.").delete()

    row = meeting._meta.db_table.replace("meeting", "attendance")
    found = list(differences())
    name = f"participation_disclosure/{disclosure.pk}"
    assert found[:2] == [
        f"{name}.state: the table has 'released', not 'refused' as logged",
        f"{name}.purpose: the table has another personal value, not the one as logged",
    ]
    assert len(found) == 3
    assert found[2].startswith(row)
    assert found[2].endswith("the log has the row, the table does not")


@pytest.mark.usefixtures("busy_world")
def test_a_row_that_no_entry_made_is_named() -> None:
    triggers.uninstall(connection)
    first = Meeting.objects.get()

    copy = Meeting.objects.get()
    copy.pk, copy.form_token = None, uuid4()
    copy.save()

    assert list(differences()) == [
        f"participation_meeting/{copy.pk}: the table has the row, the log does not know it"
    ]
    assert copy.pk > first.pk
