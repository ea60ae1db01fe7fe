"""Disclosures from the delegate's side: the list, and what is done with one that exists."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from participation.access import can
from participation.models import Disclosure
from participation.queries.disclosures import STATE_WORDS, disclosures_for
from participation.states import NotAllowed, State
from participation.web.delegate.in_charge import own_or_403
from participation.web.delegate.rows import disclosure_rows
from participation.web.gate import reader, requires
from participation.workflow.moves import Conflict
from participation.workflow.parts import check_by_parts
from participation.workflow.submit import Incomplete, submit, withdraw

PAGE = 25


@requires("disclosure.read")
@require_safe
def disclosures(request: HttpRequest) -> HttpResponse:
    rows = disclosures_for(reader(request))
    state = request.GET.get("state", "")
    if state in set(State):
        rows = rows.filter(state=state)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": disclosure_rows(page.object_list, reader(request)),
        "states": STATE_WORDS,
        "state": state,
        "may_write": can(request.user, "disclosure.write"),
    }
    return render(request, "delegate/disclosures.html", context)


@requires("disclosure.write")
@require_POST
def disclosure_submit(request: HttpRequest, pk: int) -> HttpResponse:
    disclosure = own_or_403(request, pk)
    return _done(request, disclosure, lambda: submit(disclosure, by=reader(request)), "Submitted.")


@requires("disclosure.write")
@require_POST
def disclosure_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    disclosure = own_or_403(request, pk)
    done = "Withdrawn. It stays in the record."
    return _done(request, disclosure, lambda: withdraw(disclosure, by=reader(request)), done)


@requires("disclosure.write")
@require_POST
def disclosure_check_parts(request: HttpRequest, pk: int) -> HttpResponse:
    disclosure = own_or_403(request, pk)
    done = "The check runs again, part by part. What was determined before stays in the record."
    return _done(request, disclosure, lambda: check_by_parts(disclosure, by=reader(request)), done)


def _done(request: HttpRequest, disclosure: Disclosure, verb: Callable[[], Any], said: str) -> HttpResponse:
    """The page of the disclosure, with what was done or why it was refused."""
    try:
        verb()
    except (Incomplete, Conflict) as refusal:
        messages.error(request, str(refusal))
    except NotAllowed:
        messages.error(request, "It has moved on, so this can no longer be done. See below how it stands.")
    else:
        messages.success(request, said)
    return redirect("disclosure", disclosure.pk)
