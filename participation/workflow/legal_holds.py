"""Legal holds: placed at an agency's request, lifted only with its written leave; and later events.

15 CFR 762.6(b): what was asked for is not destroyed without written leave, however old it is.
"""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from participation.access import can
from participation.models import Body, Disclosure, Disposal, LaterEvent, LegalHold, Meeting, User
from participation.workflow import labels
from participation.workflow.journal import enter
from participation.workflow.moves import Conflict


class HoldRefused(ValueError):
    """The hold is not placed or lifted as it was given; `field` says what is missing."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


def only_officers(by: User) -> None:
    """Raises: PermissionDenied, unless the table of access lets the person dispose and hold."""
    if not can(by, "retention.write"):
        raise PermissionDenied("Only compliance officers hold and dispose.")


def disposals_held_back() -> None:
    """Keep disposals from going on until this transaction ends: what runs ends first, the rest sees it."""
    open_ones = Disposal.objects.filter(state__in=[Disposal.State.PROPOSED, Disposal.State.APPROVED])
    list(open_ones.order_by("pk").select_for_update().values_list("pk", flat=True))


@transaction.atomic
def place_hold(
    *,
    by: User,
    agency: str,
    reference: str,
    reason: str,
    on: Disclosure | Meeting | Body | None = None,
) -> LegalHold:
    """The hold, which stands at once. Takes: `on`, what it covers; None covers everything.

    Raises: HoldRefused naming what is missing; PermissionDenied.
    """
    only_officers(by)
    at = timezone.now()
    agency, reference, reason = agency.strip(), reference.strip(), reason.strip()
    for field, text in (("agency", agency), ("reference", reference), ("reason", reason)):
        if not text:
            raise HoldRefused(field, f"Give the {field}: a hold says who asked, how and why.")
    disposals_held_back()
    covers = LegalHold.Covers(on._meta.model_name if on else "everything")
    hold = LegalHold.objects.create(
        covers=covers,
        **({str(covers): on} if on else {}),
        agency=agency,
        reference=reference,
        reason=reason,
        placed_by=by,
        placed_at=at,
    )
    enter("hold.placed", hold, by=by, at=at, labels=_labels(hold))
    return hold


@transaction.atomic
def lift_hold(
    hold: LegalHold, *, by: User, leave_reference: str, leave_on: date, leave_note: str = ""
) -> LegalHold:
    """The hold, lifted with the agency's written leave: its number and its day.

    Raises: HoldRefused without them, or for a leave from before the hold's request could be answered;
    Conflict where it was lifted before; PermissionDenied.
    """
    only_officers(by)
    at = timezone.now()
    if not leave_reference.strip():
        raise HoldRefused(
            "leave_reference", "Give the number or the date line of the agency's written leave."
        )
    if leave_on > at.date():
        raise HoldRefused("leave_on", "This day lies ahead: a leave that is not written yet lifts nothing.")
    changed = LegalHold.objects.filter(pk=hold.pk, lifted_at__isnull=True).update(
        leave_reference=leave_reference.strip(),
        leave_on=leave_on,
        leave_note=leave_note.strip(),
        lifted_by=by,
        lifted_at=at,
    )
    if changed != 1:
        raise Conflict(f"Hold {hold.pk}", "standing")
    hold.refresh_from_db()
    enter("hold.lifted", hold, by=by, at=at, labels=_labels(hold))
    return hold


def _labels(hold: LegalHold) -> dict[str, str]:
    """The agency and what is held: organisations and numbers, never a person."""
    named = {"agency": hold.agency[: labels.LIMIT]}
    if hold.meeting:
        return labels.of_meeting(hold.meeting) | named
    if hold.disclosure:
        return labels.of_disclosure(hold.disclosure) | named
    return (labels.of_body(hold.body) if hold.body else {}) | named


@transaction.atomic
def record_later_event(
    disclosure: Disclosure, *, by: User, what: str, happened_on: date, note: str = ""
) -> LaterEvent:
    """What became known after the release; the duty to keep is counted from it, where it is the last.

    Raises: HoldRefused for a day that lies ahead; PermissionDenied.
    """
    only_officers(by)
    at = timezone.now()
    if happened_on > at.date():
        raise HoldRefused("happened_on", "This day lies ahead. Record what has happened.")
    stored = Disclosure.objects.select_for_update().get(pk=disclosure.pk)
    event = LaterEvent.objects.create(
        disclosure=stored,
        what=LaterEvent.What(what),
        happened_on=happened_on,
        note=note.strip(),
        recorded_by=by,
        recorded_at=at,
    )
    named = labels.of_disclosure(stored)
    enter("disclosure.later_event", stored, by=by, at=at, rows=[event], labels=named)
    return event
