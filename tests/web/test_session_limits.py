"""A sign-in ends without activity and after a working day; the log-in leads back."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from time_machine import Traveller

from audits.models import Entry
from participation.models import User
from participation.workflow.submit import submit
from tests.factories import people, work

pytestmark = pytest.mark.usefixtures("clock")


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def ended() -> list[tuple[str, str]]:
    return list(Entry.objects.filter(kind="user.session_ended").values_list("actor_id", "object_id"))


def test_without_activity_the_log_in_comes_and_leads_back(
    delegate: User, client_of: Any, clock: Traveller
) -> None:
    client = client_of(delegate)
    client.get("/meetings/")

    clock.shift(minutes(30))
    answer = client.get("/meetings/new/?copy=7")

    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/meetings/new/%3Fcopy%3D7")
    told = client.get(answer["Location"]).content.decode()
    assert "You were signed out after 30 minutes without activity. Sign in to go on where you were." in told
    assert ended() == [(f"user/{delegate.pk}", str(delegate.pk))]
    back = client.post(
        "/account/login/?next=/meetings/new/%3Fcopy%3D7", {"login": "dora", "password": people.PASSWORD}
    )
    assert (back.status_code, back["Location"]) == (302, "/meetings/new/?copy=7")
    assert client.get("/meetings/").status_code == 200


def test_activity_keeps_the_session_until_its_longest_time(
    delegate: User, client_of: Any, clock: Traveller
) -> None:
    client = client_of(delegate)

    answers = []
    for _ in range(25):
        clock.shift(minutes(29))
        answers.append(client.get("/meetings/").status_code)

    # 24 times 29 minutes are 11 hours 36 minutes, 25 times are more than 12 hours.
    assert answers == [200] * 24 + [302]
    assert "signed out because a sign-in lasts 12 hours." in client.get("/account/login/").content.decode()


def test_what_a_page_asks_by_itself_is_no_activity(delegate: User, client_of: Any, clock: Traveller) -> None:
    work.installed()
    disclosure = work.disclosure(delegate)
    submit(disclosure, by=delegate)
    client = client_of(delegate)
    asked = {"HX-Request": "true"}
    client.get(f"/disclosures/{disclosure.pk}/")

    answers = []
    for _ in range(4):
        clock.shift(minutes(10))
        answers.append(client.get(f"/disclosures/{disclosure.pk}/status/", headers=asked))

    assert [one.status_code for one in answers] == [200, 200, 204, 302]
    assert answers[2]["HX-Refresh"] == "true"


def test_a_form_sent_too_late_leads_back_to_its_page(
    delegate: User, client_of: Any, clock: Traveller
) -> None:
    client = client_of(delegate)
    client.get("/meetings/new/")

    clock.shift(minutes(31))
    answer = client.post("/meetings/new/", {"number": "124"})

    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/meetings/new/")


def test_reading_writes_the_session_once_a_minute(
    delegate: User, client_of: Any, clock: Traveller, django_assert_num_queries: Any
) -> None:
    client = client_of(delegate)

    def stored() -> str:
        return Session.objects.get().session_data

    first = stored()
    clock.shift(minutes(0.5))
    client.get("/meetings/")
    second = stored()
    clock.shift(minutes(0.6))
    client.get("/meetings/")

    assert (first == second, second == stored()) == (True, False)


def test_signing_in_counts_anew(delegate: User, clock: Traveller) -> None:
    client = Client()
    client.force_login(delegate)
    clock.shift(minutes(29))

    client.post("/account/login/", {"login": "dora", "password": people.PASSWORD})
    client.force_login(delegate)
    clock.shift(minutes(29))

    assert client.get("/meetings/").status_code == 200


@pytest.mark.parametrize("limit", [5, 60])
def test_the_limit_is_a_setting(
    delegate: User, client_of: Any, clock: Traveller, settings: Any, limit: int
) -> None:
    settings.SESSION_IDLE_MINUTES = limit
    client = client_of(delegate)

    clock.shift(minutes(limit) - timedelta(seconds=1))
    before = client.get("/meetings/").status_code
    clock.shift(minutes(limit))
    after = client.get("/meetings/").status_code

    assert (before, after) == (200, 302)
