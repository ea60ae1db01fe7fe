"""Where mails go, from one address; and that no process serves while nobody has said it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.mail import Mail, mail, require_mail, sender, unsaid, web_address
from tests.processes import REPOSITORY

BACKENDS = "django.core.mail.backends"
FOLDER = Path("/srv/plenary/mail")
SMTP = f"{BACKENDS}.smtp.EmailBackend"
FILES = f"{BACKENDS}.filebased.EmailBackend"
WAYS = [
    ("", Mail()),
    ("none", Mail()),
    ("console:", Mail(f"{BACKENDS}.console.EmailBackend", "printed by the worker, not sent", True)),
    ("file:", Mail(FILES, "files in /srv/plenary/mail, not sent", True, FOLDER)),
    ("file:///var/a%20b", Mail(FILES, "files in /var/a b, not sent", True, Path("/var/a b"))),
    (
        "smtp://ann:p%40ss@mail.example.com",
        Mail(
            SMTP,
            "sent through mail.example.com:587",
            True,
            None,
            "mail.example.com",
            587,
            "ann",
            "p@ss",
            True,
        ),
    ),
    ("smtp://localhost:25?tls=off", Mail(SMTP, "sent through localhost:25", True, None, "localhost", 25)),
    (
        "smtps://mail.example.com",
        Mail(SMTP, "sent through mail.example.com:465", True, None, "mail.example.com", 465, tls=True),
    ),
]


@pytest.mark.parametrize(("url", "expected"), WAYS, ids=[row[0] for row in WAYS])
def test_mail_address(url: str, expected: Mail) -> None:
    assert mail(url, FOLDER) == expected


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("localhost:25", "scheme 'localhost'"),
        ("http://mail.example.com", "scheme 'http'"),
        ("None", "scheme ''"),
        ("smtp://", "names no host"),
        ("smtp://host:port", "a port that is none"),
        ("smtp://host?tls=on", "only smtp://...?tls=off is known"),
        ("smtps://host?tls=off", "only smtp://...?tls=off is known"),
    ],
)
def test_mail_address_refused(url: str, message: str) -> None:
    with pytest.raises(ImproperlyConfigured) as caught:
        mail(url, FOLDER)

    assert str(caught.value).startswith("EMAIL_URL")
    assert message in str(caught.value)


def test_the_password_is_not_told() -> None:
    assert "p@ss" not in repr(mail("smtp://ann:p%40ss@mail.example.com", FOLDER))


def test_web_address_and_sender() -> None:
    assert web_address("PUBLIC_URL", "https://plenary.example.com/") == "https://plenary.example.com"
    assert web_address("PUBLIC_URL", "http://127.0.0.1:8000") == "http://127.0.0.1:8000"
    assert sender("EMAIL_FROM", "Plenary <plenary@example.com>") == "Plenary <plenary@example.com>"


@pytest.mark.parametrize(
    "value",
    [
        "plenary.example.com",
        "ftp://example.com",
        "https://example.com/plenary",
        "https://u@example.com",
        "https://",
    ],
)
def test_web_address_refused(value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="PUBLIC_URL is"):
        web_address("PUBLIC_URL", value)


@pytest.mark.parametrize("value", ["plenary", "a@example.com\nBcc: b@example.com"])
def test_sender_refused(value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="EMAIL_FROM is"):
        sender("EMAIL_FROM", value)


def test_what_is_unsaid_is_named_and_none_is_said() -> None:
    nothing, off = unsaid(url="", address="", sender=""), unsaid(url="none", address="", sender="")

    require_mail(off)
    with pytest.raises(ImproperlyConfigured) as caught:
        require_mail(nothing)
    assert str(caught.value) == (
        "Not set: EMAIL_URL, PUBLIC_URL, EMAIL_FROM. Say where mails go and what their links begin with, "
        "or set EMAIL_URL=none."
    )


SERVERS = {
    "web": [sys.executable, "-c", "import config.wsgi"],
    "worker": [sys.executable, "-m", "celery", "-A", "config", "worker", "--pool", "solo"],
}


def started(server: str, folder: Path, **said: str) -> "subprocess.CompletedProcess[str]":
    """What became of a process as production starts it."""
    names = ("EMAIL_URL", "PUBLIC_URL", "EMAIL_FROM", "DJANGO_SETTINGS_MODULE", "PLENARY_DEMO", "DEBUG")
    env = {name: value for name, value in os.environ.items() if name not in names}
    env |= {"PLENARY_DATA_DIR": str(folder), **said}
    return subprocess.run(
        SERVERS[server], cwd=REPOSITORY, env=env, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("server", SERVERS)
def test_production_does_not_start_before_it_is_said(server: str, tmp_path: Path) -> None:
    done = started(server, tmp_path, EMAIL_URL="smtp://mail.example.com")

    assert done.returncode != 0
    assert "Not set: PUBLIC_URL, EMAIL_FROM." in done.stderr


@pytest.mark.parametrize("server", SERVERS)
def test_the_word_none_is_enough_and_the_database_is_looked_at_next(server: str, tmp_path: Path) -> None:
    done = started(server, tmp_path, EMAIL_URL="none")

    # It is empty here: nobody serves, and no task is taken, where the log would not be held.
    assert done.returncode != 0
    assert "Not set" not in done.stderr
    assert "TriggersDifferError" in done.stderr
