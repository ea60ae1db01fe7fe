"""The starter list as an index, and makers of parties."""

from collections.abc import Callable

import pytest

from participation.lists.parse.starter import starter_list
from participation.lists.records import identity_of
from participation.screening.screen import Index, build_index, screen
from participation.screening.types import ListedParty, Name, Screening

ScreenOne = Callable[..., Screening]


@pytest.fixture(scope="session")
def starter_index() -> Index:
    return build_index(
        ListedParty(identity_of(r), r.source, r.name, r.aliases, r.countries, r.addresses)
        for r in starter_list().records
    )


@pytest.fixture
def screen_against() -> ScreenOne:
    """Screen one name against the parties given."""

    def screened(text: str, country: str | None, *parties: ListedParty) -> Screening:
        return screen([Name(text, country)], build_index(parties))[0]

    return screened
