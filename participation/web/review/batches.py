"""Files of names to screen: upload, progress, answers to read and to take away."""

from hashlib import sha256
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participation.access import can, roles_of
from participation.models import BatchScreening
from participation.queries import batches as queries
from participation.states import Role
from participation.web.delegate.disclosure import FIRST_POLL_MS, LAST_POLL_MS, STOP_POLLING
from participation.web.forms import PlainForm, row_number
from participation.web.gate import reader, requires
from participation.web.session_limits import asked_by_the_page
from participation.workflow.batches import MAX_BYTES, BatchRefused, start_batch, try_again
from participation.workflow.moves import SentByAnother
from participation.workflow.reads import record_answers_taken, record_batch_read

PAGE = 50


class BatchForm(PlainForm):
    """A file of names, and the token that makes a form sent twice one batch."""

    names = forms.FileField(
        label="File of names",
        help_text="CSV in UTF-8, at most 5 MB and 100,000 rows. Its first line names the columns "
        "query,country; the country is a two-letter code or empty.",
        allow_empty_file=True,
        error_messages={"required": "Choose a file."},
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": "Open the page anew."})

    def clean_names(self) -> Any:
        """The upload, of which no more is read than is taken."""
        upload = self.cleaned_data["names"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(f"The file has {upload.size} bytes; at most {MAX_BYTES} are read.")
        return upload


@requires("batch.read")
@require_http_methods(["GET", "HEAD", "POST"])
def batches(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _start(request)
    return _list(request, BatchForm(initial={"form_token": uuid4()}))


@requires("batch.write")
def _start(request: HttpRequest) -> HttpResponse:
    form = BatchForm(request.POST, request.FILES)
    if form.is_valid():
        upload, token = form.cleaned_data["names"], form.cleaned_data["form_token"]
        try:
            batch = start_batch(
                by=reader(request), form_token=token, content=upload.read(), file_name=upload.name
            )
        except (BatchRefused, SentByAnother) as refusal:
            form.add_error("names", str(refusal))
        else:
            return redirect("batch", batch.pk)
    return _list(request, form, status=422)


def _list(request: HttpRequest, form: BatchForm, *, status: int = 200) -> HttpResponse:
    page = Paginator(queries.batches_for(reader(request)), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": [
            {"batch": one, "word": queries.word_of(one), "counts": queries.counts_of(one)} for one in page
        ],
        "may_write": can(request.user, "batch.write"),
        "crumbs": [{"label": "Lists", "url": reverse("lists")}, {"label": "Files of names"}],
    }
    return render(request, "review/batches.html", context, status=status)


def _found(request: HttpRequest, pk: int) -> BatchScreening:
    return get_object_or_404(queries.batches_for(reader(request)), pk=pk)


@require_safe
@requires("batch.read")
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    record_batch_read(found, by=reader(request))
    return render(request, "review/batch.html", _state(request, found) | _answers(request, found))


@require_safe
@asked_by_the_page
@requires("batch.read")
def batch_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that changes; when the batch is over the whole page is asked for once more."""
    found = _found(request, pk)
    response = render(request, "review/batch_state.html", _state(request, found))
    if not queries.is_under_way(found):
        response.status_code = STOP_POLLING
        response["HX-Refresh"] = "true"
    return response


@require_safe
@requires("batch.read")
def batch_answers(request: HttpRequest, pk: int) -> HttpResponse:
    """The answers so far; taking them away is recorded first."""
    found = _found(request, pk)
    file = queries.answer_file(found)
    digest, size = sha256(file.content).hexdigest(), len(file.content)
    record_answers_taken(found, rows=file.rows, digest=digest, size=size, by=reader(request))
    disposition = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return HttpResponse(file.content, content_type="text/csv; charset=utf-8", headers=disposition)


@require_POST
@requires("batch.write")
def batch_again(request: HttpRequest, pk: int) -> HttpResponse:
    if try_again(_found(request, pk), by=reader(request)):
        messages.success(request, "The batch is queued once more; it goes on where it was.")
    else:
        messages.warning(request, "This batch no longer needs attention.")
    return redirect("batch", pk)


def _state(request: HttpRequest, found: BatchScreening) -> dict[str, Any]:
    """How far it is. Each look of an auditor is an entry, so that page does not look again by itself."""
    ms = min(max(row_number(request.GET.get("ms", "")) or 0, FIRST_POLL_MS), LAST_POLL_MS)
    again = f"{reverse('batch-progress', args=[found.pk])}?ms={min(2 * ms, LAST_POLL_MS)}"
    return {
        "batch": found,
        "under_way": queries.is_under_way(found),
        "told": f"{found.rows_done:,} of {found.rows:,} rows are screened.",
        "may_write": can(request.user, "batch.write"),
        "poll_ms": ms,
        "poll_url": "" if Role.AUDITOR in roles_of(request.user) else again,
    }


def _answers(request: HttpRequest, found: BatchScreening) -> dict[str, Any]:
    """The answers of one part, a page of them, and how many the others hold."""
    counts = queries.counts_of(found)
    part = request.GET.get("part", "")
    part = part if part in queries.PARTS else queries.first_part_of(found)
    return {
        "parts": [
            {"name": name, "label": label, "count": counts[name], "current": name == part}
            for name, (label, _) in queries.PARTS.items()
        ],
        "part": queries.PARTS[part][0],
        "page": Paginator(queries.answers_in(found, part), PAGE).get_page(request.GET.get("page")),
        "crumbs": [
            {"label": "Lists", "url": reverse("lists")},
            {"label": "Files of names", "url": reverse("batches")},
            {"label": f"Batch {found.pk}"},
        ],
    }
