"""The thresholds that screening bands by, one row for each time that somebody set them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class WeightsVersion(models.Model):
    """Bands in hundredths of a point. Inserted, never changed: the one with the highest number is in force.

    Number 0 has no row: it stands for the bands that ship with Plenary.
    """

    number = models.PositiveIntegerField(unique=True)
    match = models.PositiveIntegerField()
    possible = models.PositiveIntegerField()
    # The edition of weights and words that the bands were tried with.
    policy_edition = models.PositiveIntegerField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__gte=1, possible__gte=1, match__gte=F("possible"), match__lte=10000),
                name="weights_bands_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"weights/{self.number}"
