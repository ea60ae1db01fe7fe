"""Who is told of which change, when a mail is one with another, and that a result without news is none."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from config.mail import mail
from participation.models import Disclosure, Notice, ReasonCode, Review, User
from participation.states import Role
from participation.workflow import review
from participation.workflow.check import run_check
from participation.workflow.check import try_again as try_check_again
from participation.workflow.import_list import import_list
from participation.workflow.list_files import parse_list
from participation.workflow.notices import tell
from participation.workflow.recheck import check_again
from participation.workflow.submit import answer, submit, withdraw
from tests.conftest import NOW
from tests.factories import people, work

# A list on which the recipient Ericsson may be a denied person.
CONTENT = (
    b"source,name,addresses\n"
    b'"Denied Persons List (DPL) - Bureau of Industry and Security","Ericsson Machines GmbH",SE\n'
)


@pytest.fixture
def checked(delegate: User, settings: Any) -> Callable[..., Disclosure]:
    """A disclosure of the delegate after its check: clear, unless a fact says otherwise."""
    settings.DEMO_LIST_IS_WHOLE = True
    work.installed()

    def make(by: User = delegate, **facts: Any) -> Disclosure:
        disclosure = work.disclosure(by, **facts)
        run_check(submit(disclosure, by=by).pk)
        disclosure.refresh_from_db()
        return disclosure

    return make


def claimed(disclosure: Disclosure, by: User) -> Review:
    return review.claim(disclosure.reviews.get(state="open"), by=by)


def told(*, to: User) -> list[tuple[str, str]]:
    """Kind and state of what the person was told, in order."""
    return list(Notice.objects.filter(recipient=to).values_list("kind", "state"))


@pytest.mark.parametrize(
    ("facts", "kind"),
    [({}, "cleared"), ({"intent_to_publish": None}, "flagged"), ({"intent_to_publish": False}, "barred")],
)
def test_who_logged_it_is_told_the_result_of_the_check(
    checked: Callable[..., Disclosure], delegate: User, facts: dict[str, Any], kind: str
) -> None:
    checked(**facts)

    assert list(Notice.objects.values_list("recipient", "kind", "state", "attempts")) == [
        (delegate.pk, kind, "waiting", 0)
    ]


@pytest.mark.parametrize("decision", ["released", "refused", "licence_recorded"])
def test_who_logged_it_is_told_the_decision_and_only_the_newest_waits(
    checked: Callable[..., Disclosure], delegate: User, officer: User, decision: str
) -> None:
    case = claimed(checked(intent_to_publish=False), officer)
    review.decide_review(case, by=officer, decision=decision, reason=ReasonCode.objects.get(code="S1"))

    assert told(to=delegate) == [("barred", "covered"), (decision, "waiting")]
    assert told(to=officer) == []


def test_a_question_goes_to_the_delegate_and_the_answer_to_who_asked(
    checked: Callable[..., Disclosure], delegate: User, officer: User
) -> None:
    case = claimed(checked(intent_to_publish=None), officer)
    question = review.ask(case, by=officer, text="Will it be published?")
    answer(question, by=delegate, text="Yes, it says so.")

    assert told(to=delegate) == [("flagged", "covered"), ("asked", "waiting")]
    assert told(to=officer) == [("answered", "waiting")]


def test_a_check_that_gave_up_is_told_once(delegate: User, settings: Any) -> None:
    settings.CHECK_ATTEMPTS = 1
    revision = work.revision(delegate, classification=work.EAR99 | {"reasons_for_control": ["XX"]})
    check = submit(work.disclosure(delegate, revisions=[(revision, "")]), by=delegate)

    results = [run_check(check.pk)]
    check.refresh_from_db()
    try_check_again(check, by=delegate)
    results.append(run_check(check.pk))

    assert results == ["gave_up", "gave_up"]
    assert told(to=delegate) == [("stuck", "waiting")]


def test_the_same_result_of_a_further_check_is_no_news_and_another_is(
    checked: Callable[..., Disclosure], delegate: User
) -> None:
    disclosure = checked()

    run_check(check_again(disclosure, reason="a new list").pk)
    assert told(to=delegate) == [("cleared", "waiting")]

    import_list(CONTENT, parse_list(CONTENT, source="csl"), source="csl", title="CSL")
    run_check(check_again(disclosure, reason="a new list").pk)
    assert told(to=delegate) == [("cleared", "covered"), ("flagged", "waiting")]


def test_nobody_is_told_what_they_did_themselves(
    checked: Callable[..., Disclosure], delegate: User, officer: User
) -> None:
    own, others = checked(by=officer, revisions=[(work.revision(delegate, "S2-2"), "")]), checked()
    withdraw(own, by=officer)
    withdraw(others, by=officer)

    assert told(to=officer) == [("cleared", "waiting")]
    assert told(to=delegate) == [("cleared", "covered"), ("withdrawn", "waiting")]


def test_where_mail_is_off_nothing_waits(checked: Callable[..., Disclosure], settings: Any) -> None:
    settings.MAIL = mail("none", settings.DATA_DIR)
    checked()

    assert Notice.objects.count() == 0


def test_a_notice_of_a_verb_that_is_rolled_back_is_gone(delegate: User) -> None:
    disclosure = work.disclosure(delegate)
    with transaction.atomic():
        tell(disclosure, "cleared", by=people.user("olga", Role.OFFICER), at=NOW)
        transaction.set_rollback(True)

    assert Notice.objects.count() == 0
