"""Documents, their revisions, and what each was classified as."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower, Trim


class Document(models.Model):
    """A contribution, draft or other paper; what is shared is always one of its revisions."""

    body = models.ForeignKey("participation.Body", null=True, blank=True, on_delete=models.PROTECT)
    number = models.CharField(max_length=120)
    title = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300, blank=True)
    meeting = models.ForeignKey(
        "participation.Meeting", null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    logged_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="document_number_unique_in_body"),
            models.UniqueConstraint(
                fields=["number"], condition=models.Q(body__isnull=True), name="document_number_unique_alone"
            ),
            models.CheckConstraint(condition=~models.Q(number=""), name="document_has_number"),
        ]

    def __str__(self) -> str:
        return self.number


class DocumentRevision(models.Model):
    """One state of a document: the thing that is disclosed."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="revisions")
    revision = models.CharField(max_length=40)
    file_hash = models.BinaryField(max_length=32, null=True, blank=True)
    file_size = models.BigIntegerField(null=True, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_media = models.CharField(max_length=100, blank=True)
    # The file is gone since; its digest and size stay.
    disposed_at = models.DateTimeField(null=True, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    # Null: nobody said. Published in the sense of 15 CFR 734.7.
    published = models.BooleanField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    publication_basis = models.CharField(max_length=500, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["document", "id"]
        constraints = [
            models.UniqueConstraint(fields=["document", "revision"], name="revision_unique_in_document"),
            models.CheckConstraint(condition=~models.Q(revision=""), name="revision_has_label"),
        ]

    def __str__(self) -> str:
        return f"{self.document.number} {self.revision}"


class DocumentPart(models.Model):
    """A part of a revision with a class of its own: an annex, an archive, or the rest beside them.

    Inserted, never changed: another name is another part. The rest comes with the first part that is
    named, so that the parts are the whole revision and nothing of it goes unscreened.
    """

    REST = "Rest of the document"

    # The document is repeated so that the log's cover needs no join.
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey(DocumentRevision, on_delete=models.PROTECT, related_name="parts")
    # 0 is the rest; the others count from 1 as they were named. A later one was inside the rest.
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    class Meta:
        ordering = ["revision", "number"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "number"], name="part_number_unique_in_revision"),
            models.UniqueConstraint("revision", Lower("name"), name="part_name_unique_in_revision"),
            models.CheckConstraint(condition=~models.Q(name=""), name="part_has_name"),
            models.CheckConstraint(condition=models.Q(name=Trim("name")), name="part_name_trimmed"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_rest(self) -> bool:
        return self.number == 0


class Classification(models.Model):
    """Who classified a revision, or one part of it, as what, when and on what basis.

    Inserted, never changed: the newest row of a part counts. `part` is the name of a part, empty for
    the whole revision. Words are those of the published facts.
    """

    class Kind(models.TextChoices):
        TECHNOLOGY = "technology", "technology"
        SOURCE_CODE = "source_code", "source code"
        OBJECT_CODE = "object_code", "object code"
        HARDWARE = "hardware", "hardware"
        NON_TECHNICAL = "non_technical", "nothing technical"

    class Nexus(models.TextChoices):
        US_ORIGIN = "us_origin", "of US origin"
        FOREIGN_SUBJECT = "foreign_subject", "foreign-made, subject to the EAR"
        FOREIGN_NONE = "foreign_none", "foreign-made, not subject to the EAR"
        UNKNOWN = "unknown", "not known"

    # The document is repeated so that the log's cover needs no join.
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey(DocumentRevision, on_delete=models.PROTECT, related_name="classifications")
    part = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.TECHNOLOGY)
    eccn = models.CharField(max_length=20, blank=True)
    reasons_for_control = models.JSONField(null=True, blank=True)
    crypto_equipment = models.CharField(max_length=20, blank=True)
    crypto_functionality_only = models.BooleanField(default=False)
    nonstandard_crypto = models.BooleanField(null=True, blank=True)
    encryption_notification_sent = models.BooleanField(null=True, blank=True)
    us_nexus = models.CharField(max_length=20, choices=Nexus, default=Nexus.UNKNOWN)
    other_agency = models.CharField(max_length=10, blank=True)
    basis = models.CharField(max_length=500)
    classified_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    classified_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(basis=""), name="classification_has_basis"),
        ]

    def __str__(self) -> str:
        return self.eccn or "not classified"
