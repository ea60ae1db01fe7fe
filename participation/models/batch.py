"""Files of names to be screened, which are a queue, and the answers found so far."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from participation.models.queue_row import QueueRow
from participation.states import BatchState

# A parent company brings all its listed affiliates; a page shows the best of them.
SHOWN_HITS = 3


class BatchScreening(QueueRow):
    """A file of names against one list, taken up slice by slice; tries are counted from the last slice on."""

    state = models.CharField(
        max_length=20, choices=[(s.value, s.value) for s in BatchState], default=BatchState.QUEUED
    )
    # Two submissions of the same form are one batch.
    form_token = models.UUIDField(unique=True)
    file_hash = models.BinaryField(max_length=32)
    file_size = models.BigIntegerField()
    file_name = models.CharField(max_length=200)
    # Of the start: a list that comes into force later is not mixed in.
    snapshot = models.ForeignKey("participation.Snapshot", on_delete=models.PROTECT, related_name="+")
    weights = models.CharField(max_length=80)
    rows = models.PositiveIntegerField()
    rows_done = models.PositiveIntegerField(default=0)
    # Rows by band, as workflow/batch_tally.py counts them.
    tally = models.JSONField(default=dict)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    # The file and its answers are gone since; the numbers stay.
    disposed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[s.value for s in BatchState]), name="batch_state"),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False, lease_token__isnull=False),
                name="batch_running_has_lease",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(rows_done=F("rows"), done_at__isnull=False),
                name="batch_done_is_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(state__in=["queued", "running"]), name="batch_open_by_try"
            )
        ]

    def __str__(self) -> str:
        return f"batch/{self.pk}"


class BatchAnswer(models.Model):
    """The answer for one row of the file, with its hits, best first; `row` counts from 1."""

    batch = models.ForeignKey(BatchScreening, on_delete=models.PROTECT, related_name="answers")
    row = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    # As written; a NUL, which no database keeps, stands as its symbol.
    query = models.TextField(blank=True)
    country = models.TextField(blank=True)
    band = models.CharField(max_length=10)
    screened = models.BooleanField()
    hits = models.JSONField()

    class Meta:
        ordering = ["row"]
        constraints = [
            # Two workers at once write a row once, whatever their leases say.
            models.UniqueConstraint(fields=["batch", "row"], name="batch_answer_once"),
            models.CheckConstraint(
                condition=Q(band__in=["match", "possible", "none"]), name="batch_answer_band"
            ),
        ]
        indexes = [models.Index(fields=["batch", "band"], name="batch_answer_by_band")]

    def __str__(self) -> str:
        return f"batch/{self.batch_id} row {self.row}"

    @property
    def further(self) -> int:
        """Hits beyond those that a page shows."""
        return max(0, len(self.hits) - SHOWN_HITS)
