"""A disclosure: revisions of documents, to recipients, on an occasion."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from participation.states import State


class Disclosure(models.Model):
    """What is released, where, when and why; its lines and recipients; its state.

    State changes only by a conditional UPDATE that names the old state (workflow/moves.py).
    """

    class Channel(models.TextChoices):
        PRESENTED = "presented", "presented in the meeting"
        UPLOADED = "uploaded", "uploaded to the body's server"
        EMAILED = "emailed", "sent by e-mail"
        ORAL = "oral", "said"
        PLUGFEST = "plugfest", "at a plugfest"
        SIDE = "side_conversation", "side conversation"

    class Activity(models.TextChoices):
        CONTRIBUTION = "meeting_contribution", "contribution to a meeting"
        DRAFTING = "adhoc_drafting_documented", "drafting session with notes"
        BILATERAL = "bilateral_undocumented", "talk between two companies, without notes"
        CONFORMITY = "conformity_assessment_procedure", "conformity assessment procedure"
        PLUGFEST = "plugfest", "plugfest"
        DEBUGGING = "product_debugging", "debugging of a product"
        TRAINING = "training", "training"
        CLOSED = "closed_study_group", "closed study group"
        COMMERCIAL = "commercial_side_talk", "commercial talk"
        OTHER = "other", "something else"

    class Stage(models.TextChoices):
        IN_DEVELOPMENT = "in_development", "in development"
        REVISION = "revision", "under revision"
        PUBLISHED = "published", "published"

    meeting = models.ForeignKey(
        "participation.Meeting", null=True, blank=True, on_delete=models.PROTECT, related_name="disclosures"
    )
    body = models.ForeignKey("participation.Body", null=True, blank=True, on_delete=models.PROTECT)
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in State], default=State.DRAFT)
    state_since = models.DateTimeField()
    # An amendment is a new row that supersedes the old one.
    revision = models.PositiveIntegerField(default=1)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    # Either an instant, or a day in the zone of the place.
    released_at = models.DateTimeField(null=True, blank=True)
    released_on = models.DateField(null=True, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC")

    channel = models.CharField(max_length=20, choices=Channel, default=Channel.PRESENTED)
    activity = models.CharField(max_length=40, choices=Activity, default=Activity.CONTRIBUTION)
    for_a_standard = models.BooleanField(null=True, blank=True)
    topic = models.CharField(max_length=80, blank=True)
    standard_stage = models.CharField(max_length=20, choices=Stage, default=Stage.IN_DEVELOPMENT)
    intent_to_publish = models.BooleanField(null=True, blank=True)
    publication_terms = models.CharField(max_length=500, blank=True)
    publication_evidence = models.CharField(max_length=500, blank=True)
    compliance_mandatory = models.BooleanField(null=True, blank=True)
    end_use_red_flag = models.CharField(max_length=80, blank=True)
    country_chart_cleared = models.BooleanField(default=False)
    purpose = models.TextField(blank=True)
    # False: nobody knows who was there; the recipients are then unknown, never none.
    recipients_known = models.BooleanField(default=True)

    # Two submissions of the same form are one disclosure.
    form_token = models.UUIDField(unique=True)
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="disclosures"
    )
    logged_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[s.value for s in State]), name="disclosure_state"),
            models.CheckConstraint(
                condition=Q(released_at__isnull=False) | Q(released_on__isnull=False) | Q(state=State.DRAFT),
                name="disclosure_has_date",
            ),
        ]
        indexes = [models.Index(fields=["state", "state_since"], name="disclosure_by_state")]

    def __str__(self) -> str:
        return f"disclosure/{self.pk}"


class DisclosureLine(models.Model):
    """One document revision, or one part of it. Each line has its own determination."""

    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="lines")
    revision = models.ForeignKey("participation.DocumentRevision", on_delete=models.PROTECT)
    # The name of the part, as pages and the log tell it; empty for the whole. The row behind it keeps a
    # part that was disclosed from going away.
    part = models.CharField(max_length=80, blank=True)
    named_part = models.ForeignKey(
        "participation.DocumentPart", null=True, blank=True, on_delete=models.PROTECT, related_name="lines"
    )
    # The highest number of a part when the line was made: a part that was named later was inside it, if
    # it is the line of the whole or of the rest.
    parts_known = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["disclosure", "revision", "part"], name="line_unique"),
            models.CheckConstraint(
                condition=Q(part="", named_part__isnull=True) | ~Q(part="") & Q(named_part__isnull=False),
                name="line_part_is_named",
            ),
        ]

    def __str__(self) -> str:
        return f"line/{self.pk}"


class DisclosureRecipient(models.Model):
    """An organisation that receives, as stated, with what is known of the person for deemed exports."""

    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="recipients")
    stated_name = models.ForeignKey("participation.StatedName", on_delete=models.PROTECT)
    us_person = models.BooleanField(null=True, blank=True)
    location = models.CharField(max_length=2, blank=True)
    nationality = models.CharField(max_length=2, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["disclosure", "stated_name"], name="recipient_unique"),
        ]

    def __str__(self) -> str:
        return f"recipient/{self.pk}"


class Question(models.Model):
    """What an officer asked the delegate, which fact it settles, and the answer."""

    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="questions")
    fact = models.CharField(max_length=80, blank=True)
    text = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"question/{self.pk}"
