"""The officers' queue: flagged disclosures, narrowed down, and what each needs. Reads only."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from participation.models import Body, Check, Determination, RecipientMatch, Review, User
from participation.queries.worst import decides, groups_of, worst_first
from participation.rules.steps import STEP_QUESTIONS

PAGE_SIZE = 10
UNSETTLED = (Review.State.OPEN, Review.State.CLAIMED, Review.State.ASKED)
# name of the view of the queue -> its label, in the order of the page
VIEWS = {"open": "Open", "mine": "Mine", "unclaimed": "Unclaimed", "asked": "Waiting for an answer"}


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows the queue down; an empty value is no condition. `older` is in whole days."""

    view: str = "open"
    body: int | None = None
    status: str = ""
    outcome: str = ""
    entity: str = ""
    older: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the queue. `score` is in hundredths; None where nobody matched.

    `decides` names the worst part or document, where one stands out.
    """

    review: Review
    party: str
    entry: str
    settle: str
    status: str
    documents: tuple[str, ...]
    decides: str
    occasion: str
    score: int | None


def unsettled() -> QuerySet[Review]:
    """Every review that waits for somebody, oldest first."""
    return Review.objects.filter(state__in=UNSETTLED).order_by("opened_at", "id")


def _in_view(view: str, user: User) -> Q:
    return {
        "open": Q(),
        "mine": Q(claimed_by=user),
        "unclaimed": Q(state=Review.State.OPEN),
        "asked": Q(state=Review.State.ASKED),
    }[view]


def _of_check(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(check_row=OuterRef("check_row"))


def _narrowed(filters: Filters, *, now: datetime) -> QuerySet[Review]:
    """Everything but the view: what the counts of the views are taken from."""
    found = unsettled()
    of_check = _of_check(Determination.objects.all())
    if filters.body:
        found = found.filter(disclosure__body=filters.body)
    if filters.status == "stop":
        found = found.filter(Exists(of_check.filter(status="stop")))
    elif filters.status == "wait":
        found = found.exclude(Exists(of_check.filter(status="stop")))
    if filters.outcome:
        found = found.filter(Exists(of_check.filter(outcome=filters.outcome)))
    if filters.older:
        found = found.filter(opened_at__lte=now - timedelta(days=filters.older))
    if filters.entity:
        found = found.filter(_names(filters.entity))
    return found


def _names(text: str) -> Q:
    """The text stands in a recipient, a matched entry, or a document's number, title or part."""
    matches = RecipientMatch.objects.filter(determination__check_row=OuterRef("check_row"))
    lines = Review.objects.filter(pk=OuterRef("pk"))
    revision = "disclosure__lines__revision__document__"
    return (
        Q(Exists(matches.filter(version__name__icontains=text)))
        | Q(Exists(lines.filter(disclosure__recipients__stated_name__text__icontains=text)))
        | Q(Exists(lines.filter(**{revision + "number__icontains": text})))
        | Q(Exists(lines.filter(**{revision + "title__icontains": text})))
        | Q(Exists(lines.filter(disclosure__lines__part__icontains=text)))
    )


def queue(filters: Filters, *, user: User, now: datetime) -> QuerySet[Review]:
    """The reviews of the view that meet every condition, oldest first, with what a row shows."""
    determinations = Determination.objects.select_related("line__revision__document")
    return (
        _narrowed(filters, now=now)
        .filter(_in_view(filters.view, user))
        .select_related("disclosure__meeting__body", "disclosure__meeting__group__body", "disclosure__body")
        .select_related("claimed_by")
        .prefetch_related(
            Prefetch("check_row__determinations", determinations),
            Prefetch("check_row__determinations__matches", matches_once()),
        )
    )


def matches_once() -> QuerySet[RecipientMatch]:
    """The matches of the first determination of each check: all its lines have the same."""
    same_check = Determination.objects.filter(check_row=OuterRef("determination__check_row")).order_by("pk")
    matches = RecipientMatch.objects.select_related(
        "recipient__stated_name__organisation", "version__party", "decision"
    )
    return matches.filter(determination=Subquery(same_check.values("pk")[:1]))


def counts_of_views(filters: Filters, *, user: User, now: datetime) -> dict[str, int]:
    """How many reviews each view of the queue holds under the other filters."""
    counts = {view: Count("pk", filter=_in_view(view, user) or None) for view in VIEWS}
    return _narrowed(filters, now=now).order_by().aggregate(**counts)


def bodies() -> QuerySet[Body]:
    """The bodies that occur in the queue."""
    return Body.objects.filter(Exists(unsettled().filter(disclosure__body=OuterRef("pk"))))


def outcomes() -> list[str]:
    """The outcomes that occur in the queue."""
    rows = Determination.objects.filter(Exists(unsettled().filter(check_row=OuterRef("check_row"))))
    return sorted(rows.values_list("outcome", flat=True).distinct())


def rows_of(reviews: Sequence[Review]) -> list[Row]:
    """The reviews, as `queue` gives them, in the words of the page."""
    return [_row(review) for review in reviews]


