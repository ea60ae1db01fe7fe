"""What outsiders said, as an export carries it: replies of authorities, and notes with cosignatures."""

from collections.abc import Iterator

from django.db.models import Max, QuerySet
from django.db.models.functions import TruncDay

from audits.anchors.published import cosigned_note
from audits.anchors.standing import held_kinds, rungs
from audits.anchors.target import STAMP, WITNESS
from audits.bundle.layout import COSIGNED
from audits.models import Anchor, Checkpoint

# Above this many stamps, the last one of each day and authority goes along.
MANY_STAMPS = 5000


def exported(size: int) -> Iterator[tuple[int, str, bytes]]:
    """(size of the head, name, content) of every anchor of heads of at most `size` entries, in rising order.

    Of cosigned notes the last of each day: it stands for those before it.
    """
    stamps, cosigned = _stamps(size), _cosigned(size)
    for of in sorted(exported_sizes(size)):
        if of in cosigned:
            yield of, COSIGNED, cosigned_note(Checkpoint.objects.get(pk=of))
        tokens = stamps.filter(checkpoint_id=of).order_by("received_at", "pk")
        for number, token in enumerate(tokens.values_list("token", flat=True), 1):
            yield of, f"{number}.tsr", bytes(token)


def exported_sizes(size: int) -> set[int]:
    """The sizes of the heads of which an anchor goes along; so must their checkpoints."""
    return {*_stamps(size).values_list("checkpoint_id", flat=True), *_cosigned(size)}


def ladder(size: int) -> str:
    """On which rungs an export of this size stands, one line each."""
    return "\n".join(f"  {line}" for line in rungs(held_kinds(up_to=size)))


def _stamps(size: int) -> QuerySet[Anchor]:
    rows = Anchor.objects.filter(kind=STAMP, checkpoint_id__lte=size)
    if rows.count() <= MANY_STAMPS:
        return rows
    days = rows.annotate(day=TruncDay("received_at")).values("issuer", "day")
    return Anchor.objects.filter(pk__in=days.annotate(last=Max("pk")).values("last"))


def _cosigned(size: int) -> set[int]:
    rows = Anchor.objects.filter(kind=WITNESS, checkpoint_id__lte=size)
    days = rows.annotate(day=TruncDay("received_at")).values("day").annotate(last=Max("checkpoint_id"))
    return set(days.values_list("last", flat=True))
