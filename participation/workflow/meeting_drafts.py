"""Drafts of new meetings: kept as typed, forgotten when discarded or logged.

They leave no entry in the log: nothing has happened yet.
"""

import json
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from participation.models import Meeting, MeetingDraft, User

MAX_BYTES = 1_000_000
MAX_DRAFTS = 20  # beside the one that is being typed


class DraftRefused(ValueError):
    """The draft is not kept; the message says why and what to do."""


class LoggedAlready(DraftRefused):
    """The form became a meeting before this came."""


def drafts_held(by: User) -> None:
    """Keep the person's other requests from drafts and meetings until this transaction ends.

    Without it a draft that was on its way could come back after its meeting was logged.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)


@transaction.atomic
def save_draft(*, by: User, form_token: UUID, fields: Mapping[str, str]) -> MeetingDraft:
    """The one draft of this form, with these fields.

    Raises: LoggedAlready; DraftRefused where it is too large, or one too many.
    """
    kept = {name: text.replace("\0", "") for name, text in fields.items()}
    size = len(json.dumps(kept, ensure_ascii=False).encode())
    if size > MAX_BYTES:
        raise DraftRefused(
            f"This has {size:,} bytes, and a draft at most {MAX_BYTES:,}. "
            "Shorten the pasted list, or save the meeting now and add attendees in parts."
        )
    drafts_held(by)
    if Meeting.objects.filter(form_token=form_token).exists():
        raise LoggedAlready("This form was sent already, and its meeting is saved.")
    others = MeetingDraft.objects.filter(user=by).exclude(form_token=form_token)
    if others.count() >= MAX_DRAFTS:
        raise DraftRefused(f"You have {MAX_DRAFTS} other drafts. Discard one of them first.")
    return MeetingDraft.objects.update_or_create(
        user=by, form_token=form_token, defaults={"fields": kept, "saved_at": timezone.now()}
    )[0]


@transaction.atomic
def forget_draft(*, by: User, form_token: UUID) -> bool:
    """Whether there was a draft of this form; it is gone now."""
    return MeetingDraft.objects.filter(user=by, form_token=form_token).delete()[0] > 0
