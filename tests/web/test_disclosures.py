"""Disclosures from the delegate's side: how one stands, the question, and who is refused."""

import re

import pytest

from audits.log import entries
from participation.models import Check, Disclosure, Question, User
from participation.states import Role
from participation.web.delegate.disclosure import folded
from participation.workflow.check import run_check
from participation.workflow.meetings import Attendee
from participation.workflow.review import ask, claim
from participation.workflow.submit import submit, submit_changed
from tests.factories import people, work
from tests.web.reading import errors, field, heading, lines


def checked(by: User, **fields: object) -> Disclosure:
    disclosure = work.disclosure(by, **fields)
    run_check(submit(disclosure, by=by).pk)
    disclosure.refresh_from_db()
    return disclosure


def asked(by: User, officer: User, *, fact: str = "activity.intent_to_publish", **fields: object) -> Question:
    disclosure = checked(by, intent_to_publish=None, **fields)
    review = claim(disclosure.reviews.get(), by=officer)
    return ask(review, by=officer, text="Will the report be published?", fact=fact)


# ---- How one stands --------------------------------------------------------------------------------


def test_list_tells_status_and_reason(delegate: User, client_of, clock, settings) -> None:
    settings.DEMO_LIST_IS_WHOLE = True
    work.installed()
    checked(delegate, intent_to_publish=None)
    work.disclosure(delegate, revisions=[(work.revision(delegate, "S2-2"), "")], to=(work.ERICSSON,))

    clear = checked(delegate, revisions=[(work.revision(delegate, "S2-3"), "")], to=(work.ERICSSON,))

    assert clear.state == "cleared"
    assert lines(client_of(delegate).get("/disclosures/")) == [
        "Clear S2-3 r1 to 1 organisation, 3GPP The export rules do not reach this release. "
        "Nobody needs to act since 4 March 2026",
        "Draft S2-2 r1 to 1 organisation, 3GPP Not submitted yet, so nothing was checked. "
        "You since 4 March 2026",
        "Wait S2-2600001 r1 to 2 organisations, 3GPP An answer is missing: Is the resulting standard meant "
        "to be published, open to everyone, and what shows it? Compliance since 4 March 2026",
    ]


def test_list_by_state(delegate: User, client_of) -> None:
    work.disclosure(delegate)
    submitted = work.disclosure(delegate, revisions=[(work.revision(delegate, "S2-2"), "")])
    submit(submitted, by=delegate)

    response = client_of(delegate).get("/disclosures/?state=submitted")

    assert [row["title"] for row in response.context["rows"]] == ["S2-2 r1"]


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_often_for_one_as_for_three(
    delegate: User, client_of, django_assert_num_queries, count: int
) -> None:
    work.installed()
    for number in range(count):
        checked(delegate, revisions=[(work.revision(delegate, f"S2-{number}"), "")])
    client = client_of(delegate)
    client.get("/disclosures/")

    with django_assert_num_queries(12):
        client.get("/disclosures/")


def test_page_shows_the_steps_with_law_and_facts(delegate: User, client_of) -> None:
    work.installed()
    disclosure = checked(delegate, intent_to_publish=None)

    response = client_of(delegate).get(f"/disclosures/{disclosure.pk}/")

    question = "Is the resulting standard meant to be published, open to everyone, and what shows it?"
    assert heading(response) == f"Wait with S2-2600001 r1. An answer is missing: {question}"
    [line] = response.context["lines"]
    assert line["questions"] == [
        {
            "text": question,
            "who": "The delegate can answer it.",
            "fact": "activity.intent_to_publish",
            "organisations": [],
        }
    ]
    deciding = [finding for finding in line["findings"] if finding["decides"]]
    assert [(one["answer"], one["decides"], one["missing"]) for one in deciding] == [
        ("unknown", "wait", ["intent to publish"])
    ]
    assert all(one["citations"] and one["source"] for one in line["findings"])
    conditions = [one for one in line["findings"] if one["explanation"].startswith("Condition ")]
    assert [one for one in line["findings"] if not one["question"]] == conditions != []
    assert all(change["sentence"] in response.text for change in line["changes"])


