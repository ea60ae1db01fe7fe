"""What an administrator does with mails that could not be sent: all once more, or one told otherwise."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from participation.models import Notice
from participation.queries.notices import stuck_notices
from participation.web.gate import reader, requires
from participation.workflow.notices import settle, try_again


@require_POST
@requires("notice.write")
def again(request: HttpRequest) -> HttpResponse:
    count = sum(try_again(notice, by=reader(request)) for notice in stuck_notices())
    messages.success(request, f"{count} mail{'' if count == 1 else 's'} will be sent again.")
    return redirect("health")


@require_POST
@requires("notice.write")
def settled(request: HttpRequest, pk: int) -> HttpResponse:
    notice = get_object_or_404(Notice.objects.select_related("disclosure"), pk=pk)
    if settle(notice, by=reader(request)):
        messages.success(request, f"Recorded: {notice.recipient.initials} was told by other means.")
    else:
        messages.warning(request, "This mail no longer needs attention.")
    return redirect("health")
