"""The case page: who reads it, what it shows, and each thing an officer does with it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits import log
from participation.models import ListedPartyVersion, PairDecision, ReasonCode, Review
from participation.queries.case import case_of
from participation.queries.pair import marked
from tests import cast


@pytest.fixture
def review(database):
    """The open case of an unclassified document that a listed party receives."""
    return flagged("124", cast.seeded(), by=cast.delegate())


@pytest.fixture
def claimed(review, officer, client_of):
    """The same case, claimed by the officer."""
    client_of(officer).post(address("claim", review))
    review.refresh_from_db()
    return review


def flagged(number, _seeded=None, *, by, documents=1):
    meeting = cast.meeting(by=by, number=number)
    revisions = [cast.revision(by=by, number=f"R1-{number}-{n}", classified=False) for n in range(documents)]
    return cast.open_review(cast.checked(cast.submitted(by=by, at=meeting, revisions=revisions, key=number)))


def address(action, review):
    return reverse(f"case-{action}", args=[review.pk]) if action else reverse("case", args=[review.pk])


def reason(code="N1"):
    return ReasonCode.objects.get(code=code)


def state_of(review):
    review.refresh_from_db()
    review.disclosure.refresh_from_db()
    return review.state, review.disclosure.state


def test_case_does_not_exist_for_a_delegate(review, client_of):
    assert client_of(review.disclosure.logged_by).get(address("", review)).status_code == 404


def test_opening_a_case_writes_nothing(review, officer, client_of):
    client, before = client_of(officer), log.entries().count()
    rows = list(Review.objects.values())

    assert client.get(address("", review)).status_code == 200

    assert log.entries().count() == before
    assert list(Review.objects.values()) == rows


def test_an_auditors_read_is_recorded_and_the_page_has_no_buttons(review, auditor, client_of):
    page = client_of(auditor).get(address("", review)).content.decode()

    entry = log.entries(kind="case.read").get()
    assert (entry.subject, entry.actor_id) == (f"review/{review.pk}", f"user/{auditor.pk}")
    assert "You can read this case. Compliance officers decide it." in page
    assert page.count("<form") == 1  # to sign out


def test_case_shows_both_sides_the_score_and_the_findings(review, officer, client_of):
    page = client_of(officer).get(address("", review)).content.decode()

    version = ListedPartyVersion.objects.get(name=cast.LISTED[0])
    assert reverse("list-entry", args=[version.pk]) in page
    for text in ("Score 100.0", "100 % × 85", "Same", "R1-124-0 r0: On beam management", "Missing"):
        assert text in page
    assert "Claim this case" in page
    assert "Seal the decision" not in page


def test_case_shows_every_line_and_every_match_once(database):
    cast.seeded()
    review = flagged("124", by=cast.delegate(), documents=3)

    case = case_of(review)

    assert [line.document for line in case.lines] == ["R1-124-0 r0", "R1-124-1 r0", "R1-124-2 r0"]
    matches = {
        (match.recipient_id, match.version_id)
        for one in review.check_row.determinations.all()
        for match in one.matches.all()
    }
    assert {(pair.match.recipient_id, pair.match.version_id) for pair in case.pairs} == matches
    assert len(case.pairs) == len(matches)


def test_case_asks_the_same_number_of_queries_for_one_and_three_lines(database, officer, client_of):
    cast.seeded()
    delegate, client = cast.delegate(), client_of(officer)
    one, three = flagged("1", by=delegate), flagged("3", by=delegate, documents=3)
    client.get(address("", one))  # the first page of a sign-in also writes when it began
    counted = []
    for review in (one, three):
        with CaptureQueriesContext(connection) as queries:
            client.get(address("", review))
        counted.append(len(queries))

    assert counted[0] == counted[1]


def test_decision_without_a_reason_is_refused_and_the_form_kept(claimed, officer, client_of):
    given = {"decision": "refused", "note": "Typed with care."}

    answer = client_of(officer).post(address("decide", claimed), given)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Reason code: Choose a reason code: a decision without a reason is not kept." in page
    assert "Typed with care." in page
    assert 'value="refused" id="decide-decision_1" checked' in page
    assert state_of(claimed) == ("claimed", "in_review")


def test_decision_is_sealed_with_reason_note_and_file_and_leads_to_the_next_case(claimed, officer, client_of):
    following = flagged("125", by=claimed.disclosure.logged_by)
    file = SimpleUploadedFile("letter.txt", b"We are another company.", content_type="text/plain")
    given = {"decision": "refused", "reason": reason("R1").pk, "note": "See letter.", "attachments": [file]}

    answer = client_of(officer).post(address("decide", claimed), given)

    assert answer.url == address("", following)
    assert state_of(claimed) == ("decided", "refused")
    assert (claimed.decision, claimed.reason.code, claimed.note) == ("refused", "R1", "See letter.")
    attachment = claimed.attachments.get()
    body = log.envelope_of(log.entries(kind="review.decided").get())
    assert [one["sha256"] for one in body["files"]] == [bytes(attachment.file_hash).hex()]

    taken = client_of(officer).get(reverse("case-attachment", args=[claimed.pk, attachment.pk]))
    assert b"".join(taken.streaming_content) == b"We are another company."
    read = log.payload_of(log.entries(kind="case.file_read").get())
    assert read["file"] == {"sha256": bytes(attachment.file_hash).hex(), "size": 23}


def test_licence_needs_its_number(claimed, officer, client_of):
    given = {"decision": "licence_recorded", "reason": reason("L1").pk}

    page = client_of(officer).post(address("decide", claimed), given).content.decode()

    assert "Note: Write the licence&#x27;s number" in page
    assert state_of(claimed) == ("claimed", "in_review")


def test_who_logged_it_cannot_decide_it(database, officer, client_of):
    cast.seeded()
    review, client = flagged("124", by=officer), client_of(officer)
    client.post(address("claim", review))

    page = client.get(address("", review)).content.decode()
    assert "You cannot decide this: you logged it. Another officer can." in page
    assert "Seal the decision" not in page

    given = {"decision": "released", "reason": reason("S1").pk}
    answer = client.post(address("decide", review), given, follow=True)
    assert "You cannot decide this: you logged it." in answer.content.decode()
    assert state_of(review) == ("claimed", "in_review")


def test_who_did_not_claim_it_is_told_who_did(claimed, client_of):
    other = cast.second_officer()
    given = {"decision": "released", "reason": reason("S1").pk}

    page = client_of(other).get(address("", claimed)).content.decode()
    answer = client_of(other).post(address("decide", claimed), given, follow=True)

    assert "The case is with" in page
    assert "The case is with" in answer.content.decode()
    assert state_of(claimed) == ("claimed", "in_review")


def test_pair_judged_as_somebody_else_is_checked_again_without_it(claimed, officer, client_of):
    match = case_of(claimed).pairs[0].match
    given = {
        "pair": match.pk,
        "verdict": "different",
        "scope": "meeting",
        "reason": reason("N1").pk,
        "note": "Another company.",
    }

    answer = client_of(officer).post(address("judge", claimed), given, follow=True)

    assert "is somebody else. The disclosure is checked again." in answer.content.decode()
    decision = PairDecision.objects.get()
    assert (decision.verdict, decision.scope, decision.party) == ("different", "meeting", match.version.party)
    assert state_of(claimed) == ("closed", "submitted")

    again = cast.open_review(cast.checked(claimed.disclosure))
    history = [pair.history for pair in case_of(again).pairs if pair.match.version_id == match.version_id]
    assert [one["text"] for one in history[0]] == [
        "O.: somebody else, for this meeting (3GPP RAN1 124). N1: Another company with a similar name. "
        "“Another company.”"
    ]


def test_pair_without_a_verdict_is_refused(claimed, officer, client_of):
    match = case_of(claimed).pairs[0].match

    answer = client_of(officer).post(
        address("judge", claimed), {"pair": match.pk, "scope": "once", "reason": reason().pk}
    )

    assert "Say whether it is the listed party." in answer.content.decode()
    assert not PairDecision.objects.exists()


def test_question_is_filled_in_from_the_rules_and_stops_the_clock(claimed, officer, client_of):
    client = client_of(officer)
    form = client.get(address("", claimed)).context["ask_form"]
    suggestion = case_of(claimed).suggestions[0]
    assert form.initial == {"text": suggestion["text"], "fact": suggestion["fact"]}

    client.post(address("ask", claimed), form.initial)

    question = claimed.disclosure.questions.get()
    assert (question.text, question.fact) == (suggestion["text"], suggestion["fact"])
    assert state_of(claimed) == ("asked", "asked")


@pytest.mark.parametrize("action", ["claim", "hand-back", "judge", "ask", "decide"])
def test_every_action_refuses_all_but_officers(action, review, auditor, administrator, client_of):
    delegate = review.disclosure.logged_by

    people = (delegate, auditor, administrator)
    found = [client_of(one).post(address(action, review)).status_code for one in people]

    assert found == [404, 403, 403]
    assert state_of(review) == ("open", "flagged")


def test_lists_and_entries_are_for_officers_auditors_and_administrators(review, officer, auditor, client_of):
    version = ListedPartyVersion.objects.get(name=cast.LISTED[0])
    addresses = [reverse("lists"), reverse("list-entry", args=[version.pk])]

    for one in addresses:
        assert client_of(review.disclosure.logged_by).get(one).status_code == 403
        assert client_of(auditor).get(one).status_code == 200
    lists, entry = (client_of(officer).get(one).content.decode() for one in addresses)

    assert "Starter list (part of the Entity List)" in lists
    assert "Partial list" in lists
    assert f"<dt>Name</dt><dd>{version.name}</dd>" in entry


@pytest.mark.parametrize(
    ("text", "other", "expected"),
    [
        ("Acme Radio", "ACME RADIO", [("Acme Radio", False)]),
        ("Wuhan Acme", "Acme Group", [("Wuhan", True), (" Acme", False)]),
        ("Acme Int’l Tech", "Acme Group", [("Acme ", False), ("Int’l Tech", True)]),
        ("", "Acme", []),
    ],
)
def test_words_that_the_other_side_lacks_are_marked(text, other, expected):
    assert [(piece["text"], piece["marked"]) for piece in marked(text, other)] == expected
