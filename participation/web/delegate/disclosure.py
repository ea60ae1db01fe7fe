"""The page of one disclosure: how it stands, why, what happened; and the answer to a question."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from participation.access import can, roles_of
from participation.models import Disclosure, Question
from participation.queries.disclosures import (
    determinations_of,
    disclosures_for,
    recipients_of,
    standing_of,
    title_of,
)
from participation.queries.findings import changes_of, checklist, questions_of
from participation.queries.record import history_of_disclosure
from participation.states import Action, NotAllowed, State, actions_for
from participation.web.delegate.rows import trail_of
from participation.web.forms import PlainForm, ThreeAnswers
from participation.web.gate import reader, requires, visible_or_404
from participation.workflow.moves import Conflict
from participation.workflow.submit import ANSWERABLE, Incomplete
from participation.workflow.submit import answer as answer_question

FIRST_POLL_MS, LAST_POLL_MS = 300, 2000
# What htmx reads as: take this, and stop asking.
STOP_POLLING = 286


class AnswerForm(PlainForm):
    """An answer in words; yes or no beside it where the question names a fact."""

    value = ThreeAnswers(
        label="Your answer",
        initial=None,
        error_messages={"required": "Choose one; you may say that you cannot say."},
    )
    text = forms.CharField(
        label="How do you know?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A link or a sentence. It is kept with the answer.",
        error_messages={"required": "Say how you know: a link or a sentence. It is kept with the answer."},
    )

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if question.fact not in ANSWERABLE:
            del self.fields["value"]
            self.fields["text"].label, self.fields["text"].help_text = "Your answer", ""


@requires("disclosure.read")
@require_safe
def disclosure(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "delegate/disclosure.html", _context(request, pk))


@requires("disclosure.read")
@require_safe
def disclosure_status(request: HttpRequest, pk: int) -> HttpResponse:
    """The part that changes; asked again after twice the time, until the check is done."""
    context = _context(request, pk)
    status = 200 if context["standing"].under_way else STOP_POLLING
    return render(request, "delegate/disclosure_body.html", context | {"told": True}, status=status)


@requires("disclosure.write")
@require_POST
def disclosure_answer(request: HttpRequest, pk: int, question_pk: int) -> HttpResponse:
    disclosure = visible_or_404(request, Disclosure, pk)
    question = get_object_or_404(disclosure.questions.select_related("disclosure"), pk=question_pk)
    form = AnswerForm(request.POST, question=question)
    if form.is_valid():
        value = form.cleaned_data.get("value")
        try:
            answer_question(question, by=reader(request), text=form.cleaned_data["text"], value=value)
        except Incomplete as gap:
            form.add_error(gap.field, str(gap))
        except (Conflict, NotAllowed):
            messages.error(request, "The question is no longer open. See below how it stands.")
        else:
            messages.success(request, "The answer is kept, and the check runs again with it.")
        if not form.errors:
            return redirect("disclosure", pk)
    return render(request, "delegate/disclosure.html", _context(request, pk, form=form), status=422)


def _context(request: HttpRequest, pk: int, *, form: AnswerForm | None = None) -> dict[str, Any]:
    found = get_object_or_404(disclosures_for(reader(request)), pk=pk)
    question = found.open_questions[-1] if found.open_questions and found.state == State.ASKED else None
    may_write = can(request.user, "disclosure.write")
    actions = actions_for(State(found.state), roles_of(request.user)) if may_write else ()
    if question is not None and Action.ANSWER in actions and form is None:
        form = AnswerForm(question=question)
    rows = determinations_of(found)
    asked_ms = request.GET.get("ms", "")
    ms = min(max(int(asked_ms), FIRST_POLL_MS), LAST_POLL_MS) if asked_ms.isdigit() else FIRST_POLL_MS
    return {
        "disclosure": found,
        "title": title_of(found),
        "standing": standing_of(found, reader=reader(request), now=timezone.now()),
        "lines": [_line(row) for row in rows],
        "question": question,
        "form": form,
        "recipients": list(recipients_of(found)),
        "trail": trail_of(request, history_of_disclosure(found)),
        "actions": actions,
        "crumbs": _crumbs(found),
        "poll_ms": ms,
        "next_ms": min(2 * ms, LAST_POLL_MS),
    }


def _line(determination: Any) -> dict[str, Any]:
    """One line's determination: holds, steps, what is missing, what would change it."""
    return {
        "determination": determination,
        "revision": str(determination.line.revision),
        "holds": determination.holds,
        "findings": checklist(determination),
        "questions": questions_of(determination),
        "changes": changes_of(determination),
    }


def _crumbs(found: Disclosure) -> list[dict[str, str]]:
    crumbs = [{"label": "Disclosures", "url": reverse("disclosures")}, {"label": f"Disclosure {found.pk}"}]
    if found.meeting is not None:
        crumbs.insert(0, {"label": str(found.meeting), "url": reverse("meeting", args=[found.meeting_id])})
    return crumbs
