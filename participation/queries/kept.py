"""What is kept, until when and why: each matter with its last event. Reads only."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings

from audits.log import entries
from participation.models import (
    AffiliationDoubt,
    Attendance,
    BatchScreening,
    Classification,
    Disclosure,
    DisclosureLine,
    DisposalItem,
    Document,
    DocumentPart,
    DocumentRevision,
    Meeting,
    MeetingDraft,
)
from participation.queries.rule_statements import rules_in_use
from participation.queries.transactions import Transaction, transactions
from participation.retention import Due, Event, Matter, company_due, due_of, is_due, latest_day, rule_of
from participation.rules.in_force import Edition
from participation.states import BatchState

_NONE: frozenset[int] = frozenset()
SIGN_IN_DAYS = 365


@dataclass(frozen=True, slots=True)
class Kept:
    """A matter: `due` is None while it is open. The numbers say which holds cover it."""

    matter: Matter
    pk: int
    title: str
    due: Due | None
    rule: str
    disclosures: frozenset[int] = _NONE
    meetings: frozenset[int] = _NONE
    bodies: frozenset[int] = _NONE
    of_no_body: bool = False

    @property
    def key(self) -> str:
        return f"{self.matter}/{self.pk}"


def due_now(now: datetime) -> list[Kept]:
    """Every matter whose period is over and that was not disposed of since its last event, by due day."""
    found = [one for matter in Matter for one in kept(matter, before=_surely_older(matter, now))]
    gone = disposed()
    return sorted(
        (one for one in found if one.due and is_due(one.due, now=now) and not _is_gone(one, gone)),
        key=lambda one: (one.due.on if one.due else date.max, one.matter, one.pk),
    )


def is_disposable(one: Kept, *, now: datetime) -> bool:
    """Whether nothing has to be kept of it any more, whatever was disposed of before."""
    return one.due is not None and is_due(one.due, now=now)


def _surely_older(matter: Matter, now: datetime) -> datetime:
    """What began after this cannot be due: it saves reading it."""
    days = {Matter.DRAFT: settings.DRAFT_DAYS, Matter.SIGN_INS: SIGN_IN_DAYS}
    return now - timedelta(days=days.get(matter, settings.RETENTION_YEARS * 365))


def disposed() -> dict[tuple[str, int], date]:
    """(matter, number) -> the last day on which the whole of it was disposed of."""
    rows = DisposalItem.objects.filter(state__in=[DisposalItem.State.DONE, DisposalItem.State.BLANKED])
    found: dict[tuple[str, int], date] = {}
    for matter, pk, only, at in rows.order_by("ended_at").values_list(
        "matter", "matter_id", "only", "ended_at"
    ):
        if not only and at is not None:
            found[matter, pk] = latest_day(at)
    return found


def _is_gone(one: Kept, gone: dict[tuple[str, int], date]) -> bool:
    on = gone.get((one.matter, one.pk))
    return on is not None and one.due is not None and one.due.last.on <= on


def kept(matter: Matter, ids: Collection[int] | None = None, *, before: datetime | None = None) -> list[Kept]:
    """Matters of one kind: those with these numbers, or all that began before the time."""
    return _OF[matter](ids, before, rules_in_use())


def kept_one(matter: Matter, pk: int) -> Kept | None:
    """The matter with this number; None where there is none."""
    return next(iter(kept(matter, [pk])), None)


def _years(last: Iterable[Event], rules: Edition, *, is_ofac: bool = False) -> int:
    """The longer of what the installation keeps and what the law of the last day asks."""
    last_on = max((one.on for one in last), default=None)
    years = int(settings.RETENTION_YEARS)
    if last_on is None:
        return years
    law = rules.on(last_on).find("record_years")
    if law is None:
        return years
    return max(years, int(law.value["ofac" if is_ofac else "ear"]))


def _kept(
    matter: Matter,
    pk: int,
    title: str,
    own: Iterable[Event],
    within: Collection[Transaction],
    rules: Edition,
    *,
    bodies: Iterable[int | None] = (),
    disclosures: Iterable[int] = (),
    meetings: Iterable[int] = (),
) -> Kept:
    """A matter that is as old as the newest event of its own and of every transaction within it."""
    events = frozenset(own).union(*(one.events for one in within))
    years = _years(events, rules, is_ofac=any(one.is_ofac for one in within))
    still_open = any(one.is_open for one in within)
    return Kept(
        matter=matter,
        pk=pk,
        title=title,
        due=None if still_open else due_of(events, years=years),
        rule=rule_of(matter, years=years, days=settings.DRAFT_DAYS),
        disclosures=frozenset(disclosures).union(*(one.members for one in within)),
        meetings=frozenset(meetings).union(*(one.meetings for one in within)),
        bodies=frozenset(each for each in bodies if each).union(*(one.bodies for one in within)),
    )


def _disclosures(ids: Collection[int] | None, before: datetime | None, rules: Edition) -> list[Kept]:
    rows = Disclosure.objects.filter(supersedes__isnull=True)
    rows = rows.filter(logged_at__lt=before) if ids is None else rows.filter(pk__in=ids)
    first = {one.pk: one for one in rows.select_related("meeting__body", "meeting__group__body", "body")}
    found = transactions(list(first))
    return [
        _kept(Matter.DISCLOSURE, pk, f"Disclosure {pk}{_where(first[pk])}", (), [one], rules)
        for pk, one in sorted(found.items())
    ]


def _where(disclosure: Disclosure) -> str:
    place = disclosure.meeting or disclosure.body
    return f": {place}" if place else ""


def _meetings(ids: Collection[int] | None, before: datetime | None, rules: Edition) -> list[Kept]:
    rows = Meeting.objects.select_related("body", "group__body")
    rows = rows.filter(logged_at__lt=before) if ids is None else rows.filter(pk__in=ids)
    found = {one.pk: one for one in rows}
    own: defaultdict[int, list[Event]] = defaultdict(list)
    for pk, at in Attendance.objects.filter(meeting__in=found).values_list("meeting", "added_at"):
        own[pk].append(Event(latest_day(at), "attendees added"))
    doubts = AffiliationDoubt.objects.filter(meeting__in=found)
    for pk, raised, answered in doubts.values_list("meeting", "raised_at", "answered_at"):
        own[pk] += [Event(latest_day(at), "affiliation asked about") for at in (raised, answered) if at]
    within = _by(Disclosure.objects.filter(meeting__in=found).values_list("meeting", "pk"))
    return [
        _kept(
            Matter.MEETING,
            pk,
            f"Meeting {pk}: {one}",
            [
                *own[pk],
                Event(one.ends_on, "meeting ended"),
                Event(latest_day(one.logged_at, one.time_zone), "meeting logged"),
            ],
            within[pk],
            rules,
            bodies=[one.body_id],
            meetings=[pk],
        )
        for pk, one in sorted(found.items())
    ]


def _documents(ids: Collection[int] | None, before: datetime | None, rules: Edition) -> list[Kept]:
    """Documents of which a file is kept: without one there is nothing to dispose of."""
    with_file = DocumentRevision.objects.filter(file_hash__isnull=False, disposed_at__isnull=True)
    rows = Document.objects.filter(pk__in=with_file.values("document"))
    rows = rows.filter(logged_at__lt=before) if ids is None else Document.objects.filter(pk__in=ids)
    found = {one.pk: one for one in rows}
    own: defaultdict[int, list[Event]] = defaultdict(list)
    for model, at, what in (
        (DocumentRevision, "added_at", "revision added"),
        (Classification, "classified_at", "classified"),
        (DocumentPart, "named_at", "part named"),
    ):
        for pk, time in model.objects.filter(document__in=found).values_list("document", at):  # type: ignore[attr-defined]
            own[pk].append(Event(latest_day(time), what))
    lines = DisclosureLine.objects.filter(revision__document__in=found)
    within = _by(lines.values_list("revision__document", "disclosure"))
    return [
        _kept(
            Matter.DOCUMENT,
            pk,
            f"Document {one.number}",
            [*own[pk], Event(latest_day(one.logged_at), "document logged")],
            within[pk],
            rules,
            bodies=[one.body_id],
            meetings=[one.meeting_id] if one.meeting_id else [],
        )
        for pk, one in sorted(found.items())
    ]


def _by(pairs: Iterable[tuple[int, int]]) -> defaultdict[int, list[Transaction]]:
    """Number of the shared matter -> the transactions that share it."""
    shared: defaultdict[int, set[int]] = defaultdict(set)
    for pk, disclosure in pairs:
        shared[pk].add(disclosure)
    found = transactions({one for some in shared.values() for one in some})
    of_each = {member: one for one in found.values() for member in one.members}
    within: defaultdict[int, list[Transaction]] = defaultdict(list)
    for pk, some in shared.items():
        within[pk] = list({of_each[one].first: of_each[one] for one in some}.values())
    return within


def _batches(ids: Collection[int] | None, before: datetime | None, _: Edition) -> list[Kept]:
    rows = BatchScreening.objects.order_by("pk")
    rows = rows.filter(started_at__lt=before) if ids is None else rows.filter(pk__in=ids)
    years = int(settings.RETENTION_YEARS)
    found = []
    for one in rows:
        last = Event(latest_day(one.done_at or one.started_at), "screened" if one.done_at else "started")
        open_still = one.state in {BatchState.QUEUED, BatchState.RUNNING}
        found.append(
            Kept(
                Matter.BATCH,
                one.pk,
                f"File of names {one.pk}, {one.rows} row{'' if one.rows == 1 else 's'}",
                None if open_still else due_of([last], years=years),
                rule_of(Matter.BATCH, years=years, days=0),
                of_no_body=True,
            )
        )
    return found


def _drafts(ids: Collection[int] | None, before: datetime | None, _: Edition) -> list[Kept]:
    rows = MeetingDraft.objects.order_by("pk")
    rows = rows.filter(saved_at__lt=before) if ids is None else rows.filter(pk__in=ids)
    days = int(settings.DRAFT_DAYS)
    return [
        Kept(
            Matter.DRAFT,
            one.pk,
            f"Draft {one.pk} of a meeting",
            company_due(Event(latest_day(one.saved_at), "saved"), days=days),
            rule_of(Matter.DRAFT, years=0, days=days),
            of_no_body=True,
        )
        for one in rows
    ]


def _sign_ins(ids: Collection[int] | None, before: datetime | None, _: Edition) -> list[Kept]:
    """Names that were typed at failed log-ins, by calendar year; a year without any left is none."""
    rows = entries(kind="user.login_failed").filter(private_values__key__isnull=False)
    if ids is None:
        rows = rows.filter(at__lt=before)
    years = sorted(set(rows.order_by().values_list("at__year", flat=True)))
    return [
        Kept(
            Matter.SIGN_INS,
            year,
            f"Names typed at failed log-ins in {year}",
            company_due(Event(date(year, 12, 31), "end of the year"), days=SIGN_IN_DAYS),
            rule_of(Matter.SIGN_INS, years=0, days=0),
            of_no_body=True,
        )
        for year in years
        if ids is None or year in ids
    ]


_OF: dict[Matter, Callable[[Collection[int] | None, datetime | None, Edition], list[Kept]]] = {
    Matter.DISCLOSURE: _disclosures,
    Matter.MEETING: _meetings,
    Matter.DOCUMENT: _documents,
    Matter.BATCH: _batches,
    Matter.DRAFT: _drafts,
    Matter.SIGN_INS: _sign_ins,
}
