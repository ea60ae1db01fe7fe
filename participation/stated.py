"""A column's value as the log states it. Pure."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID


def stated(value: Any) -> Any:
    """The value in canonical form: no floats, times in UTC with microseconds, bytes as hex."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, UUID):
        return str(value)
    return value
