"""Standards bodies: add one, and record what a person found of it."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from audits.log import entries
from participation.models import Body, User
from participation.workflow.journal import SERVICE, By, enter, subject_of
from participation.workflow.labels import of_body

FINDING = tuple(f"voluntary_consensus_{name}" for name in ("body", "basis", "on", "by", "at"))
# Where the person is it may be a day later than in UTC.
ONE_DAY = timedelta(days=1)


class FindingRefused(Exception):
    """A finding lacks what makes it one; `field` says what."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


@transaction.atomic
def add_body(*, by: By = SERVICE, slug: str, name: str, **fields: Any) -> tuple[Body, bool]:
    """The body, and whether it is new; one that is there stays as it is.

    One that was there before bodies were audited gets its entry now.
    """
    body, new = Body.objects.get_or_create(slug=slug, defaults={"name": name, **fields})
    if new or not entries(subject=subject_of(body)).exists():
        enter("body.added", body, by=by, at=timezone.now(), labels=of_body(body))
    return body, new


@transaction.atomic
def record_finding(body: Body, *, by: User, answer: bool | None, basis: str, on: date) -> Body:
    """The body with the finding whether it is a voluntary consensus body; the one before stays in the log.

    Disclosures that were checked stay as they are until they are checked again.
    Takes: `answer` None for unknown again; `basis` a text or an address; `on` the day of the finding.
    Raises: FindingRefused without a basis, or for a day that is still to come.
    """
    at = timezone.now()
    if not basis.strip():
        raise FindingRefused("basis", "Say where it is written or who found it: a finding has its source.")
    if on > at.date() + ONE_DAY:
        raise FindingRefused("on", "The day of the finding is still to come.")
    stored = Body.objects.select_for_update().get(pk=body.pk)
    stored.voluntary_consensus_body = answer
    stored.voluntary_consensus_basis, stored.voluntary_consensus_on = basis.strip(), on
    stored.voluntary_consensus_by, stored.voluntary_consensus_at = by, at
    stored.save(update_fields=FINDING)
    enter("body.finding_recorded", stored, by=by, at=at, labels=of_body(stored))
    return stored
