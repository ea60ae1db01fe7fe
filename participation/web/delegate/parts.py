"""Naming the parts of a revision that differ in class; each is then classified on its own page."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from participation.models import Document, DocumentRevision
from participation.queries.documents import classification_of, described, revisions_of
from participation.web.delegate.document_forms import ClassificationForm
from participation.web.gate import reader, requires, visible_or_404
from participation.workflow.parts import NO_NAME, PartsRefused, faults_of, name_parts


class PartsForm(ClassificationForm):
    """Names of parts, one a line, and one class for all of them; the first ones ask about the rest too."""

    names = forms.CharField(
        label="Names",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One part a line, as the document calls it: Annex B. Such a name stands in the log.",
        error_messages={"required": NO_NAME},
    )
    rest = forms.ChoiceField(label="The rest of the document is", widget=forms.RadioSelect, initial="no")

    def __init__(self, *args: Any, revision: DocumentRevision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken = [part.name for part in revision.parts.all()]
        whole = classification_of(revision)
        if self.taken or whole is None:
            del self.fields["rest"]
        else:
            as_whole = f"As the whole was until now: {described(whole)}"
            self.fields["rest"].choices = [("no", "Not classified"), ("whole", as_whole)]  # type: ignore[attr-defined]

    def clean_names(self) -> list[str]:
        """The names, without empty lines between them."""
        lines = [(number, line) for number, line in enumerate(self.cleaned_data["names"].splitlines(), 1)]
        named = [(number, line) for number, line in lines if line.strip()]
        for place, fault in faults_of([line for _, line in named], taken=self.taken):
            self.add_error("names", f"Line {named[place - 1][0]}: {fault}")
        return [line for _, line in named]


@requires("document.classify")
@require_http_methods(["GET", "HEAD", "POST"])
def parts_new(request: HttpRequest, pk: int, revision_pk: int) -> HttpResponse:
    document = visible_or_404(request, Document, pk)
    revision = get_object_or_404(revisions_of(document), pk=revision_pk)
    form = PartsForm(request.POST or None, revision=revision)
    if form.is_valid() and _named(form, revision, request):
        return redirect("document", pk)
    title = f"Name parts of {revision}"
    crumbs = [
        {"label": "Documents", "url": reverse("documents")},
        {"label": document.number, "url": reverse("document", args=[pk])},
        {"label": title},
    ]
    context = {"form": form, "title": title, "crumbs": crumbs, "document": document, "revision": revision}
    return render(request, "delegate/parts_form.html", context, status=422 if form.errors else 200)


def _named(form: PartsForm, revision: DocumentRevision, request: HttpRequest) -> bool:
    """False where somebody else was quicker with a name, told by the form."""
    names = form.cleaned_data["names"]
    as_whole = form.cleaned_data.get("rest") == "whole"
    try:
        name_parts(
            revision,
            names=names,
            by=reader(request),
            classification=form.columns_of_class,
            rest_as_whole=as_whole,
        )
    except PartsRefused as refused:
        form.add_error("names", str(refused))
        return False
    said = f"{len(names)} part{'' if len(names) == 1 else 's'} of {revision} named."
    messages.success(request, f"{said} Each is checked by its own class, and the worst part counts.")
    return True
