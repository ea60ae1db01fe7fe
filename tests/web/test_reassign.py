"""Handing a case over on its page: the choice of officers, what is refused in words, and the record."""

from typing import Any

import pytest
from django.urls import reverse

from participation.models import Review, User
from participation.queries.letter import letter_of
from participation.workflow.review import claim
from tests import cast
from tests.conftest import NOW
from tests.web.reading import errors, plain


@pytest.fixture
def second(database: None) -> User:
    return cast.second_officer()


@pytest.fixture
def review(database: None) -> Review:
    """An open case that the delegate logged."""
    cast.seeded()
    delegate = cast.delegate()
    revision = cast.revision(by=delegate, classified=False)
    meeting = cast.meeting(by=delegate)
    return cast.open_review(cast.checked(cast.submitted(by=delegate, at=meeting, revisions=[revision])))


def address(review: Review) -> str:
    return reverse("case-reassign", args=[review.pk])


def page_of(review: Review) -> str:
    return reverse("case", args=[review.pk])


def standing(review: Review) -> tuple[str, int | None]:
    review.refresh_from_db()
    return review.state, review.claimed_by_id


def choices(response: Any) -> list[str]:
    return [str(label) for _, label in response.context["reassign_form"].fields["to"].choices]


def test_the_choice_leaves_out_who_could_not_decide_it(
    review: Review, officer: User, second: User, client_of: Any
) -> None:
    before = client_of(officer).get(page_of(review))
    claim(review, by=officer)
    after = client_of(officer).get(page_of(review))

    assert choices(before) == ["Choose", "O. (olaf)", "O. O. (oona)"]
    assert choices(after) == ["Choose", "O. O. (oona)"]


def test_a_case_is_handed_over_with_a_note_and_stands_under_mine(
    review: Review, officer: User, second: User, client_of: Any
) -> None:
    claim(review, by=officer)
    given = {"to": second.pk, "seen_with": officer.pk, "note": "Away from Monday on."}

    answer = client_of(officer).post(address(review), given, follow=True)

    assert f"Case {review.pk} is now with O. O. (oona)." in answer.text
    assert standing(review) == ("claimed", second.pk)
    assert "From O. to O. O., by O.: Away from Monday on." in plain(answer.text)
    mine = client_of(second).get("/queue/?view=mine")
    assert [row.review for row in mine.context["rows"]] == [review]
    assert client_of(officer).get("/queue/?view=mine").context["rows"] == []


def test_who_takes_over_from_somebody_away_is_told_that_they_may(
    review: Review, officer: User, second: User, client_of: Any
) -> None:
    claim(review, by=officer)
    client = client_of(second)

    page = client.get(page_of(review))
    client.post(address(review), {"to": second.pk, "seen_with": officer.pk})

    assert (
        "with O., who alone can decide or hand it back. If O. is away, hand it to somebody who is not."
        in plain(page.text)
    )
    assert standing(review) == ("claimed", second.pk)


def test_without_an_officer_the_form_comes_back_with_the_note(
    review: Review, officer: User, second: User, client_of: Any
) -> None:
    answer = client_of(officer).post(address(review), {"note": "Typed with care."})

    assert (answer.status_code, errors(answer)) == (422, ["Officer: Choose who gets the case."])
    assert "Typed with care." in answer.text
    assert standing(review) == ("open", None)


def test_somebody_who_is_no_officer_is_no_choice(review: Review, officer: User, client_of: Any) -> None:
    given = {"to": review.disclosure.logged_by_id}

    answer = client_of(officer).post(address(review), given)

    assert (answer.status_code, errors(answer)) == (
        422,
        ["Officer: This person cannot take the case. Choose one of the list."],
    )


def test_who_was_slower_is_told_so(review: Review, officer: User, second: User, client_of: Any) -> None:
    claim(review, by=second)

    answer = client_of(officer).post(address(review), {"to": officer.pk, "seen_with": ""}, follow=True)

    assert "The case is no longer with whom you saw it" in plain(answer.text)
    assert standing(review) == ("claimed", second.pk)


def test_where_nobody_else_could_take_it_that_is_said(review: Review, officer: User, client_of: Any) -> None:
    claim(review, by=officer)

    assert "No other officer could take this case." in client_of(officer).get(page_of(review)).text


HANDED = """\
A case was handed to you.

Wait: R1-2600001 r0

{sentence}

O. O., compliance, since 4 March 2026, 13:30 UTC.

https://plenary.example.com/queue/cases/{pk}/

You get this because the case was handed to you in Plenary.
"""


def test_the_mail_leads_to_the_case(
    clock: Any, review: Review, officer: User, second: User, client_of: Any
) -> None:
    client_of(officer).post(address(review), {"to": second.pk})
    notice = second.notices.get()

    letter = letter_of(notice, now=NOW)

    assert letter.subject == "Handed to you: R1-2600001 r0"
    assert letter.text == HANDED.format(pk=review.pk, sentence=letter.text.split("\n\n")[2])
    assert client_of(second).get(f"/queue/cases/{review.pk}/").status_code == 200
