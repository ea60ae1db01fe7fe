"""Files that leave the service: each is recorded, and the record committed, before its first byte."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from audits import log
from audits.models import Entry
from audits.reports.csv import NothingSignedError, csv_report
from audits.web.entry import found, subject_of
from audits.web.forms import ReportForm
from audits.web.gate import EXPORT, permits, record_read
from audits.web.report import in_tree


@require_GET
@permits(EXPORT)
def envelope(request: HttpRequest, pk: int) -> HttpResponse:
    """The exact bytes that the tree hashes."""
    shown = found(pk)
    return _file(request, shown, "envelope", bytes(shown.body), f"entry-{pk}.json", "application/json")


@require_GET
@permits(EXPORT)
def payload(request: HttpRequest, pk: int) -> HttpResponse:
    """The exact bytes whose hash stands in the envelope."""
    shown = found(pk)
    return _file(
        request, shown, "payload", bytes(shown.payload), f"entry-{pk}-payload.json", "application/json"
    )


@require_GET
@permits(EXPORT)
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """The `.tlog-proof` file; 404 while the entry waits for its place."""
    shown = found(pk)
    proven = log.entry_with_proof(shown)
    if proven is None:
        raise Http404
    name = f"entry-{pk}.tlog-proof"
    return _file(request, shown, "proof", proven.receipt.encode(), name, "application/octet-stream")


@require_GET
@permits(EXPORT)
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """The entry of a determination as one file that is checked by itself; 404 for other kinds."""
    shown = found(pk)
    if not log.has_record_file(shown):
        raise Http404
    name = f"determination-{shown.object_id}.json"
    return _file(request, shown, "record", log.record_file(shown), name, "application/json")


def _file(
    request: HttpRequest, shown: Entry, what: str, content: bytes, name: str, media: str
) -> HttpResponse:
    record_read(request, "audit.entry_read", {"what": what, "entry": str(shown.uuid)}, subject_of(shown))
    return HttpResponse(
        content, content_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@require_GET
@permits(EXPORT)
def rows_csv(request: HttpRequest) -> HttpResponse:
    """The rows of a report; the same filter and tree size give the same bytes."""
    form = ReportForm(request.GET)
    if not form.is_valid():
        return render(request, "audits/report.html", {"form": form, "right": False}, status=422)
    conditions, size = form.conditions(), form.cleaned_data["size"]
    head = log.signed_head(size)
    if head is None:
        raise Http404
    rows = in_tree(form, head.size).count()
    stated = {name: str(value) for name, value in form.cleaned_data.items() if value not in (None, "")}
    record_read(
        request,
        "audit.report_made",
        {"format": "csv", "filter": stated, "tree_size": head.size, "root": head.root.hex(), "rows": rows},
    )
    name = f"report-{head.size}.csv"
    try:
        pieces = csv_report(size=head.size, **conditions)
    except NothingSignedError as error:
        raise Http404 from error
    response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
