"""Where mails go, from one address; and the refusal to serve while nobody has said it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_BACKENDS = "django.core.mail.backends"
USUAL_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Mail:
    """How mails leave. `told` says it to the administrator; nothing is sent unless `is_on`."""

    backend: str = f"{_BACKENDS}.dummy.EmailBackend"
    told: str = "off"
    is_on: bool = False
    folder: Path | None = None
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = False
    tls: bool = False


def mail(url: str, folder: Path) -> Mail:
    """The way out for `smtp://`, `smtps://`, `file:`, `console:` or `none`; off for the empty address.

    `smtp` asks for STARTTLS, unless the address ends in `?tls=off`; `smtps` is TLS from the first byte.
    Takes: `folder`, for `file:` without a path.
    Raises: ImproperlyConfigured for anything else.
    """
    parts = urlsplit(url)
    if url in ("", "none"):
        return Mail()
    if parts.scheme == "console":
        return Mail(f"{_BACKENDS}.console.EmailBackend", "printed by the worker, not sent", is_on=True)
    if parts.scheme == "file":
        path = Path(unquote(parts.path)) if parts.path.strip("/") else folder
        return Mail(f"{_BACKENDS}.filebased.EmailBackend", f"files in {path}, not sent", True, path)
    if parts.scheme in USUAL_PORTS:
        return _smtp(url)
    raise ImproperlyConfigured(
        f"EMAIL_URL has the scheme {parts.scheme!r}: use smtp, smtps, file or console, or the word none."
    )


def _smtp(url: str) -> Mail:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    if not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL names no host: smtp://user:password@host:587")
    if query not in ({}, {"tls": "off"}) or (query and parts.scheme == "smtps"):
        raise ImproperlyConfigured("EMAIL_URL: after the question mark only smtp://...?tls=off is known.")
    try:
        port = parts.port or USUAL_PORTS[parts.scheme]
    except ValueError as error:
        raise ImproperlyConfigured("EMAIL_URL has a port that is none.") from error
    return Mail(
        f"{_BACKENDS}.smtp.EmailBackend",
        f"sent through {parts.hostname}:{port}",
        is_on=True,
        host=parts.hostname,
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp" and not query,
        tls=parts.scheme == "smtps",
    )


def web_address(name: str, value: str) -> str:
    """The address under which people reach the pages, without a slash at its end; empty when unset.

    Raises: ImproperlyConfigured for anything but scheme, host and port.
    """
    parts = urlsplit(value)
    if value and (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or parts.path not in ("", "/")
        or parts.query
        or parts.fragment
        or parts.username
    ):
        raise ImproperlyConfigured(f"{name} is {value!r}: use an address such as https://plenary.example.com")
    return value.rstrip("/")


def sender(name: str, value: str) -> str:
    """The address that mails come from; empty when unset. Raises: ImproperlyConfigured."""
    if value and ("@" not in parseaddr(value)[1] or not value.isprintable()):
        raise ImproperlyConfigured(f"{name} is {value!r}: use an address such as plenary@example.com")
    return value


def unsaid(*, url: str, address: str, sender: str) -> tuple[str, ...]:
    """The variables that are still missing before anybody can be told anything; none for `none`."""
    said = {"EMAIL_URL": url, "PUBLIC_URL": address, "EMAIL_FROM": sender}
    return () if url == "none" else tuple(name for name, value in said.items() if not value)


def require_mail(missing: Sequence[str]) -> None:
    """Refuse to serve while a change would go unseen. Takes: what `unsaid` gives.

    Raises: ImproperlyConfigured.
    """
    if missing:
        raise ImproperlyConfigured(
            f"Not set: {', '.join(missing)}. Say where mails go and what their links begin with, "
            "or set EMAIL_URL=none."
        )
