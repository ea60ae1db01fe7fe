"""For machines: is the process alive, and is the service fit to be used."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from participation.queries.health import alarms, readiness


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """503 with the findings when something keeps the service from being right.

    `alarms` are for who watches, and take nothing away from those who work: see `alarms`.
    """
    findings = readiness()
    found = {"ready": not findings, "findings": findings, "alarms": alarms(now=timezone.now())}
    return JsonResponse(found, status=503 if findings else 200)
