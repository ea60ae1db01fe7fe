"""Whoever types a listed name just as the list gives it gets the party that it names."""

from participation.screening.screen import build_index, screen
from participation.screening.types import ListedParty, Name
from tests.benchmarks.listed import newest_list, parties

# A word for "nothing", and a town.
SAY_NOTHING = {"NADA", "Tula"}


# A person needs a first name, too, and an entry that is an address only is found by its address.
def test_every_name_of_an_organisation_is_found_as_listed() -> None:
    listed = [party for party in parties(newest_list()) if not (party.craft or party.person)]
    index = build_index(listed)
    typed = [(party, text) for party in listed for text in (party.name, *party.aliases)]

    answers = screen([Name(text, _country(party)) for party, text in typed], index)

    lost = {
        text
        for (party, text), answer in zip(typed, answers, strict=True)
        if party.key not in {match.party.key for match in answer.matches}
    }
    assert {text for text in lost if not text.startswith("Address ")} == SAY_NOTHING


def _country(party: ListedParty) -> str | None:
    return party.countries[0] if party.countries else None
