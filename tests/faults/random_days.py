"""Days at the office, drawn from a seed: the same people use every verb that changes rows, in any order."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import TypeVar
from uuid import uuid4

from django.utils import timezone

from audits import sequencer
from participation.models import (
    AffiliationDoubt,
    Body,
    Check,
    Disclosure,
    DocumentRevision,
    Meeting,
    Question,
    ReasonCode,
    RecipientMatch,
    Review,
    User,
)
from participation.screening.policy import Bands
from participation.states import NotAllowed
from participation.workflow import review
from participation.workflow.affiliations import answer_doubt
from participation.workflow.bodies import FindingRefused, record_finding
from participation.workflow.check import run_check
from participation.workflow.documents import ListedDocument, NotOfParts, classify, log_documents
from participation.workflow.meetings import Attendee, add_attendees, change_meeting
from participation.workflow.moves import Conflict
from participation.workflow.parts import PartsRefused, check_by_parts, name_parts
from participation.workflow.reason_codes import CodeRefused, change_reason_code
from participation.workflow.recheck import check_again
from participation.workflow.review import Refused
from participation.workflow.submit import Incomplete, LoggedByAnother, answer, change_draft, submit, withdraw
from participation.workflow.weights import WeightsRefused, set_weights, weights_in_force
from tests import cast
from tests.factories import work

# What a verb may say no with. Anything else is a fault.
REFUSALS = (
    CodeRefused, Conflict, FindingRefused, Incomplete, LoggedByAnother, NotAllowed, NotOfParts, PartsRefused,
    Refused, WeightsRefused,
)  # fmt: skip
NAMES = (work.HUAWEI, work.ERICSSON, ("Nordlys Radio AS", "NO"), ("Not Provided", ""), ("Inspur", "CN"))

Row = TypeVar("Row")


class NothingToDo(Exception):
    """There is no row that the verb could be used on yet."""


@dataclass
class Office:
    """The people, their dice, and how often each verb was done or refused."""

    dice: Random
    delegate: User = field(default_factory=cast.delegate)
    officers: tuple[User, ...] = field(default_factory=lambda: (cast.officer(), cast.second_officer()))
    administrator: User = field(default_factory=cast.administrator)
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def work(self, steps: int) -> None:
        """Use a drawn verb on a drawn row, `steps` times."""
        while self.done.total() + self.refused.total() < steps:
            verb = self.dice.choice(VERBS)
            try:
                verb(self)
            except NothingToDo:
                continue
            except REFUSALS:
                self.refused[verb.__name__] += 1
            else:
                self.done[verb.__name__] += 1

    def one(self, rows: Iterable[Row]) -> Row:
        """A drawn row of a query. Raises: NothingToDo."""
        found = list(rows)
        if not found:
            raise NothingToDo
        return self.dice.choice(found)

    @property
    def officer(self) -> User:
        return self.dice.choice(self.officers)

    @property
    def anybody(self) -> User:
        return self.dice.choice([self.delegate, *self.officers])


def log_a_meeting(at: Office) -> None:
    number = f"#{Meeting.objects.count()}"
    work.meeting(at.delegate, number=number, attendees=(Attendee("A. B.", ("Ericsson",), "SE"),))


def mend_a_meeting(at: Office) -> None:
    change_meeting(at.one(Meeting.objects.all()), by=at.delegate, place=at.dice.choice(["Lyon", "Nice", ""]))


def add_people(at: Office) -> None:
    name, country = at.dice.choice(NAMES)
    person = Attendee(f"P. {at.dice.randrange(9)}", (name,), country, email="p@huawei.com")
    add_attendees(at.one(Meeting.objects.all()), [person], by=at.delegate)


def say_for_whom(at: Office) -> None:
    doubt = at.one(AffiliationDoubt.objects.all())
    answer_doubt(doubt, by=at.anybody, answer=at.dice.choice(["stated", "other", "both"]))


def list_documents(at: Office) -> None:
    listed = ListedDocument(f"S2-26{at.dice.randrange(99):05}", f"r{at.dice.randrange(3)}", "Listed")
    log_documents([listed], by=at.delegate, body=work.body())


def classify_one(at: Office) -> None:
    classify(at.one(DocumentRevision.objects.all()), by=at.anybody, **work.EAR99)


def name_a_part(at: Office) -> None:
    revision = at.one(DocumentRevision.objects.all())
    name_parts(revision, names=[f"clause {at.dice.randrange(4)}"], by=at.delegate, rest_as_whole=True)


def draft_one(at: Office) -> None:
    to = tuple(at.dice.sample(NAMES, 2))
    known = DocumentRevision.objects.filter(parts=None)
    revision = at.dice.choice([None, *known]) or work.revision(at.delegate, f"D-{uuid4().hex[:9]}")
    meeting = at.dice.choice([None, *Meeting.objects.all()])
    work.disclosure(at.delegate, to=to, revisions=[(revision, "")], meeting=meeting)


def mend_a_draft(at: Office) -> None:
    disclosure = at.one(Disclosure.objects.all())
    lines = [(at.one(DocumentRevision.objects.all()), "")]
    told = [work.recipient(*at.dice.choice(NAMES))]
    purpose = f"Purpose {at.dice.randrange(9)}"
    change_draft(disclosure, by=at.delegate, revisions=lines, recipients=told, purpose=purpose)


def submit_one(at: Office) -> None:
    submit(at.one(Disclosure.objects.filter(state__in=["draft", "asked"])), by=at.anybody)


def check_one(at: Office) -> None:
    run_check(at.one(Check.objects.filter(state="queued")).pk)


def check_one_again(at: Office) -> None:
    check_again(at.one(Disclosure.objects.all()), by=at.officer, reason="asked for")


def check_one_by_parts(at: Office) -> None:
    divided = Disclosure.objects.filter(state="cleared", lines__revision__parts__isnull=False)
    check_by_parts(at.one(divided), by=at.officer)


def withdraw_one(at: Office) -> None:
    if at.dice.random() < 0.7:
        raise NothingToDo
    withdraw(at.one(Disclosure.objects.all()), by=at.anybody)


def claim_one(at: Office) -> None:
    review.claim(at.one(Review.objects.filter(state="open")), by=at.officer)


def hand_one_back(at: Office) -> None:
    review.hand_back(at.one(Review.objects.filter(state="claimed")), by=at.officer)


def hand_one_over(at: Office) -> None:
    review.reassign(at.one(Review.objects.all()), to=at.officer, by=at.officer, note="Away.")


def ask_one(at: Office) -> None:
    review.ask(at.one(Review.objects.filter(state="claimed")), by=at.officer, text="Published where?")


def answer_one(at: Office) -> None:
    answer(at.one(Question.objects.filter(answer="")), by=at.delegate, text="On the site.", value=True)


def judge_one(at: Office) -> None:
    one = at.one(Review.objects.filter(state="claimed"))
    match = at.one(RecipientMatch.objects.filter(determination__check_row=one.check_row))
    verdict, scope = at.dice.choice(["same", "different"]), at.dice.choice(["once", "standing"])
    review.judge_pair(one, match, by=at.officer, verdict=verdict, scope=scope, reason=_code(at))


def decide_one(at: Office) -> None:
    decision = at.dice.choice(sorted(review.DECISIONS))
    one = at.one(Review.objects.filter(state="claimed"))
    review.decide_review(one, by=at.officer, decision=decision, reason=_code(at), note="Seen.")


def mend_a_code(at: Office) -> None:
    code = at.one(ReasonCode.objects.all())
    text = f"Meaning {at.dice.randrange(99)}"
    change_reason_code(code, by=at.administrator, text=text, active=at.dice.random() < 0.9)


def find_of_a_body(at: Office) -> None:
    finding = at.dice.choice([None, False, True])
    body = at.one(Body.objects.all())
    record_finding(body, by=at.officer, answer=finding, basis="Its rules.", on=date(2026, 3, 1))


def set_thresholds(at: Office) -> None:
    standing = weights_in_force()
    bands = Bands(match=standing.bands.match, possible=at.dice.randrange(6500, 7800, 50))
    set_weights(bands, seen=standing.number, reason="As tried.", by=at.administrator)


def seal(at: Office) -> None:
    sequencer.sequence_once(now=timezone.now())


def _code(at: Office) -> ReasonCode:
    return at.one(ReasonCode.objects.all())


VERBS: tuple[Callable[[Office], None], ...] = (
    log_a_meeting, mend_a_meeting, add_people, say_for_whom, list_documents, classify_one, name_a_part,
    draft_one, draft_one, mend_a_draft, submit_one, submit_one, check_one, check_one, check_one,
    check_one_again, check_one_by_parts, withdraw_one, claim_one, claim_one, hand_one_back, hand_one_over,
    ask_one, answer_one, judge_one, decide_one, mend_a_code, find_of_a_body, set_thresholds, seal,
)  # fmt: skip
