"""What administrators record of the rules, and the editions that determinations were computed with."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from participation.rules.determination import Source


class RuleStatement(models.Model):
    """One thing that somebody stated of the rules, with its days and its source.

    Inserted, never changed and never deleted: another statement withdraws it, or stands in its place.
    """

    class What(models.TextChoices):
        AFFILIATES = "affiliates_rule", "status of the Affiliates Rule"
        KNOWN_UNTIL = "rules_known_until", "day until which the rules are known"
        POLICY = "company_policy", "company policy: a review always"
        SIGN_OFF = "sign_off", "sign-off by counsel"
        WITHDRAWAL = "withdrawal", "withdrawal"

    what = models.CharField(max_length=20, choices=What)
    # From and to inclusive; null is without a known beginning or end.
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    # The word, the day, or the entry that it states; null for a withdrawal.
    value = models.JSONField(null=True, blank=True)
    citation = models.CharField(max_length=300, blank=True)
    url = models.URLField(max_length=500, blank=True)
    source = models.CharField(
        max_length=10, blank=True, choices=[(source.value, source.value) for source in Source]
    )
    # Two personal columns: neither is part of the rules, so that both can be erased.
    note = models.TextField(blank=True)
    counsel = models.CharField(max_length=200, blank=True)
    withdraws = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="withdrawn_by"
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(what="withdrawal", withdraws__isnull=False)
                | ~Q(what="withdrawal") & ~Q(citation="") & ~Q(url="") & ~Q(source=""),
                name="rule_statement_has_source",
            ),
            models.CheckConstraint(
                condition=Q(begins_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=models.F("begins_on")),
                name="rule_statement_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"rule/{self.pk}"


class RulesEdition(models.Model):
    """What statements made of the rules, once for each fingerprint that a determination carries.

    Inserted, never changed: the fingerprint is computed from the content, so a change would show.
    """

    fingerprint = models.CharField(max_length=64, unique=True)
    engine = models.PositiveIntegerField()
    overlay = models.JSONField()
    first_used_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.fingerprint[:8]
