"""Open disclosures that were checked on other grounds: what a check would say now, and a button to do it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from participation.models import Disclosure
from participation.web.administration.places import crumbs
from participation.web.forms import row_number
from participation.web.gate import reader, requires
from participation.workflow.rule_changes import (
    LOOKED_AT,
    check_these_again,
    checked_otherwise,
    come_out_otherwise,
)


@requires("disclosure.recheck")
@require_http_methods(["GET", "HEAD", "POST"])
def rechecks(request: HttpRequest) -> HttpResponse:
    """So many at a time are decided again; nothing is checked before somebody asks for it."""
    if request.method == "POST":
        return _queued(request)
    page = Paginator(checked_otherwise(), LOOKED_AT).get_page(request.GET.get("page"))
    changed = come_out_otherwise(list(page.object_list))
    context = {
        "page": page,
        "changed": changed,
        "can_check": [one.disclosure for one in changed if one.can_check_again],
        "crumbs": crumbs(request, ("Checked on other grounds", "")),
    }
    return render(request, "administration/rechecks.html", context)


def _queued(request: HttpRequest) -> HttpResponse:
    """Of the rows that the page named, those that still stand on other grounds."""
    named = {row_number(one) for one in request.POST.getlist("disclosure")}
    rows: list[Disclosure] = [row for row in checked_otherwise() if row.pk in named]
    queued = check_these_again(rows, by=reader(request), reason="rules or findings changed")
    if queued:
        messages.success(request, f"{queued} {'check is' if queued == 1 else 'checks are'} queued.")
    else:
        messages.warning(request, "No check was queued: nothing chosen still stands on other grounds.")
    return redirect("rechecks")
