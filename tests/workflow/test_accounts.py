"""Log-ins, refusals and new users leave entries; names that were tried do not."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse

from audits.log import entries, private_values_of
from participation.access import can, roles_of
from participation.models import User
from participation.states import Role
from tests.factories.people import PASSWORD


def kinds() -> list[str]:
    return [entry.kind for entry in entries()]


def log_in(client: Client, name: str, password: str) -> Any:
    return client.post(reverse("account_login"), {"login": name, "password": password})


def test_log_in_and_out_are_recorded(delegate: User, client: Client) -> None:
    assert log_in(client, "dora", PASSWORD).status_code == 302
    client.post(reverse("account_logout"))

    assert kinds() == ["user.created", "user.logged_in", "user.logged_out"]


def test_a_failed_log_in_keeps_the_name_apart(delegate: User, client: Client) -> None:
    log_in(client, "dora", "wrong")

    entry = entries().last()
    assert entry is not None
    assert (entry.kind, entry.actor_id) == ("user.login_failed", "")
    assert b"dora" not in bytes(entry.body) + bytes(entry.payload)
    assert private_values_of(entry) == {"username": "dora"}


@pytest.mark.parametrize("page", ["signup", "email", "password/reset", "password/set", "login/code"])
def test_nobody_makes_or_readdresses_an_account(page: str, client: Client, db: None) -> None:
    form = {"username": "eve", "email": "eve@example.com", "password1": PASSWORD, "password2": PASSWORD}

    response = client.post(f"/account/{page}/", form)

    assert (response.status_code, User.objects.count()) == (404, 0)


def test_a_new_user_has_the_roles_and_an_entry(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(PASSWORD + "\n"))

    call_command("create_user", "olga", "--role", "officer", "--role", "auditor", stdout=StringIO())

    user = User.objects.get(username="olga")
    assert roles_of(user) == {Role.OFFICER, Role.AUDITOR}
    assert user.check_password(PASSWORD)
    assert kinds() == ["user.created"]


def test_a_weak_password_is_refused(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("short\n"))

    with pytest.raises(CommandError, match="at least 12 characters"):
        call_command("create_user", "olga", "--role", "officer")

    assert User.objects.count() == 0


def test_who_may_what(delegate: User, officer: User, auditor: User, administrator: User) -> None:
    people = {"delegate": delegate, "officer": officer, "auditor": auditor, "administrator": administrator}

    may = {
        verb: {name for name, user in people.items() if can(user, verb)}
        for verb in ("meeting.write", "review.write", "log.read", "health.read")
    }

    assert may == {
        "meeting.write": {"delegate", "officer"},
        "review.write": {"officer"},
        "log.read": {"officer", "auditor", "administrator"},
        "health.read": {"administrator"},
    }


def test_somebody_who_left_may_nothing(officer: User, client_of: Callable[[User], Client]) -> None:
    officer.is_active = False

    assert roles_of(officer) == frozenset()
