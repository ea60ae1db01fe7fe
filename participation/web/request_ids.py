"""Each HTTP request has an id: in its answer, in its log lines, and in every entry that it makes."""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from audits.request_id import is_well_formed, new_request_id, under

HEADER = "X-Request-ID"


def request_ids(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Outermost, so that nothing of a request runs without its id."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request_id = _from_proxy(request) or new_request_id()
        request.request_id = request_id  # type: ignore[attr-defined]
        with under(request_id):
            response = answer(request)
        response[HEADER] = request_id
        return response

    return middleware


def _from_proxy(request: HttpRequest) -> str:
    """The id that a trusted proxy gave; else empty: a stranger could choose the id of another request."""
    given = request.headers.get(HEADER, "")
    try:
        peer = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return ""  # a socket without an address: nobody to trust
    trusted = any(peer in network for network in settings.TRUSTED_PROXIES)
    return given if trusted and is_well_formed(given) else ""
