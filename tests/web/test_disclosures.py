"""Disclosures from the delegate's side: how one stands, and why."""

import re

import pytest

from audits.log import entries
from participation.models import Check, User
from participation.web.delegate.disclosure import folded
from participation.workflow.check import run_check
from participation.workflow.submit import submit, submit_changed
from tests.factories import work
from tests.web.disclosed import checked
from tests.web.reading import heading, lines


def test_list_tells_status_and_reason(delegate: User, client_of, clock, settings) -> None:
    settings.DEMO_LIST_IS_WHOLE = True
    work.installed()
    checked(delegate, intent_to_publish=None)
    work.disclosure(delegate, revisions=[(work.revision(delegate, "S2-2"), "")], to=(work.ERICSSON,))

    clear = checked(delegate, revisions=[(work.revision(delegate, "S2-3"), "")], to=(work.ERICSSON,))

    assert clear.state == "cleared"
    assert lines(client_of(delegate).get("/disclosures/")) == [
        "Clear S2-3 r1 to 1 organisation, 3GPP The export rules do not reach this release: it is work "
        "on a standard that is or will be public. "
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

    with django_assert_num_queries(13):
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
    further = re.search(
        r"<summary[^>]*>(\d+) further steps: answered no, or a condition that is met</summary>", response.text
    )
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
