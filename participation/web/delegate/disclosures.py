"""Disclosures from the delegate's side: the list, the form, and what is done with one that exists."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participation.access import can
from participation.models import Disclosure, Meeting
from participation.queries.disclosures import STATE_WORDS, disclosures_for
from participation.queries.meetings import meetings_for
from participation.states import NotAllowed, State
from participation.web.delegate.disclosure_form import DisclosureForm, initial_of
from participation.web.delegate.rows import disclosure_rows
from participation.web.gate import reader, requires, visible_or_404
from participation.workflow.moves import Conflict
from participation.workflow.submit import Incomplete, draft, log_disclosure, submit, withdraw

PAGE = 25


@requires("disclosure.read")
@require_safe
def disclosures(request: HttpRequest) -> HttpResponse:
    rows = disclosures_for(reader(request))
    state = request.GET.get("state", "")
    if state in set(State):
        rows = rows.filter(state=state)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": disclosure_rows(page.object_list, reader(request)),
        "states": STATE_WORDS,
        "state": state,
        "may_write": can(request.user, "disclosure.write"),
    }
    return render(request, "delegate/disclosures.html", context)


@requires("disclosure.write")
@require_http_methods(["GET", "HEAD", "POST"])
def disclosure_new(request: HttpRequest) -> HttpResponse:
    """Steps: "find" shows other documents to tick, "draft" saves, "submit" saves and starts the check."""
    asked_for = request.GET.get("meeting", "")
    if not asked_for and "like" not in request.GET:
        coming = meetings_for(reader(request), today=timezone.localdate())[:20]
        return render(request, "delegate/disclosure_meeting.html", {"meetings": coming, "crumbs": _crumbs()})
    like = visible_or_404(request, Disclosure, int(request.GET["like"])) if _number(request, "like") else None
    meeting = like.meeting if like else None
    if _number(request, "meeting"):
        meeting = visible_or_404(request, Meeting, int(asked_for))
    user, step = reader(request), request.POST.get("step")
    if request.method != "POST":
        form = DisclosureForm(initial=initial_of(meeting, user, like=like), user=user, meeting=meeting)
        return _form(request, form)
    form = DisclosureForm(request.POST, user=user, meeting=meeting)
    if step in ("draft", "submit") and form.is_valid() and (saved := _saved(form, request)) is not None:
        return redirect("disclosure", saved.pk)
    return _form(request, form, searching=step == "find")


def _saved(form: DisclosureForm, request: HttpRequest) -> Disclosure | None:
    """The draft or the submitted disclosure; None where the workflow misses something, told by the form."""
    try:
        if request.POST.get("step") == "draft":
            return draft(by=reader(request), **form.columns)[0]
        return log_disclosure(by=reader(request), **form.columns)
    except Incomplete as gap:
        form.add_error(gap.field, str(gap))
        return None


@requires("disclosure.write")
@require_POST
def disclosure_submit(request: HttpRequest, pk: int) -> HttpResponse:
    disclosure = visible_or_404(request, Disclosure, pk)
    return _done(request, disclosure, lambda: submit(disclosure, by=reader(request)), "Submitted.")


@requires("disclosure.write")
@require_POST
def disclosure_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    disclosure = visible_or_404(request, Disclosure, pk)
    done = "Withdrawn. It stays in the record."
    return _done(request, disclosure, lambda: withdraw(disclosure, by=reader(request)), done)


def _done(request: HttpRequest, disclosure: Disclosure, verb: Callable[[], Any], said: str) -> HttpResponse:
    """The page of the disclosure, with what was done or why it was refused."""
    try:
        verb()
    except (Incomplete, Conflict) as refusal:
        messages.error(request, str(refusal))
    except NotAllowed:
        messages.error(request, "It has moved on, so this can no longer be done. See below how it stands.")
    else:
        messages.success(request, said)
    return redirect("disclosure", disclosure.pk)


def _number(request: HttpRequest, name: str) -> bool:
    return request.GET.get(name, "").isdigit()


def _crumbs() -> list[dict[str, str]]:
    return [{"label": "Disclosures", "url": reverse("disclosures")}, {"label": "New disclosure"}]


def _form(request: HttpRequest, form: DisclosureForm, *, searching: bool = False) -> HttpResponse:
    context = {"form": form, "meeting": form.meeting, "crumbs": _crumbs(), "searching": searching}
    if searching:
        form.errors.clear()  # nothing was to be saved: gaps are told when it is
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "delegate/disclosure_form.html", context, status=status)
