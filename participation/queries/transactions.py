"""What happened in each transaction, on which civil day. Reads only.

A transaction is a disclosure with all its amendments: its recipients, checks, determinations, reviews,
questions, judged pairs and mails, the meeting it was made at, and what became known of it later.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from participation.models import (
    Check,
    Disclosure,
    DisclosureLine,
    Handover,
    LaterEvent,
    Notice,
    PairDecision,
    Question,
    Review,
)
from participation.retention import Event, latest_day
from participation.states import HOLDERS, Holder, State

AT_ONCE = 5000
# Nobody has it, or nobody sent it: only then may the end of the period count.
OVER = frozenset(state for state, holder in HOLDERS.items() if holder is Holder.NOBODY) | {State.DRAFT}
# Model -> its way to the disclosure, and its times with what each means.
_TIMES: tuple[tuple[Any, str, dict[str, str]], ...] = (
    (Check, "disclosure", {"queued_at": "check asked for", "done_at": "checked"}),
    (
        Review,
        "disclosure",
        {"opened_at": "review opened", "claimed_at": "review claimed", "decided_at": "decided"},
    ),
    (Handover, "review__disclosure", {"handed_at": "handed over"}),
    (Question, "disclosure", {"asked_at": "question asked", "answered_at": "question answered"}),
    (PairDecision, "disclosure", {"decided_at": "pair judged"}),
    (Notice, "disclosure", {"created_at": "mail written", "sent_at": "mail sent"}),
)


@dataclass(frozen=True, slots=True)
class Transaction:
    """A disclosure with its amendments; `first` is the number it is known by."""

    first: int
    members: frozenset[int]
    events: frozenset[Event]
    is_open: bool
    is_ofac: bool
    meetings: frozenset[int]
    bodies: frozenset[int]
    documents: frozenset[int]


def first_of_each() -> dict[int, int]:
    """Number of a disclosure -> number of the first of its amendments' row."""
    before = dict(Disclosure.objects.order_by("pk").values_list("pk", "supersedes_id"))
    first: dict[int, int] = {}
    for pk in before:
        row = [pk]
        while row[-1] not in first and (earlier := before.get(row[-1])) is not None:
            row.append(earlier)
        start = first.get(row[-1], row[-1])
        first |= dict.fromkeys(row, start)
    return first


def transactions(ids: Collection[int]) -> dict[int, Transaction]:
    """First number -> the transaction, for all transactions that these disclosures are part of."""
    first = first_of_each()
    wanted = {first[pk] for pk in ids if pk in first}
    members: defaultdict[int, set[int]] = defaultdict(set)
    for pk, start in first.items():
        if start in wanted:
            members[start].add(pk)
    rows = {pk: _Parts() for group in members.values() for pk in group}
    for some in _pieces(rows):
        _read(some, rows)
    return {start: _whole(start, [rows[pk] for pk in group], group) for start, group in members.items()}


class _Parts:
    """What is gathered of one disclosure."""

    def __init__(self) -> None:
        self.events: set[Event] = set()
        self.zone = "UTC"
        self.is_open = self.is_ofac = False
        self.meetings: set[int] = set()
        self.bodies: set[int] = set()
        self.documents: set[int] = set()

    def add(self, at: datetime | date | None, what: str) -> None:
        if isinstance(at, datetime):
            self.events.add(Event(latest_day(at, self.zone), what))
        elif at is not None:
            self.events.add(Event(at, what))


def _whole(first: int, parts: list[_Parts], members: set[int]) -> Transaction:
    return Transaction(
        first=first,
        members=frozenset(members),
        events=frozenset().union(*(one.events for one in parts)),
        is_open=any(one.is_open for one in parts),
        is_ofac=any(one.is_ofac for one in parts),
        meetings=frozenset().union(*(one.meetings for one in parts)),
        bodies=frozenset().union(*(one.bodies for one in parts)),
        documents=frozenset().union(*(one.documents for one in parts)),
    )


def _read(ids: list[int], rows: dict[int, _Parts]) -> None:
    """Fill the parts of these disclosures; ten queries for any number of them."""
    found = Disclosure.objects.filter(pk__in=ids).select_related("meeting")
    for one in found:
        part = rows[one.pk]
        part.zone, part.is_open = one.time_zone, State(one.state) not in OVER
        part.add(one.released_at, "released")
        part.add(one.released_on, "released")
        part.add(one.logged_at, "amended" if one.supersedes_id else "logged")
        part.add(one.submitted_at, "submitted")
        part.add(one.state_since, "state changed")
        part.bodies |= {one.body_id} - {None}
        if one.meeting:
            part.meetings.add(one.meeting.pk)
            part.bodies.add(one.meeting.body_id)
            part.add(one.meeting.ends_on, "meeting ended")
    for model, way, times in _TIMES:
        for pk, *given in model.objects.filter(**{f"{way}__in": ids}).values_list(way, *times):
            for at, what in zip(given, times.values(), strict=True):
                rows[pk].add(at, what)
    words = dict(LaterEvent.What.choices)
    for pk, on, what in LaterEvent.objects.filter(disclosure__in=ids).values_list(
        "disclosure", "happened_on", "what"
    ):
        rows[pk].add(on, words[what])
    for pk, document, body in DisclosureLine.objects.filter(disclosure__in=ids).values_list(
        "disclosure", "revision__document", "revision__document__body"
    ):
        rows[pk].documents.add(document)
        rows[pk].bodies |= {body} - {None}
    flags = DisclosureLine.objects.filter(disclosure__in=ids, determinations__isnull=False)
    for pk, told in flags.values_list("disclosure", "determinations__result__flags"):
        rows[pk].is_ofac |= "ofac" in (told or ())


def _pieces(ids: Iterable[int]) -> Iterator[list[int]]:
    rest = sorted(ids)
    for start in range(0, len(rest), AT_ONCE):
        yield rest[start : start + AT_ONCE]
