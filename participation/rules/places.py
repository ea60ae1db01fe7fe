"""Where a release goes: the countries of a recipient that the rules look at."""

from participation.rules.case import NAME, Case, Unknown
from participation.rules.determination import Answerer
from participation.rules.facts import Recipient

UNITED_STATES = "US"

US_PERSON = Unknown(
    "recipients[].us_person",
    (True, False),
    f"It is not recorded whether the person of {NAME} is a US person.",
    "Is the person in the room a US citizen, a lawful permanent resident or a protected individual?",
    Answerer.DELEGATE,
)
# One country of each class that the steps tell apart: ordinary, E:1 or E:2, Russia or Belarus.
NATIONALITY = Unknown(
    "recipients[].nationality",
    ("DE", "IR", "RU"),
    f"The nationality of the person of {NAME} is not recorded.",
    "Of which country is the person in the room a national?",
    Answerer.DELEGATE,
)


def location(recipient: Recipient) -> str:
    """Where the release happens for this recipient."""
    return recipient.location or recipient.country


def seats(recipient: Recipient) -> tuple[str, ...]:
    """The countries of the organisation and of the room, each once, the United States left out."""
    both = dict.fromkeys((recipient.country, location(recipient)))
    return tuple(each for each in both if each != UNITED_STATES)


def deemed_country(case: Case) -> str | None:
    """The nationality to which a release in the United States goes; null elsewhere, or for a US person.

    An organisation from abroad stands for a person whose nationality is not recorded.
    """
    recipient = case.recipient
    assert recipient is not None
    if location(recipient) != UNITED_STATES or recipient.us_person:
        return None
    if recipient.nationality is None and recipient.country != UNITED_STATES:
        return recipient.country
    return case.known(recipient.nationality, NATIONALITY)


def foreign_nationality(recipient: Recipient) -> str | None:
    """The recorded nationality of a foreign person, wherever the person is."""
    return None if recipient.us_person else recipient.nationality
