"""Disclosures that a check has judged, and those that wait for an answer."""

from participation.models import Disclosure, Question, User
from participation.workflow.check import run_check
from participation.workflow.review import ask, claim
from participation.workflow.submit import submit
from tests.factories import work


def checked(by: User, **fields: object) -> Disclosure:
    disclosure = work.disclosure(by, **fields)
    run_check(submit(disclosure, by=by).pk)
    disclosure.refresh_from_db()
    return disclosure


def asked(by: User, officer: User, *, fact: str = "activity.intent_to_publish", **fields: object) -> Question:
    disclosure = checked(by, intent_to_publish=None, **fields)
    review = claim(disclosure.reviews.get(), by=officer)
    return ask(review, by=officer, text="Will the report be published?", fact=fact)
