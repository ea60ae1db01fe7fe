"""End a review that lost its ground: the disclosure was answered, withdrawn or is checked again."""

from datetime import datetime

from participation.models import Disclosure, Review
from participation.workflow import labels
from participation.workflow.journal import By, enter


def close_open_review(disclosure: Disclosure, *, by: By, at: datetime) -> Review | None:
    """The review that was closed, if one was open; call inside the caller's transaction."""
    settled = [Review.State.DECIDED, Review.State.CLOSED]
    review = disclosure.reviews.exclude(state__in=settled).select_for_update().first()
    if review is None:
        return None
    review.state = Review.State.CLOSED
    review.save(update_fields=["state"])
    enter("review.closed", review, by=by, at=at, labels=labels.of_disclosure(disclosure))
    return review
