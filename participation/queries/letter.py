"""The mail of a notice: how the disclosure stands for its reader, in the words of the page. Reads only."""

from dataclasses import dataclass
from datetime import datetime
from textwrap import fill

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from participation.models import Disclosure, Notice, Review, User
from participation.queries.disclosures import Standing, disclosures_for, standing_of, title_of
from participation.states import SHOWN_WORDS, State

WIDTH = 72
# So much of the document numbers stands in a subject.
SUBJECT_LIMIT = 120
# What an officer is told first: how the disclosure stands comes after it.
OPENINGS: dict[str, tuple[str, str, str]] = {
    Notice.Kind.ANSWERED: ("Answered", "Your question was answered.", "you asked the question"),
    Notice.Kind.REASSIGNED: ("Handed to you", "A case was handed to you.", "the case was handed to you"),
}


class Undeliverable(Exception):
    """Nobody can be told by this mail, however often it is tried; `reason` is a word of the health page."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes out; `status` is the word that the reader is told."""

    subject: str
    text: str
    status: str


def letter_of(notice: Notice, *, now: datetime) -> Letter:
    """How the disclosure stands at this moment, which may be further on than when the notice was made.

    Raises: Undeliverable for a reader without an address, without access, or who has left.
    """
    reader = notice.recipient
    if not reader.is_active:
        raise Undeliverable("inactive")
    if not reader.email:
        raise Undeliverable("no_address")
    disclosure = disclosures_for(reader).filter(pk=notice.disclosure_id).first()
    if disclosure is None:
        raise Undeliverable("not_visible")
    standing = standing_of(disclosure, reader=reader, now=now)
    lead, opening, reason = OPENINGS.get(notice.kind, ("", "", "you logged this disclosure"))
    word = _word(disclosure, standing, reader)
    numbers = _short(_one_line(title_of(disclosure)))
    context = {
        "opening": opening,
        "status": f"{word}: {numbers}",
        "sentence": fill(_one_line(standing.sentence), WIDTH, break_long_words=False, break_on_hyphens=False),
        "standing": standing,
        "zone": reader.time_zone,
        "address": settings.PUBLIC_URL + _place(disclosure, reader),
        "reason": reason,
    }
    return Letter(
        f"{lead or word}: {numbers}", render_to_string("mail/notice.txt", context).strip() + "\n", word
    )


def _word(disclosure: Disclosure, standing: Standing, reader: User) -> str:
    """The status in a word or two; that an answer is wanted is said to whom it is wanted from."""
    if disclosure.state == State.ASKED and disclosure.logged_by_id == reader.pk:
        return "Wait for your answer" if standing.status == "wait" else "Do not share; your answer is missing"
    return standing.word or SHOWN_WORDS[standing.status]


def _place(disclosure: Disclosure, reader: User) -> str:
    """The case, where the reader holds it; else the disclosure."""
    held = [one for one in disclosure.newest_reviews if one.claimed_by_id == reader.pk]
    if held and held[0].state == Review.State.CLAIMED:
        return reverse("case", args=[held[0].pk])
    return reverse("disclosure", args=[disclosure.pk])


def _one_line(text: str) -> str:
    """The text without line breaks and control characters: what people typed must not end a header."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def _short(text: str) -> str:
    return text if len(text) <= SUBJECT_LIMIT else text[: SUBJECT_LIMIT - 1] + "…"
