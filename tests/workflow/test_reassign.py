"""Handing a case to a named officer: who may, to whom, what is written, and that the quicker one wins."""

import threading
from typing import Any

import pytest
from django.db import connection, transaction

from audits.log import Subject, entries, payload_of
from participation.models import Disclosure, Handover, Notice, ReasonCode, Review, User
from participation.states import NotAllowed, Role
from participation.workflow import review
from participation.workflow.check import run_check
from participation.workflow.journal import SERVICE, enter
from participation.workflow.moves import Conflict
from participation.workflow.submit import submit
from tests.conftest import NOW
from tests.factories import people, work


@pytest.fixture
def case(delegate: User, settings: Any) -> Review:
    """An open case that the delegate logged."""
    settings.DEMO_LIST_IS_WHOLE = True
    return opened(delegate)


def opened(by: User) -> Review:
    work.installed()
    disclosure = work.disclosure(by, intent_to_publish=False)
    run_check(submit(disclosure, by=by).pk)
    return disclosure.reviews.get()


@pytest.fixture
def other(database: None) -> User:
    return people.user("otto", Role.OFFICER, first_name="Otto", last_name="Berg", email="otto@example.com")


def standing(case: Review) -> tuple[str, int | None, str]:
    case.refresh_from_db()
    return case.state, case.claimed_by_id, Disclosure.objects.get(pk=case.disclosure_id).state


def test_the_holder_hands_it_over_and_the_log_says_from_whom_to_whom(
    case: Review, officer: User, other: User
) -> None:
    review.claim(case, by=officer)
    case.refresh_from_db()

    handover = review.reassign(case, to=other, by=officer, note=" I am away from Monday on. ")

    assert standing(case) == ("claimed", other.pk, "in_review")
    assert (handover.from_officer, handover.to_officer, handover.handed_by, handover.note) == (
        officer,
        other,
        officer,
        "I am away from Monday on.",
    )
    entry = entries(subject=Subject("review", str(case.pk))).last()
    assert entry is not None
    assert (entry.kind, entry.actor_id) == ("review.reassigned", f"user/{officer.pk}")
    payload = payload_of(entry)
    assert (payload["from"], payload["to"]) == (f"user/{officer.pk}", f"user/{other.pk}")
    assert [row["row"] for row in payload["changes"]] == [
        f"participation_review/{case.pk}",
        f"participation_handover/{handover.pk}",
    ]
    assert b"Monday" not in bytes(entry.payload)
    last = entries(subject=Subject("disclosure", str(case.disclosure_id))).last()
    assert last is not None
    assert last.kind == "disclosure.reassigned"


def test_anybody_hands_over_the_case_of_one_who_is_away_and_takes_it(
    case: Review, officer: User, other: User
) -> None:
    review.claim(case, by=officer)
    case.refresh_from_db()

    review.reassign(case, to=other, by=other)

    assert standing(case) == ("claimed", other.pk, "in_review")
    assert not Notice.objects.filter(recipient=other).exists()


def test_an_open_case_is_handed_to_an_officer_who_hears_of_it(
    case: Review, officer: User, other: User
) -> None:
    handover = review.reassign(case, to=other, by=officer)

    assert standing(case) == ("claimed", other.pk, "in_review")
    assert handover.from_officer is None
    told = Notice.objects.filter(recipient=other).values_list("kind", "state", "disclosure")
    assert list(told) == [("reassigned", "waiting", case.disclosure_id)]


def test_the_clock_of_the_new_holder_starts_anew(case: Review, officer: User, clock: Any) -> None:
    clock.shift(86400)
    review.reassign(case, to=officer, by=officer)

    case.refresh_from_db()
    assert case.claimed_at == case.disclosure.state_since
    assert (case.claimed_at - NOW).days == 1


def left(user: User) -> User:
    user.is_active = False
    user.save(update_fields=["is_active"])
    enter("user.created", user, by=SERVICE, at=NOW)
    return user


def refusals(case: Review, officer: User) -> dict[str, tuple[User, str]]:
    return {
        "inactive": (left(people.user("ines", Role.OFFICER)), "ines no longer works with Plenary"),
        "auditor": (people.user("aude", Role.AUDITOR), "aude is not a compliance officer"),
        "logged it": (case.disclosure.logged_by, "D. is not a compliance officer"),
        "has it": (officer, "O. has the case already"),
    }


@pytest.mark.parametrize("who", ["inactive", "auditor", "logged it", "has it"])
def test_who_could_not_decide_it_does_not_get_it(case: Review, officer: User, other: User, who: str) -> None:
    review.claim(case, by=officer)
    case.refresh_from_db()
    person, said = refusals(case, officer)[who]
    before = entries().count()

    with pytest.raises(review.Refused, match=said), transaction.atomic():
        review.reassign(case, to=person, by=other)

    assert standing(case) == ("claimed", officer.pk, "in_review")
    assert entries().count() == before


def test_an_officer_who_logged_it_does_not_get_it(officer: User, other: User, settings: Any) -> None:
    settings.DEMO_LIST_IS_WHOLE = True
    own = opened(officer)

    with pytest.raises(review.Refused, match=r"O\. logged this disclosure"), transaction.atomic():
        review.reassign(own, to=officer, by=other)

    assert standing(own) == ("open", None, "flagged")


@pytest.mark.parametrize("role", [Role.DELEGATE, Role.AUDITOR, Role.ADMINISTRATOR])
def test_nobody_but_an_officer_hands_over(case: Review, officer: User, role: Role) -> None:
    with pytest.raises(NotAllowed), transaction.atomic():
        review.reassign(case, to=officer, by=people.user("paul", role))

    assert standing(case) == ("open", None, "flagged")


def test_who_saw_another_holder_changes_nothing(case: Review, officer: User, other: User) -> None:
    as_seen = Review.objects.get(pk=case.pk)
    review.claim(case, by=officer)

    with pytest.raises(Conflict, match="no longer with whom you saw it"), transaction.atomic():
        review.reassign(as_seen, to=other, by=other)

    assert standing(case) == ("claimed", officer.pk, "in_review")


@pytest.mark.parametrize("state", ["asked", "decided"])
def test_a_case_that_waits_or_is_over_is_not_handed_over(
    case: Review, officer: User, other: User, state: str
) -> None:
    review.claim(case, by=officer)
    if state == "asked":
        review.ask(case, by=officer, text="Is it public?")
    else:
        reason = ReasonCode.objects.get(code="R1")
        review.decide_review(case, by=officer, decision="refused", reason=reason)
    case.refresh_from_db()

    with pytest.raises(Conflict, match="no longer open or claimed"), transaction.atomic():
        review.reassign(case, to=other, by=officer)


def test_of_two_at_once_one_hands_it_over(committed_db: object, case: Review, officer: User) -> None:
    others = [people.user(name, Role.OFFICER) for name in ("otto", "olga")]
    review.claim(case, by=officer)
    case.refresh_from_db()
    barrier, found = threading.Barrier(2), []

    def hand_to(person: User) -> None:
        seen = Review.objects.get(pk=case.pk)
        barrier.wait(10)
        try:
            review.reassign(seen, to=person, by=officer)
            found.append(person.pk)
        except Conflict:
            found.append("conflict")
        finally:
            connection.close()

    threads = [threading.Thread(target=hand_to, args=[one]) for one in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    winner = Handover.objects.get().to_officer_id
    assert sorted(found, key=str) == sorted([winner, "conflict"], key=str)
    assert standing(case) == ("claimed", winner, "in_review")
