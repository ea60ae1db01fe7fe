"""The form of a disclosure on its two pages: a new one, and a draft that is changed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from participation.models import Disclosure, Meeting
from participation.queries.meetings import meetings_for
from participation.states import NotAllowed, State
from participation.web.delegate.disclosure_form import DisclosureForm
from participation.web.delegate.disclosure_start import initial_of, initial_of_draft
from participation.web.delegate.in_charge import own_or_403
from participation.web.forms import row_number
from participation.web.gate import reader, requires, visible_or_404
from participation.workflow.moves import Conflict, SentByAnother
from participation.workflow.submit import Incomplete, change_draft, draft, log_disclosure, submit_changed

SAVING = ("draft", "submit")
LATE = "It is no longer a draft, so it cannot be changed. See below how it stands."


@requires("disclosure.write")
@require_http_methods(["GET", "HEAD", "POST"])
def disclosure_new(request: HttpRequest) -> HttpResponse:
    """Steps: "find" shows other documents to tick, "draft" saves, "submit" saves and starts the check."""
    asked_for = request.GET.get("meeting", "")
    if not asked_for and "like" not in request.GET:
        coming = meetings_for(reader(request), today=timezone.localdate())[:20]
        context = {"meetings": coming, "crumbs": _crumbs("New disclosure")}
        return render(request, "delegate/disclosure_meeting.html", context)
    like = visible_or_404(request, Disclosure, int(request.GET["like"])) if _number(request, "like") else None
    meeting = like.meeting if like else None
    if _number(request, "meeting"):
        meeting = visible_or_404(request, Meeting, int(asked_for))
    user, step = reader(request), request.POST.get("step")
    if request.method != "POST":
        form = DisclosureForm(initial=initial_of(meeting, user, like=like), user=user, meeting=meeting)
        return _page(request, form)
    form = DisclosureForm(request.POST, user=user, meeting=meeting)
    if step in SAVING and form.is_valid() and (saved := _saved(form, request)) is not None:
        return redirect("disclosure", saved.pk)
    return _page(request, form, searching=step == "find")


@requires("disclosure.write")
@require_http_methods(["GET", "HEAD", "POST"])
def disclosure_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The steps of a new one; "draft" and "submit" replace what the draft said."""
    found = own_or_403(request, pk)
    if found.state != State.DRAFT:
        messages.error(request, LATE)
        return redirect("disclosure", pk)
    given: dict[str, Any] = {"user": reader(request), "meeting": found.meeting, "draft": found}
    if request.method != "POST":
        return _page(request, DisclosureForm(initial=initial_of_draft(found), **given))
    form, step = DisclosureForm(request.POST, **given), request.POST.get("step")
    if step in SAVING and form.is_valid() and _changed(form, found, request):
        return redirect("disclosure", pk)
    return _page(request, form, searching=step == "find")


def _saved(form: DisclosureForm, request: HttpRequest) -> Disclosure | None:
    """The draft or the submitted disclosure; None where the workflow misses something, told by the form."""
    try:
        if request.POST.get("step") == "draft":
            return draft(by=reader(request), **form.columns)[0]
        return log_disclosure(by=reader(request), **form.columns)
    except Incomplete as gap:
        form.add_error(gap.field, str(gap))
        return None
    except SentByAnother as refused:
        form.add_error(None, str(refused))
        return None


def _changed(form: DisclosureForm, found: Disclosure, request: HttpRequest) -> bool:
    """False where the workflow misses something, told by the form."""
    columns = {name: value for name, value in form.columns.items() if name != "form_token"}
    only_saved = request.POST.get("step") == "draft"
    verb = change_draft if only_saved else submit_changed
    try:
        verb(found, by=reader(request), **columns)
    except Incomplete as gap:
        form.add_error(gap.field, str(gap))
        return False
    except (Conflict, NotAllowed):
        messages.error(request, LATE)
    else:
        messages.success(request, "The draft is changed." if only_saved else "Submitted.")
    return True


def _number(request: HttpRequest, name: str) -> bool:
    return row_number(request.GET.get(name, "")) is not None


def _crumbs(label: str) -> list[dict[str, str]]:
    return [{"label": "Disclosures", "url": reverse("disclosures")}, {"label": label}]


def _page(request: HttpRequest, form: DisclosureForm, *, searching: bool = False) -> HttpResponse:
    crumbs = _crumbs("New disclosure")
    if form.draft is not None:
        address = reverse("disclosure", args=[form.draft.pk])
        crumbs = _crumbs("Change the draft")
        crumbs.insert(1, {"label": f"Disclosure {form.draft.pk}", "url": address})
    if searching:
        form.errors.clear()  # nothing was to be saved: gaps are told when it is
    context = {"form": form, "meeting": form.meeting, "draft": form.draft, "crumbs": crumbs}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "delegate/disclosure_form.html", context | {"searching": searching}, status=status)
