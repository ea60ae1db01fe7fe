"""A draft in its form again: what it shows, what a change stores, and who is refused."""

from datetime import UTC, date, datetime

import pytest

from audits.log import entries
from participation.models import Check, Disclosure, User
from participation.states import Role
from participation.workflow.meetings import Attendee
from participation.workflow.submit import submit
from tests.factories import people, work
from tests.web.reading import errors, field, heading
from tests.web.test_disclosure_form import ROOM, filled


def drafted(by: User, **fields: object) -> Disclosure:
    """A draft at a meeting with Ericsson and Nokia, to Nokia and to ZTE, which was not there."""
    given = {"meeting": work.meeting(by, attendees=ROOM), "to": (("Nokia", "FI"), ("ZTE; Corp", "CN"))}
    return work.disclosure(by, **given | fields)  # type: ignore[arg-type]


def address_of(disclosure: Disclosure) -> str:
    return f"/disclosures/{disclosure.pk}/change/"


def told(disclosure: Disclosure) -> list[tuple[str, str]]:
    return list(disclosure.recipients.values_list("stated_name__text", "stated_name__country"))


def test_form_shows_the_draft_as_it_stands(delegate: User, client_of) -> None:
    at = datetime(2026, 3, 4, 22, 30, tzinfo=UTC)
    draft = drafted(delegate, released_on=None, released_at=at, intent_to_publish=False)

    response = client_of(delegate).get(address_of(draft))

    assert heading(response) == "Change the draft for 3GPP SA2 #178"
    initial = response.context["form"].initial
    nokia = draft.recipients.get(stated_name__text="Nokia").stated_name_id
    expected = {
        "form_token": draft.form_token,
        "revisions": [draft.lines.get().revision_id],
        "recipients": [nokia],
        "others": "ZTE; Corp; CN",
        "nobody_knows": False,
        "released_on": date(2026, 3, 4),
        "intent_to_publish": "no",
        "for_a_standard": "yes",
        "purpose": "Agree the text.",
    }
    assert {name: initial[name] for name in expected} == expected
    assert field(response, "released_time") == "23:30"


def test_form_sent_as_it_was_shown_changes_nothing(delegate: User, client_of) -> None:
    draft, client = drafted(delegate), client_of(delegate)
    form = client.get(address_of(draft)).context["form"]
    given = {name: value for name, value in form.initial.items() if value is not None and value is not False}

    client.post(address_of(draft), given | {"step": "draft"})

    assert entries(kind="disclosure.changed").count() == 0
    assert told(draft) == [("Nokia", "FI"), ("ZTE; Corp", "CN")]


def test_a_saved_change_is_stored_whole_and_not_checked(delegate: User, client_of) -> None:
    draft, other = drafted(delegate), work.revision(delegate, "S2-2600002")
    ericsson = work.recipient().stated_name.pk
    given = filled(
        revisions=[other.pk], recipients=[ericsson], released_time="23:30", purpose="New.", step="draft"
    )

    response = client_of(delegate).post(address_of(draft), given, follow=True)

    changed = Disclosure.objects.get()
    assert heading(response).startswith("Draft: S2-2600002 r1.")
    assert "The draft is changed." in response.text
    assert (changed.form_token, changed.purpose, changed.intent_to_publish) == (
        draft.form_token,
        "New.",
        None,
    )
    assert (changed.released_on, changed.released_at) == (None, datetime(2026, 3, 4, 22, 30, tzinfo=UTC))
    assert (told(changed), [str(line.revision) for line in changed.lines.all()]) == (
        [("Ericsson", "SE")],
        ["S2-2600002 r1"],
    )
    assert (entries(kind="disclosure.changed").count(), Check.objects.count()) == (1, 0)


def test_what_the_form_does_not_ask_is_kept(delegate: User, client_of) -> None:
    draft = drafted(delegate)
    revision, nokia = draft.lines.get().revision, draft.recipients.get(stated_name__text="Nokia")
    type(nokia).objects.filter(pk=nokia.pk).update(us_person=True, location="US")
    given = filled(revisions=[revision.pk], recipients=[nokia.stated_name_id], purpose="New.", step="draft")

    client_of(delegate).post(address_of(draft), given)

    kept = Disclosure.objects.get()
    assert kept.purpose == "New."
    assert (kept.recipients.get().us_person, kept.recipients.get().location) == (True, "US")


