"""One legal question per file; STEPS is their one order, that of the law."""

from collections.abc import Callable, Mapping

from participation.rules.carve_outs import conditions_on
from participation.rules.conditions import Asked
from participation.rules.in_force import RulesOfDay
from participation.rules.steps import (
    attendees,
    carve_out,
    classification,
    company_policy,
    country_chart,
    denied_persons,
    embargo,
    end_use,
    entity_list,
    exclusion,
    export,
    military_end_user,
    other_agency,
    ownership,
    publication,
    sanctions,
    technology,
    unverified_list,
    us_nexus,
)

STEPS = (
    technology.STEP,
    other_agency.STEP,
    export.STEP,
    us_nexus.STEP,
    publication.STEP,
    classification.STEP,
    exclusion.STEP,
    attendees.STEP,
    sanctions.STEP,
    denied_persons.STEP,
    embargo.STEP,
    military_end_user.STEP,
    end_use.STEP,
    entity_list.STEP,
    ownership.STEP,
    carve_out.STEP,
    country_chart.STEP,
    unverified_list.STEP,
    company_policy.STEP,
)
# The steps whose rule has conditions that are shown one by one, with those of the day.
STEP_CONDITIONS: Mapping[str, Callable[[RulesOfDay], tuple[Asked, ...]]] = {
    exclusion.STEP.name: exclusion.conditions_on,
    carve_out.STEP.name: conditions_on,
}
STEP_QUESTIONS = {step.name: step.question for step in STEPS}
