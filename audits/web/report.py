"""The report builder: a filter, what it counts, and the files that hold it."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audits import log
from audits.models import Entry
from audits.web.forms import ReportForm
from audits.web.gate import EXPORT, permits
from audits.web.log import rows_of

PREVIEW = 10


@require_safe
@permits(EXPORT)
def report(request: HttpRequest) -> HttpResponse:
    form = ReportForm(request.GET)
    right = form.is_valid()
    head = log.signed_head(form.cleaned_data.get("size")) if right else None
    context: dict[str, Any] = {
        "form": form,
        "head": head,
        "right": right,
        "nothing_signed": log.signed_head() is None,
    }
    if head is not None:
        found = in_tree(form, head.size)
        context |= {
            "count": found.count(),
            "kinds": _counted(found),
            "rows": rows_of(found[:PREVIEW]),
            "query": query_of(form, head.size),
        }
    return render(request, "audits/report.html", context)


def in_tree(form: ReportForm, size: int) -> QuerySet[Entry]:
    """What the report holds: in the order of the tree, cut at a signed size."""
    return log.entries(**form.conditions()).filter(leaf__leaf_index__lt=size).order_by("leaf__leaf_index")


def query_of(form: ReportForm, size: int) -> str:
    """The filter as part of an address, with the size that makes the same bytes come again."""
    given = {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}
    return urlencode({**given, "size": size})


def _counted(found: QuerySet[Entry]) -> list[dict[str, Any]]:
    rows = found.order_by().values("kind").annotate(count=Count("pk")).order_by("-count", "kind")
    return [{"kind": row["kind"], "title": log.title_of(row["kind"]), "count": row["count"]} for row in rows]
