"""A person asks: the rows that name them are found, and their erasure is proposed like any disposal."""

from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from participation.models import Disposal
from participation.queries.people_named import Named, named
from participation.retention import Matter
from participation.web.forms import PlainForm
from participation.web.gate import reader, requires
from participation.web.review.retention import crumbs
from participation.workflow import disposals as verbs
from participation.workflow.disposals import Chosen, DisposalRefused
from participation.workflow.moves import SentByAnother


class ErasureForm(PlainForm):
    """Whom it is about. The name is looked up and kept nowhere."""

    person = forms.CharField(
        label="Name or e-mail address",
        max_length=300,
        help_text="The whole name as it was written, or the address. It is looked up here and kept nowhere.",
        error_messages={"required": "Give the name or the address."},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    note = forms.CharField(
        label="Reference of the request",
        max_length=1000,
        required=False,
        help_text="For the second person, such as the number of the letter. Name nobody: it is kept.",
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": "Open the page anew."})


@requires("retention.write")
@require_http_methods(["GET", "HEAD", "POST"])
def erasure(request: HttpRequest) -> HttpResponse:
    sent = request.method == "POST"
    form = ErasureForm(request.POST) if sent else ErasureForm(initial={"form_token": uuid4()})
    found: list[Named] = []
    if form.is_valid():
        found = named(form.cleaned_data["person"], now=timezone.now())
        if "propose" in request.POST and (made := _propose(request, form, found)):
            messages.success(request, "The erasure is proposed. Another officer has to approve it.")
            return redirect("disposal", made.pk)
        if not found:
            form.add_error("person", "No attendee list names this person so, or the name is gone already.")
    context = {
        "form": form,
        "found": found,
        "ready": [one for one in found if not one.why_not],
        "crumbs": crumbs("A person asks"),
    }
    return render(request, "review/erasure.html", context, status=422 if form.errors else 200)


def _propose(request: HttpRequest, form: ErasureForm, found: list[Named]) -> Disposal | None:
    """The proposal of everything that may go; None with an error on the form."""
    chosen = [Chosen(Matter.MEETING, one.kept.pk, one.rows) for one in found if not one.why_not]
    try:
        return verbs.propose(
            by=reader(request),
            form_token=form.cleaned_data["form_token"],
            chosen=chosen,
            ground=Disposal.Ground.REQUEST,
            note=form.cleaned_data["note"],
        )
    except (DisposalRefused, SentByAnother) as refusal:
        form.add_error("person", str(refusal))
        return None
