"""Drafts of new meetings: saved as typed or by a button, gone on with, discarded."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from participation.models import MeetingDraft
from participation.web.delegate.meeting_form import NewMeetingForm, as_typed, meeting_form_page
from participation.web.gate import reader, requires, visible_or_404
from participation.workflow.meeting_drafts import DraftRefused, LoggedAlready, forget_draft, save_draft

# Sent by static/plenary/meeting.js, which wants the note alone.
BY_SCRIPT = "X-Saved-As-Typed"


@requires("meeting.write")
@require_POST
def meeting_drafts(request: HttpRequest) -> HttpResponse:
    """Save what is typed, however unfinished; a file that was chosen for the list is read into it."""
    form = as_typed(request.POST, request.FILES)
    token = form.token
    if token is None:
        return _refused(
            request, form, "This form has lost its token. Open a new one and copy what you typed."
        )
    if "upload" in form.errors:
        return meeting_form_page(request, form, typed=True)
    try:
        draft = save_draft(by=reader(request), form_token=token, fields=form.typed)
    except DraftRefused as refused:
        return _refused(request, form, str(refused), gone=isinstance(refused, LoggedAlready))
    if BY_SCRIPT in request.headers:
        return render(request, "delegate/draft_note.html", {"draft": draft})
    messages.success(request, "The draft is saved. You find it on your home page and under Meetings.")
    return redirect("meeting_draft", draft.pk)


@requires("meeting.write")
@require_safe
def meeting_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with a draft."""
    draft = visible_or_404(request, MeetingDraft, pk)
    return meeting_form_page(request, as_typed({**draft.fields, "form_token": str(draft.form_token)}))


@requires("meeting.write")
@require_POST
def meeting_draft_discard(request: HttpRequest, pk: int) -> HttpResponse:
    draft = visible_or_404(request, MeetingDraft, pk)
    forget_draft(by=reader(request), form_token=draft.form_token)
    messages.success(request, "The draft is discarded.")
    return redirect("meetings")


def _refused(request: HttpRequest, form: NewMeetingForm, reason: str, *, gone: bool = False) -> HttpResponse:
    """The reason: to the script as a sentence, else above the form, which keeps everything."""
    if BY_SCRIPT in request.headers:
        return HttpResponse(reason, status=409 if gone else 422, content_type="text/plain; charset=utf-8")
    form.add_error(None, f"The draft is not saved. {reason}")
    return meeting_form_page(request, form, typed=True)
