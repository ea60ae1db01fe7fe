"""Pages stay with the person who asked for them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers, has_vary_header


def kept_by_nobody(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """What depends on who asks is stored in no cache, neither on the way nor in a shared browser."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if has_vary_header(response, "Cookie") and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    return middleware
