"""Reason codes: the list with a form for a new one, and the form of one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from participation.access import can
from participation.queries import reason_codes as queries
from participation.web.administration.places import crumbs
from participation.web.forms import PlainForm
from participation.web.gate import reader, requires
from participation.workflow import reason_codes as verbs


class ReasonCodeForm(PlainForm):
    """A code and what it means."""

    code = forms.CharField(
        max_length=10,
        label="Code",
        help_text="A letter, then letters, digits or hyphens, such as N4.",
        error_messages={"required": "Give the code."},
        widget=forms.TextInput({"autocapitalize": "characters", "autocomplete": "off"}),
    )
    text = forms.CharField(
        max_length=200,
        label="Meaning",
        help_text="Officers choose by it, and delegates read it. At most 200 signs.",
        error_messages={"required": "Write what the code means: officers choose by it."},
    )


class ReasonCodeChangeForm(ReasonCodeForm):
    """A code that exists: its letters are fixed once a decision named it."""

    active = forms.BooleanField(
        required=False,
        label="In use",
        help_text="Out of use it can no longer be chosen. Decisions that name it keep it.",
    )

    def __init__(self, *args: Any, used: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if used:
            self.fields["code"].disabled = True
            self.fields["code"].help_text = "Decisions name it, so it keeps its letters."


@requires("settings.read")
@require_http_methods(["GET", "HEAD", "POST"])
def reason_codes(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _added(request)
    return _list_page(request, ReasonCodeForm())


@requires("settings.write")
def _added(request: HttpRequest) -> HttpResponse:
    form = ReasonCodeForm(request.POST)
    if form.is_valid():
        try:
            row = verbs.add_reason_code(by=reader(request), **form.cleaned_data)
        except verbs.CodeRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, f"{row.code} is added. Officers can choose it now.")
            return redirect("reason-codes")
    return _list_page(request, form)


def _list_page(request: HttpRequest, form: ReasonCodeForm) -> HttpResponse:
    context = {
        "rows": queries.reason_codes(),
        "form": form,
        "may_write": can(request.user, "settings.write"),
        "crumbs": crumbs(request, ("Reason codes", "")),
    }
    return render(request, "administration/reason_codes.html", context, status=422 if form.errors else 200)


@requires("settings.write")
@require_http_methods(["GET", "HEAD", "POST"])
def reason_code(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.reason_codes(), pk=pk)
    stated = {"code": row.code, "text": row.text, "active": row.active}
    sent = request.POST if request.method == "POST" else None
    form = ReasonCodeChangeForm(sent, initial=stated, used=row.times > 0)
    if form.is_valid():
        try:
            changed = verbs.change_reason_code(row, by=reader(request), **form.cleaned_data)
        except verbs.CodeRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            standing = "in use" if changed.active else "out of use"
            messages.success(
                request, f"{changed.code} is saved, {standing}. Past decisions keep what they said."
            )
            return redirect("reason-codes")
    context = {
        "row": row,
        "form": form,
        "crumbs": crumbs(request, ("Reason codes", "reason-codes"), (row.code, "")),
    }
    return render(request, "administration/reason_code.html", context, status=422 if form.errors else 200)
