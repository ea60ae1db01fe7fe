"""Do the item's reasons for control ask a licence for the recipient's country (part 738)?"""

from participation.rules.case import NAME, Case, Ruling, Step, Unknown
from participation.rules.control_list import entry_of, issue_for, split
from participation.rules.countries import spoken_country
from participation.rules.country_tables import Asked, columns_asked, footnotes, marked, source_of
from participation.rules.days import spoken
from participation.rules.determination import Answer, Answerer, Outcome
from participation.rules.in_force import Dated
from participation.rules.item_class import Control, control, is_classified
from participation.rules.places import deemed_country, foreign_nationality, seats
from participation.rules.vocabulary import Reason

CHART = Unknown[bool](
    "country_chart_cleared",
    (),
    "The Country Chart is open.",
    "Is the basis under the Country Chart (licence, exception or none needed) recorded for this recipient?",
    Answerer.OFFICER,
)
_USED = (
    "item.eccn",
    "item.reasons_for_control",
    "country_chart_cleared",
    "recipients[].country_chart_cleared",
)
_PLACES = ("recipients[].country", "recipients[].location", "recipients[].nationality")


def _rule(case: Case) -> Ruling | None:
    if case.recipient is None:
        return None
    law = (case.rules["country_chart"],)
    if case.facts.country_chart_cleared or case.recipient.country_chart_cleared:
        sentence = f"A person recorded that the Country Chart is met for {NAME}."
        return _met(sentence, law)
    if control(case) is not Control.BEYOND_AT:
        return _met("", law)
    return _beyond_anti_terrorism(case)


def _beyond_anti_terrorism(case: Case) -> Ruling:
    """The stated reasons are looked up; what the table cannot answer for certain stays with a person."""
    law = (case.rules["country_chart"], source_of(case.rules.day))
    asked = _asked(case)
    if asked is None:
        return _open("the Country Chart has to be met for an item controlled beyond anti-terrorism", law[:1])
    countries = _countries(case)
    doubts = (_doubt(case, each, asked.columns) for each in countries)
    if why := asked.beyond or next((each for each in doubts if each), ""):
        return _open(f"{why}{_age(case)}", law)
    where = " and ".join(map(spoken_country, countries))
    return _met(
        f"For {NAME}, the Country Chart asks nothing: {case.facts.item.eccn} falls under "
        f"{', '.join(asked.columns)}, and nothing of it is marked for {where}{_age(case)}.",
        law,
    )


def _asked(case: Case) -> Asked | None:
    """The columns for the recorded class; null without a class, a reason beyond AT, or an entry."""
    item = case.facts.item
    if item.eccn is None or not is_classified(item) or not set(item.reasons_for_control or ()) - {Reason.AT}:
        return None
    entry = entry_of(item.eccn, case.rules.day)
    return columns_asked(entry, split(item.eccn)[1], item.reasons_for_control or ()) if entry else None


def _countries(case: Case) -> tuple[str, ...]:
    """Every country to which the release goes, the recorded nationality of a foreign person included."""
    assert case.recipient is not None
    found = (*seats(case.recipient), deemed_country(case), foreign_nationality(case.recipient))
    return tuple(dict.fromkeys(each for each in found if each))


def _doubt(case: Case, country: str, columns: tuple[str, ...]) -> str | None:
    """Why the chart does not leave this country free, as half a sentence; null where it does."""
    found, name = marked(country, columns, case.rules.day), spoken_country(country)
    if found is None:
        return f"the Country Chart has no marks to read for {name}"
    if found:
        return f"the Country Chart marks {', '.join(found)} for {name}: a licence or an exception is needed"
    item = case.facts.item.eccn or ""
    for number in footnotes(country, case.rules.day):
        if _concerns(case.rules["chart_footnotes"], number, item):
            return f"footnote {number} of the Country Chart speaks of {name} beside its columns"
    return None


def _concerns(limited: Dated, number: int, eccn: str) -> bool:
    """A footnote that is not known to be limited to some entries concerns every item."""
    entries = next((each["entries"] for each in limited.value if each["footnote"] == number), [""])
    return any(eccn.startswith(each) for each in entries)


def _age(case: Case) -> str:
    issue = issue_for(case.rules.day)
    return (
        "" if issue <= case.rules.day else f" (as of {spoken(issue)}: what stood earlier is not known here)"
    )


def _met(sentence: str, law: tuple[Dated, ...]) -> Ruling:
    used = _USED if len(law) == 1 else (*_USED, *_PLACES)
    return Ruling(
        answer=Answer.NO, explanation=sentence, law=law, facts_used=used, outcome=Outcome.NO_LICENSE_REQUIRED
    )


def _open(why: str, law: tuple[Dated, ...]) -> Ruling:
    return Ruling(
        answer=Answer.UNKNOWN,
        explanation=f"{why[0].upper()}{why[1:]}; nobody recorded the basis for {NAME}.",
        law=law,
        facts_used=_USED if len(law) == 1 else (*_USED, *_PLACES),
        outcome=Outcome.NEEDS_REVIEW,
        open_point=CHART,
    )


STEP = Step(
    name="country_chart",
    question="Does the Country Chart ask a licence for a recipient?",
    rule=_rule,
    nobody="needs a licence under the Country Chart for an item of this class",
    reads=("country_chart", "chart_footnotes", "paragraph_decides_control"),
    looks_at=("country", "location", "nationality", "us_person", "country_chart_cleared"),
)
