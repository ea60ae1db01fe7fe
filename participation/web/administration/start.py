"""The administrator's start page: what is to be looked at, and where settings are."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from participation.models import Body, ReasonCode
from participation.queries.health import alarms, readiness
from participation.queries.weights import weights_in_force
from participation.web.administration.rule_words import all_told
from participation.web.gate import requires
from participation.workflow.rule_changes import checked_otherwise


@requires("administration.read")
@require_safe
def administration(request: HttpRequest) -> HttpResponse:
    context = {
        "findings": [*readiness(), *alarms(now=timezone.now())],
        "codes": ReasonCode.objects.filter(active=True).count(),
        "bodies": Body.objects.count(),
        "bodies_unknown": Body.objects.filter(voluntary_consensus_body__isnull=True).count(),
        "statements": len(all_told()[0]),
        "weights": weights_in_force(),
        "otherwise": len(checked_otherwise()),
    }
    return render(request, "administration/start.html", context)
