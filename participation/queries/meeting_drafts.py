"""The drafts that a person left. Reads only."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from participation.access import visible_to
from participation.imports.problems import shorten
from participation.models import Body, MeetingDraft, User


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft by what is typed so far; `first_day` is None until one is."""

    draft: MeetingDraft
    name: str
    first_day: date | None


def drafts_of(user: User) -> list[DraftLine]:
    """The person's drafts, the one saved last first."""
    drafts = list(visible_to(user, MeetingDraft))
    bodies = {str(body.pk): body.name for body in Body.objects.all()} if drafts else {}
    return [
        DraftLine(draft, _name(draft, bodies), _day(draft.fields.get("starts_on", ""))) for draft in drafts
    ]


def draft_of(user: User, form_token: UUID | None) -> MeetingDraft | None:
    """The person's draft of this form, if there is one."""
    return visible_to(user, MeetingDraft).filter(form_token=form_token).first() if form_token else None


def _name(draft: MeetingDraft, bodies: dict[str, str]) -> str:
    """As the meeting will be called; else its title."""
    fields = draft.fields
    body = bodies.get(fields.get("body", ""), "")
    called = " ".join(part for part in (body, fields.get("group", ""), fields.get("number", "")) if part)
    return shorten(called or fields.get("title", "")) or "a meeting without a name yet"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
