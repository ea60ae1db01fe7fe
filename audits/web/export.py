"""The export builder: what to ask for, what it would hold, and the file itself, sent while it is made."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from audits import log
from audits.asked import Asked
from audits.models import Leaf
from audits.reports.bundle import Plan, plan_export, record_export, stream_export
from audits.reports.choice import ASKED, Choice, private_values, with_payload
from audits.reports.span import ExportError
from audits.request_id import current as request_id
from audits.web.forms import ExportForm
from audits.web.gate import EXPORT, permits, reader

# More are made by `manage.py export_log`: a download holds a thread of the web process until it ends.
MOST_SHOWN = 250_000
# About what an envelope, its length and its hash in the tree take.
ENVELOPE_BYTES = 650


@dataclass(frozen=True, slots=True)
class Preview:
    """What an export would hold, in figures."""

    asked: Asked
    size: int
    begin: int
    end: int
    found: int
    payloads: int
    private: int
    bytes: int

    @property
    def shown(self) -> int:
        return self.end - self.begin

    @property
    def hidden(self) -> int:
        return self.size - self.shown

    @property
    def last(self) -> int:
        return self.end - 1

    @property
    def too_many(self) -> bool:
        return self.shown > MOST_SHOWN


@require_http_methods(["GET", "HEAD", "POST"])
@permits(EXPORT)
def export(request: HttpRequest) -> HttpResponse:
    given = (request.POST if request.method == "POST" else request.GET).copy()
    given.setdefault("payloads", ASKED)
    form = ExportForm(given)
    preview = None
    if form.is_valid():
        try:
            if request.method == "POST":
                return _sent(request, form.choice())
            preview = preview_of(plan_export(form.choice(), at=datetime.now(UTC)))
        except ExportError as error:
            form.add_error(None, f"No export can be made: {error}.")
    context = {
        "form": form,
        "preview": preview,
        "counted": [(name, value) for name in form.fields for value in given.getlist(name)],
        "most_shown": MOST_SHOWN,
        "conditions": [form[name] for name in ("since", "until", "kind", "body", "object")],
        "nothing_signed": log.signed_head() is None,
    }
    refused = request.method == "POST"
    return render(request, "audits/export.html", context, status=422 if refused else 200)


def _sent(request: HttpRequest, choice: Choice) -> HttpResponse:
    """The export as a stream. It is recorded, and that committed, before its first byte."""
    if (plan := plan_export(choice, at=datetime.now(UTC))).end - plan.begin > MOST_SHOWN:
        raise ExportError(
            f"{plan.end - plan.begin} entries are more than {MOST_SHOWN}; choose a shorter period"
        )
    with transaction.atomic():
        plan = record_export(choice, by=reader(request), at=datetime.now(UTC), request=request_id())
    response = StreamingHttpResponse(stream_export(plan), content_type="application/zip")
    name = f"log-{plan.begin}-{plan.end - 1}-of-{plan.size}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def preview_of(plan: Plan) -> Preview:
    """Counted with the conditions that the export itself uses."""
    shown = Leaf.objects.filter(leaf_index__gte=plan.begin, leaf_index__lt=plan.end)
    carried = with_payload(plan.choice, begin=plan.begin, end=plan.end).order_by()
    if not plan.choice.payloads:
        carried = carried.none()
    size = carried.aggregate(size=Sum(Length("entry__payload")))["size"] or 0
    values = private_values(plan.choice) if plan.choice.private else private_values(plan.choice).none()
    return Preview(
        asked=plan.asked,
        size=plan.size,
        begin=plan.begin,
        end=plan.end,
        found=shown.filter(plan.choice.entries()).count(),
        payloads=carried.count(),
        private=values.filter(entry__leaf__in=carried.values("pk")).count(),
        bytes=size + ENVELOPE_BYTES * (plan.end - plan.begin),
    )
