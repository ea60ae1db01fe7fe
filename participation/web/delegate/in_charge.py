"""Acting on a disclosure: colleagues who were there may read it, and are refused beyond that."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from participation.models import Disclosure
from participation.queries.disclosures import is_in_charge
from participation.web.gate import reader, visible_or_404
from participation.workflow.accounts import record_denied
from participation.workflow.submit import LoggedByAnother


def own_or_403(request: HttpRequest, pk: int) -> Disclosure:
    """The disclosure, if the person may act on it.

    Raises: Http404 for what the person may not see; PermissionDenied, after its entry, for what the
    person may only see.
    """
    found: Disclosure = visible_or_404(request, Disclosure, pk)
    if not is_in_charge(reader(request), found):
        record_denied(reader(request), path=request.path, method=request.method or "")
        raise PermissionDenied(str(LoggedByAnother(found)))
    return found
