"""What the first page shows, by role. Reads only."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from audits.anchors.standing import Standing, standings
from audits.checkpoint import VerifierKey
from audits.log import database_note, key_in_use, latest_checkpoint, role_findings, waiting
from participation.models import Check, Disclosure, Meeting, Snapshot, User
from participation.queries.disclosures import disclosures_for
from participation.queries.health import alarms, readiness
from participation.queries.listing import list_in_force
from participation.queries.meetings import meetings_for
from participation.queries.notices import Mails, findings_of, mails
from participation.queries.self_checks import SelfChecks, self_checks
from participation.states import State

SHOWN_DISCLOSURES = 8
SHOWN_MEETINGS = 5


@dataclass(frozen=True, slots=True)
class DelegateHome:
    """`asked` are the person's disclosures that wait for an answer; `meetings` starts with the next one."""

    disclosures: list[Disclosure]
    count: int
    asked: list[Disclosure]
    meetings: list[Meeting]


def delegate_home(user: User, *, today: date) -> DelegateHome:
    """The person's newest disclosures and the meetings that are not over, the next first."""
    mine = disclosures_for(user).filter(logged_by=user)
    coming = meetings_for(user, today=today).filter(ends_on__gte=today)
    return DelegateHome(
        disclosures=list(mine[:SHOWN_DISCLOSURES]),
        count=Disclosure.objects.filter(logged_by=user).count(),
        asked=list(mine.filter(state=State.ASKED)[:3]),
        meetings=list(coming[:SHOWN_MEETINGS]),
    )


@dataclass(frozen=True, slots=True)
class Health:
    """The figures of the health page; times are None where there is nothing yet.

    `note` is what the kind of database cannot hold: to be known, not to be mended.
    """

    findings: list[str]
    note: str | None
    snapshot: Snapshot | None
    checks_waiting: int
    oldest_check_at: datetime | None
    checks_stuck: int
    head_at: datetime | None
    entries_waiting: int
    log_origin: str
    log_key: VerifierKey | None
    mails: Mails
    self_checks: SelfChecks
    anchors: list[Standing]


def health(*, now: datetime) -> Health:
    """How the service is: what `readiness` finds wrong, how mails stand, and the figures behind it."""
    snapshot = list_in_force()
    queued = Check.objects.filter(state__in=[Check.State.QUEUED, Check.State.RUNNING])
    oldest = queued.order_by("queued_at").values_list("queued_at", flat=True).first()
    head, sent = latest_checkpoint(), mails()
    return Health(
        # Not in `readiness`: a service without roles is fit to be used, and should have them. And nobody is
        # kept from working by a silent outsider.
        findings=[
            *readiness(),
            *role_findings(),
            *alarms(now=now),
            *findings_of(sent, now=now),
        ],
        note=database_note(),
        snapshot=snapshot,
        checks_waiting=queued.count(),
        oldest_check_at=oldest,
        checks_stuck=Check.objects.filter(state=Check.State.NEEDS_ATTENTION).count(),
        head_at=head.signed_at if head else None,
        entries_waiting=waiting(now)[0],
        log_origin=settings.AUDIT_ORIGIN,
        log_key=key_in_use(),
        mails=sent,
        self_checks=self_checks(),
        anchors=standings(now=now),
    )
