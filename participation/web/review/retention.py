"""Retention: what is due, what is held, and disposals that one officer proposes and another approves."""

from hashlib import sha256
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from participation.access import can
from participation.models import Disposal
from participation.queries import disposals as queries
from participation.queries.kept import Kept, due_now
from participation.queries.legal_holds import covered_words, holds_on, legal_holds, standing_holds
from participation.retention import Matter
from participation.web.forms import PlainForm, row_number
from participation.web.gate import reader, requires
from participation.workflow import disposals as verbs
from participation.workflow.disposals import Chosen, DisposalRefused
from participation.workflow.moves import Conflict, SentByAnother

PAGE = 100
State = Disposal.State


class ProposalForm(PlainForm):
    """Which matters; the ticks are drawn by the page."""

    chosen = forms.CharField(required=False, widget=forms.HiddenInput)
    note = forms.CharField(
        label="Note",
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="For the second person. Name nobody: the note is kept.",
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": "Open the page anew."})


def crumbs(*more: str) -> list[dict[str, str]]:
    """Retention, then the page."""
    return [{"label": "Retention", "url": reverse("retention")}, *({"label": one} for one in more)]


@requires("retention.read")
@require_http_methods(["GET", "HEAD", "POST"])
def retention(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _propose(request)
    return _overview(request, ProposalForm(initial={"form_token": uuid4()}))


@requires("retention.write")
def _propose(request: HttpRequest) -> HttpResponse:
    form = ProposalForm(request.POST)
    if form.is_valid():
        ready = [one for one in due_now(timezone.now()) if not _held(one)]
        picked = set(request.POST.getlist("pick"))
        whole = request.POST.get("what") == "all"
        keys = [one.key for one in ready] if whole else sorted(picked)
        try:
            disposal = verbs.propose(
                by=reader(request),
                form_token=form.cleaned_data["form_token"],
                chosen=[_chosen(key) for key in keys],
                note=form.cleaned_data["note"],
            )
        except (DisposalRefused, SentByAnother) as refusal:
            form.add_error("chosen", str(refusal))
        else:
            messages.success(request, "The disposal is proposed. Another officer has to approve it.")
            return redirect("disposal", disposal.pk)
    return _overview(request, form, status=422)


def _chosen(key: str) -> Chosen:
    """The matter that a tick names. Raises: DisposalRefused."""
    matter, _, number = key.partition("/")
    pk = row_number(number)
    if matter not in set(Matter) or pk is None:
        raise DisposalRefused("One of the ticks names nothing that is kept here. Open the page anew.")
    return Chosen(Matter(matter), pk)


def _held(one: Kept) -> bool:
    return bool(holds_on(one, standing_holds()))


def _overview(request: HttpRequest, form: ProposalForm, *, status: int = 200) -> HttpResponse:
    holds = standing_holds()
    open_items = verbs.waiting_elsewhere()
    ready: list[Kept] = []
    kept_by_hold: list[dict[str, Any]] = []
    for one in due_now(timezone.now()):
        if found := holds_on(one, holds):
            kept_by_hold.append({"kept": one, "agencies": sorted({hold.agency for hold in found})})
        elif (one.matter, one.pk) not in open_items:
            ready.append(one)
    page = Paginator(ready, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "words": queries.MATTER_WORDS,
        "held": kept_by_hold,
        "holds": [{"hold": hold, "covers": covered_words(hold)} for hold in legal_holds()],
        "disposals": queries.disposals()[:20],
        "may_write": can(request.user, "retention.write"),
        "most": verbs.MOST_ITEMS,
    }
    return render(request, "review/retention.html", context, status=status)


class DecisionForm(PlainForm):
    """What the second person saw and says."""

    list_hash = forms.RegexField(
        r"^[0-9a-f]{64}$",
        widget=forms.HiddenInput,
        error_messages={"required": "Open the page anew.", "invalid": "Open the page anew."},
    )
    answer = forms.ChoiceField(
        label="Your answer",
        choices=[("approve", "Dispose of everything on this list"), ("refuse", "Keep all of it")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the list may go."},
    )


@requires("retention.read")
@require_http_methods(["GET", "HEAD", "POST"])
def disposal(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.disposals(), pk=pk)
    if request.method == "POST":
        return _decide(request, found)
    return _disposal(request, found, None)


@requires("retention.write")
def _decide(request: HttpRequest, found: Disposal) -> HttpResponse:
    if request.POST.get("answer") == "again":
        if verbs.try_again(found, by=reader(request)):
            messages.success(request, "The disposal goes on where it was.")
        else:
            messages.warning(request, "This disposal no longer needs attention.")
        return redirect("disposal", found.pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _disposal(request, found, form, status=422)
    try:
        if form.cleaned_data["answer"] == "refuse":
            verbs.refuse(found, by=reader(request))
            messages.success(request, "Refused: everything on the list is kept.")
        else:
            seen = bytes.fromhex(form.cleaned_data["list_hash"])
            verbs.approve(found, by=reader(request), list_hash=seen)
            messages.success(request, "Approved. A worker carries it out; what is held meanwhile is kept.")
    except (DisposalRefused, Conflict) as refusal:
        form.add_error("answer", str(refusal))
        return _disposal(request, found, form, status=422)
    return redirect("disposal", found.pk)


def _disposal(
    request: HttpRequest, found: Disposal, form: DecisionForm | None, *, status: int = 200
) -> HttpResponse:
    items, digest = queries.items_of(found), bytes(found.list_hash).hex()
    page = Paginator(items, PAGE).get_page(request.GET.get("page"))
    mine = verbs.is_same_person(found.proposed_by, reader(request))
    context = {
        "disposal": found,
        "digest": digest,
        "counts": queries.counts_by_matter(items),
        "page": page,
        "rows": [{"item": item, "words": queries.item_words(item)} for item in page],
        "form": form or DecisionForm(initial={"list_hash": digest}),
        "may_write": can(request.user, "retention.write"),
        "mine": mine,
        "crumbs": crumbs(f"Disposal {found.pk}"),
    }
    return render(request, "review/disposal.html", context, status=status)


@require_safe
@requires("retention.read")
def report(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.reported(), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [{"item": item, "words": queries.item_words(item)} for item in page],
        "crumbs": crumbs("Disposal report"),
    }
    return render(request, "review/disposal_report.html", context)


@require_safe
@requires("retention.read")
def report_csv(request: HttpRequest) -> HttpResponse:
    """The report as a file; taking it away is recorded first."""
    file = queries.report_file()
    digest, size = sha256(file.content).hexdigest(), len(file.content)
    verbs.record_report_taken(by=reader(request), rows=file.rows, digest=digest, size=size)
    disposition = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return HttpResponse(file.content, content_type="text/csv; charset=utf-8", headers=disposition)
