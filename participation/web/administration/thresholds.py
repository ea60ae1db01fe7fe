"""The threshold bench: what other thresholds would have flagged or released, and the form to save them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from participation.access import can
from participation.queries.weights import versions, weights_in_force
from participation.screening.policy import BANDS
from participation.web.administration.places import crumbs
from participation.web.administration.threshold_forms import SaveForm, TrialForm
from participation.web.gate import reader, requires
from participation.workflow.moves import Conflict
from participation.workflow.threshold_trial import NothingToTry, Trial, try_thresholds
from participation.workflow.weights import WeightsRefused, set_weights

PAGE_SIZE = 50


@requires("settings.read")
@require_http_methods(["GET", "HEAD", "POST"])
def thresholds(request: HttpRequest) -> HttpResponse:
    """What is in force; with thresholds in the address, what they would change. Only POST saves."""
    if request.method == "POST":
        return _saved(request)
    weights = weights_in_force()
    if "match" not in request.GET:
        return _page(request, TrialForm(initial=TrialForm.initial_of(weights)))
    form, trial = TrialForm(request.GET), None
    if form.is_valid():
        try:
            trial = try_thresholds(form.bands, months=form.cleaned_data["months"], by=reader(request))
        except NothingToTry as refusal:
            form.add_error(None, str(refusal))
    save = SaveForm(initial=form.data.dict() | {"seen": weights.number}) if trial else None
    return _page(request, form, trial=trial, save=save)


@requires("settings.write")
def _saved(request: HttpRequest) -> HttpResponse:
    form = SaveForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            row = set_weights(form.bands, seen=given["seen"], reason=given["reason"], by=reader(request))
        except WeightsRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        except Conflict as conflict:
            form.add_error(None, f"{conflict} Look again at what it would change.")
        else:
            messages.success(
                request,
                f"Version {row.number} is in force. Checks band by it from now on; past answers stay until "
                "they are checked again.",
            )
            return redirect("thresholds")
    return _page(request, TrialForm(initial=request.POST.dict()), save=form)


def _page(
    request: HttpRequest, form: TrialForm, *, trial: Trial | None = None, save: SaveForm | None = None
) -> HttpResponse:
    shown: dict[str, Any] = {"trial": trial, "page": None}
    if trial:
        shown["page"] = Paginator(trial.shifts, PAGE_SIZE).get_page(request.GET.get("page"))
    refused = (form.is_bound and form.errors) or (save is not None and save.is_bound)
    context = {
        "form": form,
        "save": save if can(request.user, "settings.write") else None,
        "weights": weights_in_force(),
        "versions": versions(),
        "shipped": BANDS,
        "crumbs": crumbs(request, ("Thresholds", "")),
        **shown,
    }
    return render(request, "administration/thresholds.html", context, status=422 if refused else 200)
