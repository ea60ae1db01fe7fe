"""How the form of a disclosure starts: for a meeting, like an earlier disclosure, or as the draft stands."""

from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from participation.models import Disclosure, DisclosureLine, DocumentRevision, Meeting, User
from participation.queries.disclosures import recipients_of
from participation.queries.meetings import organisations_of
from participation.queries.parts import left_out, lines_that_count
from participation.web.delegate.disclosure_form import PLAIN_COLUMNS, DisclosureForm
from participation.web.forms import ThreeAnswers


def initial_of(meeting: Meeting | None, user: User, *, like: Disclosure | None = None) -> dict[str, Any]:
    """A new form: everybody at the meeting is ticked; or one like an earlier disclosure."""
    initial: dict[str, Any] = {"form_token": uuid4(), "time_zone": user.time_zone}
    if meeting is not None:
        ticked = [name.pk for name in organisations_of(meeting)]
        initial |= {"time_zone": meeting.time_zone, "released_on": meeting.starts_on, "recipients": ticked}
    return initial if like is None else initial | _stated(like, meeting)


def initial_of_draft(draft: Disclosure) -> dict[str, Any]:
    """Everything as the draft has it."""
    return {"form_token": draft.form_token, **_stated(draft, draft.meeting)}


def _stated(disclosure: Disclosure, meeting: Meeting | None) -> dict[str, Any]:
    stated: dict[str, Any] = {}
    for name in PLAIN_COLUMNS:
        value = getattr(disclosure, name)
        three = isinstance(DisclosureForm.base_fields[name], ThreeAnswers)
        stated[name] = ThreeAnswers.word_of(value) if three else value
    if disclosure.released_at is not None:
        local = disclosure.released_at.astimezone(ZoneInfo(disclosure.time_zone))
        stated |= {"released_on": local.date(), "released_time": local.time()}
    else:
        stated["released_on"] = disclosure.released_on
    offered = {name.pk for name in organisations_of(meeting)} if meeting else set()
    told = [row.stated_name for row in recipients_of(disclosure)]
    stated["recipients"] = [name.pk for name in told if name.pk in offered]
    # Who is not on the list of the meeting was typed, and is shown as it was typed.
    stated["others"] = "\n".join(f"{name.text}; {name.country}" for name in told if name.pk not in offered)
    stated["nobody_knows"] = not disclosure.recipients_known
    return stated | _shown(disclosure)


def _shown(disclosure: Disclosure) -> dict[str, Any]:
    """The ticks of documents and parts; parts that were left out were offered and are not ticked."""
    lines = lines_that_count(disclosure.lines.select_related("revision").prefetch_related("revision__parts"))
    by_revision: dict[DocumentRevision, list[DisclosureLine]] = {}
    for line in lines:
        by_revision.setdefault(line.revision, []).append(line)
    without = {
        (revision.pk, name) for revision, own in by_revision.items() for name in left_out(revision, own)
    }
    parts = [part for revision in by_revision for part in revision.parts.all()]
    return {
        "revisions": [revision.pk for revision in by_revision],
        "parts": [part.pk for part in parts if (part.revision_id, part.name) not in without],
        "parts_offered": [part.pk for part in parts],
    }
