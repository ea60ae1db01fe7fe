"""Readers of the settings that name who holds the log's heads; a wrong item stops the start with its name."""

import re
from collections.abc import Sequence
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from audits.anchors.target import COPY, MAIL, STAMP, WITNESS, Target
from audits.checkpoint import COSIGNATURE, UnreadableNoteError, parse_vkey

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_TOKEN_HASH = re.compile(r"[0-9a-f]{64}")


def mails(setting: str, items: Sequence[str], *, every: int) -> tuple[Target, ...]:
    """Outsiders to whom heads are mailed, each as `NAME ADDRESS`. Raises: ImproperlyConfigured."""
    found = []
    for name, address in _words(setting, items, ("NAME", "ADDRESS")):
        if "@" not in parseaddr(address)[1]:
            raise ImproperlyConfigured(f"{setting}: {name} has no mail address.")
        found.append(Target(MAIL, name, address, every))
    return tuple(found)


def authorities(setting: str, items: Sequence[str], *, every: int) -> tuple[Target, ...]:
    """Time stamping authorities, each as `NAME URL ROOTS.pem`. Raises: ImproperlyConfigured."""
    found = []
    for name, url, roots in _words(setting, items, ("NAME", "URL", "ROOTS.pem")):
        path = Path(roots)
        if not path.is_file():
            raise ImproperlyConfigured(f"{setting}: {name} names {roots}, which is no file.")
        found.append(Target(STAMP, name, _web(setting, url), every, roots=path))
    return tuple(found)


def witnesses(setting: str, items: Sequence[str], *, every: int) -> tuple[Target, ...]:
    """Witnesses, each as `VKEY URL`; the name is that of the key. Raises: ImproperlyConfigured."""
    found = []
    for item in items:
        words = item.split()
        if len(words) != 2:
            raise ImproperlyConfigured(f"{setting}: {item!r} is not VKEY URL.")
        try:
            key = parse_vkey(words[0])
        except UnreadableNoteError as error:
            raise ImproperlyConfigured(f"{setting}: {error}.") from error
        if key.kind != COSIGNATURE:
            raise ImproperlyConfigured(f"{setting}: {key.name} is a log's key, not a witness's.")
        found.append(Target(WITNESS, key.name, _web(setting, words[1]).rstrip("/"), every, key=key))
    return _once(setting, found)


def copies(setting: str, items: Sequence[str], *, every: int) -> tuple[Target, ...]:
    """Folders on other disks or hosts, each as `NAME FOLDER`. Raises: ImproperlyConfigured."""
    found = []
    for name, folder in _words(setting, items, ("NAME", "FOLDER")):
        if not Path(folder).is_absolute():
            raise ImproperlyConfigured(f"{setting}: {name} names {folder!r}: use a path from the root.")
        found.append(Target(COPY, name, folder, every))
    return tuple(found)


def reading_tokens(setting: str, items: Sequence[str]) -> dict[str, str]:
    """SHA-256 of a token in hex -> who was given it, each as `NAME HASH`. Raises: ImproperlyConfigured."""
    found: dict[str, str] = {}
    for name, digest in _words(setting, items, ("NAME", "HASH")):
        if not _TOKEN_HASH.fullmatch(digest):
            raise ImproperlyConfigured(
                f"{setting}: {name} has no SHA-256 in hex; use `manage.py audit_token`."
            )
        found[digest] = name
    return found


def _words(setting: str, items: Sequence[str], form: tuple[str, ...]) -> list[list[str]]:
    rows = [item.split() for item in items]
    for item, row in zip(items, rows, strict=True):
        if len(row) != len(form) or not _NAME.fullmatch(row[0]):
            shown = " ".join(form)
            # Not the item itself: it may hold an address.
            raise ImproperlyConfigured(
                f"{setting}: item {items.index(item) + 1} is not {shown}, with a name in small letters."
            )
    names = [row[0] for row in rows]
    if len(set(names)) != len(names):
        raise ImproperlyConfigured(f"{setting}: a name is there twice.")
    return rows


def _once(setting: str, targets: list[Target]) -> tuple[Target, ...]:
    if len({target.name for target in targets}) != len(targets):
        raise ImproperlyConfigured(f"{setting}: a name is there twice.")
    return tuple(targets)


def _web(setting: str, url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        # Not the address itself: it may hold a password, which has no place there.
        raise ImproperlyConfigured(f"{setting}: an item has no plain address such as https://host/path.")
    return url
