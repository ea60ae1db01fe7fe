"""For machines: is the process alive, and is the service fit to be used."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from participation.queries.health import readiness


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """503 with the findings when something keeps the service from being right."""
    findings = readiness()
    return JsonResponse({"ready": not findings, "findings": findings}, status=503 if findings else 200)