def test_a_hold_is_amber_and_told_in_its_words(delegate: User, client_of) -> None:
    disclosure = checked(delegate, to=(work.ERICSSON,))

    response = client_of(delegate).get(f"/disclosures/{disclosure.pk}/")

    held = "No list is in force, so nobody could be screened."
    assert heading(response) == f"Wait with S2-2600001 r1. {held}"
    assert [hold["text"] for hold in response.context["lines"][0]["holds"]] == [held]


def test_page_asks_again_while_a_check_is_under_way(delegate: User, client_of) -> None:
    work.installed()
    disclosure, client = work.disclosure(delegate), client_of(delegate)
    check = submit(disclosure, by=delegate)
    status = f"/disclosures/{disclosure.pk}/status/"

    page = client.get(f"/disclosures/{disclosure.pk}/")
    waiting = client.get(f"{status}?ms=1600")
    run_check(check.pk)
    done = client.get(f"{status}?ms=2000")

    assert f'hx-get="{status}?ms=600" hx-trigger="load delay:300ms"' in page.text
    assert heading(page) == "Wait with S2-2600001 r1. Submitted; the check has not started yet."
    assert f'href="/disclosures/{disclosure.pk}/">Look again</a>' in page.text
    assert waiting.status_code == 200
    assert f'hx-get="{status}?ms=2000" hx-trigger="load delay:1600ms"' in waiting.text
    assert (done.status_code, "hx-get" in done.text) == (286, False)


def test_a_check_that_gave_up_is_told_and_not_asked_for_again(delegate: User, client_of) -> None:
    disclosure = work.disclosure(delegate)
    submit(disclosure, by=delegate)
    Check.objects.update(state="needs_attention")

    response = client_of(delegate).get(f"/disclosures/{disclosure.pk}/")

    said = "The check could not be done; an administrator has to look at it."
    assert heading(response) == f"Wait with S2-2600001 r1. {said}"
    assert "hx-get" not in response.text


def test_history_links_entries_for_who_may_read_the_log(delegate: User, officer: User, client_of) -> None:
    disclosure = work.disclosure(delegate)
    entry = entries(kind="disclosure.drafted").get()

    seen = client_of(officer).get(f"/disclosures/{disclosure.pk}/").context["trail"]
    hidden = client_of(delegate).get(f"/disclosures/{disclosure.pk}/").context["trail"]

    text = "Disclosure drafted, by D."
    assert [(one["text"], one["entry_url"]) for one in seen] == [(text, f"/log/entries/{entry.pk}/")]
    assert [(one["text"], one["entry_url"]) for one in hidden] == [(text, "")]


def test_a_long_list_of_steps_folds_those_that_are_plainly_no() -> None:
    answers = ["no", "unknown", "yes", *["no"] * 11]
    found = [{"question": str(n), "answer": answer, "decides": ""} for n, answer in enumerate(answers)]
    found[5]["decides"] = "wait"

    shown = folded(found)

    assert [one["number"] for one in shown["findings"]] == list(range(1, 15))
    assert [one["number"] for one in shown["first"]] == [2, 3, 6]
    assert [one["number"] for one in shown["further"]] == [1, 4, 5, *range(7, 15)]


@pytest.mark.parametrize(("count", "answer"), [(12, "no"), (13, "unknown")])
def test_a_list_that_is_short_or_all_telling_is_not_folded(count: int, answer: str) -> None:
    found = [{"question": str(n), "answer": answer, "decides": ""} for n in range(count)]

    shown = folded(found)

    assert (len(shown["first"]), shown["further"]) == (count, [])


def test_every_step_is_on_the_page_once_folded_or_not(delegate: User, client_of) -> None:
    work.installed()
    unclassified = work.revision(delegate, classification=None)
    disclosure = checked(delegate, revisions=[(unclassified, "")], intent_to_publish=None)

    response = client_of(delegate).get(f"/disclosures/{disclosure.pk}/")

    [line] = response.context["lines"]
    assert len(line["findings"]) > 12
    further = re.search(r"<summary[^>]*>(\d+) further steps: all are answered no</summary>", response.text)
    assert further is not None
    assert int(further[1]) == len(line["further"]) == len(line["findings"]) - len(line["first"])
    numbers = re.findall(r'<span class="step__number">(\d+)</span>', response.text)
    assert sorted(map(int, numbers)) == [one["number"] for one in line["findings"]]


