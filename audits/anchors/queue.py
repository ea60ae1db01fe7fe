"""The duties: which are due, who has one in hand, when its next turn is. A turn itself is in run.py."""

import random
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from audits.anchors.target import MAIL, STAMP, Target
from audits.models import Anchor, AnchorDuty, Checkpoint

LONGEST_PAUSE = timedelta(hours=1)
# A hint that was sent this long ago and not heeded counts as lost.
HINT_PATIENCE = timedelta(seconds=30)
DAY = timedelta(days=1)


def targets() -> dict[tuple[str, str], Target]:
    """The configured anchors by kind and name."""
    return {(target.kind, target.name): target for target in settings.AUDIT_ANCHORS}


def duties(*, at: datetime) -> list[tuple[Target, AnchorDuty]]:
    """Each configured anchor with its row, made where it is new. Rows of former ones are left out."""
    wanted = targets()
    rows = {(row.kind, row.issuer): row for row in AnchorDuty.objects.all()}
    for kind, issuer in wanted.keys() - rows.keys():
        rows[kind, issuer], _ = AnchorDuty.objects.get_or_create(
            kind=kind, issuer=issuer, defaults={"since": at, "due_at": at}
        )
    return [(target, rows[key]) for key, target in wanted.items()]


def _free(at: datetime) -> Q:
    return Q(due_at__lte=at) & (Q(lease_until__isnull=True) | Q(lease_until__lt=at))


def unheeded(*, at: datetime) -> list[int]:
    """Ids of duties whose turn it is and of which no worker was told a moment ago."""
    ids = [row.pk for _, row in duties(at=at)]
    lost = Q(hinted_at__isnull=True) | Q(hinted_at__lt=at - HINT_PATIENCE)
    due = AnchorDuty.objects.filter(_free(at), lost, pk__in=ids)
    return list(due.order_by("due_at").values_list("pk", flat=True))


def hinted(duty_id: int, *, at: datetime) -> None:
    """Note that a worker was told."""
    AnchorDuty.objects.filter(pk=duty_id).update(hinted_at=at)


def claim(duty_id: int, *, at: datetime) -> AnchorDuty | None:
    """The duty with a lease of ours; None where it is not its turn, or somebody has it in hand."""
    taken = AnchorDuty.objects.filter(_free(at), pk=duty_id).update(
        lease_token=uuid4(),
        lease_until=at + timedelta(seconds=settings.ANCHOR_LEASE_SECONDS),
        tries=F("tries") + 1,
    )
    return AnchorDuty.objects.get(pk=duty_id) if taken == 1 else None


@transaction.atomic
def succeeded(duty: AnchorDuty, target: Target, *, size: int, token: bytes, at: datetime) -> bool:
    """Whether the duty was still ours to mark; what was received is kept in any case, because it is true."""
    Anchor.objects.create(
        checkpoint=Checkpoint.objects.get(pk=size),
        kind=duty.kind,
        issuer=duty.issuer,
        token=token,
        received_at=at,
    )
    held = {"held_at": at, "held_size": size, "tries": 0, "last_error": ""}
    return _lay_down(duty, due_at=next_turn(target, at), **held)


def rested(duty: AnchorDuty, target: Target, *, at: datetime, soon: bool = False) -> bool:
    """Nothing to do this time, or with `soon` more to do at once. Whether the duty was ours."""
    return _lay_down(duty, due_at=at if soon else next_turn(target, at), tries=0, last_error="")


def failed(duty: AnchorDuty, *, error: str, at: datetime) -> bool:
    """Put the duty back for a later try. Whether it was ours."""
    return _lay_down(duty, due_at=at + _pause(duty.tries), last_error=error[:200])


def _lay_down(duty: AnchorDuty, **changes: object) -> bool:
    ours = AnchorDuty.objects.filter(pk=duty.pk, lease_token=duty.lease_token)
    fields: dict[str, object] = {"lease_until": None, "lease_token": None, "hinted_at": None, **changes}
    return bool(ours.update(**fields) == 1)


def next_turn(target: Target, at: datetime) -> datetime:
    """When an anchor that succeeded is due again.

    Mails and stamps come on the hour (or whatever they are configured to), and the end of a day in UTC is
    always one of their times; a little later, so that not everybody asks in the same second.
    """
    every = timedelta(seconds=target.every)
    if target.kind not in (MAIL, STAMP):
        return at + every
    midnight = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    passed = (at - midnight) // every
    turn = min(midnight + (passed + 1) * every, midnight + DAY)
    return turn + min(every / 60, timedelta(minutes=2)) * random.random()


def _pause(tries: int) -> timedelta:
    """Twice as long after each try, at most an hour; half of it is chance."""
    whole = min(timedelta(seconds=settings.ANCHOR_RETRY_SECONDS) * 2 ** min(tries - 1, 12), LONGEST_PAUSE)
    return whole / 2 + whole / 2 * random.random()
