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
    is_in_charge,
    recipients_of,
    shown_by,
    standing_of,
    title_of,
)
from participation.queries.findings import changes_of, checklist, questions_of
from participation.queries.record import history_of_disclosure
from participation.queries.who import who_of
from participation.queries.worst import Group, groups_of
from participation.rules.determination import OUTCOME_SENTENCES, Outcome
from participation.states import Action, NotAllowed, Role, State, actions_for
from participation.web.delegate.in_charge import own_or_403
from participation.web.delegate.rows import trail_of
from participation.web.forms import PlainForm, ThreeAnswers, row_number
from participation.web.gate import reader, requires
from participation.web.session_limits import asked_by_the_page
from participation.workflow.moves import Conflict
from participation.workflow.reads import record_disclosure_read
from participation.workflow.submit import ANSWERABLE, Incomplete, LoggedByAnother
from participation.workflow.submit import answer as answer_question

# A list with more steps than this is folded.
LONG = 12
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
    found = _opened(request, pk)
    return render(request, "delegate/disclosure.html", _context(request, found))


@asked_by_the_page
@requires("disclosure.read")
@require_safe
def disclosure_status(request: HttpRequest, pk: int) -> HttpResponse:
    """The part that changes; asked again after twice the time, until the check is done."""
    context = _context(request, _opened(request, pk))
    status = 200 if context["standing"].under_way else STOP_POLLING
    return render(request, "delegate/disclosure_body.html", context | {"told": True}, status=status)


@requires("disclosure.write")
@require_POST
def disclosure_answer(request: HttpRequest, pk: int, question_pk: int) -> HttpResponse:
    disclosure = own_or_403(request, pk)
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
    context = _context(request, _opened(request, pk), form=form)
    return render(request, "delegate/disclosure.html", context, status=422)


def _opened(request: HttpRequest, pk: int) -> Disclosure:
    """The disclosure, if the person may see it; an auditor's read has its entry before anything is shown."""
    found: Disclosure = get_object_or_404(disclosures_for(reader(request)), pk=pk)
    record_disclosure_read(found, by=reader(request))
    return found


def _context(request: HttpRequest, found: Disclosure, *, form: AnswerForm | None = None) -> dict[str, Any]:
    question = found.open_questions[-1] if found.open_questions and found.state == State.ASKED else None
    may_write = can(request.user, "disclosure.write")
    open_to_all = actions_for(State(found.state), roles_of(request.user)) if may_write else ()
    actions = open_to_all if is_in_charge(reader(request), found) else ()
    if question is not None and Action.ANSWER in actions and form is None:
        form = AnswerForm(question=question)
    rows = determinations_of(found)
    asked_ms = request.GET.get("ms", "")
    ms = min(max(row_number(asked_ms) or 0, FIRST_POLL_MS), LAST_POLL_MS)
    return {
        "disclosure": found,
        "title": title_of(found),
        "shown": shown_by(found),
        "standing": standing_of(found, reader=reader(request), now=timezone.now()),
        "lines": [_line(group) for group in groups_of(rows)],
        "who": who_of(rows),
        "question": question,
        "form": form,
        "recipients": list(recipients_of(found)),
        "trail": trail_of(request, history_of_disclosure(found)),
        "actions": actions,
        "may_write": may_write,
        "left_to": str(LoggedByAnother(found)) if open_to_all and not actions else "",
        # Each look of an auditor is an entry, so that page does not look again by itself.
        "polls": Role.AUDITOR not in roles_of(request.user),
        "crumbs": _crumbs(found),
        "poll_ms": ms,
        "next_ms": min(2 * ms, LAST_POLL_MS),
    }


def _line(group: Group) -> dict[str, Any]:
    """The determination of one document, or of parts on the same facts: holds, steps, what is missing."""
    determination = group.first
    return {
        "determination": determination,
        "revision": group.name,
        "parts": group.parts,
        "decides": group.decides,
        "further_rows": group.rows[1:],
        "sentence": OUTCOME_SENTENCES[Outcome(determination.outcome)],
        "holds": determination.holds,
        **folded(checklist(determination)),
        "questions": _questions(determination),
        "changes": changes_of(determination),
    }


def folded(findings: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The findings with their numbers: all, those to read first, and those that a long list folds.

    First come those that decide, those that are yes or unknown, and conditions that are not met.
    """
    numbered = [finding | {"number": number} for number, finding in enumerate(findings, 1)]
    telling = [one for one in numbered if one["decides"] or _tells(one)]
    if len(numbered) <= LONG or not telling:
        return {"findings": numbered, "first": numbered, "further": []}
    return {
        "findings": numbered,
        "first": telling,
        "further": [one for one in numbered if one not in telling],
    }


def _tells(one: dict[str, Any]) -> bool:
    """Of the conditions, which have no question of their own, those that are met tell nothing new."""
    return one["answer"] == "unknown" or (one["answer"] == "yes") == bool(one["question"])


def _questions(determination: Any) -> list[dict[str, Any]]:
    """What is missing; a question about recipients with their organisations."""
    names = {str(row["id"]): row["name"] for row in determination.facts.get("recipients") or []}
    asked = determination.result["questions"]
    return [
        told | {"organisations": list(dict.fromkeys(names.get(one, one) for one in each["recipients"]))}
        for told, each in zip(questions_of(determination), asked, strict=True)
    ]


def _crumbs(found: Disclosure) -> list[dict[str, str]]:
    crumbs = [{"label": "Disclosures", "url": reverse("disclosures")}, {"label": f"Disclosure {found.pk}"}]
    if found.meeting is not None:
        crumbs.insert(0, {"label": str(found.meeting), "url": reverse("meeting", args=[found.meeting_id])})
    return crumbs
