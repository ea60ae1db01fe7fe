"""Standards bodies: the list, and one body with the finding that a person records of it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from participation.access import can
from participation.models import Body
from participation.queries import bodies as queries
from participation.queries.record import history_of_body
from participation.web.delegate.rows import trail_of
from participation.web.forms import DayField, PlainForm, ThreeAnswers
from participation.web.gate import reader, requires
from participation.workflow.bodies import FindingRefused, record_finding


class FindingForm(PlainForm):
    """Whether the body is a voluntary consensus body; nothing is chosen beforehand."""

    answer = forms.ChoiceField(
        label="Is it a voluntary consensus body?",
        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Not known, or no longer")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say what was found."},
    )
    basis = forms.CharField(
        max_length=500,
        label="Source",
        help_text="Where it is written: an address, or a sentence. It stays in the log: name no person.",
        error_messages={"required": "Say where it is written: a finding has its source."},
        widget=forms.Textarea({"rows": 3}),
    )
    on = DayField(label="Day of the finding")


@requires("body.read")
@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    rows = [{"body": body, "facts": queries.summary_of(body)} for body in queries.bodies()]
    return render(request, "bodies/bodies.html", {"rows": rows})


@requires("body.read")
@require_http_methods(["GET", "HEAD", "POST"])
def body(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.bodies(), pk=pk)
    if request.method == "POST":
        return _recorded(request, found)
    return _page(request, found, FindingForm())


@requires("body.write")
def _recorded(request: HttpRequest, found: Body) -> HttpResponse:
    form = FindingForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    given: dict[str, Any] = form.cleaned_data
    answer = ThreeAnswers.WORDS[given["answer"]]
    try:
        record_finding(found, by=reader(request), answer=answer, basis=given["basis"], on=given["on"])
    except FindingRefused as refusal:
        form.add_error(refusal.field, str(refusal))
        return _page(request, found, form)
    messages.success(request, "The finding is recorded. What was checked before stays as it is.")
    return redirect("body", found.pk)


def _page(request: HttpRequest, found: Body, form: FindingForm) -> HttpResponse:
    context = {
        "body": found,
        "finding": ThreeAnswers.word_of(found.voluntary_consensus_body),
        "facts": queries.facts_of(found),
        "attributes": queries.attributes_of(found),
        "numbers": list(queries.numbers_of(found)),
        "trail": trail_of(request, history_of_body(found)),
        "form": form,
        "may_write": can(request.user, "body.write"),
        "crumbs": [{"label": "Bodies", "url": reverse("bodies")}, {"label": found.name}],
    }
    return render(request, "bodies/body.html", context, status=422 if form.errors else 200)
