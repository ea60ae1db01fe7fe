"""Drafts on the pages: saved by a button or as typed, found again, gone on with, discarded, never lost."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from participation.models import Meeting, MeetingDraft, User
from participation.states import Role
from participation.workflow.meeting_drafts import MAX_BYTES
from tests.factories import people, work
from tests.web.reading import errors, field, heading, plain
from tests.web.test_meetings import PASTED, TOKEN, filled

BY_SCRIPT = {"X-Saved-As-Typed": "yes"}
UNFINISHED = {
    "body": "",
    "group": "SA2",
    "number": "#179",
    "starts_on": "2027-02-",
    "ends_on": "",
    "title": "T",
}


def unfinished(**fields: str) -> dict[str, str]:
    return filled(**{**UNFINISHED, **fields})


def saved(client: Client, **fields: str) -> MeetingDraft:
    client.post("/meetings/drafts/", unfinished(**fields))
    return MeetingDraft.objects.get()


def test_the_button_saves_however_unfinished_and_leads_to_the_draft(delegate: User, client_of, clock) -> None:
    client = client_of(delegate)

    answer = client.post("/meetings/drafts/", unfinished())

    draft = MeetingDraft.objects.get()
    assert answer["Location"] == f"/meetings/drafts/{draft.pk}/"
    page = client.get(answer["Location"])
    assert (page.status_code, heading(page), errors(page)) == (200, "New meeting", [])
    names = ("group", "number", "starts_on", "place", "form_token")
    assert [field(page, name) for name in names] == ["SA2", "#179", "2027-02-", "Nice", TOKEN]
    assert "Draft saved 4 March 2026, 13:30 UTC" in plain(page.text)
    assert Meeting.objects.count() == 0


def test_the_script_gets_the_note_alone(delegate: User, client_of, clock) -> None:
    answer = client_of(delegate).post("/meetings/drafts/", unfinished(), headers=BY_SCRIPT)

    assert (answer.status_code, plain(answer.text)) == (
        200,
        "Draft saved 4 March 2026, 13:30 UTC . A file that is only chosen is not in it. "
        "Discard the draft Discard it for good",
    )
    assert "<h1" not in answer.text


def test_a_draft_is_found_on_the_pages_of_its_writer_alone(delegate: User, client_of, clock) -> None:
    client, other = client_of(delegate), client_of(people.user("otto", Role.DELEGATE))
    draft = saved(client)
    link = f'<a href="/meetings/drafts/{draft.pk}/">Continue SA2 #179</a>'

    pages = ("/", "/meetings/", "/meetings/new/")

    assert [link in client.get(address).text for address in pages] == [True, True, True]
    assert ["Continue" in other.get(address).text for address in pages] == [False, False, False]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["otto", "olaf"])
def test_a_draft_of_somebody_else_does_not_exist(
    delegate: User, officer: User, client_of, who: str, method: str
) -> None:
    draft = saved(client_of(delegate))
    person = officer if who == "olaf" else people.user("otto", Role.DELEGATE)
    address = f"/meetings/drafts/{draft.pk}/{'discard/' if method == 'post' else ''}"

    answer = getattr(client_of(person), method)(address)

    assert (answer.status_code, MeetingDraft.objects.count()) == (404, 1)


def test_the_same_form_of_two_people_is_two_drafts(delegate: User, client_of) -> None:
    client_of(delegate).post("/meetings/drafts/", unfinished(group="SA2"))

    client_of(people.user("otto", Role.DELEGATE)).post("/meetings/drafts/", unfinished(group="SA3"))

    assert [draft.fields["group"] for draft in MeetingDraft.objects.order_by("id")] == ["SA2", "SA3"]


def test_a_draft_outlives_the_session_and_the_browser(delegate: User, client_of) -> None:
    first = client_of(delegate)
    draft = saved(first)
    first.post("/account/logout/")

    page = client_of(delegate).get(f"/meetings/drafts/{draft.pk}/")

    assert field(page, "number") == "#179"


def test_logging_the_meeting_ends_its_draft(delegate: User, client_of) -> None:
    client = client_of(delegate)
    saved(client)

    client.post("/meetings/new/", filled())

    assert (Meeting.objects.count(), MeetingDraft.objects.count()) == (1, 0)
    late = client.post("/meetings/drafts/", unfinished(), headers=BY_SCRIPT)
    assert (late.status_code, late.text) == (409, "This form was sent already, and its meeting is saved.")
    assert "Continue" not in client.get("/meetings/").text


def test_discarding_forgets_it(delegate: User, client_of) -> None:
    client = client_of(delegate)
    draft = saved(client)

    answer = client.post(f"/meetings/drafts/{draft.pk}/discard/", follow=True)

    assert MeetingDraft.objects.count() == 0
    assert "The draft is discarded." in answer.text
    assert client.get(f"/meetings/drafts/{draft.pk}/").status_code == 404


def test_the_list_of_a_draft_is_shown_as_it_was(delegate: User, client_of) -> None:
    client = client_of(delegate)
    draft = saved(client, pasted="Organisation;Country\nQualcomm;USA")

    page = client.get(f"/meetings/drafts/{draft.pk}/")

    assert page.status_code == 200
    assert errors(page) == ['Row 1: Country "USA" is not a two-letter code. Use US.']


def test_what_was_mended_in_the_preview_is_in_the_draft(delegate: User, client_of) -> None:
    wrong = "Organisation;Country\nQualcomm;USA"
    mended = {"was-1": '["Qualcomm", "USA"]', "cell-1-1": "US"}

    draft = saved(client_of(delegate), pasted=wrong, **mended)

    assert draft.fields["pasted"] == "Organisation;Country\nQualcomm;US"


def test_a_list_in_a_file_is_read_into_the_draft(delegate: User, client_of) -> None:
    upload = SimpleUploadedFile("list.csv", b"Organisation,Country\nNokia,FI\n")

    client_of(delegate).post("/meetings/drafts/", {**unfinished(), "upload": upload})

    assert MeetingDraft.objects.get().fields["pasted"] == "Organisation,Country\nNokia,FI"


def test_a_file_that_cannot_be_read_is_told_and_nothing_typed_is_lost(delegate: User, client_of) -> None:
    upload = SimpleUploadedFile("list.csv", b"a\0b")

    page = client_of(delegate).post("/meetings/drafts/", {**unfinished(), "upload": upload})

    assert (page.status_code, MeetingDraft.objects.count()) == (422, 0)
    assert [line.partition(":")[0] for line in errors(page)] == ["Or a file"]
    assert field(page, "number") == "#179"


@pytest.mark.parametrize("headers", [{}, BY_SCRIPT])
def test_a_draft_that_is_too_large_is_refused_in_words(
    delegate: User, client_of, headers: dict[str, str]
) -> None:
    said = "bytes, and a draft at most 1,000,000. Shorten the pasted list, or save the meeting now"

    answer = client_of(delegate).post(
        "/meetings/drafts/", unfinished(pasted="x" * MAX_BYTES), headers=headers
    )

    assert (answer.status_code, MeetingDraft.objects.count()) == (422, 0)
    assert said in plain(answer.text)
    assert headers or field(answer, "number") == "#179"


def test_without_a_token_there_is_no_draft(delegate: User, client_of) -> None:
    page = client_of(delegate).post("/meetings/drafts/", unfinished(form_token="x"))

    assert (page.status_code, MeetingDraft.objects.count()) == (422, 0)
    assert errors(page) == [
        "The draft is not saved. This form has lost its token. Open a new one and copy what you typed."
    ]


def test_the_form_says_that_no_draft_is_saved_and_what_it_cannot_keep(delegate: User, client_of) -> None:
    page = plain(client_of(delegate).get("/meetings/new/").text)

    assert "No draft is saved yet. A draft keeps what is typed; a file that is only chosen cannot" in page


@pytest.mark.parametrize("step", ["save", "preview"])
def test_a_form_that_comes_back_says_when_its_draft_was_saved(
    delegate: User, client_of, clock, step: str
) -> None:
    client = client_of(delegate)
    saved(client)

    page = client.post("/meetings/new/", unfinished(step=step, pasted=PASTED))

    assert "Draft saved 4 March 2026, 13:30 UTC" in plain(page.text)
    assert "data-kept-not-yet" in page.text


def test_what_is_sent_beside_the_fields_is_not_kept(delegate: User, client_of) -> None:
    draft = saved(client_of(delegate), calendar_kept="packed", more="x")

    named = "body group number title starts_on ends_on time_zone venue place access agenda_url pasted merge"
    assert sorted(draft.fields) == sorted(named.split())


def test_a_draft_of_a_body_that_is_gone_is_opened_without_it(delegate: User, client_of) -> None:
    client = client_of(delegate)
    draft = saved(client, body="999")

    page = client.get(f"/meetings/drafts/{draft.pk}/")

    assert (page.status_code, errors(page)) == (200, [])


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_often_for_one_draft_as_for_three(
    delegate: User, client_of, django_assert_num_queries: Any, count: int
) -> None:
    client = client_of(delegate)
    for number in range(count):
        client.post("/meetings/drafts/", unfinished(body=str(work.body().pk), form_token=f"{number:032}"))
    client.get("/meetings/")

    with django_assert_num_queries(8):
        client.get("/meetings/")
