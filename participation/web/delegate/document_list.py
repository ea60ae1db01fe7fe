"""The import of a body's document list: previewed whole, saved whole."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from participation.imports.documents import MAX_TEXT, DocumentRow
from participation.models import Body, Meeting
from participation.queries.meetings import bodies
from participation.web.delegate.pasted_list import DocumentListForm
from participation.web.gate import reader, requires
from participation.workflow.documents import ListedDocument, Logged, log_documents


class DocumentImportForm(DocumentListForm):
    """The list, and whose it is."""

    body = forms.ModelChoiceField(
        queryset=Body.objects.none(), empty_label="Choose", error_messages={"required": "Choose the body."}
    )
    meeting = forms.ModelChoiceField(
        queryset=Meeting.objects.select_related("body", "group__body"), required=False, empty_label="None"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies()  # type: ignore[attr-defined]


@requires("document.write")
@require_http_methods(["GET", "HEAD", "POST"])
def documents_import(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _form(request, DocumentImportForm(initial={"meeting": request.GET.get("meeting")}))
    form = DocumentImportForm(request.POST, request.FILES)
    if form.is_valid() and form.preview is None:
        form.add_error("pasted", "Paste a list, or choose a file.")
    if form.is_valid() and form.may_save and request.POST.get("step") == "save":
        rows = [_listed(row) for row in form.preview.rows]
        owner = {name: form.cleaned_data[name] for name in ("body", "meeting")}
        messages.success(request, _told(log_documents(rows, by=reader(request), **owner)))
        return redirect("documents")
    return _form(request, form)


def _listed(row: DocumentRow) -> ListedDocument:
    """A row as it was read, in the words of the workflow; the preview told which texts are too long."""
    return ListedDocument(row.number, row.revision or "r0", row.title[:MAX_TEXT], row.source[:MAX_TEXT])


def _told(logged: Logged) -> str:
    """What the list brought, in words."""
    further = logged.revisions - logged.documents
    parts = [
        f"{logged.documents} document{'' if logged.documents == 1 else 's'} new",
        *([f"{further} further revision{'' if further == 1 else 's'}"] if further else []),
        f"{logged.unchanged} row{'' if logged.unchanged == 1 else 's'} here already, unchanged",
    ]
    return f"{'; '.join(parts)}."


def _form(request: HttpRequest, form: DocumentImportForm) -> HttpResponse:
    shown = form.shown if form.preview is not None else None
    crumbs = [{"label": "Documents", "url": reverse("documents")}, {"label": "Import a list"}]
    status = 422 if form.is_bound and (form.errors or (shown and shown["errors"])) else 200
    context = {"form": form, "shown": shown, "crumbs": crumbs}
    return render(request, "delegate/documents_import.html", context, status=status)
