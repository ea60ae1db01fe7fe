"""The answer to the question who sent somebody on the attendee list."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from participation.models import Meeting
from participation.queries.affiliations import doubts_at
from participation.web.delegate.affiliation_question import AffiliationForm
from participation.web.delegate.meetings import meeting_page
from participation.web.gate import reader, requires, visible_or_404
from participation.workflow.affiliations import answer_doubt
from participation.workflow.moves import Conflict


@requires("meeting.write")
@require_POST
def affiliation_answer(request: HttpRequest, pk: int, doubt_pk: int) -> HttpResponse:
    meeting = visible_or_404(request, Meeting, pk)
    doubt = get_object_or_404(doubts_at(meeting), pk=doubt_pk)
    form = AffiliationForm(request.POST, doubt=doubt)
    if not form.is_valid():
        return meeting_page(request, meeting, form=form, status=422)
    try:
        checked = answer_doubt(doubt, by=reader(request), answer=form.cleaned_data["answer"])
    except Conflict:
        messages.warning(request, "This question was answered before; see below whether another is open.")
    else:
        messages.success(request, _told(checked))
    return redirect("meeting", pk)


def _told(checked: int) -> str:
    again = f" {checked} disclosure{'s are' if checked != 1 else ' is'} checked again." if checked else ""
    return f"The answer is kept.{again}"
