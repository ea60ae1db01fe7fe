"""Officers' verbs: who may, what changes, what is written, and that nobody decides for himself."""

from typing import Any

import pytest
from django.db import transaction

from audits.log import Subject, entries, payload_of
from participation.models import Disclosure, PairDecision, ReasonCode, Review, User
from participation.states import NotAllowed, Role
from participation.workflow import review
from participation.workflow.check import run_check
from participation.workflow.moves import Conflict
from participation.workflow.submit import submit
from tests.factories import people, work


@pytest.fixture
def case(delegate: User, settings: Any) -> Review:
    """An open case: an EAR99 document for members only, to Huawei and Ericsson."""
    settings.DEMO_LIST_IS_WHOLE = True
    work.installed()
    disclosure = work.disclosure(delegate, intent_to_publish=False)
    run_check(submit(disclosure, by=delegate).pk)
    return Review.objects.select_related("disclosure").get(disclosure=disclosure)


def code(name: str = "R1") -> ReasonCode:
    return ReasonCode.objects.get(code=name)


def state_of(case: Review) -> tuple[str, str]:
    case.refresh_from_db()
    return case.state, Disclosure.objects.get(pk=case.disclosure_id).state


def test_claim_gives_the_case_to_one_officer(case: Review, officer: User) -> None:
    other = people.user("otto", Role.OFFICER)
    review.claim(case, by=officer)

    with pytest.raises(Conflict, match="no longer open"), transaction.atomic():
        review.claim(case, by=other)

    assert state_of(case) == ("claimed", "in_review")
    assert case.claimed_by == officer


@pytest.mark.parametrize("role", [Role.DELEGATE, Role.AUDITOR, Role.ADMINISTRATOR])
def test_nobody_but_an_officer_claims(case: Review, role: Role) -> None:
    with pytest.raises(NotAllowed), transaction.atomic():
        review.claim(case, by=people.user("paul", role))

    assert state_of(case) == ("open", "flagged")


def test_hand_back_opens_the_case_again(case: Review, officer: User) -> None:
    review.hand_back(review.claim(case, by=officer), by=officer)

    assert state_of(case) == ("open", "flagged")
    assert case.claimed_by is None


DECISIONS = [("released", "released"), ("refused", "refused"), ("licence_recorded", "licence_recorded")]


@pytest.mark.parametrize(("decision", "state"), DECISIONS)
def test_a_decision_moves_the_disclosure_and_is_sealed(
    case: Review, officer: User, decision: str, state: str
) -> None:
    review.claim(case, by=officer)

    review.decide_review(case, by=officer, decision=decision, reason=code(), note="Seen with counsel.")

    assert state_of(case) == ("decided", state)
    last = entries(subject=Subject("review", str(case.pk))).last()
    assert last is not None
    assert (last.kind, payload_of(last)["reason"]["code"]) == ("review.decided", "R1")
    assert b"Seen with counsel" not in bytes(last.payload)


def test_a_decision_without_a_reason_is_refused(case: Review, officer: User) -> None:
    review.claim(case, by=officer)

    with pytest.raises(review.Refused, match="Choose a reason code"):
        review.decide_review(case, by=officer, decision="released", reason=None)

    assert state_of(case) == ("claimed", "in_review")


def test_who_logged_it_cannot_decide_it(settings: Any, officer: User) -> None:
    settings.DEMO_LIST_IS_WHOLE = True
    work.installed()
    disclosure = work.disclosure(officer, intent_to_publish=False)
    run_check(submit(disclosure, by=officer).pk)
    own = review.claim(disclosure.reviews.get(), by=officer)

    with pytest.raises(review.Refused, match="you logged it"), transaction.atomic():
        review.decide_review(own, by=officer, decision="released", reason=code())

    assert state_of(own) == ("claimed", "in_review")


def test_only_the_holder_decides(case: Review, officer: User) -> None:
    review.claim(case, by=officer)

    with pytest.raises(review.Refused, match=r"The case is with O\."), transaction.atomic():
        review.decide_review(case, by=people.user("otto", Role.OFFICER), decision="released", reason=code())


def test_ask_waits_for_the_delegate(case: Review, officer: User) -> None:
    review.claim(case, by=officer)

    question = review.ask(case, by=officer, text="Is it public?", fact="item.published_before_release")

    assert state_of(case) == ("asked", "asked")
    assert (question.text, question.asked_by) == ("Is it public?", officer)


def test_an_empty_question_is_refused(case: Review, officer: User) -> None:
    review.claim(case, by=officer)

    with pytest.raises(review.Refused, match="Write the question"):
        review.ask(case, by=officer, text="  ")


def judged(case: Review, officer: User, verdict: str) -> PairDecision:
    """The officer's word on every pair of the case's top match; the last decision."""
    review.claim(case, by=officer)
    match = case.check_row.determinations.get().matches.first()
    assert match is not None
    return review.judge_pair(
        case,
        match,
        by=officer,
        verdict=verdict,
        scope="until_change",
        reason=code("N1"),
        note="Other company.",
    )


def test_a_judged_pair_is_checked_again_with_it(case: Review, officer: User) -> None:
    decision = judged(case, officer, "different")

    assert state_of(case) == ("closed", "submitted")
    queued = Disclosure.objects.get(pk=case.disclosure_id).checks.get(state="queued")
    run_check(queued.pk)
    made = queued.determinations.get()
    dismissed = made.matches.filter(decision=decision)
    assert [row.version.party for row in dismissed] == [decision.party]


def test_a_verb_that_is_rolled_back_leaves_nothing(case: Review, officer: User) -> None:
    before = entries().count()

    with transaction.atomic():
        review.claim(case, by=officer)
        transaction.set_rollback(True)

    assert (state_of(case), entries().count()) == (("open", "flagged"), before)
