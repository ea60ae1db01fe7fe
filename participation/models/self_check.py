"""The nightly check of the whole log against itself and against the tables."""

from django.db import models
from django.db.models import Q

from participation.models.queue_row import QueueRow


class SelfCheck(QueueRow):
    """The check of one night, and what it found."""

    class State(models.TextChoices):
        QUEUED = "queued", "queued"
        RUNNING = "running", "running"
        DONE = "done", "done"
        NEEDS_ATTENTION = "needs_attention", "needs attention"

    # One for each day, whoever finds first that it is due.
    due_on = models.DateField(unique=True)
    state = models.CharField(max_length=20, choices=State, default=State.QUEUED)
    done_at = models.DateTimeField(null=True, blank=True)
    # Entries under the newest signed head when it began.
    tree_size = models.BigIntegerField(default=0)
    # How many contradictions there are, and the first of them in words.
    problems = models.PositiveIntegerField(default=0)
    told = models.JSONField(default=list)
    # When the alarm was mailed; empty while nobody was told.
    alarmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-due_on"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False, lease_token__isnull=False),
                name="self_check_running_has_lease",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_at__isnull=False), name="self_check_done_has_time"
            ),
        ]

    def __str__(self) -> str:
        return f"self-check/{self.due_on}"
