"""Doubts about affiliations: those of a meeting, the open question, what keeps an answer from being clear."""

from collections.abc import Mapping

from django.db.models import Exists, OuterRef, QuerySet

from participation.models import AffiliationDoubt, Attendance, Meeting, StatedName

Answer = AffiliationDoubt.Answer


def doubts_at(meeting: Meeting) -> QuerySet[AffiliationDoubt]:
    """The doubts about people as they are on this meeting's list, wherever they were raised."""
    here = Attendance.objects.filter(
        meeting=meeting, person=OuterRef("person"), stated_name=OuterRef("stated_name")
    )
    rows = AffiliationDoubt.objects.filter(Exists(here))
    return rows.select_related(
        "person", "stated_name", "other_name", "earlier_meeting__body", "earlier_meeting__group__body"
    )


def open_doubts_at(meeting: Meeting) -> QuerySet[AffiliationDoubt]:
    """Those that nobody answered yet, in the order in which they were raised."""
    return doubts_at(meeting).filter(answer="").order_by("pk")


def question_of(doubt: AffiliationDoubt) -> str:
    """The doubt as one question."""
    stated, other = doubt.stated_name.text, doubt.other_name.text
    if doubt.kind == AffiliationDoubt.Kind.MAIL:
        against = f"the mail address is of {other} ({doubt.domain})"
    else:
        against = f"at {doubt.earlier_meeting} this person was there for {other}"
    return f"The list says {stated}; {against}. Who sent this person?"


def person_name_at(doubt: AffiliationDoubt, meeting: Meeting) -> str:
    """The person as this meeting's list writes the name."""
    rows = meeting.attendances.filter(person=doubt.person_id, stated_name=doubt.stated_name_id)
    return rows.values_list("person_name", flat=True).first() or ""


def unsettled_at(meeting: Meeting | None) -> Mapping[int, str]:
    """Id of a stated name -> why nobody knows whether it is all: no answer yet, or "not known"."""
    if meeting is None:
        return {}
    found: dict[int, str] = {}
    for doubt in doubts_at(meeting).filter(answer__in=["", Answer.UNKNOWN]).order_by("pk"):
        found.setdefault(doubt.stated_name_id, _unsettled(doubt))
    return found


def _unsettled(doubt: AffiliationDoubt) -> str:
    stated, other = doubt.stated_name.text, doubt.other_name.text
    if doubt.kind == AffiliationDoubt.Kind.MAIL:
        speaks = f"has a mail address of {other} ({doubt.domain})"
    else:
        speaks = f"was at {doubt.earlier_meeting} for {other}"
    if doubt.answer:
        return f"A person listed for {stated} {speaks}; nobody could say who sent this person."
    return f"A person listed for {stated} {speaks}. Say on the meeting's attendee list who sent this person."


def also_present(meeting: Meeting | None) -> Mapping[int, list[StatedName]]:
    """Id of a stated name -> the organisations that, as somebody answered, its people came for as well."""
    if meeting is None:
        return {}
    found: dict[int, list[StatedName]] = {}
    for doubt in doubts_at(meeting).filter(answer__in=[Answer.OTHER, Answer.BOTH]).order_by("pk"):
        names = found.setdefault(doubt.stated_name_id, [])
        names += [] if doubt.other_name in names else [doubt.other_name]
    return found
