"""Where the administrator's pages are: the way from the start page to each."""

from django.http import HttpRequest
from django.urls import reverse

from participation.access import can


def crumbs(request: HttpRequest, *places: tuple[str, str]) -> list[dict[str, str]]:
    """Label and address of each place, given as (label, name of the page), the last without a name.

    The start page leads for whom it is; for others who may read a page it does not exist.
    """
    if can(request.user, "administration.read"):
        places = (("Administration", "administration"), *places)
    return [{"label": label, "url": reverse(name) if name else ""} for label, name in places]
