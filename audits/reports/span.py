"""Which leaves an export shows: its period between signed heads, with entries of before and after it."""

from datetime import datetime, timedelta

from audits.merkle.tiles import TILE_WIDTH
from audits.models import Checkpoint, Leaf
from audits.reports.choice import Choice

# How long after the end of a period an entry of it may still be sealed: longer than a transaction may live.
MARGIN = timedelta(minutes=10)


class ExportError(RuntimeError):
    """There is nothing to export as asked."""


def leaf_range(choice: Choice, size: int) -> tuple[int, int, bool]:
    """[begin, end) of the leaves to show, whole tiles of entries; and whether the period outlasts the log.

    Raises: ExportError when the signed log ends before the period begins.
    """
    begin, end, to_head = 0, size, True
    if choice.since is not None:
        begin = _begin(choice, choice.since, size)
    if choice.until is not None:
        end, to_head = _end(choice, choice.until, size)
    return begin, max(begin, end), to_head


def _begin(choice: Choice, since: datetime, size: int) -> int:
    leaves = Leaf.objects.filter(leaf_index__lt=size)
    if not leaves.filter(entry__at__gte=since).exists():
        raise ExportError("no signed entry lies in this period")
    before = (
        Checkpoint.objects.filter(tree_size__lte=size, signed_at__lte=since).order_by("-tree_size").first()
    )
    sealed = 0 if before is None else before.tree_size
    first = leaves.filter(choice.period()).order_by("leaf_index").values_list("leaf_index", flat=True).first()
    begin = min(sealed, size if first is None else first) // TILE_WIDTH * TILE_WIDTH
    # The first entry shown must be one of before the period, or nobody could tell that none is hidden.
    while begin and _at(begin) >= since:
        begin -= TILE_WIDTH
    return begin


def _end(choice: Choice, until: datetime, size: int) -> tuple[int, bool]:
    leaves = Leaf.objects.filter(leaf_index__lt=size)
    if not leaves.filter(entry__at__gte=until).exists():
        return size, True
    after = (
        Checkpoint.objects.filter(tree_size__lte=size, signed_at__gte=until + MARGIN)
        .order_by("tree_size")
        .first()
    )
    sealed = size if after is None else after.tree_size
    last = leaves.filter(choice.period()).order_by("-leaf_index").values_list("leaf_index", flat=True).first()
    end = _whole(max(sealed, 0 if last is None else last + 1), size)
    while end < size and _at(end - 1) < until:
        end = _whole(end + 1, size)
    return end, False


def _whole(end: int, size: int) -> int:
    return min(size, -(-end // TILE_WIDTH) * TILE_WIDTH)


def _at(index: int) -> datetime:
    return Leaf.objects.values_list("entry__at", flat=True).get(leaf_index=index)