def test_a_question_about_people_names_their_organisations(delegate: User, client_of) -> None:
    work.installed()
    us = [work.recipient("Example Labs", "US"), work.recipient("Other Labs", "US"), work.recipient()]
    disclosure = work.disclosure(delegate, to=(), intent_to_publish=False, for_a_standard=False)
    lines = [(line.revision, line.part) for line in disclosure.lines.all()]
    run_check(submit_changed(disclosure, by=delegate, revisions=lines, recipients=us).pk)

    response = client_of(delegate).get(f"/disclosures/{disclosure.pk}/")

    [line] = response.context["lines"]
    asked_of = {one["fact"]: one["organisations"] for one in line["questions"]}
    labs = ["Example Labs", "Other Labs"]
    assert asked_of == {"recipients[].us_person": labs, "recipients[].nationality": labs}
    assert response.text.count("About Example Labs; Other Labs") == 2


# ---- Answer and withdraw ---------------------------------------------------------------------------


def test_an_answer_settles_the_fact_and_starts_a_check(delegate: User, officer: User, client_of) -> None:
    work.installed()
    question = asked(delegate, officer)
    address = f"/disclosures/{question.disclosure_id}/questions/{question.pk}/answer/"

    response = client_of(delegate).post(address, {"value": "yes", "text": "It is on the server."})

    question.refresh_from_db()
    assert response["Location"] == f"/disclosures/{question.disclosure_id}/"
    assert (question.answer, question.answered_by) == ("It is on the server.", delegate)
    assert (question.disclosure.state, question.disclosure.intent_to_publish) == ("submitted", True)


def test_an_answer_needs_its_ground_and_keeps_the_choice(delegate: User, officer: User, client_of) -> None:
    work.installed()
    question = asked(delegate, officer)
    address = f"/disclosures/{question.disclosure_id}/questions/{question.pk}/answer/"

    response = client_of(delegate).post(address, {"value": "no", "text": " "})

    said = "Say how you know: a link or a sentence. It is kept with the answer."
    assert (response.status_code, errors(response)) == (422, [f"How do you know? {said}"])
    assert response.context["form"]["value"].value() == "no"
    assert Question.objects.get().answered_at is None


def test_an_answer_is_chosen_and_never_assumed(delegate: User, officer: User, client_of) -> None:
    work.installed()
    question = asked(delegate, officer)
    address = f"/disclosures/{question.disclosure_id}/questions/{question.pk}/answer/"

    response = client_of(delegate).post(address, {"text": "It is on the server."})

    assert errors(response) == ["Your answer: Choose one; you may say that you cannot say."]
    assert field(response, "text") == "It is on the server."


def test_a_question_about_no_fact_is_answered_in_words(delegate: User, officer: User, client_of) -> None:
    work.installed()
    question = asked(delegate, officer, fact="")

    form = client_of(delegate).get(f"/disclosures/{question.disclosure_id}/").context["form"]

    assert (list(form.fields), form.fields["text"].label) == (["text"], "Your answer")


def test_a_second_answer_is_told_that_it_is_late(delegate: User, officer: User, client_of) -> None:
    work.installed()
    question, client = asked(delegate, officer), client_of(delegate)
    address = f"/disclosures/{question.disclosure_id}/questions/{question.pk}/answer/"
    client.post(address, {"value": "yes", "text": "First."})

    response = client.post(address, {"value": "no", "text": "Second."}, follow=True)

    assert "The question is no longer open. See below how it stands." in response.text
    assert Question.objects.get().answer == "First."


def test_withdraw_and_once_more(delegate: User, client_of) -> None:
    disclosure, client = work.disclosure(delegate), client_of(delegate)

    done = client.post(f"/disclosures/{disclosure.pk}/withdraw/", follow=True)
    again = client.post(f"/disclosures/{disclosure.pk}/withdraw/", follow=True)

    assert heading(done) == "Withdrawn: S2-2600001 r1. It was taken back."
    assert "It has moved on, so this can no longer be done." in again.text
    assert entries(kind="disclosure.withdrawn").count() == 1


# ---- Who is refused --------------------------------------------------------------------------------


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
