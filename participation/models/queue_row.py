"""What every row has that is a place in a queue."""

from django.db import models


class QueueRow(models.Model):
    """A row that a worker takes up. A message only carries its id; what is true of it stands here."""

    # The id of the request that caused it: whoever takes the row up writes its entries under that id.
    request_id = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    # Taken until the lease ends; then anybody may take it up. The token names the taker: only
    # who still holds it may write the result.
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    next_try_at = models.DateTimeField()
    # When a message was last sent for it; the sweeper sends another where none was heeded.
    hinted_at = models.DateTimeField(null=True, blank=True)
    # The class of the last error, never its text: that may hold a name or an address.
    last_error = models.CharField(max_length=80, blank=True)

    class Meta:
        abstract = True
