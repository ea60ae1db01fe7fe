"""The tables of the log: entries, their places in the tree, signed heads. Insert-only but for two.

`PrivateValue` may be blanked or deleted, `Pending` is a queue. Triggers refuse the rest (audits/triggers).
No foreign key cascades; every column of `Entry` beside the bytes is a search copy of them.
"""

import json
from typing import Any

from django.db import models
from django.db.models.functions import Length, Now
from django.db.models.lookups import Exact, LessThanOrEqual

from audits.envelope import MAX_ENVELOPE, MAX_PAYLOAD
from audits.merkle.hashing import HASH_SIZE
from audits.merkle.tiles import TILE_WIDTH


class AsTyped(json.JSONEncoder):
    """JSON with characters outside ASCII as they are, so that SQLite can search them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**(options | {"ensure_ascii": False}))


class Entry(models.Model):
    uuid = models.UUIDField(unique=True, editable=False)
    kind = models.CharField(max_length=64)
    # Empty where the entry names no object; rev only where the entry changes the object.
    object_type = models.CharField(max_length=64, blank=True)
    object_id = models.CharField(max_length=200, blank=True)
    object_rev = models.PositiveIntegerField(null=True)
    actor_id = models.CharField(max_length=200, blank=True)  # empty for anonymous
    at = models.DateTimeField()
    # The database's clock; on PostgreSQL a trigger sets it whatever the application says.
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    request = models.CharField(max_length=200, blank=True)
    labels = models.JSONField(encoder=AsTyped)
    body = models.BinaryField()
    payload = models.BinaryField()
    leaf_hash = models.BinaryField(max_length=HASH_SIZE, unique=True)

    class Meta:
        verbose_name_plural = "entries"
        permissions = [("export_entry", "Can export the log")]
        constraints = [
            # Two writers of one object cannot both be revision n: the later one fails, nothing forks.
            models.UniqueConstraint(
                fields=["object_type", "object_id", "object_rev"],
                condition=models.Q(object_rev__isnull=False),
                name="audits_entry_one_revision",
            ),
            models.CheckConstraint(
                condition=Exact(Length("leaf_hash"), HASH_SIZE),
                name="audits_entry_leaf_hash_32",
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("body"), MAX_ENVELOPE),
                name="audits_entry_body_size",
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("payload"), MAX_PAYLOAD),
                name="audits_entry_payload_size",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "id"], name="audits_entry_kind"),
            models.Index(fields=["object_type", "object_id", "id"], name="audits_entry_object"),
            models.Index(fields=["actor_id", "id"], name="audits_entry_actor"),
            models.Index(fields=["at"], name="audits_entry_at"),
        ]

    def __str__(self) -> str:
        return f"entry {self.pk} {self.kind}"

    @property
    def subject(self) -> str:
        """`disclosure/42`, or empty."""
        return f"{self.object_type}/{self.object_id}" if self.object_type else ""


class Pending(models.Model):
    """Entries without a place in the tree. A queue, because ids commit out of order.

    Filled by the insert trigger of `Entry` and emptied by the sequencer: a reader of "id > last seen"
    would lose the entry that took its id early and committed late.
    """

    entry = models.OneToOneField(
        Entry,
        models.DO_NOTHING,
        primary_key=True,
        db_constraint=False,
        related_name="pending",
    )

    class Meta:
        verbose_name_plural = "pending entries"

    def __str__(self) -> str:
        return f"pending {self.entry_id}"


class Leaf(models.Model):
    leaf_index = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, models.DO_NOTHING, related_name="leaf")

    class Meta:
        verbose_name_plural = "leaves"

    def __str__(self) -> str:
        return f"leaf {self.leaf_index}"


class Tile(models.Model):
    """A full tile: 256 hashes of one level, never changed. What is not yet full is computed."""

    level = models.PositiveSmallIntegerField()
    n = models.BigIntegerField()
    hashes = models.BinaryField(max_length=TILE_WIDTH * HASH_SIZE)
    # Root of the 256: the hash with number n on the next level of tiles.
    root = models.BinaryField(max_length=HASH_SIZE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["level", "n"], name="audits_tile_once"),
            models.CheckConstraint(
                condition=Exact(Length("hashes"), TILE_WIDTH * HASH_SIZE),
                name="audits_tile_is_full",
            ),
        ]

    def __str__(self) -> str:
        return f"tile {self.level}/{self.n}"


class Checkpoint(models.Model):
    tree_size = models.BigIntegerField(primary_key=True)
    note = models.TextField()
    signed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"checkpoint {self.tree_size}"


class Anchor(models.Model):
    """What an outsider said about a checkpoint."""

    class Kind(models.TextChoices):
        MAIL = "mail"
        RFC3161 = "rfc3161"
        WITNESS = "witness"
        COPY = "copy"

    checkpoint = models.ForeignKey(Checkpoint, models.DO_NOTHING, related_name="anchors")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    issuer = models.CharField(max_length=200)
    # The reply of an authority, the signature lines of a witness; for mail and copy the note that left.
    token = models.BinaryField()
    received_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["kind", "received_at"], name="audits_anchor_newest")]

    def __str__(self) -> str:
        return f"anchor {self.kind} of {self.checkpoint_id}"


class AnchorDuty(models.Model):
    """One configured anchor and when its next turn is. The row is the queue; what came of it is an `Anchor`.

    It stands for the newest head of the moment: after an outage one turn makes up for all that were missed.
    """

    kind = models.CharField(max_length=16, choices=Anchor.Kind.choices)
    issuer = models.CharField(max_length=200)
    since = models.DateTimeField()
    due_at = models.DateTimeField()
    hinted_at = models.DateTimeField(null=True)
    # Tries since the last success; why the newest one failed, in words that hold no address.
    tries = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)
    # Only who holds the lease may say what became of it.
    lease_until = models.DateTimeField(null=True)
    lease_token = models.UUIDField(null=True)
    held_at = models.DateTimeField(null=True)
    held_size = models.BigIntegerField(null=True)

    class Meta:
        verbose_name_plural = "anchor duties"
        constraints = [
            models.UniqueConstraint(fields=["kind", "issuer"], name="audits_anchorduty_once"),
            models.CheckConstraint(
                condition=models.Q(lease_until__isnull=True, lease_token__isnull=True)
                | models.Q(lease_until__isnull=False, lease_token__isnull=False),
                name="audits_anchorduty_whole_lease",
            ),
        ]

    def __str__(self) -> str:
        return f"anchor duty {self.kind} {self.issuer}"


class PrivateValue(models.Model):
    """A personal value and the key of its commitment; the one thing here that may be erased."""

    entry = models.ForeignKey(Entry, models.DO_NOTHING, related_name="private_values")
    field = models.CharField(max_length=200)
    key = models.BinaryField(max_length=HASH_SIZE, null=True)
    value = models.TextField(null=True)  # null is "erased", an empty text is a value

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "field"], name="audits_private_value_once"),
            models.CheckConstraint(
                condition=models.Q(key__isnull=True, value__isnull=True)
                | models.Q(key__isnull=False, value__isnull=False),
                name="audits_private_value_whole_or_erased",
            ),
        ]

    def __str__(self) -> str:
        return f"private value {self.pk}"
