"""Settings fail loudly, with the variable's name."""

import stat
from ipaddress import ip_network
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from audits.roles import SCHEMA
from config.environment import (
    broker,
    database,
    database_roles,
    env_flag,
    env_list,
    env_networks,
    env_number,
    env_text,
    kept_secret,
)

DATABASES = [
    ("sqlite:////srv/plenary.sqlite3", ("django.db.backends.sqlite3", "/srv/plenary.sqlite3", "")),
    ("postgresql://ann:p%40ss@db:5433/plenary", ("django.db.backends.postgresql", "plenary", "db")),
    ("postgres:///plenary?host=/run/pg&port=5440", ("django.db.backends.postgresql", "plenary", "/run/pg")),
]


@pytest.mark.parametrize(("url", "expected"), DATABASES, ids=[row[0] for row in DATABASES])
def test_database_address(url: str, expected: tuple[str, str, str]) -> None:
    entry = database(url)

    assert (entry["ENGINE"], entry["NAME"], entry.get("HOST", "")) == expected


def test_database_password_is_decoded() -> None:
    entry = database("postgresql://ann:p%40ss@db:5433/plenary")

    assert (entry["USER"], entry["PASSWORD"], entry["PORT"]) == ("ann", "p@ss", "5433")


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite://", "postgresql://host/", "plenary.sqlite3"])
def test_database_address_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        database(url)


def test_filesystem_broker_makes_its_folders(tmp_path: Path) -> None:
    url, options = broker("filesystem://localhost", tmp_path)

    assert url == "filesystem://localhost"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["control", "messages", "processed"]
    assert options["polling_interval"] == 0.1


def test_redis_broker_waits_longer_than_a_check_may_take(tmp_path: Path) -> None:
    from django.conf import settings

    _, options = broker("redis://localhost/0", tmp_path)

    assert settings.CELERY_TASK_TIME_LIMIT < settings.CHECK_LEASE_SECONDS < options["visibility_timeout"] / 2


def test_broker_refused(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="BROKER_URL has the scheme 'amqp'"):
        broker("amqp://localhost", tmp_path)


def test_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_FLAG", "Yes")
    monkeypatch.setenv("A_NUMBER", "7")
    monkeypatch.setenv("A_LIST", " a, ,b ")

    read = (env_flag("A_FLAG", False), env_number("A_NUMBER", 1), env_list("A_LIST"), env_text("UNSET", "x"))

    assert read == (True, 7, ["a", "b"], "x")


def test_readers_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_FLAG", "perhaps")
    monkeypatch.setenv("A_NUMBER", "0")

    with pytest.raises(ImproperlyConfigured, match="A_FLAG is 'perhaps'"):
        env_flag("A_FLAG", False)
    with pytest.raises(ImproperlyConfigured, match="A_NUMBER is '0': use a whole number of at least 1"):
        env_number("A_NUMBER", 5, at_least=1)
    with pytest.raises(ImproperlyConfigured, match="UNSET is not set"):
        env_text("UNSET")


def test_the_secret_is_made_once_and_private(tmp_path: Path) -> None:
    first, second = kept_secret(tmp_path / "key"), kept_secret(tmp_path / "key")

    assert first == second
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


def test_an_empty_secret_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").touch()

    with pytest.raises(ImproperlyConfigured, match="is empty"):
        kept_secret(tmp_path / "key")


def test_networks_are_addresses_or_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUSTED_PROXIES", "10.0.0.7, fd00::/8")

    assert env_networks("TRUSTED_PROXIES") == [ip_network("10.0.0.7/32"), ip_network("fd00::/8")]


@pytest.mark.parametrize("text", ["proxy.example.com", "10.0.0.7/8", "10.0.0"])
def test_what_is_no_network_stops_the_start(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("TRUSTED_PROXIES", text)

    with pytest.raises(ImproperlyConfigured, match="TRUSTED_PROXIES: "):
        env_networks("TRUSTED_PROXIES")


def test_names_of_database_roles() -> None:
    assert database_roles("app=web").logins == ("web", "audit_seq", "audit_ro")


def test_a_role_for_an_unknown_duty_stops_the_start() -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_ROLES: 'boss=me': the duties are app"):
        database_roles("boss=me")


def test_postgresql_finds_the_log_in_its_own_schema() -> None:
    found = database("postgresql://db/plenary")["OPTIONS"]["options"]

    assert found == f'-c search_path="$user",public,{SCHEMA}'
    assert database("postgresql://db/plenary?options=-c%20x%3D1")["OPTIONS"]["options"] == "-c x=1"
