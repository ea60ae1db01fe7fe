"""The case page. Opening it changes nothing; an auditor's read is recorded before the page is sent."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from participation import files
from participation.models import Disclosure, Review, ReviewAttachment
from participation.queries.case import Case, allowed, case_of, officers_for
from participation.queries.queue import neighbours
from participation.web.gate import reader, visible_or_404
from participation.web.review.forms import AskForm, DecideForm, JudgeForm, ReassignForm
from participation.workflow.reads import record_attachment_read, record_case_read

KEYS = (
    {"key": "J", "does": "next case"},
    {"key": "K", "does": "previous case"},
    {"key": "1", "does": "first choice, 2 the second"},
    {"key": "A", "does": "ask the delegate"},
    {"key": "D", "does": "decide the disclosure"},
    {"key": "H", "does": "hand to another officer"},
)


@require_safe
@login_required
def case(request: HttpRequest, pk: int) -> HttpResponse:
    review = visible_or_404(request, Review, pk)
    record_case_read(review, by=reader(request))
    return case_page(request, review)


def case_page(request: HttpRequest, review: Review, *, status: int = 200, **bound: Any) -> HttpResponse:
    """The page of a case; `bound` are forms to show again, by their names in `forms_of`."""
    shown = case_of(review)
    before, after = neighbours(review)
    context = {
        "case": shown,
        "review": review,
        "allowed": allowed(review, shown.disclosure, reader(request)),
        "attachments": review.attachments.all(),
        "before": before,
        "after": after,
        "keys": KEYS,
        **forms_of(request, shown),
        **bound,
        "open_form": next(iter(bound), "judge_form" if shown.pending else "decide_form"),
    }
    return render(request, "review/case.html", context, status=status)


def forms_of(request: HttpRequest, shown: Case) -> dict[str, Any]:
    """The forms, empty; the question is filled in from what the rules would ask."""
    chosen = request.GET.get("ask", "")
    asked = next((one for one in shown.suggestions if one["text"] == chosen), None)
    first = asked or next(iter(shown.suggestions), {"text": "", "fact": ""})
    return {
        "judge_form": judge_form(shown),
        "ask_form": AskForm(initial={"text": first["text"], "fact": first["fact"]}),
        "decide_form": DecideForm(),
        "reassign_form": reassign_form(shown.review, shown.disclosure),
    }


def reassign_form(review: Review, disclosure: Disclosure, data: Any = None) -> ReassignForm:
    """The form for handing the case over; it remembers who had the case when the page was made."""
    officers = officers_for(review, disclosure)
    return ReassignForm(data, officers=officers, initial={"seen_with": review.claimed_by_id or ""})


def judge_form(shown: Case, data: Any = None) -> JudgeForm:
    """The form for a pair, the pairs in the order of the page."""
    return JudgeForm(data, pairs=shown.pairs, in_meeting=shown.disclosure.meeting_id is not None)


@require_safe
@login_required
def attachment(request: HttpRequest, pk: int, attachment_id: int) -> HttpResponse:
    """The file as it was attached; taking it away is recorded first."""
    review = visible_or_404(request, Review, pk)
    kept = get_object_or_404(
        ReviewAttachment.objects.select_related("review__disclosure"),
        pk=attachment_id,
        review=review,
        disposed_at__isnull=True,
    )
    content = files.opened(bytes(kept.file_hash))
    record_attachment_read(kept, by=reader(request))
    response = FileResponse(content, as_attachment=True, filename=kept.file_name)
    response["Content-Type"] = "application/octet-stream"
    return response
