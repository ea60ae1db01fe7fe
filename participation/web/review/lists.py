"""The lists that were read, and one entry as it was."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from participation.queries import snapshots as queries
from participation.queries.match_shown import LISTS
from participation.web.gate import requires


@require_safe
@requires("list.read")
def lists(request: HttpRequest) -> HttpResponse:
    return render(request, "review/lists.html", {"rows": queries.snapshots(now=timezone.now())})


@require_safe
@requires("list.read")
def list_entry(request: HttpRequest, pk: int) -> HttpResponse:
    version = get_object_or_404(queries.entry_versions(), pk=pk)
    context = {
        "version": version,
        "list": LISTS.get(version.party.source, version.party.source),
        "versions": queries.versions_of_party(version),
        "decisions": queries.decisions_on(version),
    }
    return render(request, "review/list_entry.html", context)
