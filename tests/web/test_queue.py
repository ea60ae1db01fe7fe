"""The queue: who may open it, what a row says, filters and their counts, claiming, checks that gave up."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits import log
from participation.models import Check, Review
from participation.workflow.check import put_back
from participation.workflow.meetings import Attendee
from tests import cast

POSSIBLE = ("Huawei Tech Equipment", "")
QUEUE = "/queue/"


@pytest.fixture
def logger(database):
    """The delegate who logs, after the installation was seeded."""
    cast.seeded()
    return cast.delegate()


def flagged(by, number, *attendees):
    """The review of a disclosure of an unclassified document at a meeting of its own."""
    rows = [Attendee(name="N. N.", organisations=(name,), country=country) for name, country in attendees]
    meeting = cast.meeting(by=by, attendees=rows, number=number)
    document = cast.revision(by=by, number=f"R1-{number}", classified=False)
    disclosure = cast.submitted(by=by, at=meeting, revisions=[document], key=number)
    return cast.open_review(cast.checked(disclosure))


def rows_of(answer):
    return [(row.party, row.documents, row.status) for row in answer.context["rows"]]


def counts_of(answer):
    return {view["label"]: view["count"] for view in answer.context["views"]}


def test_queue_refuses_a_delegate_and_records_it(logger, client_of):
    answer = client_of(logger).get(QUEUE)

    assert answer.status_code == 403
    assert "This is for compliance officers" in answer.content.decode()
    denied = log.payload_of(log.entries(kind="access.denied").get())
    assert (denied["path"], denied["method"]) == (QUEUE, "GET")


def test_queue_sends_a_stranger_to_the_log_in(client, database):
    assert client.get(QUEUE).url == f"{reverse('account_login')}?next={QUEUE}"


def test_queue_tells_what_each_case_needs(logger, officer, client_of):
    review = flagged(logger, "124", cast.LISTED, cast.UNLISTED)

    answer = client_of(officer).get(QUEUE)

    assert rows_of(answer) == [("Huawei Technologies Co., Ltd.", ("R1-124 r0",), "wait")]
    row = answer.context["rows"][0]
    assert (row.entry, row.score, row.occasion) == ("Huawei Technologies Co., Ltd.", 10000, "3GPP RAN1 124")
    page = answer.content.decode()
    assert f'href="{reverse("case", args=[review.pk])}"' in page
    assert "100.0" in page
    assert "1 to 1 of 1 cases, oldest first" in page


def test_opening_the_queue_writes_nothing(logger, officer, client_of):
    flagged(logger, "124", cast.LISTED)
    client, before = client_of(officer), log.entries().count()
    rows = list(Review.objects.values())

    client.get(QUEUE)

    assert log.entries().count() == before
    assert list(Review.objects.values()) == rows


def test_auditor_reads_the_queue_without_buttons(logger, auditor, client_of):
    flagged(logger, "124", cast.LISTED)

    page = client_of(auditor).get(QUEUE).content.decode()

    assert "Huawei Technologies Co., Ltd." in page
    assert "/claim/" not in page


@pytest.mark.parametrize(
    ("query", "documents"),
    [
        ("", ["R1-1 r0", "R1-2 r0"]),
        ("entity=huawei", ["R1-1 r0"]),
        ("entity=NORDLYS", ["R1-2 r0"]),
        ("entity=r1-2", ["R1-2 r0"]),
        ("entity=nobody", []),
        ("status=wait", ["R1-1 r0", "R1-2 r0"]),
        ("status=stop", []),
        ("outcome=needs_review", ["R1-1 r0", "R1-2 r0"]),
        ("older=1", []),
        ("view=mine", []),
        ("view=unclaimed", ["R1-1 r0", "R1-2 r0"]),
        ("older=soon&body=x&view=none", ["R1-1 r0", "R1-2 r0"]),
    ],
)
def test_filters_and_the_count_of_the_view_equal_the_list(query, documents, logger, officer, client_of):
    flagged(logger, "1", cast.LISTED)
    flagged(logger, "2", cast.UNLISTED)

    answer = client_of(officer).get(f"{QUEUE}?{query}")

    assert [row.documents[0] for row in answer.context["rows"]] == documents
    current = next(view for view in answer.context["views"] if view["current"])
    assert current["count"] == len(documents) == answer.context["page"].paginator.count


def test_queue_asks_the_same_number_of_queries_for_one_and_three_cases(logger, officer, client_of):
    client = client_of(officer)
    client.get(QUEUE)  # the first page of a sign-in also writes when it began
    flagged(logger, "1", cast.LISTED)
    with CaptureQueriesContext(connection) as one:
        client.get(QUEUE)
    flagged(logger, "2", cast.LISTED, cast.UNLISTED)
    flagged(logger, "3", cast.UNLISTED)

    with CaptureQueriesContext(connection) as three:
        answer = client.get(QUEUE)

    assert len(answer.context["rows"]) == 3
    assert len(three) == len(one)


def test_claim_and_hand_back_lead_back_to_the_filtered_queue(logger, officer, client_of):
    review, client = flagged(logger, "124", cast.LISTED), client_of(officer)
    back = f"{QUEUE}?entity=huawei"

    answer = client.post(reverse("case-claim", args=[review.pk]), {"back": back}, follow=True)
    assert answer.redirect_chain == [(back, 302)]
    assert counts_of(answer) == {"Open": 1, "Mine": 1, "Unclaimed": 0, "Waiting for an answer": 0}

    answer = client.post(reverse("case-hand-back", args=[review.pk]), {"back": back}, follow=True)
    assert counts_of(answer) == {"Open": 1, "Mine": 0, "Unclaimed": 1, "Waiting for an answer": 0}


def test_claim_does_not_lead_to_another_site(logger, officer, client_of):
    review = flagged(logger, "124", cast.LISTED)

    answer = client_of(officer).post(
        reverse("case-claim", args=[review.pk]), {"back": "https://elsewhere.example/"}
    )

    assert answer.url == reverse("case", args=[review.pk])


@pytest.mark.parametrize(("role", "status"), [("auditor", 403), ("administrator", 403), ("delegate", 404)])
def test_claim_refuses_all_but_officers(role, status, logger, client_of):
    review = flagged(logger, "124", cast.LISTED)
    person = logger if role == "delegate" else getattr(cast, role)()

    answer = client_of(person).post(reverse("case-claim", args=[review.pk]))

    assert answer.status_code == status
    review.refresh_from_db()
    assert (review.state, review.claimed_by) == ("open", None)


def test_second_officer_is_told_that_somebody_was_quicker(logger, officer, client_of):
    review = flagged(logger, "124", cast.LISTED)
    client_of(officer).post(reverse("case-claim", args=[review.pk]))

    answer = client_of(cast.second_officer()).post(reverse("case-claim", args=[review.pk]), follow=True)

    assert "The case is no longer open: somebody else changed it." in answer.content.decode()
    review.refresh_from_db()
    assert review.claimed_by == officer


def test_check_that_gave_up_is_shown_and_can_be_tried_again(logger, officer, auditor, client_of):
    meeting = cast.meeting(by=logger)
    disclosure = cast.submitted(by=logger, at=meeting, revisions=[cast.revision(by=logger)])
    check = disclosure.checks.get()
    Check.objects.filter(pk=check.pk).update(attempts=5)
    check.refresh_from_db()
    assert put_back(check, error="OSError", at=datetime.now(UTC)) == "gave_up"
    address = reverse("check-again", args=[check.pk])

    page = client_of(officer).get(QUEUE).content.decode()
    assert f"Disclosure {disclosure.pk}" in page
    assert "OSError" in page
    assert client_of(auditor).post(address).status_code == 403
    assert client_of(officer).get(address).status_code == 405

    answer = client_of(officer).post(address, follow=True)

    assert "is queued once more" in answer.content.decode()
    check.refresh_from_db()
    assert (check.state, check.attempts) == ("queued", 0)
