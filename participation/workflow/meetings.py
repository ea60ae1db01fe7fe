"""Meetings and who was there: log, change, add attendees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from unicodedata import normalize
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from participation.models import Attendance, Body, Group, Meeting, Person, StatedName, User
from participation.workflow import labels
from participation.workflow.affiliations import raise_doubts
from participation.workflow.journal import enter
from participation.workflow.meeting_drafts import drafts_held, forget_draft
from participation.workflow.moves import SentByAnother


@dataclass(frozen=True, slots=True)
class Attendee:
    """One person as pasted: every organisation of the cell, country alpha-2 or empty."""

    name: str
    organisations: tuple[str, ...]
    country: str = ""
    email: str = ""
    mode: str = ""


def stated_name(text: str, country: str) -> StatedName:
    """The row of this text (NFC, trimmed) and country; made where it is new."""
    text = normalize("NFC", text).strip()
    return StatedName.objects.get_or_create(text=text, country=country)[0]


def _person(attendee: Attendee) -> Person | None:
    if not attendee.email:
        return None
    return Person.objects.get_or_create(email=attendee.email.lower(), defaults={"name": attendee.name})[0]


def _add(meeting: Meeting, attendees: Sequence[Attendee], *, at: datetime) -> list[Attendance]:
    """The rows that were not there before; the same list again adds none."""
    known = set(meeting.attendances.values_list("person_name", "stated_name_id"))
    added = []
    for attendee in attendees:
        name = normalize("NFC", attendee.name).strip()
        for organisation in attendee.organisations or ("",):
            stated = stated_name(organisation, attendee.country)
            if (name, stated.pk) in known:
                continue
            known.add((name, stated.pk))
            colleague = None
            if attendee.email:
                colleague = User.objects.filter(email__iexact=attendee.email).first()
            added.append(
                Attendance.objects.create(
                    meeting=meeting,
                    person=_person(attendee),
                    person_name=name,
                    stated_name=stated,
                    mode=attendee.mode,
                    colleague=colleague,
                    added_at=at,
                )
            )
    return added


@transaction.atomic
def log_meeting(
    *,
    by: User,
    form_token: UUID,
    body: Body,
    group_name: str,
    attendees: Sequence[Attendee] = (),
    **fields: Any,
) -> Meeting:
    """The meeting with its attendees; the same form sent again gives the meeting it made before.

    The draft of the form goes in the same transaction. Raises: SentByAnother.
    """
    at = timezone.now()
    drafts_held(by)
    group = Group.objects.get_or_create(body=body, name=group_name)[0] if group_name else None
    defaults = {"body": body, "group": group, "logged_by": by, "logged_at": at, **fields}
    meeting, made = Meeting.objects.get_or_create(form_token=form_token, defaults=defaults)
    if not made and meeting.logged_by_id != by.pk:
        raise SentByAnother
    forget_draft(by=by, form_token=form_token)
    if not made:
        return meeting
    rows = _add(meeting, attendees, at=at)
    doubts = raise_doubts(meeting, rows, at=at)
    named = labels.of_meeting(meeting)
    enter("meeting.logged", meeting, by=by, at=at, rows=[*rows, *doubts], labels=named)
    return meeting


@transaction.atomic
def change_meeting(meeting: Meeting, *, by: User, group_name: str | None = None, **fields: Any) -> Meeting:
    """The meeting with the given columns changed; without a difference nothing is written."""
    at = timezone.now()
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if group_name is not None:
        body = fields.get("body", meeting.body)
        group = Group.objects.get_or_create(body=body, name=group_name)[0] if group_name else None
        fields["group"] = group
    changed = [name for name, value in fields.items() if getattr(meeting, name) != value]
    if not changed:
        return meeting
    for name in changed:
        setattr(meeting, name, fields[name])
    meeting.save(update_fields=changed)
    enter("meeting.changed", meeting, by=by, at=at, labels=labels.of_meeting(meeting))
    return meeting


@transaction.atomic
def add_attendees(meeting: Meeting, attendees: Sequence[Attendee], *, by: User) -> list[Attendance]:
    """The attendance rows that are new; the same list twice changes nothing and writes nothing."""
    at = timezone.now()
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    rows = _add(meeting, attendees, at=at)
    if rows:
        doubts, named = raise_doubts(meeting, rows, at=at), labels.of_meeting(meeting)
        enter("meeting.attendees_added", meeting, by=by, at=at, rows=[*rows, *doubts], labels=named)
    return rows
