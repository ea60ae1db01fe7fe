"""Meetings: the list, the one-page form, the page of a meeting, more attendees."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from participation.access import can, visible_to
from participation.models import Body, Disclosure, Meeting, User
from participation.queries.disclosures import disclosures_for
from participation.queries.meetings import attendees_of, bodies, documents_of, last_meeting_of, meetings_for
from participation.queries.record import entries_of_meeting, events_of
from participation.templatetags.compliance import day
from participation.web.delegate.pasted_list import AttendeeListForm
from participation.web.delegate.rows import disclosure_rows, document_rows, trail_of
from participation.web.forms import DayField, PlainForm, ZoneField
from participation.web.gate import reader, requires, visible_or_404
from participation.workflow.meetings import add_attendees, change_meeting, log_meeting
from participation.workflow.moves import SentByAnother

PAGE = 50
TABS = {"attendees": "Attendees", "documents": "Documents", "disclosures": "Disclosures", "record": "Record"}


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


class NewMeetingForm(MeetingForm, AttendeeListForm):
    """A meeting and its attendees in one page."""

    form_token = forms.UUIDField(widget=forms.HiddenInput)


@requires("meeting.read")
@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    rows = meetings_for(reader(request), today=timezone.localdate())
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(
        request, "delegate/meetings.html", {"page": page, "may_write": can(request.user, "meeting.write")}
    )


@requires("meeting.write")
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_new(request: HttpRequest) -> HttpResponse:
    """Step "preview" shows the attendees; step "save" saves what was shown, or a meeting without any."""
    if request.method != "POST":
        return _meeting_form(request, NewMeetingForm(initial=_initial(reader(request))))
    form = NewMeetingForm(request.POST, request.FILES)
    if form.is_valid() and form.may_save and request.POST.get("step") == "save":
        token = form.cleaned_data["form_token"]
        try:
            meeting = log_meeting(
                by=reader(request), form_token=token, attendees=form.attendees, **form.columns
            )
        except SentByAnother as refused:
            form.add_error(None, str(refused))
            return _meeting_form(request, form)
        messages.success(request, f"{meeting} is saved with {len(form.attendees)} attendees.")
        return redirect("meeting", meeting.pk)
    return _meeting_form(request, form)


@requires("meeting.write")
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_edit(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = visible_or_404(request, Meeting, pk)
    initial = {name: getattr(meeting, name) for name in MeetingForm.base_fields}
    initial["group"] = meeting.group.name if meeting.group else ""
    form = MeetingForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        change_meeting(meeting, by=reader(request), **form.columns)
        messages.success(request, "The meeting is changed; how it was before stays in the record.")
        return redirect("meeting", pk)
    return _meeting_form(request, form, meeting=meeting)


@requires("meeting.write")
@require_http_methods(["GET", "HEAD", "POST"])
def attendees_add(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = visible_or_404(request, Meeting, pk)
    if request.method != "POST":
        return _attendees_form(request, AttendeeListForm(), meeting)
    form = AttendeeListForm(request.POST, request.FILES)
    if form.is_valid() and form.preview is None:
        form.add_error("pasted", "Paste a list, or choose a file.")
    if form.is_valid() and form.may_save and request.POST.get("step") == "save":
        added = add_attendees(meeting, form.attendees, by=reader(request))
        messages.success(request, f"{len(added)} rows are new; what was there before is unchanged.")
        return redirect("meeting", pk)
    return _attendees_form(request, form, meeting)


@requires("meeting.read")
@require_safe
def meeting(request: HttpRequest, pk: int, tab: str = "attendees") -> HttpResponse:
    meeting = visible_or_404(request, Meeting, pk)
    page = Paginator(_rows_of(meeting, tab, reader(request)), PAGE).get_page(request.GET.get("page"))
    context = {
        "meeting": meeting,
        "tab": tab,
        "tabs": TABS,
        "page": page,
        "crumbs": [{"label": "Meetings", "url": reverse("meetings")}, {"label": str(meeting)}],
        "may_write": can(request.user, "meeting.write"),
        **_context_of(request, tab, page),
    }
    return render(request, "delegate/meeting.html", context)


def _rows_of(meeting: Meeting, tab: str, user: User) -> Any:
    if tab == "documents":
        return documents_of(meeting, user)
    if tab == "disclosures":
        return disclosures_for(user).filter(meeting=meeting)
    if tab == "record":
        return entries_of_meeting(meeting, visible_to(user, Disclosure))
    return attendees_of(meeting)


def _context_of(request: HttpRequest, tab: str, page: Any) -> dict[str, Any]:
    if tab == "documents":
        return {"rows": document_rows(page.object_list)}
    if tab == "disclosures":
        return {"rows": disclosure_rows(page.object_list, reader(request))}
    if tab == "record":
        return {"trail": trail_of(request, events_of(list(page.object_list)))}
    return {"rows": page.object_list}


def _initial(user: User) -> dict[str, Any]:
    """A new meeting is likely to be like the last one."""
    last = last_meeting_of(user)
    initial: dict[str, Any] = {"form_token": uuid4(), "time_zone": user.time_zone, "venue": "place"}
    if last is None:
        return initial | {"access": "unknown"}
    like = {"body": last.body_id, "group": last.group.name if last.group else "", "access": last.access}
    return initial | like | {"time_zone": last.time_zone, "venue": last.venue}


def _meeting_form(request: HttpRequest, form: MeetingForm, *, meeting: Meeting | None = None) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "meeting": meeting, "shown": _shown(form)}
    here = {"label": f"Change {meeting}" if meeting else "New meeting"}
    context["crumbs"] = [{"label": "Meetings", "url": reverse("meetings")}, here]
    status = 422 if form.is_bound and (form.errors or _has_row_errors(context["shown"])) else 200
    return render(request, "delegate/meeting_form.html", context, status=status)


def _attendees_form(request: HttpRequest, form: AttendeeListForm, meeting: Meeting) -> HttpResponse:
    context = {"form": form, "meeting": meeting, "shown": _shown(form)}
    status = 422 if form.is_bound and (form.errors or _has_row_errors(context["shown"])) else 200
    return render(request, "delegate/attendees_form.html", context, status=status)


def _shown(form: Any) -> dict[str, Any] | None:
    return form.shown if getattr(form, "preview", None) is not None else None


def _has_row_errors(shown: dict[str, Any] | None) -> bool:
    return bool(shown and shown["errors"])