def _row(review: Review) -> Row:
    determinations = worst_first(review.check_row.determinations.all())
    shown = pressing(determinations)
    disclosure = review.disclosure
    return Row(
        review=review,
        party=str(shown.recipient.stated_name) if shown else "",
        entry=shown.version.name if shown else "",
        settle=next(open_points(determinations), "Read the findings."),
        status=status_of(determinations),
        documents=tuple(dict.fromkeys(str(one.line.revision) for one in determinations)),
        decides=decides(determinations),
        occasion=str(disclosure.meeting or disclosure.body or ""),
        score=shown.score if shown else None,
    )


def status_of(determinations: Sequence[Determination]) -> str:
    """What the delegate sees of a flagged check: stop where any line says so, else wait."""
    return "stop" if any(one.status == "stop" for one in determinations) else "wait"


def pending(determinations: Sequence[Determination]) -> list[RecipientMatch]:
    """Pairs that are not settled and that decide who a party is: its best match is only a possible one.

    Cleared pairs are out before the best is sought: none of them hides another.
    """
    best: dict[int, RecipientMatch] = {}
    for match in _by_score(determinations):
        if not match.is_cleared:
            best.setdefault(match.recipient_id, match)
    return [match for match in best.values() if match.band == "possible" and not match.is_settled]


def pressing(determinations: Sequence[Determination]) -> RecipientMatch | None:
    """The match to look at first: a pending pair, unless the release is barred anyway; else the best one."""
    if status_of(determinations) == "wait" and (open_pairs := pending(determinations)):
        return open_pairs[0]
    return next(iter(_by_score(determinations)), None)


def _by_score(determinations: Sequence[Determination]) -> list[RecipientMatch]:
    matches = [match for one in determinations for match in one.matches.all()]
    return sorted(matches, key=lambda match: (match.is_cleared, -match.score, match.pk))


def open_points(determinations: Sequence[Determination]) -> Iterator[str]:
    """What is to be settled, most pressing first: the finding that bars, a pair, a question, a hold.

    Takes: determinations worst first.
    """
    for one in determinations:
        if one.status == "stop":
            yield from _deciding(one.result)
    for match in pending(determinations):
        again = "; ".join(change["text"] for change in match.reopened)
        reopened = f" Reopened: {again}." if again else ""
        yield f"Is “{match.recipient.stated_name}” the listed {match.version.name}?{reopened}"
    for one in named_questions(determinations):
        yield one["text"]
    for one in determinations:
        yield from (hold["text"] for hold in one.holds)
    for one in determinations:
        yield from _deciding(one.result)


def questions_of(determination: Determination) -> list[dict[str, str]]:
    """What the rules would ask, as `{text, fact, who}`; the text names the parties it is about."""
    names = {str(row.get("id")): row["name"] for row in determination.facts.get("recipients") or ()}
    found = []
    for question in determination.result.get("questions", ()):
        about = [names.get(label, label) for label in question["recipients"]]
        more = f" and {len(about) - 2} more" if len(about) > 2 else ""
        who = f" ({', '.join(about[:2])}{more})" if about else ""
        found.append({**question, "text": f"{question['question']}{who}"})
    return found


def named_questions(determinations: Sequence[Determination]) -> list[dict[str, str]]:
    """What the rules would ask, worst first and each once; a question about an item names its part."""
    found: dict[str, dict[str, str]] = {}
    groups = groups_of(determinations)
    for group in groups:
        for question in questions_of(group.first):
            about = group.name if group.parts and question["fact"].startswith("item.") else ""
            text = f"{about}: {question['text']}" if about else question["text"]
            found.setdefault(text, {**question, "text": text})
    return list(found.values())


def _deciding(result: Mapping[str, Any]) -> list[str]:
    found = [finding for finding in result.get("findings", ()) if finding.get("decides")]
    return [finding["explanation"] or STEP_QUESTIONS[finding["step"]] for finding in found]


def stuck_checks() -> QuerySet[Check]:
    """Checks that gave up: their disclosures wait, and a person must look."""
    rows = Check.objects.filter(state=Check.State.NEEDS_ATTENTION).order_by("queued_at", "id")
    return rows.select_related(
        "disclosure__meeting__body", "disclosure__meeting__group__body", "disclosure__body"
    )


def next_case(review: Review, user: User) -> Review | None:
    """The case to go to after this one: the person's own first, then the oldest that nobody has."""
    others = unsettled().exclude(pk=review.pk)
    own = others.filter(claimed_by=user, state=Review.State.CLAIMED).first()
    return own or others.filter(state=Review.State.OPEN).first()


def neighbours(review: Review) -> tuple[Review | None, Review | None]:
    """The unsettled reviews before and after this one, in the order of the queue."""
    at = review.opened_at
    before = Q(opened_at__lt=at) | Q(opened_at=at, pk__lt=review.pk)
    after = Q(opened_at__gt=at) | Q(opened_at=at, pk__gt=review.pk)
    return unsettled().filter(before).last(), unsettled().filter(after).first()
