"""Meetings: the list, the page of a meeting, a change of it, more attendees."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from participation.access import can, visible_to
from participation.models import Disclosure, Meeting, User
from participation.queries.disclosures import disclosures_for
from participation.queries.meeting_drafts import drafts_of
from participation.queries.meetings import attendees_of, documents_of, meetings_for
from participation.queries.record import entries_of_meeting, events_of
from participation.web.delegate.affiliation_question import AffiliationForm, doubt_context
from participation.web.delegate.meeting_form import MeetingForm, has_row_errors, meeting_form_page, shown_list
from participation.web.delegate.pasted_list import AttendeeListForm
from participation.web.delegate.rows import disclosure_rows, document_rows, trail_of
from participation.web.gate import reader, requires, visible_or_404
from participation.workflow.meetings import add_attendees, change_meeting

PAGE = 50
TABS = {"attendees": "Attendees", "documents": "Documents", "disclosures": "Disclosures", "record": "Record"}


@requires("meeting.read")
@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    rows = meetings_for(reader(request), today=timezone.localdate())
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "may_write": can(request.user, "meeting.write"),
        "drafts": drafts_of(reader(request)),
    }
    return render(request, "delegate/meetings.html", context)


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
    return meeting_form_page(request, form, meeting=meeting)


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
    return meeting_page(request, visible_or_404(request, Meeting, pk), tab)


def meeting_page(
    request: HttpRequest,
    meeting: Meeting,
    tab: str = "attendees",
    *,
    form: AffiliationForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a meeting; `form` is an answer about somebody's affiliation, to be shown again."""
    page = Paginator(_rows_of(meeting, tab, reader(request)), PAGE).get_page(request.GET.get("page"))
    context = {
        "meeting": meeting,
        "tab": tab,
        "tabs": TABS,
        "page": page,
        "crumbs": [{"label": "Meetings", "url": reverse("meetings")}, {"label": str(meeting)}],
        "may_write": can(request.user, "meeting.write"),
        **_context_of(request, tab, page),
        **(doubt_context(request, meeting, form) if tab == "attendees" else {}),
    }
    return render(request, "delegate/meeting.html", context, status=status)


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


def _attendees_form(request: HttpRequest, form: AttendeeListForm, meeting: Meeting) -> HttpResponse:
    context = {"form": form, "meeting": meeting, "shown": shown_list(form)}
    status = 422 if form.is_bound and (form.errors or has_row_errors(context["shown"])) else 200
    return render(request, "delegate/attendees_form.html", context, status=status)
