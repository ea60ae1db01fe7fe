"""The rulebook page: every rule with its dates, its citation, how well it is verified, who signed it off."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from participation.queries.rulebook import bar_of, bars_of, rulebook_on
from participation.web.gate import requires

# The rules are dated in the civil days of Washington.
EASTERN = ZoneInfo("America/New_York")


@requires("rulebook.read")
@require_safe
def rulebook(request: HttpRequest) -> HttpResponse:
    found, fault = rulebook_on(timezone.now().astimezone(EASTERN).date())
    bars = bars_of(found)
    context = {
        "book": found,
        "fault": fault,
        "eras": [{"era": era, "bar": bar_of([era.interval], on=found.on)} for era in found.eras],
        "sections": [
            {"section": one, "rules": [{"rule": rule, "bar": bars.get(rule.name)} for rule in one.rules]}
            for one in found.sections
        ],
    }
    return render(request, "rulebook/rulebook.html", context)
