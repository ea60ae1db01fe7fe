"""List snapshots, listed parties and their versions, and what officers said of pairs."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Snapshot(models.Model):
    """One list file as it was read. One at a time is in force; a party's versions span snapshots."""

    class State(models.TextChoices):
        LOADING = "loading", "loading"
        IN_FORCE = "in_force", "in force"
        SUPERSEDED = "superseded", "superseded"
        QUARANTINED = "quarantined", "quarantined"

    source = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=State, default=State.LOADING)
    partial = models.BooleanField(default=False)
    file_hash = models.BinaryField(max_length=32)
    rows = models.PositiveIntegerField()
    counts = models.JSONField()
    published_on = models.DateField(null=True, blank=True)
    imported_at = models.DateTimeField()
    in_force_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    doubts = models.JSONField(default=list)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="in_force"), name="snapshot_one_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"snapshot/{self.pk}"


class ListedParty(models.Model):
    """The identity of a list entry: source and official number, or normalised name and country."""

    source = models.CharField(max_length=10)
    identity = models.CharField(max_length=500, unique=True)

    class Meta:
        verbose_name_plural = "listed parties"

    def __str__(self) -> str:
        return self.identity


class ListedPartyVersion(models.Model):
    """What the list said of a party, from its first snapshot until the one where it is gone.

    Inserted, never changed, but for `gone`, which is set once.
    """

    party = models.ForeignKey(ListedParty, on_delete=models.PROTECT, related_name="versions")
    content_hash = models.BinaryField(max_length=32)
    first = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    gone = models.ForeignKey(Snapshot, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=500)
    aliases = models.JSONField(default=list)
    countries = models.JSONField(default=list)
    addresses = models.JSONField(default=list)
    citations = models.JSONField(default=list)
    programs = models.JSONField(default=list)
    entity_type = models.CharField(max_length=40, blank=True)
    license_requirement = models.TextField(blank=True)
    license_policy = models.TextField(blank=True)
    remarks = models.TextField(blank=True)
    start_on = models.DateField(null=True, blank=True)
    end_on = models.DateField(null=True, blank=True)
    official_number = models.CharField(max_length=40, blank=True)
    row = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "content_hash", "first"], name="party_version_unique"),
        ]
        indexes = [models.Index(fields=["name"], name="party_version_by_name")]

    def __str__(self) -> str:
        return self.name


class PairDecision(models.Model):
    """An officer's word on whether a stated name is a listed party."""

    class Verdict(models.TextChoices):
        SAME = "same", "the listed party"
        DIFFERENT = "different", "somebody else"

    class Scope(models.TextChoices):
        ONCE = "once", "this disclosure"
        MEETING = "meeting", "this meeting"
        UNTIL_CHANGE = "until_change", "until either side changes"

    stated_name = models.ForeignKey(
        "participation.StatedName", on_delete=models.PROTECT, related_name="pair_decisions"
    )
    party = models.ForeignKey(ListedParty, on_delete=models.PROTECT, related_name="pair_decisions")
    # The version that was in sight: another content means that the entry has changed since.
    version = models.ForeignKey(ListedPartyVersion, on_delete=models.PROTECT, related_name="+")
    # What the stated name was confirmed to belong to when the pair was judged; null: nobody had.
    organisation = models.ForeignKey(
        "participation.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    verdict = models.CharField(max_length=10, choices=Verdict)
    scope = models.CharField(max_length=12, choices=Scope)
    disclosure = models.ForeignKey("participation.Disclosure", on_delete=models.PROTECT, related_name="+")
    reason = models.ForeignKey("participation.ReasonCode", on_delete=models.PROTECT)
    # The code's text as it was when the pair was judged.
    reason_text = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["stated_name", "party"], name="pair_by_name_and_party")]

    def __str__(self) -> str:
        return f"pair/{self.pk}"

    @property
    def reason_given(self) -> str:
        """Code and text as they were when the pair was judged."""
        return f"{self.reason.code}: {self.reason_text or self.reason.text}"
