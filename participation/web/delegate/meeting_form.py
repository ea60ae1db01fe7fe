"""The one-page form of a meeting, new or changed, and its page."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from participation.models import Body, Meeting
from participation.queries.meeting_drafts import draft_of, drafts_of
from participation.queries.meetings import bodies
from participation.templatetags.compliance import day
from participation.web.delegate.calendar_fields import CalendarFields
from participation.web.delegate.pasted_list import AttendeeListForm
from participation.web.forms import DayField, PlainForm, ZoneField
from participation.web.gate import reader

# Faults of these are told as soon as they are there; the others when the meeting is to be saved.
TOLD_AT_ONCE = {"calendar", "calendar_event", "pasted", "upload"}


class MeetingForm(PlainForm):
    """The facts of a meeting; the group is a text, because a new one needs nobody's leave."""

    body = forms.ModelChoiceField(
        queryset=Body.objects.none(), empty_label="Choose", error_messages={"required": "Choose the body."}
    )
    group = forms.CharField(max_length=80, required=False)
    number = forms.CharField(max_length=40, required=False)
    title = forms.CharField(max_length=200, required=False)
    starts_on = DayField(label="First day")
    ends_on = DayField(label="Last day")
    time_zone = ZoneField()
    venue = forms.ChoiceField(label="Where is it held?", choices=Meeting.Venue, widget=forms.RadioSelect)
    place = forms.CharField(max_length=200, required=False, help_text="City and country.")
    access = forms.ChoiceField(label="Who may attend?", choices=Meeting.Access, widget=forms.RadioSelect)
    agenda_url = forms.URLField(
        label="Link to the agenda", max_length=500, required=False, assume_scheme="https"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", f"{day(last)} is before {day(first)}.")
        return cleaned

    @property
    def columns(self) -> dict[str, Any]:
        """The cleaned values in the words of the workflow."""
        columns = {name: self.cleaned_data[name] for name in MeetingForm.base_fields}
        columns["group_name"] = columns.pop("group")
        return columns


class NewMeetingForm(MeetingForm, CalendarFields, AttendeeListForm):
    """A meeting and its attendees in one page."""

    form_token = forms.UUIDField(widget=forms.HiddenInput)

    @property
    def typed(self) -> dict[str, str]:
        """What a draft keeps: the fields as they stand, without files. Needs a bound form that was read."""
        names = (*MeetingForm.base_fields, "pasted", "merge")
        return {name: str(self.data[name]) for name in names if name in self.data}

    @property
    def token(self) -> UUID | None:
        """The token of this form; None where what came is none."""
        if not self.is_bound:
            return self.initial.get("form_token")
        self.is_valid()  # reads the fields, if that was not done yet
        return self.cleaned_data.get("form_token")


def as_typed(fields: Mapping[str, Any], files: Any = None) -> NewMeetingForm:
    """The form as far as it is filled: its list is shown, and what is still missing is no error yet."""
    form = NewMeetingForm(fields, files)
    for name in set(form.errors) - TOLD_AT_ONCE:
        del form.errors[name]
    return form


def meeting_form_page(
    request: HttpRequest,
    form: MeetingForm,
    *,
    meeting: Meeting | None = None,
    like: Meeting | None = None,
    typed: bool = False,
) -> HttpResponse:
    """The page of the form; 422 where something has to be put right.

    Takes: `like`, the meeting that a new one starts from; `typed`, whether more stands in the form
    than its draft may hold.
    """
    shown = shown_list(form)
    here = {"label": f"Change {meeting}" if meeting else "New meeting"}
    context: dict[str, Any] = {"form": form, "meeting": meeting, "shown": shown, "like": like, "typed": typed}
    context["crumbs"] = [{"label": "Meetings", "url": reverse("meetings")}, here]
    if isinstance(form, NewMeetingForm):
        context["draft"] = draft_of(reader(request), form.token)
        context["drafts"] = [] if form.is_bound or like else drafts_of(reader(request))
    wrong = request.method == "POST" and (form.errors or has_row_errors(shown))
    return render(request, "delegate/meeting_form.html", context, status=422 if wrong else 200)


def shown_list(form: Any) -> dict[str, Any] | None:
    return form.shown if getattr(form, "preview", None) is not None else None


def has_row_errors(shown: dict[str, Any] | None) -> bool:
    return bool(shown and shown["errors"])
