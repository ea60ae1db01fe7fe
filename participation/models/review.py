"""Who claimed a flagged disclosure, to whom it was handed, who decided, and why."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class ReasonCode(models.Model):
    """A reason that a decision names; the administrator keeps the list."""

    code = models.CharField(max_length=10, unique=True)
    text = models.CharField(max_length=200)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code}: {self.text}"


class Review(models.Model):
    """The officers' work on one flagged check."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        CLAIMED = "claimed", "claimed"
        ASKED = "asked", "waits for an answer"
        DECIDED = "decided", "decided"
        CLOSED = "closed", "closed"

    class Decision(models.TextChoices):
        RELEASED = "released", "may be shared"
        REFUSED = "refused", "must not be shared"
        LICENCE = "licence_recorded", "a licence allows it"

    disclosure = models.ForeignKey(
        "participation.Disclosure", on_delete=models.PROTECT, related_name="reviews"
    )
    check_row = models.OneToOneField(
        "participation.Check", on_delete=models.PROTECT, related_name="review", db_column="check_id"
    )
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField()
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=20, choices=Decision, blank=True)
    reason = models.ForeignKey(ReasonCode, null=True, blank=True, on_delete=models.PROTECT)
    # The code's text as it was when the case was decided; the administrator may change it later.
    reason_text = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="decided")
                | Q(decided_by__isnull=False, decided_at__isnull=False, reason__isnull=False)
                & ~Q(decision=""),
                name="review_decided_is_whole",
            ),
            models.UniqueConstraint(
                fields=["disclosure"], condition=~Q(state__in=["decided", "closed"]), name="review_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"review/{self.pk}"

    @property
    def reason_given(self) -> str:
        """Code and text as they were when the case was decided; empty before."""
        return f"{self.reason.code}: {self.reason_text or self.reason.text}" if self.reason else ""


class Handover(models.Model):
    """A case given to a named officer: by its holder, or by a colleague of one who is away."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="handovers")
    # Null: nobody had it.
    from_officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    to_officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    handed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    handed_at = models.DateTimeField()
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"handover/{self.pk}"


class ReviewAttachment(models.Model):
    """A file kept with a decision, by its content hash."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="attachments")
    file_hash = models.BinaryField(max_length=32)
    file_size = models.BigIntegerField()
    file_name = models.CharField(max_length=200)
    file_media = models.CharField(max_length=100)
    # The file is gone since; its digest and size stay.
    disposed_at = models.DateTimeField(null=True, blank=True)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"attachment/{self.pk}"
