"""Reason codes as the administrator sees them: how often each was given. Reads only."""

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from participation.models import PairDecision, ReasonCode, Review


def reason_codes() -> QuerySet[ReasonCode]:
    """Those in use first, by code; each carries `times`, the number of decisions that name it."""
    decided = Review.objects.filter(reason=OuterRef("pk")).order_by().values("reason")
    judged = PairDecision.objects.filter(reason=OuterRef("pk")).order_by().values("reason")
    counts = [Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0) for rows in (decided, judged)]
    return (
        ReasonCode.objects.annotate(cases=counts[0], pairs=counts[1])
        .annotate(times=F("cases") + F("pairs"))
        .order_by("-active", "code")
    )
