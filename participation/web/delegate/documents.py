"""Documents: the list, a new one, its page, a further revision, a classification."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from participation.access import can
from participation.models import Document
from participation.queries.documents import classification_of, described, documents_for, revisions_of
from participation.web.delegate.document_forms import IS_ECCN, ClassificationForm, DocumentForm, RevisionForm
from participation.web.delegate.entry_words import entry_words
from participation.web.delegate.rows import document_rows, part_rows
from participation.web.forms import PlainForm
from participation.web.gate import reader, requires, visible_or_404
from participation.workflow.documents import NotOfParts, log_document
from participation.workflow.documents import classify as classify_revision

PAGE = 50


class FurtherRevisionForm(RevisionForm, ClassificationForm):
    """A further revision; its class may differ from that of the one before."""


@requires("document.read")
@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").replace("\0", "").strip()
    page = Paginator(documents_for(reader(request), text=text), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": document_rows(page.object_list),
        "text": text,
        "may_write": can(request.user, "document.write"),
    }
    return render(request, "delegate/documents.html", context)


@requires("document.write")
@require_http_methods(["GET", "HEAD", "POST"])
def document_new(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        initial = {"meeting": request.GET.get("meeting"), "body": request.GET.get("body")}
        return _form(request, DocumentForm(initial=initial), title="New document")
    form = DocumentForm(request.POST, request.FILES)
    if form.is_question:
        return _form(request, form, title="New document")
    if not form.is_valid():
        return _form(request, form, title="New document")
    fields = form.document_columns
    known = Document.objects.filter(number=fields["number"], body=fields["body"]).first()
    if known is not None:
        address = reverse("document", args=[known.pk])
        form.add_error("number", f"{known.number} is here already: add a revision to it at {address}.")
        return _form(request, form, title="New document")
    revision = log_document(
        by=reader(request),
        revision=form.cleaned_data["revision"],
        revision_fields=form.columns_of_revision,
        classification=form.columns_of_class,
        **fields,
    )
    messages.success(request, f"{revision} is saved.")
    return redirect("document", revision.document_id)


@requires("document.read")
@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_or_404(request, Document, pk)
    revisions = [
        {
            "revision": one,
            "classified": classification_of(one),
            "described": described(classification_of(one)),
            "parts": part_rows(one),
            "file_hash": bytes(one.file_hash).hex() if one.file_hash else "",
        }
        for one in revisions_of(found)
    ]
    context = {
        "document": found,
        "revisions": revisions,
        "may_write": can(request.user, "document.write"),
        "crumbs": [{"label": "Documents", "url": reverse("documents")}, {"label": found.number}],
    }
    return render(request, "delegate/document.html", context)


@requires("document.write")
@require_http_methods(["GET", "HEAD", "POST"])
def revision_new(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_or_404(request, Document, pk)
    form = FurtherRevisionForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if not form.is_question and form.is_valid():
        label = form.cleaned_data["revision"]
        if not found.revisions.filter(revision=label).exists():
            log_document(
                by=reader(request),
                body=found.body,
                number=found.number,
                revision=label,
                revision_fields=form.columns_of_revision,
                classification=form.columns_of_class,
            )
            messages.success(request, f"{found.number} {label} is saved.")
            return redirect("document", pk)
        form.add_error("revision", f"Revision {label} is here already: a revision is never replaced.")
    return _form(request, form, title=f"New revision of {found.number}", document=found)


@requires("document.classify")
@require_http_methods(["GET", "HEAD", "POST"])
def classify(request: HttpRequest, pk: int, revision_pk: int, part_pk: int | None = None) -> HttpResponse:
    """A class for the revision, or for the one of its parts that the address names."""
    found = visible_or_404(request, Document, pk)
    revision = get_object_or_404(revisions_of(found), pk=revision_pk)
    part = get_object_or_404(revision.parts, pk=part_pk).name if part_pk else ""
    named = f"{revision}, {part}" if part else str(revision)
    form = ClassificationForm(request.POST or None, initial=_stated(revision, part))
    if not form.is_question and form.is_valid():
        columns = form.columns_of_class
        try:
            if columns is not None:
                classify_revision(revision, by=reader(request), part=part, **columns)
                messages.success(
                    request, f"{named} is classified; earlier classifications stay in the record."
                )
                return redirect("document", pk)
            form.add_error(
                "classified", "Choose the class. A classification that was given is not taken back."
            )
        except NotOfParts as refused:
            form.add_error(None, str(refused))
    return _form(request, form, title=f"Classify {named}", document=found)


@requires("document.classify")
@require_safe
def control_list(request: HttpRequest) -> HttpResponse:
    """What the Commerce Control List says of an ECCN, as a part of the classification form."""
    eccn = request.GET.get("eccn", "").strip()
    stated = request.GET.getlist("reasons_for_control")
    says = entry_words(eccn, stated) if IS_ECCN.fullmatch(eccn) else None
    return render(request, "delegate/entry_says.html", {"says": says})


def _stated(revision: Any, part: str = "") -> dict[str, Any]:
    """The classification in force as the start of a new one."""
    found = classification_of(revision, part)
    if found is None:
        return {"classified": "yes"}
    stated = {name: getattr(found, name) for name in ClassificationForm.base_fields if name != "classified"}
    for name in ("nonstandard_crypto", "encryption_notification_sent"):
        stated[name] = ClassificationForm.base_fields[name].word_of(stated[name])  # type: ignore[attr-defined]
    return stated | {"classified": "yes", "basis": ""}


def _form(
    request: HttpRequest, form: PlainForm, *, title: str, document: Document | None = None
) -> HttpResponse:
    crumbs = [{"label": "Documents", "url": reverse("documents")}, {"label": title}]
    if document is not None:
        crumbs.insert(1, {"label": document.number, "url": reverse("document", args=[document.pk])})
    if isinstance(form, ClassificationForm) and form.is_question:
        form.answer()
    context = {"form": form, "title": title, "crumbs": crumbs, "document": document}
    return render(request, "delegate/document_form.html", context, status=422 if form.errors else 200)
