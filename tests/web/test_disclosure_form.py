"""The form of a disclosure: what it offers, what it stores, what it tells of gaps."""

from datetime import UTC, date, datetime

import pytest

from participation.models import Check, Disclosure, User
from participation.states import Role
from participation.workflow.meetings import Attendee
from tests.factories import people, work
from tests.web.reading import errors, field, heading

TOKEN = "00000000-0000-4000-8000-000000000001"
ROOM = (Attendee("T. E.", ("Ericsson",), "SE"), Attendee("M. O.", ("Nokia",), "FI"))


def filled(**fields: object) -> dict[str, object]:
    given = {
        "form_token": TOKEN,
        "released_on": "2026-03-04",
        "released_time": "",
        "time_zone": "Europe/Paris",
        "channel": "presented",
        "activity": "meeting_contribution",
        "for_a_standard": "yes",
        "intent_to_publish": "unknown",
        "standard_stage": "in_development",
        "compliance_mandatory": "no",
        "purpose": "Agree the text.",
        "step": "submit",
    }
    return given | fields


def test_form_offers_everybody_at_the_meeting(delegate: User, client_of) -> None:
    meeting = work.meeting(delegate, attendees=ROOM)

    form = client_of(delegate).get(f"/disclosures/new/?meeting={meeting.pk}").context["form"]

    ticked = [name.pk for name in form.fields["recipients"].queryset]
    assert [str(name) for name in form.fields["recipients"].queryset] == ["Ericsson", "Nokia"]
    assert form.initial["recipients"] == ticked
    assert (form.initial["released_on"], form.initial["time_zone"]) == (date(2026, 3, 2), "Europe/Paris")


def test_submission_is_stored_whole_and_queued(delegate: User, client_of) -> None:
    meeting, revision = work.meeting(delegate, attendees=ROOM), work.revision(delegate)
    nokia = work.recipient("Nokia", "FI").stated_name.pk
    given = filled(
        revisions=[revision.pk], recipients=[nokia], others="ZTE Corporation; CN", released_time="23:30"
    )

    response = client_of(delegate).post(f"/disclosures/new/?meeting={meeting.pk}", given)

    disclosure = Disclosure.objects.get()
    assert response["Location"] == f"/disclosures/{disclosure.pk}/"
    assert (disclosure.state, disclosure.meeting, str(disclosure.body)) == ("submitted", meeting, "3GPP")
    assert (disclosure.released_at, disclosure.released_on) == (
        datetime(2026, 3, 4, 22, 30, tzinfo=UTC),
        None,
    )
    assert [str(line.revision) for line in disclosure.lines.all()] == ["S2-2600001 r1"]
    told = disclosure.recipients.values_list("stated_name__text", "stated_name__country")
    assert list(told) == [("Nokia", "FI"), ("ZTE Corporation", "CN")]
    answers = (disclosure.for_a_standard, disclosure.intent_to_publish, disclosure.compliance_mandatory)
    assert (answers, disclosure.purpose) == ((True, None, False), "Agree the text.")
    assert Check.objects.get().state == "queued"


def test_the_same_form_twice_is_one_disclosure(delegate: User, client_of) -> None:
    meeting, revision = work.meeting(delegate, attendees=ROOM), work.revision(delegate)
    given, client = filled(revisions=[revision.pk], nobody_knows="on"), client_of(delegate)

    answers = [client.post(f"/disclosures/new/?meeting={meeting.pk}", given)["Location"] for _ in range(2)]

    assert answers == [f"/disclosures/{Disclosure.objects.get().pk}/"] * 2
    assert Check.objects.count() == 1


def test_every_gap_is_told_at_once_and_nothing_is_lost(delegate: User, client_of) -> None:
    meeting = work.meeting(delegate, attendees=ROOM)
    given = filled(released_on="", topic="5G", released_time="10:30")

    response = client_of(delegate).post(f"/disclosures/new/?meeting={meeting.pk}", given)

    assert (response.status_code, Disclosure.objects.count()) == (422, 0)
    assert errors(response) == [
        "Documents: Choose at least one document revision: nothing is disclosed without one.",
        "Day: Give the day on which it is shared: the rule of that day decides.",
        "Organisations: Choose who receives it, or say that nobody knows who was there.",
    ]
    kept = {name: field(response, name) for name in ("purpose", "topic", "released_time", "form_token")}
    assert kept == {
        "purpose": "Agree the text.",
        "topic": "5G",
        "released_time": "10:30",
        "form_token": TOKEN,
    }


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ("Nokia; FI\nZTE; CHN", 'Line 2: Country "CHN" is not a two-letter code. Use CN.'),
        ("; FI", "Line 1 names no organisation."),
        ("Not Provided; FI", "Line 1 names no organisation."),
    ],
)
def test_other_recipients_are_read_by_line(delegate: User, client_of, others: str, said: str) -> None:
    meeting, revision = work.meeting(delegate), work.revision(delegate)
    given = filled(revisions=[revision.pk], others=others)

    response = client_of(delegate).post(f"/disclosures/new/?meeting={meeting.pk}", given)

    assert errors(response) == [f"Others who receive it: {said}"]
    assert field(response, "others") == others


