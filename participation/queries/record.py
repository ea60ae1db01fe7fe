"""The record of an object: what the log says of it, in words. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from audits.log import Subject, entries, title_of
from participation.models import Body, Determination, Disclosure, Meeting, User

SERVICE_NAME = "Plenary"


@dataclass(frozen=True, slots=True)
class Event:
    """One entry as people read it; `entry_id` leads to the entry itself."""

    at: datetime
    text: str
    entry_id: int


def events_of(found: Sequence[Any]) -> list[Event]:
    """The entries in words, in the order given."""
    ids = {entry.actor_id.removeprefix("user/") for entry in found if entry.actor_id.startswith("user/")}
    names = {f"user/{user.pk}": user.initials for user in User.objects.filter(pk__in=ids)}
    return [
        Event(entry.at, f"{_told(entry)}, by {names.get(entry.actor_id, SERVICE_NAME)}", entry.pk)
        for entry in found
    ]


def _told(entry: Any) -> str:
    """The title of the entry's kind, with the part of the document that it is about."""
    part = entry.labels.get("part")
    return f"{title_of(entry.kind)}: {part}" if part else title_of(entry.kind)


def entries_of_meeting(meeting: Meeting, disclosures: QuerySet[Disclosure]) -> QuerySet[Any]:
    """Entries on the meeting and on those of its disclosures that the reader may see, newest first."""
    ids = [str(pk) for pk in disclosures.filter(meeting=meeting).values_list("pk", flat=True)]
    about = Q(object_type="meeting", object_id=str(meeting.pk)) | Q(
        object_type="disclosure", object_id__in=ids
    )
    return entries().filter(about).order_by("-id")


def last_change_of(meeting: Meeting) -> tuple[datetime, int]:
    """When the record of the meeting changed last, and how many changes it has had."""
    changes = entries(subject=Subject("meeting", str(meeting.pk))).filter(object_rev__isnull=False)
    last = changes.order_by("-object_rev")[0]
    return last.at, last.object_rev or 0


def history_of_disclosure(disclosure: Disclosure) -> list[Event]:
    """Everything that the log says of the disclosure and its determinations, newest first."""
    made = Determination.objects.filter(line__disclosure=disclosure).values_list("pk", flat=True)
    about = Q(object_type="disclosure", object_id=str(disclosure.pk))
    about |= Q(object_type="determination", object_id__in=[str(pk) for pk in made])
    return events_of(list(entries().filter(about).order_by("-id")))


def history_of_body(body: Body) -> list[Event]:
    """Everything that the log says of the standards body, newest first."""
    return events_of(list(entries(subject=Subject("body", str(body.pk))).order_by("-id")))
