"""The gate before a view: signed in, allowed by the access table, and only rows that the person may see."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from participation.access import TABLE, can, visible_to
from participation.models import User
from participation.workflow.accounts import record_denied

ROLE_PEOPLE = {
    "delegate": "delegates",
    "officer": "compliance officers",
    "auditor": "auditors",
    "administrator": "administrators",
}
View = Callable[..., HttpResponse]


def reader(request: HttpRequest) -> User:
    """The person behind a request that passed the gate."""
    return cast(User, request.user)


def requires(verb: str) -> Callable[[View], View]:
    """Only for those whom the access table lets take the verb; others get 403, which is recorded."""
    people = [ROLE_PEOPLE[role] for role in ROLE_PEOPLE if role in TABLE[verb]]
    sentence = f"This is for {' and '.join(people)}." if people else "Nobody may do this."

    def gate(view: View) -> View:
        @login_required
        @wraps(view)
        def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not can(request.user, verb):
                record_denied(reader(request), path=request.path, method=request.method or "")
                raise PermissionDenied(sentence)
            return view(request, *args, **kwargs)

        return gated

    return gate


def visible_or_404(request: HttpRequest, model: type[Model], pk: int) -> Any:
    """The row, if the person may see it; what belongs to others does not exist for them."""
    return get_object_or_404(visible_to(reader(request), model), pk=pk)
