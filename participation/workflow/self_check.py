"""Every night the whole log is checked against itself and against the tables; a contradiction is an alarm.

The row of the night is the queue, as for every task: dying anywhere means that it is done again.
"""

import logging
from datetime import UTC, datetime, time, timedelta
from itertools import chain, islice

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from audits.log import latest_checkpoint, verify_log_tables
from participation.models import SelfCheck
from participation.queries.replay import differences
from participation.workflow import leases
from participation.workflow.journal import SERVICE, note

log = logging.getLogger(__name__)

# So many contradictions are told in words; all are counted.
TOLD = 50


def plan_self_check(*, at: datetime) -> SelfCheck | None:
    """The check that has become due, once for each day; None before its hour and when it is there."""
    due_at = datetime.combine(at.date(), time(settings.SELF_CHECK_HOUR), UTC)
    if at < due_at or SelfCheck.objects.filter(due_on=at.date()).exists():
        return None
    row, made = SelfCheck.objects.get_or_create(due_on=at.date(), defaults={"next_try_at": at})
    return row if made else None


def due(at: datetime) -> Q:
    """Checks that wait for a worker, and those whose worker died."""
    return leases.due(at, waiting=SelfCheck.State.QUEUED, taken=SelfCheck.State.RUNNING)


@transaction.atomic
def claim(row_id: int, *, at: datetime) -> SelfCheck | None:
    """The check with a lease of ours; None where it is done, somebody else's, or not its turn."""
    this = SelfCheck.objects.filter(pk=row_id)
    tries, seconds = settings.CHECK_ATTEMPTS, settings.SELF_CHECK_LEASE_SECONDS
    running = SelfCheck.State.RUNNING
    taken = leases.take(this.filter(due(at)), taken=running, tries=tries, seconds=seconds, at=at)
    return this.get() if taken else None


def run_self_check(row_id: int) -> str:
    """What became of it: `done`, `contradictions`, `not_ours`, `overtaken`, `failed` or `gave_up`."""
    row = claim(row_id, at=timezone.now())
    if row is None:
        return "not_ours"
    try:
        head = latest_checkpoint()
        lines = chain(map(str, verify_log_tables()), differences())
        told = list(islice(lines, TOLD))
        problems = len(told) + sum(1 for _ in lines)
    except Exception as error:
        log.exception("self_check.failed day=%s attempt=%s", row.due_on, row.attempts)
        return put_back(row, error=type(error).__name__, at=timezone.now())
    size = head.tree_size if head else 0
    return _done(row, size=size, problems=problems, told=told, at=timezone.now())


@transaction.atomic
def _done(row: SelfCheck, *, size: int, problems: int, told: list[str], at: datetime) -> str:
    result = {"tree_size": size, "problems": problems, "told": told, "done_at": at}
    if leases.ours(row).update(state=SelfCheck.State.DONE, **result, **leases.FREE) != 1:
        return "overtaken"
    payload = {"day": row.due_on.isoformat(), "tree_size": size, "contradictions": problems}
    note("log.self_checked", by=SERVICE, at=at, payload=payload)
    if problems:
        log.error("self_check.contradictions day=%s count=%s", row.due_on, problems)
    return "contradictions" if problems else "done"


@transaction.atomic
def put_back(row: SelfCheck, *, error: str, at: datetime) -> str:
    """`failed`, with the row queued for a later try; `gave_up` where the tries are used up."""
    if row.attempts >= settings.CHECK_ATTEMPTS:
        return "gave_up" if give_up(row, error=error, at=at) else "overtaken"
    later = at + timedelta(minutes=2**row.attempts)
    done = leases.lay_back(row, waiting=SelfCheck.State.QUEUED, error=error, next_try_at=later)
    return "failed" if done else "overtaken"


@transaction.atomic
def give_up(row: SelfCheck, *, error: str, at: datetime) -> bool:
    """Whether the row was ours to set aside: the log is unchecked, which is an alarm too."""
    stuck = {"state": SelfCheck.State.NEEDS_ATTENTION, "last_error": error}
    if leases.ours(row).update(**stuck, **leases.FREE) != 1:
        return False
    payload = {"day": row.due_on.isoformat(), "attempts": row.attempts, "error": error}
    note("log.self_check_gave_up", by=SERVICE, at=at, payload=payload)
    log.error("self_check.gave_up day=%s attempts=%s error=%s", row.due_on, row.attempts, error)
    return True


def unheard(*, at: datetime) -> QuerySet[SelfCheck]:
    """Alarms that nobody was mailed yet, and whose turn it is."""
    wrong = Q(state=SelfCheck.State.DONE, problems__gt=0) | Q(state=SelfCheck.State.NEEDS_ATTENTION)
    return SelfCheck.objects.filter(wrong, alarmed_at=None, next_try_at__lte=at)


def send_alarms(*, at: datetime) -> int:
    """How many alarms were mailed. One that cannot be sent waits ten minutes."""
    if not (settings.MAIL.is_on and settings.ALARM_TO):
        return 0
    sent = 0
    for row in unheard(at=at):
        try:
            EmailMessage(_subject(row), _text(row), to=list(settings.ALARM_TO)).send()
        except Exception as error:  # noqa: BLE001 - its text may hold an address: the class alone is logged
            log.warning("self_check.alarm_failed day=%s error=%s", row.due_on, type(error).__name__)
            SelfCheck.objects.filter(pk=row.pk).update(next_try_at=at + timedelta(minutes=10))
            continue
        sent += SelfCheck.objects.filter(pk=row.pk, alarmed_at=None).update(alarmed_at=at)
    return sent


def _subject(row: SelfCheck) -> str:
    if row.state == SelfCheck.State.DONE:
        return f"Plenary: the log of {row.due_on} has {row.problems} contradictions"
    return f"Plenary: the log could not be checked on {row.due_on}"


def _text(row: SelfCheck) -> str:
    """Counts alone: what is wrong may be confidential, and stands on the health page."""
    return (
        f"The nightly check of the log and the tables on {row.due_on} "
        + (
            f"found {row.problems} contradictions under a tree of {row.tree_size} entries."
            if row.state == SelfCheck.State.DONE
            else f"failed {row.attempts} times ({row.last_error})."
        )
        + "\n\nLeave the database as it is. The health page names the first of them, and\n"
        "`manage.py verify_log --replay` names all. Compare the signed heads that outsiders hold.\n"
        f"\n{settings.PUBLIC_URL}/health/\n"
    )
