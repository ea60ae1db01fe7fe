"""Mails to be sent: who must hear of a change of a disclosure. The row is the queue."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from participation.models.queue_row import QueueRow


class Notice(QueueRow):
    """One change that one person must hear of. The mail says how the disclosure stands when it is sent.

    So the newest notice of a person and a disclosure speaks for the ones before it.
    """

    class Kind(models.TextChoices):
        """What happened. The first four are results of checks; `barred` is flagged with: do not share."""

        CLEARED = "cleared", "clear by the check"
        FLAGGED = "flagged", "with compliance: wait"
        BARRED = "barred", "with compliance: do not share"
        STUCK = "stuck", "the check needs attention"
        ASKED = "asked", "a question is asked"
        ANSWERED = "answered", "a question is answered"
        RELEASED = "released", "released by an officer"
        REFUSED = "refused", "refused by an officer"
        LICENCE = "licence_recorded", "a licence is recorded"
        WITHDRAWN = "withdrawn", "withdrawn by an officer"
        REASSIGNED = "reassigned", "a case is handed over"

    class State(models.TextChoices):
        WAITING = "waiting", "waits to be sent"
        SENDING = "sending", "is being sent"
        SENT = "sent", "sent"
        # A newer notice tells the person how it stands.
        COVERED = "covered", "told by a newer one"
        NEEDS_ATTENTION = "needs_attention", "could not be sent"
        SETTLED = "settled", "told by other means"

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    disclosure = models.ForeignKey(
        "participation.Disclosure", on_delete=models.PROTECT, related_name="notices"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    state = models.CharField(max_length=20, choices=State, default=State.WAITING)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(lease_until__isnull=False, lease_token__isnull=False),
                name="notice_sending_has_lease",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="notice_sent_has_time"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(state__in=["waiting", "sending"]),
                name="notice_open_by_try",
            ),
            models.Index(fields=["recipient", "disclosure"], name="notice_by_reader"),
        ]

    def __str__(self) -> str:
        return f"notice/{self.pk}"
