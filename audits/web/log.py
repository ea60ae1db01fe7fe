"""Search in the log, newest entry first."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from audits import log
from audits.anchors.standing import held_kinds, rungs, standings
from audits.models import Entry
from audits.web.forms import LogForm
from audits.web.gate import EXPORT, READ, permits
from audits.web.names import names_of

PAGE_SIZE = 50


@require_safe
@permits(READ)
def log_search(request: HttpRequest) -> HttpResponse:
    form = LogForm(request.GET or None)
    right = not form.is_bound or form.is_valid()
    found = log.entries(**form.conditions()) if form.is_bound and right else log.entries()
    page = Paginator(found.order_by("-id") if right else found.none(), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    waiting, since = log.waiting(timezone.now())
    context = {
        "form": form,
        "page": page,
        "rows": rows_of(page.object_list),
        "head": log.signed_head(),
        "key": log.key_in_use(),
        "waiting": waiting,
        "waiting_since": since,
        "may_export": request.user.has_perm(EXPORT),
        "anchors": standings(now=timezone.now()),
        "rungs": rungs(held_kinds()),
    }
    return render(request, "audits/log.html", context)


def rows_of(entries: Any) -> list[dict[str, Any]]:
    """Entries in the words of a list: title, object, labels, who."""
    found: list[Entry] = list(entries)
    names = names_of(entry.actor_id for entry in found)
    return [
        {
            "entry": entry,
            "title": log.title_of(entry.kind),
            "by": names[entry.actor_id],
            "labels": ", ".join(str(entry.labels[key]) for key in sorted(entry.labels)),
            "signed": getattr(entry, "leaf", None) is not None,
        }
        for entry in found
    ]
