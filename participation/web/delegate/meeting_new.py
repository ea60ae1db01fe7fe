"""A new meeting: typed, from a calendar file, like an earlier one, or a draft gone on with."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from participation.models import Meeting, User
from participation.queries.meetings import attendees_of, last_meeting_of, next_number
from participation.web.delegate.attendee_lines import attendee_lines, lines_of
from participation.web.delegate.calendar_fields import with_calendar
from participation.web.delegate.meeting_form import NewMeetingForm, as_typed, meeting_form_page
from participation.web.forms import row_number
from participation.web.gate import reader, requires, visible_or_404
from participation.workflow.meetings import log_meeting
from participation.workflow.moves import SentByAnother

LIKE = ("access", "venue", "time_zone", "place", "title")


@requires("meeting.write")
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_new(request: HttpRequest) -> HttpResponse:
    """Step "preview" shows the attendees; step "save" saves what was shown, or a meeting without any.

    A calendar file fills the form whatever the step: it is never saved before it was seen.
    """
    if request.method != "POST":
        return _started(request)
    if request.POST.get("step") == "calendar" or request.FILES.get("calendar"):
        return _filled_from_calendar(request)
    form = NewMeetingForm(request.POST, request.FILES)
    if form.is_valid() and form.may_save and request.POST.get("step") == "save":
        token = form.cleaned_data["form_token"]
        try:
            meeting = log_meeting(
                by=reader(request), form_token=token, attendees=form.attendees, **form.columns
            )
        except SentByAnother as refused:
            form.add_error(None, str(refused))
            return meeting_form_page(request, form, typed=True)
        messages.success(request, f"{meeting} is saved with {len(form.attendees)} attendees.")
        return redirect("meeting", meeting.pk)
    return meeting_form_page(request, form, typed=True)


def _started(request: HttpRequest) -> HttpResponse:
    """An empty form, or one like the meeting that the address names."""
    user = reader(request)
    if "like" not in request.GET:
        return meeting_form_page(request, NewMeetingForm(initial=_initial(user)))
    number = row_number(request.GET["like"])
    if number is None:
        raise Http404
    like = visible_or_404(request, Meeting, number)
    fields = _initial(user) | _like(like)
    if "attendees" not in request.GET:
        return meeting_form_page(request, NewMeetingForm(initial=fields), like=like)
    pasted = attendee_lines(lines_of(attendees_of(like).select_related("person")))
    form = as_typed({**fields, "pasted": pasted, "merge": "on"})
    return meeting_form_page(request, form, like=like)


def _filled_from_calendar(request: HttpRequest) -> HttpResponse:
    """What the file states stands in the form; nothing is saved, and on an error nothing is changed."""
    user, upload = reader(request), request.FILES.get("calendar")
    filled = with_calendar(request.POST, upload, by=user, has_list="upload" in request.FILES)
    form = as_typed(filled.data, request.FILES)
    form.show_calendar(filled)
    return meeting_form_page(request, form, typed=True)


def _initial(user: User) -> dict[str, Any]:
    """A new meeting is likely to be like the last one."""
    last = last_meeting_of(user)
    initial: dict[str, Any] = {"form_token": uuid4(), "time_zone": user.time_zone, "venue": "place"}
    if last is None:
        return initial | {"access": "unknown"}
    like = {"body": last.body_id, "group": last.group.name if last.group else "", "access": last.access}
    return initial | like | {"time_zone": last.time_zone, "venue": last.venue}


def _like(meeting: Meeting) -> dict[str, Any]:
    """What a next meeting of the same group shares with this one; its days and its agenda are its own."""
    fields = {name: getattr(meeting, name) for name in LIKE}
    group = meeting.group.name if meeting.group else ""
    return fields | {"body": meeting.body_id, "group": group, "number": next_number(meeting)}
