"""The question who sent somebody on the attendee list, as the meeting's page asks it."""

from typing import Any

from django import forms
from django.http import HttpRequest

from participation.access import can
from participation.models import AffiliationDoubt, Meeting
from participation.queries.affiliations import open_doubts_at, person_name_at, question_of
from participation.web.forms import PlainForm

Answer = AffiliationDoubt.Answer


class AffiliationForm(PlainForm):
    """One of four answers; nothing is chosen beforehand."""

    answer = forms.ChoiceField(
        label="Your answer",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one; you may say that you do not know."},
    )

    def __init__(self, *args: Any, doubt: AffiliationDoubt, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = [  # type: ignore[attr-defined]
            (Answer.STATED.value, f"{doubt.stated_name}, as stated"),
            (Answer.OTHER.value, str(doubt.other_name)),
            (Answer.BOTH.value, "Both"),
            (Answer.UNKNOWN.value, "I do not know"),
        ]


def doubt_context(
    request: HttpRequest, meeting: Meeting, form: AffiliationForm | None = None
) -> dict[str, Any]:
    """The first open question about the list, with its form for who may answer; else empty."""
    doubts = list(open_doubts_at(meeting))
    if not doubts:
        return {}
    first = doubts[0]
    may_answer = can(request.user, "meeting.write")
    return {
        "doubt": first,
        "doubt_question": question_of(first),
        "doubt_person": person_name_at(first, meeting),
        "doubts_left": len(doubts),
        "doubt_form": (form or AffiliationForm(doubt=first)) if may_answer else None,
    }
