"""Home by role: the delegate's day, the officer's queue, the auditor's doors, the administrator's figures."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from participation.access import roles_of
from participation.queries.home import delegate_home
from participation.queries.home import health as health_figures
from participation.queries.meeting_drafts import drafts_of
from participation.states import Role
from participation.web.delegate.rows import disclosure_rows
from participation.web.gate import reader, requires


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """One page for each role; who has several gets the one where work waits."""
    roles = roles_of(request.user)
    if Role.OFFICER in roles:
        return redirect("queue")
    if Role.DELEGATE in roles:
        return _delegate(request)
    if Role.ADMINISTRATOR in roles:
        return redirect("administration")
    return render(
        request, "delegate/home_auditor.html" if Role.AUDITOR in roles else "delegate/home_nobody.html"
    )


def _delegate(request: HttpRequest) -> HttpResponse:
    user = reader(request)
    found = delegate_home(user, today=timezone.localdate())
    context = {
        "found": found,
        "rows": disclosure_rows(found.disclosures, user),
        "asked": disclosure_rows(found.asked, user),
        "next": found.meetings[0] if found.meetings else None,
        "later": found.meetings[1:],
        "drafts": drafts_of(user),
    }
    return render(request, "delegate/home.html", context)


@requires("health.read")
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    return render(request, "delegate/health.html", {"health": health_figures(now=timezone.now())})