def test_a_changed_draft_is_submitted_from_its_form(delegate: User, client_of) -> None:
    draft = drafted(delegate, revisions=[])
    given = filled(revisions=[work.revision(delegate).pk], nobody_knows="on")

    response = client_of(delegate).post(address_of(draft), given, follow=True)

    assert "Submitted." in response.text
    assert (Disclosure.objects.get().state, Check.objects.get().state) == ("submitted", "queued")
    assert (Disclosure.objects.get().recipients_known, told(draft)) == (False, [])


def test_gaps_are_told_at_once_and_the_draft_stays(delegate: User, client_of) -> None:
    draft = drafted(delegate)
    given = filled(released_on="", purpose="New.", others="Nokia; FIN")

    response = client_of(delegate).post(address_of(draft), given)

    assert response.status_code == 422
    assert errors(response) == [
        "Documents: Choose at least one document revision: nothing is disclosed without one.",
        'Others who receive it: Line 1: Country "FIN" is not a two-letter code. Use FI.',
        "Day: Give the day on which it is shared: the rule of that day decides.",
    ]
    assert [field(response, name) for name in ("purpose", "others")] == ["New.", "Nokia; FIN"]
    assert (Disclosure.objects.get().purpose, draft.lines.count()) == ("Agree the text.", 1)


def test_search_changes_nothing(delegate: User, client_of) -> None:
    draft, found = drafted(delegate), work.revision(delegate, "S2-9", title="Path hints")
    given = filled(revisions=[draft.lines.get().revision_id], find="path", step="find")

    response = client_of(delegate).post(address_of(draft), given)

    offered = [pk for pk, _ in response.context["form"].fields["revisions"].widget.choices]
    assert (response.status_code, offered) == (200, [draft.lines.get().revision_id, found.pk])
    assert entries(kind="disclosure.changed").count() == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_was_submitted_is_no_longer_a_draft(delegate: User, client_of, method: str) -> None:
    draft = drafted(delegate)
    submit(draft, by=delegate)

    response = getattr(client_of(delegate), method)(address_of(draft), filled(), follow=True)

    assert response.redirect_chain == [(f"/disclosures/{draft.pk}/", 302)]
    assert "It is no longer a draft, so it cannot be changed." in response.text
    assert Disclosure.objects.get().for_a_standard is True


def test_the_page_of_a_draft_leads_to_its_form(delegate: User, client_of) -> None:
    draft = drafted(delegate)

    shown = client_of(delegate).get(f"/disclosures/{draft.pk}/").text
    submit(draft, by=delegate)
    submitted = client_of(delegate).get(f"/disclosures/{draft.pk}/").text

    assert (address_of(draft) in shown, "Start a new one like it" in shown) == (True, False)
    assert (address_of(draft) in submitted, "Start a new one like it" in submitted) == (False, True)


def test_an_officer_may_change_a_draft_and_a_colleague_does_not_find_it(
    delegate: User, officer: User, client_of
) -> None:
    lin = people.user("lin", Role.DELEGATE, email="lin@example.com")
    ours = Attendee("L.", ("Example",), "US", email="lin@example.com")
    draft = drafted(delegate, meeting=work.meeting(delegate, attendees=(*ROOM, ours)))
    given = filled(step="draft", purpose="New.")

    refused = client_of(lin).post(address_of(draft), given)
    client_of(officer).post(address_of(draft), given)

    assert refused.status_code == 404
    assert entries(kind="disclosure.changed").get().actor_id == f"user/{officer.pk}"
    assert Disclosure.objects.get().purpose == "New."


@pytest.mark.parametrize("person", ["auditor", "administrator"])
def test_who_only_reads_is_refused(
    request: pytest.FixtureRequest, delegate: User, client_of, person: str
) -> None:
    draft = drafted(delegate)

    response = client_of(request.getfixturevalue(person)).post(address_of(draft), filled(step="draft"))

    assert (response.status_code, entries(kind="access.denied").count()) == (403, 1)
    assert entries(kind="disclosure.changed").count() == 0
