"""Who sees a disclosure, who may act on it, and whose reading is recorded."""

import pytest

from audits.log import entries
from participation.models import Disclosure, Question, User
from participation.states import Role
from participation.workflow.meetings import Attendee
from participation.workflow.submit import submit
from tests.factories import people, work
from tests.web.disclosed import asked
from tests.web.reading import heading


@pytest.mark.parametrize("part", ["", "status/"])
def test_a_colleague_sees_it_only_where_both_were(delegate: User, client_of, part: str) -> None:
    lin = people.user("lin", Role.DELEGATE, email="lin@example.com")
    ours = Attendee("L.", ("Example",), "US", email="lin@example.com")
    shared = work.disclosure(delegate, meeting=work.meeting(delegate, attendees=(ours,)))
    submit(shared, by=delegate)
    own = work.disclosure(delegate, revisions=[(work.revision(delegate, "S2-2"), "")])
    client = client_of(lin)

    found = [client.get(f"/disclosures/{one.pk}/{part}").status_code for one in (shared, own)]

    assert found == [200, 404]
    assert [row["disclosure"] for row in client.get("/disclosures/").context["rows"]] == [shared]


def colleague(name: str = "lin") -> tuple[User, Attendee]:
    """A delegate and the row that puts them on the list of a meeting."""
    address = f"{name}@example.com"
    return people.user(name, Role.DELEGATE, email=address), Attendee("L.", ("Ours",), "US", email=address)


LEFT_TO = "D. logged this disclosure: only D. or a compliance officer may act on it."


def test_a_colleague_is_told_who_can_act(delegate: User, officer: User, client_of) -> None:
    work.installed()
    lin, attendee = colleague()
    question = asked(delegate, officer, meeting=work.meeting(delegate, attendees=(attendee,)))
    address = f"/disclosures/{question.disclosure_id}/"

    seen = client_of(lin).get(address)
    own = client_of(delegate).get(address)

    assert question.text in seen.text
    assert seen.text.count(LEFT_TO) == 2  # beside the question, and beside the facts
    assert (seen.context["form"], seen.context["actions"]) == (None, ())
    assert "/withdraw/" not in seen.text
    assert (LEFT_TO in own.text, "/withdraw/" in own.text) == (False, True)


@pytest.mark.parametrize("verb", ["withdraw/", "submit/", "change/", "questions/{question}/answer/"])
def test_a_colleague_is_refused_and_it_is_recorded(
    delegate: User, officer: User, client_of, verb: str
) -> None:
    work.installed()
    lin, attendee = colleague()
    question = asked(delegate, officer, meeting=work.meeting(delegate, attendees=(attendee,)))
    address = f"/disclosures/{question.disclosure_id}/{verb.format(question=question.pk)}"

    response = client_of(lin).post(address, {"value": "yes", "text": "I think so."})

    assert (response.status_code, LEFT_TO in response.text) == (403, True)
    assert entries(kind="access.denied").get().actor_id == f"user/{lin.pk}"
    assert (Disclosure.objects.get().state, Question.objects.get().answer) == ("asked", "")


# ---- Reads of an auditor ---------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["", "status/"])
def test_an_auditors_read_is_recorded(delegate: User, auditor: User, client_of, part: str) -> None:
    disclosure = work.disclosure(delegate)

    page = client_of(auditor).get(f"/disclosures/{disclosure.pk}/{part}")

    entry = entries(kind="disclosure.read").get()
    assert (entry.subject, entry.actor_id) == (f"disclosure/{disclosure.pk}", f"user/{auditor.pk}")
    assert page.context["trail"][0]["text"] == "Disclosure read by an auditor, by A."


@pytest.mark.parametrize("person", ["delegate", "officer", "administrator"])
def test_the_read_of_another_is_not_recorded(
    request: pytest.FixtureRequest, delegate: User, client_of, person: str
) -> None:
    disclosure = work.disclosure(delegate)

    client_of(request.getfixturevalue(person)).get(f"/disclosures/{disclosure.pk}/")

    assert entries(kind="disclosure.read").count() == 0


def test_the_page_of_an_auditor_does_not_look_again_by_itself(
    delegate: User, auditor: User, client_of
) -> None:
    disclosure = work.disclosure(delegate)
    submit(disclosure, by=delegate)

    page = client_of(auditor).get(f"/disclosures/{disclosure.pk}/").text

    assert ("hx-get" in page, ">Look again</a>" in page) == (False, True)


@pytest.mark.parametrize("verb", ["submit", "withdraw"])
def test_what_belongs_to_others_is_not_found_by_a_verb(delegate: User, client_of, verb: str) -> None:
    disclosure, lin = work.disclosure(delegate), people.user("lin", Role.DELEGATE)

    response = client_of(lin).post(f"/disclosures/{disclosure.pk}/{verb}/")

    disclosure.refresh_from_db()
    assert (response.status_code, disclosure.state) == (404, "draft")


def test_the_question_of_another_disclosure_is_not_found(delegate: User, officer: User, client_of) -> None:
    work.installed()
    question = asked(delegate, officer)
    other = work.disclosure(delegate, revisions=[(work.revision(delegate, "S2-2"), "")])

    response = client_of(delegate).post(
        f"/disclosures/{other.pk}/questions/{question.pk}/answer/", {"value": "yes", "text": "x"}
    )

    assert response.status_code == 404


@pytest.mark.parametrize("person", ["auditor", "administrator"])
@pytest.mark.parametrize(
    "address", ["new/?meeting=none", "{pk}/submit/", "{pk}/withdraw/", "{pk}/questions/1/answer/"]
)
def test_who_only_reads_is_refused(
    request: pytest.FixtureRequest, delegate: User, client_of, person: str, address: str
) -> None:
    disclosure = work.disclosure(delegate)
    client = client_of(request.getfixturevalue(person))

    response = client.post(f"/disclosures/{address.format(pk=disclosure.pk)}", {"step": "submit"})

    assert (response.status_code, entries(kind="access.denied").count()) == (403, 1)
    assert [one.state for one in Disclosure.objects.all()] == ["draft"]


@pytest.mark.parametrize("person", ["auditor", "administrator"])
def test_who_only_reads_sees_no_button_that_is_refused(
    request: pytest.FixtureRequest, delegate: User, client_of, person: str
) -> None:
    disclosure = work.disclosure(delegate)

    response = client_of(request.getfixturevalue(person)).get(f"/disclosures/{disclosure.pk}/")

    assert heading(response) == "Draft: S2-2600001 r1. Not submitted yet, so nothing was checked."
    assert response.context["actions"] == ()
    assert "/withdraw/" not in response.text


def test_a_verb_is_not_taken_by_a_link(delegate: User, client_of) -> None:
    disclosure = work.disclosure(delegate)

    response = client_of(delegate).get(f"/disclosures/{disclosure.pk}/withdraw/")

    assert response.status_code == 405
