"""Standards bodies, their groups, meetings, and who was there."""

from django.conf import settings
from django.db import models


class Body(models.Model):
    """A standards body. Facts keep their quality and date; what is unknown is absent."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80, unique=True)
    full_name = models.CharField(max_length=200, blank=True)
    facts = models.JSONField(default=dict)
    # The finding of a person: the answer (null: unknown), its source, the day for which it was found, who
    # recorded it and when. Never filled in by us.
    voluntary_consensus_body = models.BooleanField(null=True, blank=True)
    voluntary_consensus_basis = models.CharField(max_length=500, blank=True)
    voluntary_consensus_on = models.DateField(null=True, blank=True)
    voluntary_consensus_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    voluntary_consensus_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "bodies"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(voluntary_consensus_body__isnull=True)
                | models.Q(
                    voluntary_consensus_on__isnull=False,
                    voluntary_consensus_by__isnull=False,
                    voluntary_consensus_at__isnull=False,
                )
                & ~models.Q(voluntary_consensus_basis=""),
                name="body_finding_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Group(models.Model):
    """A working group of a body."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["body", "name"], name="group_unique_in_body")]

    def __str__(self) -> str:
        return f"{self.body.name} {self.name}"


class Meeting(models.Model):
    """A meeting that somebody from the company takes part in."""

    class Access(models.TextChoices):
        OPEN = "open", "open to anyone"
        MEMBERS = "members", "members of the body"
        INVITATION = "invitation", "by invitation"
        UNKNOWN = "unknown", "not known"

    class Venue(models.TextChoices):
        PLACE = "place", "in one place"
        REMOTE = "remote", "remote only"
        BOTH = "both", "in one place and remote"

    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT)
    number = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    time_zone = models.CharField(max_length=64, default="UTC")
    venue = models.CharField(max_length=10, choices=Venue, default=Venue.PLACE)
    place = models.CharField(max_length=200, blank=True)
    access = models.CharField(max_length=12, choices=Access, default=Access.UNKNOWN)
    agenda_url = models.URLField(max_length=500, blank=True)
    # Two submissions of the same form are one meeting.
    form_token = models.UUIDField(unique=True)
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    logged_at = models.DateTimeField()

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="meeting_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.place_in_body, self.number) if part)

    @property
    def place_in_body(self) -> str:
        return str(self.group) if self.group_id else self.body.name


class Attendance(models.Model):
    """A person at a meeting with one organisation, as stated there; kept whatever comes later.

    Two organisations in one cell are two rows of the same person.
    """

    class Mode(models.TextChoices):
        ON_SITE = "on-site", "on site"
        REMOTE = "remote", "remote"
        UNKNOWN = "", "not stated"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey("participation.Person", null=True, blank=True, on_delete=models.PROTECT)
    person_name = models.CharField(max_length=300, blank=True)
    stated_name = models.ForeignKey("participation.StatedName", on_delete=models.PROTECT)
    mode = models.CharField(max_length=10, choices=Mode, blank=True)
    # Set where the attendee is one of ours: he or she sees the meeting's disclosures.
    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()
    # The name and the person behind it are gone since; two of one organisation then look the same.
    disposed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person_name", "stated_name"],
                condition=models.Q(disposed_at__isnull=True),
                name="attendance_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"attendance/{self.pk}"


class MeetingDraft(models.Model):
    """What a person typed into the form of a new meeting and has not sent: nobody else's, and no record."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # Of the form: the meeting that it becomes carries the same one, and the draft goes with it.
    form_token = models.UUIDField()
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-saved_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "form_token"], name="meeting_draft_once"),
        ]

    def __str__(self) -> str:
        return f"meeting-draft/{self.pk}"
