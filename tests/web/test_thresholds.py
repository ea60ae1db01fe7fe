"""The page of thresholds: tried with an address, saved with a form, read by officers and auditors."""

from typing import Any

import pytest
from django.test import Client

from audits.log import entries
from participation.models import User, WeightsVersion
from participation.web.administration import thresholds
from tests import cast
from tests.web.reading import errors, field, heading, plain, rows

PAGE = "/administration/thresholds/"
TRIED = {"match": "99.5", "possible": "99", "months": "3"}


@pytest.fixture
def admin(administrator: User, client_of: Any) -> Client:
    client: Client = client_of(administrator)
    return client


@pytest.fixture
def shared(delegate: User, settings: Any) -> None:
    """Two names that are possible matches with the bands as shipped, and one that nobody lists."""
    settings.DEMO_LIST_IS_WHOLE = True
    cast.seeded()
    meeting = cast.meeting(
        by=delegate,
        attendees=tuple(
            cast.Attendee(name=f"P{n}", organisations=(name,), country=country)
            for n, (name, country) in enumerate(
                (("Huawei Tecnologias", "CN"), ("Huawei Aviation", "FR"), cast.UNLISTED)
            )
        ),
    )
    cast.checked(cast.submitted(by=delegate, at=meeting, revisions=[cast.revision(by=delegate)]))


def says(page: Any) -> str:
    return plain(page.content.decode())


def test_it_shows_what_is_in_force_and_tries_nothing_by_itself(admin: Client) -> None:
    cast.seeded()
    before = entries(kind="weights.tried").count()

    page = admin.get(PAGE)

    assert (page.status_code, heading(page)) == (200, "Thresholds of screening")
    assert "In force: a match from 91, possible from 75.5 of 100 (thresholds as shipped)." in says(page)
    assert [field(page, name) for name in ("match", "possible", "months")] == ["91", "75.5", "3"]
    assert entries(kind="weights.tried").count() == before


@pytest.mark.usefixtures("shared")
def test_a_trial_shows_what_would_be_released_and_saves_nothing(admin: Client) -> None:
    page = admin.get(PAGE, TRIED)

    text = says(page)
    assert page.status_code == 200
    assert " released" in heading(page)
    assert "3 names since" in text
    assert "against Starter list (part of the Entity List)" in text
    assert "Every name was screened again against the list in force" in text
    assert any("Huawei Tecnologias CN" in row and row.endswith("released") for row in rows(page))
    assert "3GPP" in text
    assert not WeightsVersion.objects.exists()
    assert entries(kind="weights.tried").count() == 1


@pytest.mark.usefixtures("shared")
def test_the_pairs_come_in_pages(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thresholds, "PAGE_SIZE", 1)

    first, second = (admin.get(PAGE, TRIED | {"page": number}) for number in ("1", "2"))

    assert "1 to 1 of" in says(first)
    assert "2 to 2 of" in says(second)
    assert admin.get(PAGE, TRIED | {"page": "many"}).status_code == 200


@pytest.mark.usefixtures("shared")
def test_saving_makes_a_version_and_says_so(admin: Client) -> None:
    page = admin.get(PAGE, TRIED)
    assert field(page, "seen") == "0"

    answer = admin.post(PAGE, TRIED | {"seen": "0", "reason": "Fewer alerts."}, follow=True)

    assert "Version 1 is in force." in says(answer)
    assert "In force: a match from 99.5, possible from 99 of 100 (thresholds version 1)." in says(answer)
    assert "1 open disclosure was checked on other grounds" in says(admin.get("/administration/"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"match": "70", "possible": "80"},
            "A match from: A match starts where possible starts, or above it.",
        ),
        ({"match": "101"}, "A match from: Give a number over 0 and at most 100, such as 75.5."),
        ({"possible": "zero"}, "Possible from: Give a number over 0 and at most 100, such as 75.5."),
        ({"possible": ""}, "Possible from: Give a number over 0 and at most 100, such as 75.5."),
        ({"months": "61"}, "Months to look back: Give a whole number of months from 1 to 60."),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(admin: Client, given: dict[str, str], said: str) -> None:
    cast.seeded()

    tried = admin.get(PAGE, TRIED | given)
    saved = admin.post(PAGE, TRIED | {"seen": "0", "reason": "Why."} | given)

    assert [(page.status_code, errors(page)) for page in (tried, saved)] == [(422, [said])] * 2
    assert not WeightsVersion.objects.exists()


def test_saving_needs_a_reason_another_band_and_the_version_in_force(admin: Client) -> None:
    cast.seeded()

    def refused(**given: str) -> tuple[int, list[str]]:
        page = admin.post(PAGE, TRIED | {"seen": "0", "reason": "Kept words."} | given)
        return page.status_code, errors(page)

    assert refused(reason="") == (422, ["Reason: Write why: the reason is kept with the version."])
    same = "A match from: These are the thresholds in force already."
    assert refused(match="91", possible="75.5") == (422, [same])
    stale, said = refused(seen="7")
    assert (stale, "Look again at what it would change." in said[0]) == (422, True)
    assert not WeightsVersion.objects.exists()


def test_without_a_list_it_says_so(admin: Client) -> None:
    page = admin.get(PAGE, TRIED)

    assert (page.status_code, errors(page)) == (
        422,
        ["No list is in force, so nothing can be screened: import one first."],
    )


@pytest.mark.usefixtures("shared")
def test_officers_and_auditors_look_and_cannot_save(officer: User, auditor: User, client_of: Any) -> None:
    for person in (officer, auditor):
        page = client_of(person).get(PAGE, TRIED)
        answer = client_of(person).post(PAGE, TRIED | {"seen": "0", "reason": "Why."})

        assert (page.status_code, "Save version" in says(page), answer.status_code) == (200, False, 403)
    assert not WeightsVersion.objects.exists()
