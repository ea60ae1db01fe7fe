"""What a disclosure would have been on another day: ask for a day, see both determinations side by side."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from participation.models import Determination, Disclosure
from participation.queries.comparison import compared
from participation.queries.disclosures import determinations_of, disclosures_for, title_of
from participation.queries.rulebook import eras_on
from participation.queries.worst import STATUSES, groups_of
from participation.rules.in_force import ParametersError
from participation.web.forms import DayField, PlainForm
from participation.web.gate import reader, requires
from participation.workflow.facts import EASTERN
from participation.workflow.reads import record_disclosure_read
from participation.workflow.what_if import WhatIf, what_if


class WhatIfForm(PlainForm):
    """The day to decide for."""

    on = DayField(label="Day of the release", help_text="In Washington. Past or future; no time of day.")


@requires("disclosure.read")
@require_http_methods(["GET", "HEAD", "POST"])
def disclosure_what_if(request: HttpRequest, pk: int) -> HttpResponse:
    """The form, or the answer to it: that leaves an entry, so it is asked for by POST. No row changes."""
    found: Disclosure = get_object_or_404(disclosures_for(reader(request)), pk=pk)
    stands = determinations_of(found)
    if request.method != "POST" or not stands:
        record_disclosure_read(found, by=reader(request))
        status = 422 if request.method == "POST" else 200
        return _page(request, found, stands, WhatIfForm(), status=status)
    form = WhatIfForm(_chosen(request))
    if not form.is_valid():
        return _page(request, found, stands, form, status=422)
    try:
        asked = what_if(found, stands, on=form.cleaned_data["on"], by=reader(request))
    except ParametersError as fault:
        form.add_error(None, f"The rules cannot be read, an administrator has to look at them: {fault}.")
        return _page(request, found, stands, form, status=422)
    return _page(request, found, stands, form, asked=asked, lines=_lines(asked))


def _lines(asked: WhatIf) -> list[dict[str, Any]]:
    """Each document, or its parts on the same facts, with both determinations."""
    would_be = {each.stands.pk: each.would_be for each in asked.lines}
    groups = groups_of([each.stands for each in asked.lines])
    return [{"name": one.name, "told": compared(one.first, would_be[one.first.pk])} for one in groups]


def _chosen(request: HttpRequest) -> Any:
    """The form; a button with a day of its own stands for the day that is typed."""
    given = request.POST.copy()
    if "pick" in given:
        given["on"] = given["pick"]
    return given


def _page(
    request: HttpRequest,
    found: Disclosure,
    stands: list[Determination],
    form: WhatIfForm,
    *,
    status: int = 200,
    **answer: Any,
) -> HttpResponse:
    lines = answer.get("lines", ())
    context = {
        "disclosure": found,
        "title": title_of(found),
        "stands": _worst(stands),
        "would_be": _worst([line["told"].would_be for line in lines]),
        "form": form,
        "picks": _picks(),
        "crumbs": [
            {"label": "Disclosures", "url": reverse("disclosures")},
            {"label": f"Disclosure {found.pk}", "url": reverse("disclosure", args=[found.pk])},
            {"label": "Another day"},
        ],
        **answer,
    }
    return render(request, "delegate/what_if.html", context, status=status)


def _worst(rows: list[Determination]) -> str:
    """The worst status, or nothing where there is none."""
    return min((row.status for row in rows), key=STATUSES.index, default="")


def _picks() -> list[dict[str, Any]]:
    """The first day of each time of the rulebook, oldest first; of the oldest, which has none, the last."""
    eras = [era.interval for era in eras_on(timezone.now().astimezone(EASTERN).date())]
    return [{"on": one.start or one.end, "title": one.title} for one in reversed(eras)]
