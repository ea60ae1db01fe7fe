"""The record of one determination as a file, for whoever sees its disclosure."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from participation.access import visible_to
from participation.models import Determination, Disclosure
from participation.queries.determination_record import record_of
from participation.web.gate import reader, requires
from participation.workflow.reads import record_determination_taken


@requires("disclosure.read")
@require_safe
def determination_record(request: HttpRequest, pk: int, determination_pk: int) -> HttpResponse:
    """The published record; taking it away is recorded first, whoever does."""
    rows = Determination.objects.select_related("line__disclosure__meeting", "line__disclosure__body")
    seen = rows.filter(line__disclosure__in=visible_to(reader(request), Disclosure), line__disclosure=pk)
    determination = get_object_or_404(seen, pk=determination_pk)
    content = record_of(determination)
    record_determination_taken(determination, content, by=reader(request))
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="determination-{determination.pk}.json"'
    return response
