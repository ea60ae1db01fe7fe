"""The application's clock against the database's: times in entries are the one, `recorded_at` the other."""

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.utils import timezone

MOST = timedelta(seconds=1)
_NOW = {
    "postgresql": "SELECT clock_timestamp()",
    "sqlite": "SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')",
}


def clock_difference() -> timedelta:
    """How far the database's clock is ahead of this process's, less the time that the question took."""
    asked = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_NOW[connection.vendor])
        answer = cursor.fetchone()[0]
    answered = timezone.now()
    found = answer if isinstance(answer, datetime) else datetime.fromisoformat(answer).replace(tzinfo=UTC)
    if asked <= found <= answered:
        return timedelta()
    return found - (asked + (answered - asked) / 2)


def clock_alarm(difference: timedelta) -> str | None:
    """What is wrong with the clocks, in one sentence; None up to a second of difference."""
    if abs(difference) <= MOST:
        return None
    way = "behind" if difference > timedelta() else "ahead of"
    seconds = abs(difference).total_seconds()
    return (
        f"The clock of this machine is {seconds:.1f} s {way} the database's: set both by the network's time. "
        "The log stays whole; its times are doubtful."
    )