def test_a_stranger_to_the_meeting_cannot_be_ticked(delegate: User, client_of) -> None:
    meeting, revision = work.meeting(delegate, attendees=ROOM), work.revision(delegate)
    stranger = work.recipient("ZTE", "CN").stated_name.pk
    given = filled(revisions=[revision.pk], recipients=[stranger])

    response = client_of(delegate).post(f"/disclosures/new/?meeting={meeting.pk}", given)

    said = "An organisation was not at this meeting; add it as an attendee."
    assert errors(response) == [f"Organisations: {said}"]


def test_nobody_knows_is_unknown_and_never_none(delegate: User, client_of) -> None:
    meeting, revision = work.meeting(delegate, attendees=ROOM), work.revision(delegate)
    nokia = work.recipient("Nokia", "FI").stated_name.pk
    given = filled(revisions=[revision.pk], recipients=[nokia], nobody_knows="on")

    client_of(delegate).post(f"/disclosures/new/?meeting={meeting.pk}", given)

    disclosure = Disclosure.objects.get()
    assert (disclosure.recipients_known, disclosure.recipients.count()) == (False, 0)


def test_search_offers_more_and_tells_no_gap(delegate: User, client_of) -> None:
    meeting, other = work.meeting(delegate), people.user("lin", Role.DELEGATE)
    ticked, found = work.revision(delegate, "S2-1"), work.revision(other, "S2-9", title="Path hints")
    given = filled(revisions=[ticked.pk], find="path", step="find", released_on="")

    response = client_of(delegate).post(f"/disclosures/new/?meeting={meeting.pk}", given)

    offered = [pk for pk, _ in response.context["form"].fields["revisions"].widget.choices]
    assert (response.status_code, errors(response), offered) == (200, [], [ticked.pk, found.pk])
    assert Disclosure.objects.count() == 0


def test_a_draft_may_have_gaps_and_is_not_checked(delegate: User, client_of) -> None:
    meeting, client = work.meeting(delegate), client_of(delegate)
    given = filled(released_on="", step="draft")

    response = client.post(f"/disclosures/new/?meeting={meeting.pk}", given, follow=True)

    assert (Disclosure.objects.get().state, Check.objects.count()) == ("draft", 0)
    said = "Draft: No document yet, presented in the meeting. Not submitted yet, so nothing was checked."
    assert heading(response) == said


def test_a_whole_draft_is_submitted_and_one_with_gaps_is_not(delegate: User, client_of) -> None:
    whole, gaps = work.disclosure(delegate), work.disclosure(delegate, revisions=[])
    client = client_of(delegate)

    client.post(f"/disclosures/{whole.pk}/submit/")
    refused = client.post(f"/disclosures/{gaps.pk}/submit/", follow=True)

    assert [Disclosure.objects.get(pk=one.pk).state for one in (whole, gaps)] == ["submitted", "draft"]
    assert "Choose at least one document revision: nothing is disclosed without one." in refused.text


def test_outside_a_meeting_the_body_is_asked_for(delegate: User, client_of) -> None:
    revision = work.revision(delegate)
    given = filled(revisions=[revision.pk], others="Nokia; FI")
    client = client_of(delegate)

    refused = client.post("/disclosures/new/?meeting=none", given)
    client.post("/disclosures/new/?meeting=none", given | {"body": work.body().pk})

    assert errors(refused) == ["Body: Choose the body whose standard it is for."]
    assert str(Disclosure.objects.get().body) == "3GPP"


def test_a_new_one_like_another_starts_with_its_answers(delegate: User, client_of) -> None:
    meeting = work.meeting(delegate, attendees=ROOM)
    like = work.disclosure(delegate, meeting=meeting, to=(("Nokia", "FI"),), intent_to_publish=False)

    initial = client_of(delegate).get(f"/disclosures/new/?like={like.pk}").context["form"].initial

    names = ("intent_to_publish", "for_a_standard", "released_on", "purpose", "recipients", "revisions")
    assert {name: initial[name] for name in names} == {
        "intent_to_publish": "no",
        "for_a_standard": "yes",
        "released_on": date(2026, 3, 4),
        "purpose": "Agree the text.",
        "recipients": [like.recipients.get().stated_name_id],
        "revisions": [like.lines.get().revision_id],
    }
    assert initial["form_token"] != like.form_token
