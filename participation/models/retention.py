"""Holds, later events, and disposals: who proposed and approved them, and what became of each matter."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from participation.models.queue_row import QueueRow
from participation.retention import Matter


def _person(**more: Any) -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **more)


class LegalHold(models.Model):
    """An agency asked for records: nothing that it covers is disposed of until it is lifted."""

    class Covers(models.TextChoices):
        DISCLOSURE = "disclosure", "one disclosure, with its meeting and documents"
        MEETING = "meeting", "one meeting, with everything disclosed at it"
        BODY = "body", "everything of one standards body"
        EVERYTHING = "everything", "everything"

    covers = models.CharField(max_length=12, choices=Covers)
    disclosure = models.ForeignKey(
        "participation.Disclosure", null=True, blank=True, on_delete=models.PROTECT, related_name="holds"
    )
    meeting = models.ForeignKey(
        "participation.Meeting", null=True, blank=True, on_delete=models.PROTECT, related_name="holds"
    )
    body = models.ForeignKey(
        "participation.Body", null=True, blank=True, on_delete=models.PROTECT, related_name="holds"
    )
    agency = models.CharField(max_length=200)
    # The agency's own number of the request.
    reference = models.CharField(max_length=200)
    reason = models.TextField()
    placed_by = _person()
    placed_at = models.DateTimeField()
    # The agency's written leave (15 CFR 762.6(b)); without it no hold ends.
    leave_reference = models.CharField(max_length=200, blank=True)
    leave_on = models.DateField(null=True, blank=True)
    leave_note = models.TextField(blank=True)
    lifted_by = _person(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    covers="disclosure", disclosure__isnull=False, meeting__isnull=True, body__isnull=True
                )
                | Q(covers="meeting", disclosure__isnull=True, meeting__isnull=False, body__isnull=True)
                | Q(covers="body", disclosure__isnull=True, meeting__isnull=True, body__isnull=False)
                | Q(covers="everything", disclosure__isnull=True, meeting__isnull=True, body__isnull=True),
                name="hold_covers_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(agency="") & ~Q(reference="") & ~Q(reason=""), name="hold_says_who_and_why"
            ),
            models.CheckConstraint(
                condition=Q(leave_reference="", leave_on=None, lifted_by=None, lifted_at=None)
                | ~Q(leave_reference="")
                & Q(leave_on__isnull=False, lifted_by__isnull=False, lifted_at__isnull=False),
                name="hold_is_lifted_with_written_leave",
            ),
        ]

    def __str__(self) -> str:
        return f"hold/{self.pk}"

    @property
    def stands(self) -> bool:
        return self.lifted_at is None


class LaterEvent(models.Model):
    """What became known of a transaction after its release; the duty to keep is counted from it anew."""

    class What(models.TextChoices):
        REEXPORT = "reexport", "known re-export, transshipment or diversion"
        ENDED = "ended", "other end of the transaction"
        OTHER = "other", "another event"

    disclosure = models.ForeignKey(
        "participation.Disclosure", on_delete=models.PROTECT, related_name="later_events"
    )
    what = models.CharField(max_length=10, choices=What)
    happened_on = models.DateField()
    note = models.TextField(blank=True)
    recorded_by = _person()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"later-event/{self.pk}"


class Disposal(QueueRow):
    """An exact list of matters that one person proposed to dispose of. Approved, the row is the queue.

    Its items are ended one by one, each under the lock of this row: no lease is taken.
    """

    class Ground(models.TextChoices):
        RETENTION = "retention", "the duty to keep has ended"
        REQUEST = "request", "a person asked"

    class State(models.TextChoices):
        PROPOSED = "proposed", "waits for a second person"
        APPROVED = "approved", "is being carried out"
        DONE = "done", "done"
        REFUSED = "refused", "refused"
        NEEDS_ATTENTION = "needs_attention", "needs attention"

    ground = models.CharField(max_length=10, choices=Ground, default=Ground.RETENTION)
    state = models.CharField(max_length=16, choices=State, default=State.PROPOSED)
    # Two submissions of the same form are one disposal.
    form_token = models.UUIDField(unique=True)
    # SHA-256 of the list: who approves has seen this one and no other.
    list_hash = models.BinaryField(max_length=32)
    note = models.TextField(blank=True)
    proposed_by = _person()
    proposed_at = models.DateTimeField()
    decided_by = _person(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            # Also where the code were wrong: nobody approves what he proposed, in whatever role.
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")) | Q(state="refused"),
                name="disposal_takes_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | ~Q(state="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="disposal_decided_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"disposal/{self.pk}"


class DisposalItem(models.Model):
    """One matter of a disposal: why it may go, and what became of it."""

    class State(models.TextChoices):
        WAITING = "waiting", "waits"
        # Rows and private values are gone, files are still to be removed.
        BLANKED = "blanked", "files are being removed"
        DONE = "done", "disposed of"
        HELD = "held", "kept: held"
        NOT_DUE = "not_due", "kept: something happened since"
        REFUSED = "refused", "kept: refused"

    disposal = models.ForeignKey(Disposal, on_delete=models.PROTECT, related_name="items")
    matter = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Matter])
    matter_id = models.BigIntegerField()
    # Rows of the attendance list, where not the whole matter goes: numbers, never a name.
    only = models.JSONField(default=list)
    last_event = models.CharField(max_length=80)
    last_on = models.DateField()
    due_on = models.DateField()
    rule = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    ended_at = models.DateTimeField(null=True, blank=True)
    # How many personal values, rows and files went.
    counts = models.JSONField(default=dict)
    # Digests of the files that are still to be removed.
    files_left = models.JSONField(default=list)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["disposal", "matter", "matter_id"], name="disposal_item_once"),
            models.UniqueConstraint(
                fields=["matter", "matter_id"],
                condition=Q(state__in=["waiting", "blanked"]),
                name="disposal_item_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter}/{self.matter_id}"
