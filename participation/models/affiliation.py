"""Doubts about for whom a person came: what speaks against the list, and what somebody answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class AffiliationDoubt(models.Model):
    """The one question about a person and a stated organisation; asked once, wherever they meet again.

    `domain` is an organisation's, from a shipped table, never the address of the person.
    """

    class Kind(models.TextChoices):
        MAIL = "mail", "the mail address is of another organisation"
        EARLIER = "earlier", "another organisation was stated at an earlier meeting"

    class Answer(models.TextChoices):
        STATED = "stated", "as stated"
        OTHER = "other", "the other one"
        BOTH = "both", "both"
        UNKNOWN = "unknown", "not known"

    # The meeting that raised it: its record holds question and answer.
    meeting = models.ForeignKey(
        "participation.Meeting", on_delete=models.PROTECT, related_name="affiliation_doubts"
    )
    person = models.ForeignKey("participation.Person", on_delete=models.PROTECT, related_name="doubts")
    stated_name = models.ForeignKey("participation.StatedName", on_delete=models.PROTECT, related_name="+")
    other_name = models.ForeignKey("participation.StatedName", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    domain = models.CharField(max_length=80, blank=True)
    earlier_meeting = models.ForeignKey(
        "participation.Meeting", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    raised_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "stated_name", "other_name"], name="doubt_asked_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | Q(
                    answer__in=["stated", "other", "both", "unknown"],
                    answered_by__isnull=False,
                    answered_at__isnull=False,
                ),
                name="doubt_answer_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(kind="mail", earlier_meeting__isnull=True) & ~Q(domain="")
                | Q(kind="earlier", earlier_meeting__isnull=False, domain=""),
                name="doubt_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"affiliation-doubt/{self.pk}"
