"""Checks, which are the queue, and the determinations they end in."""

from django.db import models
from django.db.models import Q

from participation.models.queue_row import QueueRow


class Check(QueueRow):
    """One check to be done."""

    class State(models.TextChoices):
        QUEUED = "queued", "queued"
        RUNNING = "running", "running"
        DONE = "done", "done"
        NEEDS_ATTENTION = "needs_attention", "needs attention"
        CANCELLED = "cancelled", "cancelled"

    disclosure = models.ForeignKey(
        "participation.Disclosure", on_delete=models.PROTECT, related_name="checks"
    )
    state = models.CharField(max_length=20, choices=State, default=State.QUEUED)
    reason = models.CharField(max_length=80)
    queued_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["disclosure"], condition=Q(state__in=["queued", "running"]), name="check_one_open"
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False, lease_token__isnull=False),
                name="check_running_has_lease",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(state__in=["queued", "running"]), name="check_open_by_try"
            )
        ]

    def __str__(self) -> str:
        return f"check/{self.pk}"


class Determination(models.Model):
    """The stored result for one line: inserted, never changed; a new check adds new ones.

    `status` is what people see: the core's status, or `wait` where something holds it back.
    """

    check_row = models.ForeignKey(
        Check, on_delete=models.PROTECT, related_name="determinations", db_column="check_id"
    )
    line = models.ForeignKey(
        "participation.DisclosureLine", on_delete=models.PROTECT, related_name="determinations"
    )
    snapshot = models.ForeignKey("participation.Snapshot", null=True, on_delete=models.PROTECT)
    outcome = models.CharField(max_length=40)
    status = models.CharField(max_length=10)
    # Reasons beside the law that keep it from being clear: a partial list, a name that cannot be screened.
    holds = models.JSONField(default=list)
    facts = models.JSONField()
    result = models.JSONField()
    facts_hash = models.BinaryField(max_length=32)
    rules_edition = models.CharField(max_length=64)
    # What names were screened with: the version of the bands (0: as shipped), the edition of the weights.
    weights = models.PositiveIntegerField(default=0)
    policy_edition = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["check_row", "line"], name="determination_unique_for_line"),
            models.CheckConstraint(
                condition=Q(status__in=["clear", "wait", "stop"]), name="determination_status"
            ),
        ]

    def __str__(self) -> str:
        return f"determination/{self.pk}"


class RecipientMatch(models.Model):
    """A listed party that a recipient may be, with the parts of its score (hundredths of a point)."""

    determination = models.ForeignKey(Determination, on_delete=models.PROTECT, related_name="matches")
    recipient = models.ForeignKey("participation.DisclosureRecipient", on_delete=models.PROTECT)
    version = models.ForeignKey("participation.ListedPartyVersion", on_delete=models.PROTECT)
    band = models.CharField(max_length=10)
    score = models.PositiveIntegerField()
    matched_name = models.CharField(max_length=400)
    parts = models.JSONField()
    explanation = models.TextField()
    # What an officer said of this pair before; null: nobody did, and it counts by its band.
    decision = models.ForeignKey("participation.PairDecision", null=True, on_delete=models.PROTECT)
    # What changed on either side since, in the words of screening.reopened: it holds no longer then.
    reopened = models.JSONField(default=list)

    class Meta:
        ordering = ["-score", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["determination", "recipient", "version"], name="recipient_match_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"match/{self.pk}"

    @property
    def is_settled(self) -> bool:
        """Whether an officer's word on the pair held when this was checked."""
        return self.decision_id is not None and not self.reopened

    @property
    def is_cleared(self) -> bool:
        """Whether it is settled that these are two parties. Takes: a row with its decision at hand."""
        return self.is_settled and self.decision is not None and self.decision.verdict == "different"
