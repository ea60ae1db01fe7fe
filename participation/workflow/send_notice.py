"""Send the mail of a notice: claim the row, write, send, mark. Dying anywhere may send twice, never not."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from audits.request_id import current as request_id
from audits.request_id import under
from participation.models import Notice
from participation.queries.letter import Letter, Undeliverable, letter_of
from participation.workflow import labels, leases
from participation.workflow.journal import SERVICE, note, subject_of

log = logging.getLogger(__name__)

LONGEST_PAUSE_SECONDS = 4 * 60 * 60


def due(at: datetime) -> Q:
    """Notices that wait for their mail, and those whose sender died."""
    return leases.due(at, waiting=Notice.State.WAITING, taken=Notice.State.SENDING)


def _beside(notice: Notice) -> QuerySet[Notice]:
    """All that this person was or is to be told of this disclosure."""
    return Notice.objects.filter(recipient=notice.recipient_id, disclosure=notice.disclosure_id)


@transaction.atomic
def claim(notice_id: int, *, at: datetime) -> Notice | None:
    """The notice with a lease of ours; None where it is done, covered, somebody else's or not its turn.

    A mail of the same person and disclosure that is on its way goes first, so that the newest comes last.
    """
    this = Notice.objects.filter(pk=notice_id)
    found = this.filter(due(at)).select_related("recipient", "disclosure").first()
    if found is None:
        return None
    beside = _beside(found)
    if beside.filter(pk__gt=found.pk).exists():
        this.filter(due(at)).update(state=Notice.State.COVERED, **leases.FREE)
        return None
    if beside.filter(state=Notice.State.SENDING, lease_until__gte=at).exists():
        return None
    tries, seconds = settings.NOTICE_ATTEMPTS, settings.NOTICE_LEASE_SECONDS
    taken = leases.take(this.filter(due(at)), taken=Notice.State.SENDING, tries=tries, seconds=seconds, at=at)
    return this.select_related("recipient", "disclosure").get() if taken else None


def run_notice(notice_id: int) -> str:
    """What became of it: `sent`, `not_ours`, `overtaken`, `failed` or `gave_up`."""
    notice = claim(notice_id, at=timezone.now())
    if notice is None:
        return "not_ours"
    with under(notice.request_id or request_id()):
        return _run(notice)


def _run(notice: Notice) -> str:
    try:
        letter = letter_of(notice, now=timezone.now())
        _mail(notice, letter).send()
    except Undeliverable as gap:
        return _given_up(notice, error=gap.reason, at=timezone.now())
    except Exception as error:  # noqa: BLE001 - its text may hold an address: the class alone is logged
        return put_back(notice, error=error, at=timezone.now())
    return _sent(notice, letter, at=timezone.now())


def _mail(notice: Notice, letter: Letter) -> EmailMessage:
    """The mail. The same notice has the same Message-ID, so that mail programs show a second copy once."""
    headers = {
        "Message-ID": _message_id(notice, made_at=notice.created_at),
        # All mails of one disclosure are one conversation.
        "References": _message_id(notice.disclosure, made_at=notice.disclosure.logged_at),
        # Nobody's absence note answers it.
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(letter.subject, letter.text, to=[notice.recipient.email], headers=headers)


def _message_id(row: Model, *, made_at: datetime) -> str:
    """The time keeps the rows of two installations apart that were served under one name."""
    return (
        f"<{row._meta.model_name}-{row.pk}.{made_at:%Y%m%d%H%M%S%f}@{urlsplit(settings.PUBLIC_URL).hostname}>"
    )


@transaction.atomic
def _sent(notice: Notice, letter: Letter, *, at: datetime) -> str:
    done = leases.ours(notice).update(state=Notice.State.SENT, sent_at=at, **leases.FREE)
    if done != 1:
        return "overtaken"
    _noted("notice.sent", notice, at=at, status=letter.status)
    return "sent"


@transaction.atomic
def put_back(notice: Notice, *, error: Exception, at: datetime) -> str:
    """`failed`, with the row to be tried later; `gave_up` where no further try makes sense."""
    name = _name_of(error)
    if notice.attempts >= settings.NOTICE_ATTEMPTS or _is_final(error):
        return _given_up(notice, error=name, at=at)
    later = at + _pause(notice.attempts)
    done = leases.lay_back(notice, waiting=Notice.State.WAITING, error=name, next_try_at=later)
    log.warning("notice.failed notice=%s attempt=%s error=%s", notice.pk, notice.attempts, name)
    return "failed" if done else "overtaken"


def _given_up(notice: Notice, *, error: str, at: datetime) -> str:
    return "gave_up" if give_up(notice, error=error, at=at) else "overtaken"


@transaction.atomic
def give_up(notice: Notice, *, error: str, at: datetime) -> bool:
    """Whether the row was ours to set aside: an administrator must look, and the health page says so.

    Not where a newer notice tells the same person of the same disclosure: then that one counts.
    """
    same = leases.ours(notice)
    if _beside(notice).filter(pk__gt=notice.pk).exists():
        return same.update(state=Notice.State.COVERED, **leases.FREE) == 1
    if same.update(state=Notice.State.NEEDS_ATTENTION, last_error=error, **leases.FREE) != 1:
        return False
    _noted("notice.gave_up", notice, at=at, attempts=notice.attempts, error=error)
    log.error("notice.gave_up notice=%s attempts=%s error=%s", notice.pk, notice.attempts, error)
    return True


def _noted(kind: str, notice: Notice, *, at: datetime, **more: str | int) -> None:
    """An entry on the disclosure: whom by id, since an address is personal, and how it stood."""
    note(
        kind,
        by=SERVICE,
        at=at,
        subject=subject_of(notice.disclosure),
        payload={"to": f"user/{notice.recipient_id}", "told": notice.kind, **more},
        labels=labels.of_disclosure(notice.disclosure),
    )


def _pause(attempts: int) -> timedelta:
    """Twice as long after each try, at most four hours."""
    return timedelta(seconds=min(settings.NOTICE_RETRY_SECONDS * 2 ** (attempts - 1), LONGEST_PAUSE_SECONDS))


def _name_of(error: Exception) -> str:
    """The class, with the server's code where it gave one."""
    codes = _codes(error)
    return f"{type(error).__name__} {min(codes)}" if codes else type(error).__name__


def _codes(error: Exception) -> list[int]:
    if isinstance(error, SMTPRecipientsRefused):
        return [code for code, _ in error.recipients.values()]
    code = getattr(error, "smtp_code", None)
    return [code] if isinstance(code, int) else []


def _is_final(error: Exception) -> bool:
    """Whether trying again is vain: an address that cannot be written, or that the server refuses (5xx)."""
    refused = isinstance(error, SMTPRecipientsRefused) and all(code >= 500 for code in _codes(error))
    return refused or isinstance(error, ValueError)
