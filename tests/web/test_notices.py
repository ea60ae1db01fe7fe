"""Mails on the health page, the buttons beside those not sent, and the way from a mail's link."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.log import entries, role_findings
from participation.models import Notice, User
from participation.workflow.check import run_check
from participation.workflow.submit import submit
from tests.conftest import NOW
from tests.factories import people, work
from tests.web.reading import heading, plain, rows, told


@pytest.fixture
def notice(delegate: User, clock: object) -> Notice:
    """The delegate is to hear of a flagged disclosure."""
    work.installed()
    disclosure = work.disclosure(delegate)
    run_check(submit(disclosure, by=delegate).pk)
    return Notice.objects.get(disclosure=disclosure)


def stuck(notice: Notice, error: str) -> Notice:
    Notice.objects.filter(pk=notice.pk).update(state="needs_attention", attempts=1, last_error=error)
    return notice


def state_of(notice: Notice) -> tuple[str, int]:
    notice.refresh_from_db()
    return notice.state, notice.attempts


REASONS = [
    ("no_address", "This person has no e-mail address."),
    ("inactive", "This person has left; tell somebody who took over."),
    ("SMTPRecipientsRefused 550", "The mail server did not take it: SMTPRecipientsRefused 550."),
]


@pytest.mark.parametrize(("error", "reason"), REASONS)
def test_health_shows_whom_nobody_told_and_why(
    notice: Notice, administrator: User, client_of: Any, error: str, reason: str
) -> None:
    stuck(notice, error)

    page = client_of(administrator).get("/health/")

    mail = "1 mail could not be sent: see below whom nobody told."
    assert told(page.context["health"]) == [*role_findings(), mail]
    assert rows(page) == [
        f"Disclosure {notice.disclosure_id} D. (dora) with compliance: wait {reason} "
        "4 March 2026, 13:30 UTC Told otherwise"
    ]
    assert "Way files in" in plain(page.text)
    assert "Links begin https://plenary.example.com" in plain(page.text)


def test_health_says_that_mails_wait_and_since_when(
    notice: Notice, administrator: User, client_of: Any, clock: Any
) -> None:
    Notice.objects.update(last_error="ConnectionRefusedError")
    clock.shift(timedelta(minutes=11))

    found = client_of(administrator).get("/health/").context["health"]

    assert (found.mails.waiting, found.mails.oldest_at) == (1, NOW)
    assert told(found) == [
        *role_findings(),
        "1 mail not sent yet, the oldest for more than ten minutes: is a worker running, and does the mail "
        "server answer? The last error was ConnectionRefusedError.",
    ]


def test_mails_that_wait_do_not_make_the_service_unfit(notice: Notice, client: Any, clock: Any) -> None:
    stuck(notice, "no_address")

    fit = client.get("/readyz").json()
    assert (fit["ready"], fit["findings"]) == (True, [])


def test_all_are_sent_again_by_one_button(notice: Notice, administrator: User, client_of: Any) -> None:
    stuck(notice, "no_address")

    page = client_of(administrator).post("/health/mails/again/", follow=True)

    assert "1 mail will be sent again." in page.text
    assert state_of(notice) == ("waiting", 0)
    assert entries(kind="notice.tried_again").get().actor_id == f"user/{administrator.pk}"


def test_one_is_settled_once(notice: Notice, administrator: User, client_of: Any) -> None:
    client, address = client_of(administrator), f"/health/mails/{stuck(notice, 'inactive').pk}/settled/"

    first, second = (client.post(address, follow=True) for _ in range(2))

    assert "Recorded: D. was told by other means." in first.text
    assert "This mail no longer needs attention." in second.text
    assert state_of(notice) == ("settled", 1)
    assert entries(kind="notice.settled").count() == 1


def test_health_asks_as_often_for_one_as_for_three(
    notice: Notice, administrator: User, client_of: Any
) -> None:
    client, delegate = client_of(administrator), notice.recipient
    counted = []
    for numbers in ((), (2, 3)):
        for number in numbers:
            disclosure = work.disclosure(delegate, revisions=[(work.revision(delegate, f"S2-{number}"), "")])
            run_check(submit(disclosure, by=delegate).pk)
        Notice.objects.update(state="needs_attention")
        client.get("/health/")
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/health/")
        counted.append((len(rows(page)), len(queries)))

    assert counted == [(1, counted[0][1]), (3, counted[0][1])]


def test_the_link_of_a_mail_leads_through_the_log_in_to_the_disclosure(notice: Notice, client: Any) -> None:
    address = f"/disclosures/{notice.disclosure_id}/"

    asked = client.get(address, follow=True)
    sent = client.post(
        asked.redirect_chain[-1][0],
        {"login": "dora", "password": people.PASSWORD, "next": asked.context["redirect_field_value"]},
    )

    assert asked.redirect_chain == [(f"/account/login/?next={address}", 302)]
    assert f'<input type="hidden" name="next" value="{address}"' in asked.text
    assert (sent.status_code, sent["Location"]) == (302, address)
    assert "S2-2600001 r1" in heading(client.get(address))
