"""Typed readers of environment variables and of the two addresses; they fail loudly at start."""

import os
import secrets
import time
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from audits.roles.grants import Names, read_names

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


def env_text(name: str, default: str | None = None) -> str:
    """The variable's text. Raises ImproperlyConfigured when it is unset and has no default."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set, and it has no default.")
    return value


def env_flag(name: str, default: bool) -> bool:
    """True or false. Raises ImproperlyConfigured for any other word."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}: use 1 or 0.")


def env_number(name: str, default: int, *, at_least: int = 0, at_most: int | None = None) -> int:
    """A whole number from `at_least` to `at_most`. Raises ImproperlyConfigured for anything else."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not value.isdigit() or int(value) < at_least or (at_most is not None and int(value) > at_most):
        end = "" if at_most is None else f" and at most {at_most}"
        raise ImproperlyConfigured(f"{name} is {value!r}: use a whole number of at least {at_least}{end}.")
    return int(value)


def env_list(name: str, default: str = "") -> list[str]:
    """The comma-separated items, without blanks; empty when unset."""
    return [item.strip() for item in env_text(name, default).split(",") if item.strip()]


def env_networks(name: str) -> list[IPv4Network | IPv6Network]:
    """The comma-separated addresses or networks. Raises ImproperlyConfigured naming one that is neither."""
    found = []
    for item in env_list(name):
        try:
            found.append(ip_network(item))
        except ValueError as error:
            raise ImproperlyConfigured(f"{name}: {error}. Use 10.0.0.7 or 10.0.0.0/8.") from error
    return found


def kept_secret(path: Path) -> str:
    """The secret in the file; a random one is written there (0600) by whoever comes first."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass  # the usual case: it was made at the first start
    for _ in range(100):
        if secret := path.read_text().strip():
            return secret
        time.sleep(0.01)  # another process has made the file and is about to write it
    raise ImproperlyConfigured(f"{path} is empty: remove it, or set SECRET_KEY.")


SQLITE_OPTIONS: dict[str, Any] = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    # FULL, because NORMAL in WAL can lose the last commits at power loss.
    # secure_delete: what is deleted or blanked is overwritten with zeros, not only unlinked.
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;PRAGMA secure_delete=ON;"
    ),
}


# Tables without a word of their schema are found in either; a schema that does not exist is passed over.
SEARCH_PATH = '-c search_path="$user",public,audit'


def database(url: str) -> dict[str, Any]:
    """Django's DATABASES entry for `sqlite:///path` or `postgresql://user:password@host:port/name`.

    Raises: ImproperlyConfigured for another scheme or a missing name.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        name = unquote(parts.path)[1:] if parts.path.startswith("//") else unquote(parts.path)
        if not name.strip("/"):
            raise ImproperlyConfigured("DATABASE_URL names no SQLite file: sqlite:////folder/file.sqlite3")
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": dict(SQLITE_OPTIONS)}
    if parts.scheme in {"postgres", "postgresql"}:
        name = unquote(parts.path.lstrip("/"))
        if not name:
            raise ImproperlyConfigured("DATABASE_URL names no database: postgresql://host/name")
        query = dict(parse_qsl(parts.query))
        query.setdefault("options", SEARCH_PATH)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": name,
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": query.pop("host", parts.hostname or ""),
            "PORT": str(parts.port or query.pop("port", "")),
            "OPTIONS": query,
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ImproperlyConfigured(f"DATABASE_URL has the scheme {parts.scheme!r}: use sqlite or postgresql.")


def database_roles(text: str) -> Names:
    """The names of PostgreSQL roles in `app=web,sequencer=seal`. Raises: ImproperlyConfigured."""
    try:
        return read_names(text)
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_ROLES: {error}.") from error


def broker(url: str, folder: Path) -> tuple[str, dict[str, Any]]:
    """Celery's broker address and transport options for `filesystem://` or `redis://...`.

    Takes: `folder`, where the filesystem broker keeps its messages.
    Raises: ImproperlyConfigured for another scheme.
    """
    scheme = urlsplit(url).scheme
    if scheme == "filesystem":
        for name in ("messages", "processed", "control"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        return url, {
            "data_folder_in": str(folder / "messages"),
            "data_folder_out": str(folder / "messages"),
            "processed_folder": str(folder / "processed"),
            "control_folder": str(folder / "control"),
            "store_processed": False,
            "polling_interval": 0.1,
        }
    if scheme in {"redis", "rediss"}:
        return url, {
            "visibility_timeout": 300,
            "unacked_restore_interval": 2,
            "unacked_restore_throttle": 1,
            "socket_connect_timeout": 2,
            "socket_timeout": 5,
        }
    raise ImproperlyConfigured(f"BROKER_URL has the scheme {scheme!r}: use filesystem or redis.")
