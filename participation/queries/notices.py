"""How mails stand, for the health page: what waits, what could not be sent, and why. Reads only."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from participation.models import Notice

PATIENCE = timedelta(minutes=10)
SHOWN = 50
# A word of workflow/send_notice.py -> the sentence; any other is the class of the last error.
REASONS = {
    "no_address": "This person has no e-mail address.",
    "inactive": "This person has left; tell somebody who took over.",
    "not_visible": "This person may no longer see the disclosure.",
    "lease_expired": "Every try ended in the middle.",
}


@dataclass(frozen=True, slots=True)
class Unsent:
    """A notice that could not be sent, and why in words."""

    notice: Notice
    reason: str


@dataclass(frozen=True, slots=True)
class Mails:
    """Where mails go, what their links begin with, and the first of `unsent_count`, oldest first."""

    way: str
    links: str
    waiting: int
    oldest_at: datetime | None
    last_error: str
    unsent_count: int
    unsent: list[Unsent]


def stuck_notices() -> QuerySet[Notice]:
    """Notices that could not be sent, oldest first."""
    rows = Notice.objects.filter(state=Notice.State.NEEDS_ATTENTION).order_by("pk")
    return rows.select_related("recipient", "disclosure")


def mails() -> Mails:
    """The figures of the health page."""
    queued = Notice.objects.filter(state__in=[Notice.State.WAITING, Notice.State.SENDING])
    oldest = queued.order_by("created_at", "pk").first()
    stuck = stuck_notices()
    return Mails(
        way=settings.MAIL.told,
        links=settings.PUBLIC_URL,
        waiting=queued.count(),
        oldest_at=oldest.created_at if oldest else None,
        last_error=oldest.last_error if oldest else "",
        unsent_count=stuck.count(),
        unsent=[Unsent(one, _reason(one.last_error)) for one in stuck[:SHOWN]],
    )


def _reason(word: str) -> str:
    return REASONS.get(word, f"The mail server did not take it: {word}.")


def findings_of(found: Mails, *, now: datetime) -> list[str]:
    """What an administrator should look at. Not part of readiness: pages work without mails."""
    findings = []
    if found.unsent_count:
        findings.append(f"{_mails(found.unsent_count)} could not be sent: see below whom nobody told.")
    if found.oldest_at is not None and now - found.oldest_at > PATIENCE:
        error = f" The last error was {found.last_error}." if found.last_error else ""
        findings.append(
            f"{_mails(found.waiting)} not sent yet, the oldest for more than ten minutes: "
            f"is a worker running, and does the mail server answer?{error}"
        )
    return findings


def _mails(count: int) -> str:
    return f"{count} mail{'' if count == 1 else 's'}"
