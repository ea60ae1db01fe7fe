"""Organisations: as people state them, and as somebody confirmed them."""

from django.db import models


class Organisation(models.Model):
    """A grouping of stated names that a person confirmed."""

    name = models.CharField(max_length=300, unique=True)
    confirmed_by = models.ForeignKey("participation.User", on_delete=models.PROTECT)
    confirmed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class StatedName(models.Model):
    """The text as typed (NFC) with its country: what is screened, and what pair decisions key on.

    An empty text means that nothing was stated: it cannot be screened.
    """

    text = models.CharField(max_length=300, blank=True)
    country = models.CharField(max_length=2, blank=True)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["text", "country"], name="stated_name_unique"),
            models.CheckConstraint(
                condition=models.Q(country="") | models.Q(country__regex=r"^[A-Z]{2}$"),
                name="stated_name_country_alpha2",
            ),
        ]

    def __str__(self) -> str:
        return self.text or "no organisation stated"
