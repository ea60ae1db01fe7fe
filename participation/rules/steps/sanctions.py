"""Do Treasury's sanctions stand beside the EAR's answer?"""

from participation.rules.case import NAME, Case, Ruling, Step, Unknown
from participation.rules.determination import Answer, Answerer, Flag, Outcome
from participation.rules.facts import Recipient
from participation.rules.in_force import Dated, RulesOfDay
from participation.rules.places import seats
from participation.rules.vocabulary import PartyList

OFAC = Unknown[bool](
    "reading.ofac",
    (),
    "Treasury's rules are open.",
    "Do Treasury's sanctions rules (31 CFR chapter V) allow this release?",
    Answerer.OFFICER,
)


def sanctioned_seats(recipient: Recipient, rules: RulesOfDay) -> list[Dated]:
    """The sanctions that bind a recipient by its place, on the day."""
    found = (rules.find(f"sanctioned_place.{each}") for each in seats(recipient))
    return [each for each in found if each]


def _group_e_seats(recipient: Recipient, rules: RulesOfDay) -> list[Dated]:
    """Country Groups E:1 and E:2 are reviewed outside the EAR too, Treasury's programme or not."""
    found = (rules.find(f"country_group_e.{each}") for each in seats(recipient))
    return [each for each in found if each]


def is_owned_by_designated(recipient: Recipient) -> bool:
    """Half or more owned by designated nationals, whom Treasury blocks like their owners."""
    percent = recipient.owned_by_listed_percent
    owners = recipient.owner_lists or ()
    return percent is not None and percent >= 50 and PartyList.DESIGNATED_NATIONALS in owners


def treasury_flags(recipient: Recipient, rules: RulesOfDay) -> set[Flag]:
    """`ofac` stands whatever the EAR's answer is."""
    designated = PartyList.DESIGNATED_NATIONALS in recipient.lists or is_owned_by_designated(recipient)
    return {Flag.OFAC} if designated or sanctioned_seats(recipient, rules) else set()


def is_to_be_screened(recipient: Recipient, rules: RulesOfDay) -> bool:
    """Whether sanctions are still to be screened by the recipient's place although the EAR does not apply."""
    return any(rules.find(f"screened_place.{each}") for each in seats(recipient))


def _rule(case: Case) -> Ruling | None:
    if case.recipient is None:
        return None
    if PartyList.DESIGNATED_NATIONALS in case.recipient.lists:
        return Ruling(
            answer=Answer.YES,
            explanation=f"{NAME} is a Specially Designated National: each one is reviewed here, "
            "although 15 CFR 744.8 is a definite requirement for named programmes.",
            law=(case.rules["designated_nationals"],),
            facts_used=("recipients[].lists",),
            outcome=Outcome.NEEDS_REVIEW,
            open_point=OFAC,
        )
    places = sanctioned_seats(case.recipient, case.rules)
    if case.excluded and not places:
        places = _group_e_seats(case.recipient, case.rules)
    if places:
        return Ruling(
            answer=Answer.YES,
            explanation=f"{NAME} is in a country under sanctions ({', '.join(seats(case.recipient))}).",
            law=tuple(places),
            facts_used=("recipients[].country", "recipients[].location"),
            outcome=Outcome.NEEDS_REVIEW if case.excluded else None,
            open_point=OFAC if case.excluded else None,
        )
    return Ruling(
        answer=Answer.NO,
        explanation="",
        law=(case.rules["designated_nationals"],),
        facts_used=("recipients[].lists", "recipients[].country", "recipients[].location"),
    )


STEP = Step(
    name="sanctions",
    question="Is a recipient under Treasury's sanctions?",
    rule=_rule,
    nobody="is designated by Treasury or in a country under comprehensive sanctions",
    beyond_ear=True,
    reads=("designated_nationals", "sanctioned_place", "screened_place", "country_group_e"),
    looks_at=("lists", "country", "location"),
)
