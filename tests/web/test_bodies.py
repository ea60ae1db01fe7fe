"""The pages of standards bodies."""

import pytest

from participation.models import Body, User
from participation.workflow.seed import seed_bodies
from tests.web.reading import errors, heading, plain, rows

FINDING = {"answer": "yes", "basis": "Annual report, section 2", "on": "2026-03-03"}


@pytest.fixture
def third(database: None) -> Body:
    seed_bodies()
    return Body.objects.get(slug="3gpp")


def test_everybody_reads_the_facts_with_quality_and_date(third: Body, delegate: User, client_of) -> None:
    client = client_of(delegate)

    listed = rows(client.get("/bodies/"))
    page = client.get(f"/bodies/{third.pk}/")

    assert len(listed) == 20
    assert listed[0] == "3GPP 3rd Generation Partnership Project members and guests anyone Unknown"
    text = plain(page.content.decode())
    assert heading(page) == "3GPP"
    assert (
        "Meetings are open to members and guests text of the body or of a government, source "
        "22 November 2026" in text
    )
    assert "Seat not known" in text
    assert "Record the finding" not in text


@pytest.mark.usefixtures("clock")
def test_an_officer_records_what_was_found(third: Body, officer: User, client_of) -> None:
    client = client_of(officer)

    answer = client.post(f"/bodies/{third.pk}/", FINDING)

    assert (answer.status_code, answer["Location"]) == (302, f"/bodies/{third.pk}/")
    text = plain(client.get(f"/bodies/{third.pk}/").content.decode())
    assert (
        "Source Annual report, section 2 Found on 3 March 2026 Recorded O., 4 March 2026, 13:30 UTC" in text
    )
    assert "Finding about a standards body recorded, by O." in text
    assert rows(client.get("/bodies/"))[0].endswith("anyone Yes 3 March 2026")


@pytest.mark.usefixtures("clock")
def test_what_is_wrong_is_told_and_nothing_is_lost(third: Body, administrator: User, client_of) -> None:
    client = client_of(administrator)

    empty = client.post(f"/bodies/{third.pk}/", {})
    early = client.post(f"/bodies/{third.pk}/", FINDING | {"on": "2027-01-01"})

    assert (empty.status_code, early.status_code) == (422, 422)
    assert errors(empty) == [
        "Is it a voluntary consensus body? Say what was found.",
        "Source: Say where it is written: a finding has its source.",
        "Day of the finding: Give the day.",
    ]
    assert errors(early) == ["Day of the finding: The day of the finding is still to come."]
    assert "Annual report, section 2" in early.content.decode()
    third.refresh_from_db()
    assert third.voluntary_consensus_body is None


@pytest.mark.parametrize("name", ["delegate", "auditor"])
def test_others_record_nothing(third: Body, name: str, request: pytest.FixtureRequest, client_of) -> None:
    answer = client_of(request.getfixturevalue(name)).post(f"/bodies/{third.pk}/", FINDING)

    third.refresh_from_db()
    assert (answer.status_code, third.voluntary_consensus_body) == (403, None)


def test_the_list_takes_the_same_queries_for_any_number(
    third: Body, delegate: User, client_of, django_assert_num_queries
) -> None:
    client = client_of(delegate)
    client.get("/bodies/")

    with django_assert_num_queries(6):
        client.get("/bodies/")
