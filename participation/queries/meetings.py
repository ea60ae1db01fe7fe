"""What the meeting pages show. Reads only."""

from datetime import date

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from participation.access import visible_to
from participation.models import Attendance, Body, Disclosure, Document, Meeting, StatedName, User


def meetings_for(user: User, *, today: date) -> QuerySet[Meeting]:
    """The meetings that the person may see: those not over yet, the next first; then the past, newest first.

    Each carries `organisations` (count of stated names) and `is_over`.
    """
    named = Attendance.objects.filter(meeting=OuterRef("pk")).order_by().values("meeting")
    counted = named.annotate(n=Count("stated_name", distinct=True)).values("n")
    over = Case(When(ends_on__lt=today, then=Value(1)), default=Value(0), output_field=IntegerField())
    return (
        visible_to(user, Meeting)
        .select_related("body", "group__body")
        .annotate(organisations=Coalesce(Subquery(counted), 0), is_over=over)
        .order_by("is_over", Case(When(is_over=0, then=F("starts_on"))), "-starts_on", "-id")
    )


def last_meeting_of(user: User) -> Meeting | None:
    """The meeting that the person logged last: the next one is likely to be alike."""
    return Meeting.objects.select_related("group").filter(logged_by=user).order_by("-id").first()


def bodies() -> QuerySet[Body]:
    """Every body, by name."""
    return Body.objects.all()


def attendees_of(meeting: Meeting) -> QuerySet[Attendance]:
    """The attendees in the order of their list."""
    return meeting.attendances.select_related("stated_name")


def organisations_of(meeting: Meeting) -> QuerySet[StatedName]:
    """The names stated at the meeting, each once, by name; our own people's are left out."""
    strangers = meeting.attendances.filter(colleague__isnull=True).values("stated_name")
    return StatedName.objects.filter(pk__in=strangers).order_by("text", "country")


def documents_of(meeting: Meeting, user: User) -> QuerySet[Document]:
    """The documents logged for the meeting, and those of its disclosures that the person may see."""
    shared = visible_to(user, Disclosure).filter(meeting=meeting).values("lines__revision__document")
    return (
        visible_to(user, Document)
        .filter(Q(meeting=meeting) | Q(pk__in=shared))
        .select_related("body")
        .prefetch_related("revisions__classifications")
        .order_by("number")
    )
