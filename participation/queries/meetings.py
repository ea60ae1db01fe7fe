"""What the meeting pages show. Reads only."""

import re
from datetime import date
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from participation.access import visible_to
from participation.imports.meeting_names import KnownBody
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


def known_bodies() -> list[KnownBody]:
    """Every body with its names and the groups that meetings were logged for."""
    return [
        KnownBody(
            str(body.pk),
            tuple(name for name in dict.fromkeys((body.name, body.full_name)) if name),
            tuple(group.name for group in body.groups.all()),
        )
        for body in Body.objects.prefetch_related("groups")
    ]


def meeting_of_form(user: User, form_token: str) -> Meeting | None:
    """The meeting that this form became, as its calendar file names it; None for any other text."""
    try:
        token = UUID(form_token)
    except ValueError:
        return None
    return visible_to(user, Meeting).filter(form_token=token).first()


def next_number(meeting: Meeting) -> str:
    """The number of the meeting after this one, where it is plain to tell: "#178" gives "#179".

    Empty for a number with letters, and where the next one is logged already.
    """
    found = re.fullmatch(r"(#?)(\d{1,6})", meeting.number, re.ASCII)
    if not found:
        return ""
    number = f"{found[1]}{int(found[2]) + 1:0{len(found[2])}}"
    alike = Meeting.objects.filter(body=meeting.body_id, group=meeting.group_id, number=number)
    return "" if alike.exists() else number


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
