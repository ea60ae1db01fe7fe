"""A signed log with a few things in it, and anchors of it configured for one test."""

from pathlib import Path
from typing import Any

from django.utils import timezone

from audits import storage
from audits.anchors import queue
from audits.anchors.run import run_anchor
from audits.anchors.target import COPY, MAIL, STAMP, WITNESS, Target
from audits.checkpoint import VerifierKey
from audits.models import Anchor, AnchorDuty
from tests.audits import things
from tests.audits.authority import Authority


def grown(count: int) -> int:
    """The size of the tree after so many more entries, all of it signed."""
    things.record_reads(count)
    while things.sequence():
        pass
    return storage.tree_size()


def by_mail(address: str = "anna@auditor.example", name: str = "auditor") -> Target:
    return Target(MAIL, name, address, 86_400)


def by_stamp(authority: Authority, name: str = "tsa") -> Target:
    return Target(STAMP, name, authority.url, 3600, roots=authority.root)


def by_witness(key: VerifierKey, url: str) -> Target:
    return Target(WITNESS, key.name, url, 60, key=key)


def by_copy(folder: Path, name: str = "vault") -> Target:
    return Target(COPY, name, str(folder), 60)


def duty_of(settings: Any, target: Target) -> AnchorDuty:
    """The row of the one anchor that is configured from now on."""
    settings.AUDIT_ANCHORS = (target,)
    queue.duties(at=timezone.now())
    return AnchorDuty.objects.get(kind=target.kind, issuer=target.name)


def turn(duty: AnchorDuty) -> str:
    """What a turn that is due now comes to."""
    AnchorDuty.objects.filter(pk=duty.pk).update(due_at=timezone.now())
    return run_anchor(duty.pk)


def told(duty: AnchorDuty) -> tuple[int | None, int, str]:
    """Size held, tries since then, why the newest failed."""
    duty.refresh_from_db()
    return duty.held_size, duty.tries, duty.last_error


def anchors() -> list[tuple[str, str, int]]:
    rows = Anchor.objects.order_by("pk")
    return list(rows.values_list("kind", "issuer", "checkpoint_id"))
