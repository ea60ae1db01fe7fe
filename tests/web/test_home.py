"""The first page by role, and the health page."""

from datetime import date, timedelta

import pytest
from django.db import connection

from audits.log import entries, role_findings
from participation.models import Check, User
from participation.states import Role
from participation.workflow.check import run_check
from participation.workflow.meetings import Attendee
from participation.workflow.review import ask, claim
from participation.workflow.submit import submit
from tests.factories import people, work
from tests.web.reading import heading, lines, plain, told


def test_delegate_without_anything_is_told_what_to_do(delegate: User, client_of) -> None:
    response = client_of(delegate).get("/")

    assert heading(response) == "No meeting ahead"
    assert "Log what you want to show: you learn at once whether you may." in response.text


def test_delegate_sees_the_next_meeting_and_own_disclosures(delegate: User, client_of, clock) -> None:
    lin = people.user("lin", Role.DELEGATE)
    work.meeting(lin, number="#170", starts_on=date(2025, 1, 6), ends_on=date(2025, 1, 7))
    work.meeting(delegate, number="#180", starts_on=date(2026, 9, 7), ends_on=date(2026, 9, 7))
    work.meeting(lin, number="#178", attendees=(Attendee("T. E.", ("Ericsson",), "SE"),))
    work.disclosure(lin)
    work.disclosure(delegate, revisions=[(work.revision(delegate, "S2-2"), "")])
    clock.shift(timedelta(days=2))

    response = client_of(delegate).get("/")

    assert heading(response) == "Next: 3GPP SA2 #178"
    assert [str(meeting) for meeting in response.context["later"]] == ["3GPP SA2 #180"]
    assert lines(response) == [
        "Draft S2-2 r1 to 2 organisations, 3GPP Not submitted yet, so nothing was checked. "
        "You since 4 March 2026 (2 days)"
    ]


def test_delegate_is_asked_first(delegate: User, officer: User, client_of, clock) -> None:
    work.installed()
    disclosure = work.disclosure(delegate, intent_to_publish=None)
    run_check(submit(disclosure, by=delegate).pk)
    ask(claim(disclosure.reviews.get(), by=officer), by=officer, text="Will it be published?")

    response = client_of(delegate).get("/")

    assert heading(response) == "One answer is waiting for you"
    assert plain(response.text.split('<section class="ask"')[1].split("</section>")[0]).endswith(
        "Will it be published? S2-2600001 r1 waits for this. Answer "
        "Asked by O., compliance, 4 March 2026, 13:30 UTC ."
    )
    assert lines(response) == [
        "Wait S2-2600001 r1 to 2 organisations, 3GPP One answer is missing: Will it be published? "
        "You since 4 March 2026"
    ]


@pytest.mark.parametrize(
    ("person", "address"), [("officer", "/queue/"), ("administrator", "/administration/")]
)
def test_others_are_led_to_their_work(request, client_of, person: str, address: str) -> None:
    response = client_of(request.getfixturevalue(person)).get("/")

    assert (response.status_code, response["Location"]) == (302, address)


def test_auditor_is_shown_where_to_look(auditor: User, client_of) -> None:
    response = client_of(auditor).get("/")

    assert heading(response) == "The record"
    assert [address in response.text for address in ("/log/", "/log/report/", "/disclosures/")] == [True] * 3


@pytest.mark.django_db
def test_somebody_without_a_role_is_told_so(client_of) -> None:
    response = client_of(people.user("lin")).get("/")

    assert heading(response) == "You have no role yet"


def test_health_tells_figures_and_findings(delegate: User, administrator: User, client_of, clock) -> None:
    work.installed()
    submit(work.disclosure(delegate), by=delegate)
    stuck = work.disclosure(delegate, revisions=[(work.revision(delegate, "S2-2"), "")])
    submit(stuck, by=delegate)
    Check.objects.filter(disclosure=stuck).update(state="needs_attention")
    clock.shift(timedelta(minutes=3))

    response = client_of(administrator).get("/health/")

    figures = response.context["health"]
    assert (figures.checks_waiting, figures.checks_stuck, figures.head_at) == (1, 1, None)
    assert figures.entries_waiting == entries().count()
    assert told(figures) == [
        "1 checks wait for more than two minutes: is a worker running?",
        "1 checks need attention.",
        *role_findings(),
    ]
    assert heading(response) == f"{len(figures.findings)} things to look at"


@pytest.mark.parametrize("person", ["delegate", "officer", "auditor"])
def test_health_is_for_administrators(request, client_of, person: str) -> None:
    response = client_of(request.getfixturevalue(person)).get("/health/")

    assert (response.status_code, entries(kind="access.denied").count()) == (403, 1)
    assert "This is for administrators." in response.text


@pytest.mark.parametrize("count", [1, 3])
def test_home_asks_as_often_for_one_as_for_three(
    delegate: User, client_of, clock, django_assert_num_queries, count: int
) -> None:
    work.installed()
    for number in range(count):
        work.meeting(delegate, number=f"#{number}")
        disclosure = work.disclosure(delegate, revisions=[(work.revision(delegate, f"S2-{number}"), "")])
        run_check(submit(disclosure, by=delegate).pk)
    client = client_of(delegate)
    client.get("/")

    with django_assert_num_queries(16):
        client.get("/")


def test_health_says_plainly_what_holds_the_log(administrator: User, client_of) -> None:
    """A file cannot have roles, and that is no alarm; a server without them is one."""
    page = client_of(administrator).get("/health/")

    note, missing = page.context["health"].note, role_findings()
    assert [note is None, missing == []] == [connection.vendor == "postgresql", connection.vendor == "sqlite"]
    assert (note or missing[0]) in plain(page.text)
    assert set(missing) <= set(page.context["health"].findings)
