"""Rows of attendance lists about one person, found by the exact name or address. Reads only."""

from dataclasses import dataclass
from datetime import datetime
from unicodedata import normalize

from django.db.models import Q

from participation.models import Attendance
from participation.queries.kept import Kept, is_disposable, kept
from participation.queries.legal_holds import holds_on, standing_holds
from participation.retention import Matter


@dataclass(frozen=True, slots=True)
class Named:
    """The rows of one meeting that name the person; `why_not` is empty where they may be erased."""

    kept: Kept
    rows: tuple[int, ...]
    organisations: tuple[str, ...]
    why_not: str


def named(text: str, *, now: datetime) -> list[Named]:
    """Meetings with rows of the person, oldest due first: the whole name as written, or the mail address."""
    text = normalize("NFC", text).strip()
    if not text:
        return []
    about = Q(person_name__iexact=text) | Q(person__name__iexact=text) | Q(person__email__iexact=text)
    rows: dict[int, list[Attendance]] = {}
    for row in Attendance.objects.filter(about, disposed_at__isnull=True).select_related("stated_name"):
        rows.setdefault(row.meeting_id, []).append(row)
    # Whoever has the address may be written otherwise on another list: the person is one row.
    for row in _same_person(rows):
        rows.setdefault(row.meeting_id, []).append(row)
    holds = standing_holds()
    return [
        Named(
            one,
            tuple(sorted({row.pk for row in rows[one.pk]})),
            tuple(dict.fromkeys(str(row.stated_name) for row in rows[one.pk])),
            _why_not(one, [hold.agency for hold in holds_on(one, holds)], now=now),
        )
        for one in kept(Matter.MEETING, list(rows))
    ]


def _same_person(rows: dict[int, list[Attendance]]) -> list[Attendance]:
    people = {row.person_id for some in rows.values() for row in some if row.person_id}
    seen = {row.pk for some in rows.values() for row in some}
    found = Attendance.objects.filter(person__in=people, disposed_at__isnull=True).exclude(pk__in=seen)
    return list(found.select_related("stated_name"))


def _why_not(one: Kept, agencies: list[str], *, now: datetime) -> str:
    if agencies:
        return f"Held for {agencies[0]}."
    if one.due is None:
        return "A disclosure at this meeting is still open."
    if not is_disposable(one, now=now):
        return f"Has to be kept until {one.due.on:%-d %B %Y}."
    return ""
