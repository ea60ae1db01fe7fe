"""Which request, or which task, the running code belongs to: the one place that keeps it.

Entries of the log and log lines carry it, so that one leads to the other.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import uuid4

_WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)
_current: ContextVar[str | None] = ContextVar("request_id", default=None)


def current() -> str | None:
    """The id under which this code runs; None where no request and no task caused it."""
    return _current.get()


def new_request_id() -> str:
    """An id that nothing else has: 32 hexadecimal digits."""
    return uuid4().hex


def is_well_formed(text: str) -> bool:
    """Whether an id from outside may stand in log lines and entries: 8 to 64 plain signs."""
    return _WELL_FORMED.fullmatch(text) is not None


@contextmanager
def under(request_id: str | None) -> Iterator[None]:
    """What runs inside carries this id; what ran before carries its own again afterwards."""
    token = _current.set(request_id)
    try:
        yield
    finally:
        _current.reset(token)
