"""Legal holds and later events: the forms that place, lift and record."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from participation.access import can
from participation.models import Body, Disclosure, LaterEvent, LegalHold, Meeting
from participation.queries.legal_holds import covered_words, legal_holds
from participation.web.forms import DayField, PlainForm, row_number
from participation.web.gate import reader, requires
from participation.web.review.retention import crumbs
from participation.workflow import legal_holds as verbs
from participation.workflow.moves import Conflict

Covers = LegalHold.Covers


def _row(model: Any, text: str, word: str) -> Any:
    """The row with this number. Raises: ValidationError."""
    pk = row_number(text.strip().rpartition("/")[2])
    found = model.objects.filter(pk=pk).first() if pk is not None else None
    if found is None:
        raise ValidationError(f"There is no {word} {text.strip() or 'without a number'}.")
    return found


class HoldForm(PlainForm):
    """Who asked, how, why, and for what."""

    agency = forms.CharField(
        label="Agency",
        max_length=200,
        help_text="The office that asked, such as Bureau of Industry and Security.",
        error_messages={"required": "Give the agency that asked."},
    )
    reference = forms.CharField(
        label="Its reference",
        max_length=200,
        help_text="The number or date line of its request.",
        error_messages={"required": "Give the reference of the request."},
    )
    reason = forms.CharField(
        label="What was asked for",
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say what was asked for."},
    )
    covers = forms.ChoiceField(
        label="What is held",
        choices=[(value, words.capitalize()) for value, words in Covers.choices],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is held. If unsure, hold everything."},
    )
    number = forms.CharField(
        label="Number of the disclosure or meeting",
        max_length=40,
        required=False,
        help_text="As in its address: the 42 of /disclosures/42/.",
    )
    body = forms.ModelChoiceField(
        Body.objects.order_by("name"), label="Standards body", required=False, empty_label="Choose a body"
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        covers, number = cleaned.get("covers"), cleaned.get("number") or ""
        cleaned["on"] = None
        try:
            if covers == Covers.DISCLOSURE:
                cleaned["on"] = _row(Disclosure, number, "disclosure")
            elif covers == Covers.MEETING:
                cleaned["on"] = _row(Meeting, number, "meeting")
        except ValidationError as gap:
            self.add_error("number", gap)
        if covers == Covers.BODY:
            cleaned["on"] = cleaned.get("body")
            if cleaned["on"] is None:
                self.add_error("body", "Choose the body whose records are held.")
        return cleaned


class LeaveForm(PlainForm):
    """The agency's written leave: without it a hold is not lifted."""

    leave_reference = forms.CharField(
        label="Reference of the written leave",
        max_length=200,
        error_messages={"required": "Give the reference of the agency's written leave."},
    )
    leave_on = DayField(label="Its day")
    leave_note = forms.CharField(
        label="Note",
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="Where the letter is kept.",
    )


class LaterEventForm(PlainForm):
    """What became known of a disclosure after its release."""

    number = forms.CharField(
        label="Number of the disclosure",
        max_length=40,
        help_text="As in its address: the 42 of /disclosures/42/.",
        error_messages={"required": "Give the number of the disclosure."},
    )
    what = forms.ChoiceField(
        label="What happened",
        choices=[(value, words.capitalize()) for value, words in LaterEvent.What.choices],
        widget=forms.RadioSelect,
        error_messages={"required": "Say what happened."},
    )
    happened_on = DayField(label="On which day")
    note = forms.CharField(label="Note", max_length=4000, required=False, widget=forms.Textarea({"rows": 2}))

    def clean_number(self) -> Disclosure:
        found: Disclosure = _row(Disclosure, self.cleaned_data["number"], "disclosure")
        return found


@requires("retention.write")
@require_http_methods(["GET", "HEAD", "POST"])
def hold_new(request: HttpRequest) -> HttpResponse:
    form = HoldForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("agency", "reference", "reason", "on")}
        try:
            hold = verbs.place_hold(by=reader(request), **told)
        except verbs.HoldRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, "The hold stands. Nothing that it covers is disposed of.")
            return redirect("hold", hold.pk)
    context = {"form": form, "crumbs": crumbs("New hold")}
    return render(request, "review/hold_new.html", context, status=422 if form.errors else 200)


@requires("retention.read")
@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(legal_holds(), pk=pk)
    if request.method == "POST":
        return _lift(request, found)
    return _hold(request, found, LeaveForm())


@requires("retention.write")
def _lift(request: HttpRequest, found: LegalHold) -> HttpResponse:
    form = LeaveForm(request.POST)
    if form.is_valid():
        try:
            verbs.lift_hold(found, by=reader(request), **form.cleaned_data)
        except verbs.HoldRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        except Conflict as conflict:
            form.add_error(None, str(conflict))
        else:
            messages.success(request, "The hold is lifted. What was due may be proposed again.")
            return redirect("hold", found.pk)
    return _hold(request, found, form)


def _hold(request: HttpRequest, found: LegalHold, form: LeaveForm) -> HttpResponse:
    context = {
        "hold": found,
        "covers": covered_words(found),
        "form": form,
        "may_write": can(request.user, "retention.write"),
        "crumbs": crumbs(f"Hold {found.pk}"),
    }
    return render(request, "review/hold.html", context, status=422 if form.errors else 200)


@requires("retention.write")
@require_http_methods(["GET", "HEAD", "POST"])
def later_event(request: HttpRequest) -> HttpResponse:
    form = LaterEventForm(
        request.POST if request.method == "POST" else None,
        initial={"number": request.GET.get("disclosure", "")[:18]},
    )
    if form.is_valid():
        told = dict(form.cleaned_data)
        disclosure = told.pop("number")
        try:
            verbs.record_later_event(disclosure, by=reader(request), **told)
        except verbs.HoldRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, "Recorded. The duty to keep this disclosure is counted from it anew.")
            return redirect("disclosure", disclosure.pk)
    context = {"form": form, "crumbs": crumbs("Later event")}
    return render(request, "review/later_event.html", context, status=422 if form.errors else 200)
