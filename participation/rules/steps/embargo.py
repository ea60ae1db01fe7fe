"""Does the release go to an embargoed country, or to a national of one (part 746)?"""

from participation.rules.case import NAME, Case, Ruling, Step, open_reading
from participation.rules.determination import Answer, Outcome, worst
from participation.rules.in_force import Dated
from participation.rules.item_class import described, is_ear99
from participation.rules.places import deemed_country, foreign_nationality, seats

EAR99_THERE = open_reading(
    "ear99_embargo",
    "Whether the EAR99 item needs a licence for this country is not settled.",
    "Is this EAR99 item named in the supplements to part 746, or is there an exception for it?",
)
_USED = (
    "recipients[].country",
    "recipients[].location",
    "recipients[].nationality",
    "item.eccn",
)


def _rule(case: Case) -> Ruling | None:
    if case.recipient is None:
        return None
    found = [each for each in (*_by_seat(case), *_by_nationality(case)) if each]
    if not found:
        return Ruling(answer=Answer.NO, explanation="", law=(case.rules["no_embargo"],), facts_used=_USED)
    outcome = worst(outcome for _, outcome in found)
    binding = tuple(dated for dated, each in found if each is outcome)
    countries = ", ".join(dict.fromkeys(each.name.partition(".")[2] for each in binding))
    verb = "needs a licence" if outcome is Outcome.LICENSE_REQUIRED else "may need a licence"
    return Ruling(
        answer=Answer.YES,
        explanation=f"For {NAME}, the release of the item ({described(case)}) to {countries} {verb}.",
        law=binding,
        facts_used=_USED,
        outcome=outcome,
        open_point=EAR99_THERE if outcome is Outcome.NEEDS_REVIEW else None,
    )


def _by_seat(case: Case) -> list[tuple[Dated, Outcome] | None]:
    """The country of the organisation, of the room, and of nationality for a release in the United States.

    EAR99 technology for a national of E:1 or E:2 who is elsewhere, as in the United States, needs no licence.
    """
    assert case.recipient is not None
    places = seats(case.recipient)
    found = [_requirement(case, each) for each in places]
    deemed = deemed_country(case)
    if deemed and deemed not in places and not case.rules.find(f"country_group_e.{deemed}"):
        found.append(_requirement(case, deemed))
    return found


def _by_nationality(case: Case) -> list[tuple[Dated, Outcome] | None]:
    assert case.recipient is not None
    nationality = foreign_nationality(case.recipient) or deemed_country(case)
    dated = case.rules.find(f"country_group_e.{nationality}")
    if dated is None or nationality in seats(case.recipient) or is_ear99(case):
        return []
    return [(dated, Outcome.LICENSE_REQUIRED)]


def _requirement(case: Case, country: str) -> tuple[Dated, Outcome] | None:
    dated = case.rules.find(f"embargo.{country}")
    if dated is None:
        return None
    bars = set(dated.value.values())
    if len(bars) == 1:
        return dated, Outcome(bars.pop())
    return dated, Outcome(dated.value["ear99" if is_ear99(case) else "ccl"])


STEP = Step(
    name="embargo",
    question="Does the release go to an embargoed country?",
    rule=_rule,
    nobody="is in an embargoed country or a national of one, as far as this item is concerned",
    reads=("embargo", "country_group_e", "no_embargo"),
    looks_at=("country", "location", "nationality", "us_person"),
)
