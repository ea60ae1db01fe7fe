"""What was stated of the rules: what stands and what stood, a form for each kind, what it would change."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from participation.access import can
from participation.models import RuleStatement
from participation.queries.rule_statements import statements
from participation.queries.rulebook import rules_edition
from participation.web.administration.places import crumbs
from participation.web.administration.rule_forms import FORMS, StatementForm, WithdrawForm
from participation.web.administration.rule_words import all_told, told
from participation.web.forms import PlainForm, row_number
from participation.web.gate import reader, requires
from participation.workflow.moves import Conflict
from participation.workflow.rule_changes import checked_otherwise, what_it_changes
from participation.workflow.rule_statements import (
    StatementRefused,
    record,
    statement_of,
    withdrawal_of,
)

What = RuleStatement.What
TITLES = {
    What.AFFILIATES: "Status of the Affiliates Rule",
    What.KNOWN_UNTIL: "Until when the rules are known",
    What.POLICY: "Company policy: a review always",
    What.SIGN_OFF: "Sign-off by counsel",
}
RULES = ("Rules", "rules")


@requires("settings.read")
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    stand, former = all_told()
    context = {
        "stand": stand,
        "former": former,
        "edition": rules_edition(),
        "kinds": [{"what": what, "title": title} for what, title in TITLES.items()],
        "may_write": can(request.user, "settings.write"),
        "otherwise": len(checked_otherwise()) if can(request.user, "disclosure.recheck") else 0,
        "crumbs": crumbs(request, ("Rules", "")),
    }
    return render(request, "administration/rules.html", context)


@requires("settings.write")
@require_http_methods(["GET", "HEAD", "POST"])
def rule_new(request: HttpRequest, what: str) -> HttpResponse:
    """A form of this kind; `instead` names a statement in whose place the new one shall stand."""
    if what not in FORMS:
        raise Http404
    instead = _standing(what, request.POST.get("instead") or request.GET.get("instead"))
    if request.method != "POST":
        initial = StatementForm.initial_of(instead) if instead else {}
        return _form_page(request, what, FORMS[what](initial=initial), instead)
    form = FORMS[what](request.POST)
    changes = None
    if form.is_valid():
        try:
            statement = statement_of(**form.columns, withdraws=instead)
            if request.POST.get("do") == "record":
                return _recorded(request, record(statement, by=reader(request)))
            changes = what_it_changes(statement, by=reader(request))
        except StatementRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        except Conflict as conflict:
            form.add_error(None, str(conflict))
    return _form_page(request, what, form, instead, changes)


def _standing(what: str, number: Any) -> RuleStatement | None:
    """The statement that shall be replaced; 404 where it is of another kind or no longer stands."""
    if not number:
        return None
    rows = statements().filter(what=what, withdrawn_by__isnull=True)
    return get_object_or_404(rows, pk=row_number(number) or 0)


def _recorded(request: HttpRequest, statement: RuleStatement) -> HttpResponse:
    messages.success(
        request, f"Recorded: {told(statement).text}. Checks decide with it from now on; past answers stay."
    )
    return redirect("rules")


def _form_page(
    request: HttpRequest,
    what: str,
    form: PlainForm,
    instead: RuleStatement | None,
    changes: Any = None,
) -> HttpResponse:
    title = TITLES[What(what)]
    context = {
        "title": title,
        "form": form,
        "instead": told(instead) if instead else None,
        "changes": changes,
        "crumbs": crumbs(request, RULES, (title, "")),
    }
    return render(request, "administration/rule_form.html", context, status=422 if form.errors else 200)


@requires("settings.read")
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(statements(), pk=pk)
    if request.method == "POST":
        return _withdrawn(request, row)
    return _rule_page(request, row, WithdrawForm())


@requires("settings.write")
def _withdrawn(request: HttpRequest, row: RuleStatement) -> HttpResponse:
    form, changes = WithdrawForm(request.POST), None
    if form.is_valid():
        try:
            withdrawal = withdrawal_of(row, note=form.cleaned_data["note"])
            if request.POST.get("do") == "record":
                return _recorded(request, record(withdrawal, by=reader(request)))
            changes = what_it_changes(withdrawal, by=reader(request))
        except (StatementRefused, Conflict) as refusal:
            form.add_error(None, str(refusal))
    return _rule_page(request, row, form, changes)


def _rule_page(
    request: HttpRequest, row: RuleStatement, form: WithdrawForm, changes: Any = None
) -> HttpResponse:
    context = {
        "told": told(row),
        "row": row,
        "withdrawn": getattr(row, "withdrawn_by", None),
        "entry_url": f"{reverse('audits:log')}?object=rule/{row.pk}",
        "form": form,
        "changes": changes,
        "may_write": can(request.user, "settings.write"),
        "crumbs": crumbs(request, RULES, (f"Statement {row.pk}", "")),
    }
    return render(request, "administration/rule.html", context, status=422 if form.errors else 200)
