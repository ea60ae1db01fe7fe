"""What officers do with a case: claim, hand back or over, judge a pair, ask, decide. One verb each."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from participation.models import PairDecision, Review
from participation.queries.case import case_of
from participation.queries.queue import next_case
from participation.states import NotAllowed
from participation.web.gate import reader, requires, visible_or_404
from participation.web.review.cases import case_page, judge_form, reassign_form
from participation.web.review.forms import AskForm, DecideForm
from participation.workflow import review as verbs
from participation.workflow.moves import Conflict

View = Callable[..., HttpResponse]


def on_case(view: View) -> View:
    """A view that changes a case: 404 for who may not see it, 403 for who may only read.

    What the workflow refuses is told on the case page, and nothing has changed then.
    """

    @require_POST
    @login_required
    @wraps(view)
    def checked(request: HttpRequest, pk: int) -> HttpResponse:
        review = visible_or_404(request, Review, pk)
        try:
            return requires("review.write")(view)(request, review)
        except (Conflict, verbs.Refused, NotAllowed) as refusal:
            messages.error(request, f"{refusal} Nothing of yours was saved.")
            return redirect("case", pk=pk)

    return checked


def _to_next(request: HttpRequest, review: Review) -> HttpResponse:
    following = next_case(review, reader(request))
    return redirect("case", pk=following.pk) if following else redirect("queue")


def _back(request: HttpRequest, review: Review) -> HttpResponse:
    """To the page that the button stood on: the case, or the queue as it was filtered."""
    target = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return redirect(target) if target and safe else redirect("case", pk=review.pk)


@on_case
def claim(request: HttpRequest, review: Review) -> HttpResponse:
    verbs.claim(review, by=reader(request))
    messages.success(request, f"Case {review.pk} is with you.")
    return _back(request, review)


@on_case
def hand_back(request: HttpRequest, review: Review) -> HttpResponse:
    verbs.hand_back(review, by=reader(request))
    messages.success(request, f"Case {review.pk} is open again for anybody.")
    return _back(request, review)


@on_case
def reassign(request: HttpRequest, review: Review) -> HttpResponse:
    form = reassign_form(review, review.disclosure, request.POST)
    if not form.is_valid():
        return case_page(request, review, status=422, reassign_form=form)
    given = form.cleaned_data
    review.claimed_by_id = given["seen_with"]
    verbs.reassign(review, to=given["to"], by=reader(request), note=given["note"])
    messages.success(
        request, f"Case {review.pk} is now with {given['to'].initials} ({given['to'].username})."
    )
    return redirect("case", pk=review.pk)


@on_case
def judge(request: HttpRequest, review: Review) -> HttpResponse:
    form = judge_form(case_of(review), request.POST)
    if not form.is_valid():
        return case_page(request, review, status=422, judge_form=form)
    given: dict[str, Any] = form.cleaned_data
    match = form.matches[given.pop("pair")]
    verbs.judge_pair(review, match, by=reader(request), **given)
    word = PairDecision.Verdict(given["verdict"]).label
    messages.success(
        request, f"Recorded: “{match.recipient.stated_name}” is {word}. The disclosure is checked again."
    )
    return _to_next(request, review)


@on_case
def ask(request: HttpRequest, review: Review) -> HttpResponse:
    form = AskForm(request.POST)
    if not form.is_valid():
        return case_page(request, review, status=422, ask_form=form)
    verbs.ask(review, by=reader(request), **form.cleaned_data)
    messages.success(request, f"The delegate has the question. Case {review.pk} waits for the answer.")
    return _to_next(request, review)


@on_case
def decide(request: HttpRequest, review: Review) -> HttpResponse:
    form = DecideForm(request.POST, request.FILES)
    if not form.is_valid():
        return case_page(request, review, status=422, decide_form=form)
    given = form.cleaned_data
    verbs.decide_review(
        review,
        by=reader(request),
        decision=given["decision"],
        reason=given["reason"],
        note=given["note"],
        attachments=form.stored_attachments(),
    )
    word = Review.Decision(given["decision"]).label
    messages.success(request, f"Case {review.pk} is decided: {word}. Sealed into the record under your name.")
    return _to_next(request, review)
