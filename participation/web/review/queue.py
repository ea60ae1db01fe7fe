"""The queue: what is flagged, who has it, and checks that a person must look at. Opening changes nothing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from participation.access import can
from participation.models import Check
from participation.queries import queue as queries
from participation.web.gate import reader, requires
from participation.web.review.forms import FilterForm
from participation.workflow.check import try_again

KEYS = (
    {"key": "J", "does": "next"},
    {"key": "K", "does": "previous"},
    {"key": "O", "does": "open"},
    {"key": "C", "does": "claim"},
)


@require_safe
@requires("queue.read")
def queue(request: HttpRequest) -> HttpResponse:
    user, now = reader(request), timezone.now()
    form = FilterForm(request.GET)
    form.is_valid()
    filters = form.filters(request.GET.get("view", "open"))
    page = Paginator(queries.queue(filters, user=user, now=now), queries.PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    counts = queries.counts_of_views(filters, user=user, now=now)
    context = {
        "form": form,
        "views": [_view(request, name, counts[name], filters.view) for name in queries.VIEWS],
        "page": page,
        "rows": queries.rows_of(page.object_list),
        "narrowed": any(form.cleaned_data.values()),
        "stuck": queries.stuck_checks(),
        "may_write": can(user, "review.write"),
        "now": now,
        "keys": KEYS,
    }
    return render(request, "review/queue.html", context)


def _view(request: HttpRequest, name: str, count: int, current: str) -> dict[str, object]:
    """A view of the queue as a link that keeps the other filters."""
    query = request.GET.copy()
    query.pop("page", None)
    query["view"] = name
    return {
        "label": queries.VIEWS[name],
        "url": f"?{query.urlencode()}",
        "count": count,
        "current": name == current,
    }


@require_POST
@requires("review.write")
def check_again(request: HttpRequest, pk: int) -> HttpResponse:
    check = get_object_or_404(Check, pk=pk)
    if try_again(check, by=request.user):
        messages.success(request, f"The check of disclosure {check.disclosure_id} is queued once more.")
    else:
        messages.warning(request, f"The check of disclosure {check.disclosure_id} no longer needs attention.")
    return redirect("queue")
