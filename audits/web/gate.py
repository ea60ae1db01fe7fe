"""Who may read the log and who may take it away: by permission alone, as roles are not known here."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from audits import log
from audits.request_id import current as request_id

READ, EXPORT = "audits.view_entry", "audits.export_entry"
View = Callable[..., HttpResponse]


def permits(permission: str) -> Callable[[View], View]:
    """A view for those with the permission; 403 for the rest, the log-in page for who is nobody yet."""

    def gate(view: View) -> View:
        @login_required
        @wraps(view)
        def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perm(permission):
                record_read(request, "audit.access_denied", {"path": request.path[:300]})
                raise PermissionDenied("This is for auditors and those who answer to them.")
            return view(request, *args, **kwargs)

        return gated

    return gate


def reader(request: HttpRequest) -> log.Actor:
    """The person behind the request, in the words of the log."""
    return log.Actor(f"user/{request.user.pk}", "person", "password")


def record_read(
    request: HttpRequest, kind: str, payload: dict[str, object], subject: log.Subject | None = None
) -> int:
    """The entry of a read, a download or a refusal, committed before the first byte is sent; gives its id."""
    with transaction.atomic():
        at = datetime.now(UTC)
        entry = log.record(
            kind, by=reader(request), at=at, subject=subject, payload=payload, request=request_id()
        )
    return entry.id
