"""Fixtures that every test may use: the four people, and a clock that stands still."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import time_machine

if TYPE_CHECKING:
    from django.test import Client

    from participation.models import User

pytest_plugins = ["tests.fixtures"]

# A Wednesday on which it is the same day in Washington, Geneva and Beijing.
NOW = datetime(2026, 3, 4, 13, 30, tzinfo=UTC)


@pytest.fixture
def clock() -> "Iterator[time_machine.Traveller]":
    """The clock of this process, standing at NOW; `shift(seconds)` and `move_to(time)` move it."""
    with time_machine.travel(NOW, tick=False) as standing:
        yield standing


@pytest.fixture
def delegate(database: None) -> "User":
    return _person("dora", "delegate")


@pytest.fixture
def officer(database: None) -> "User":
    return _person("olaf", "officer")


@pytest.fixture
def auditor(database: None) -> "User":
    return _person("anna", "auditor")


@pytest.fixture
def administrator(database: None) -> "User":
    return _person("adam", "administrator")


def _person(name: str, role: str) -> "User":
    from participation.states import Role
    from tests.factories import people

    return people.user(name, Role(role), first_name=name.capitalize(), email=f"{name}@example.com")


@pytest.fixture
def client_of() -> "Callable[[User], Client]":
    """A client logged in as the user: `client_of(officer).get("/queue/")`."""
    from django.test import Client

    def log_in(user: "User") -> Client:
        client = Client()
        client.force_login(user)
        return client

    return log_in
