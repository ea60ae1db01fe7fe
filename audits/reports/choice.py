"""What an export holds: which entries it was asked for, whose payloads go along, which personal fields."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from audits.asked import Asked
from audits.models import Leaf, PrivateValue

ALL, ASKED = "all", "asked"


@dataclass(frozen=True, slots=True)
class Choice:
    """What an export is asked for.

    since <= at < until is the period; all entries of it are shown, and some around it. `kind`, `body` and
    `object` (as `type/id`) narrow down what is asked for, not what is shown. `payloads` are objects as
    `type/id`, ASKED for the entries asked for, or ALL for every entry shown; `private` are names of personal
    columns, or ALL, of the entries whose payload goes along.
    """

    since: datetime | None = None
    until: datetime | None = None
    kind: str = ""
    body: str = ""
    object: str = ""
    payloads: frozenset[str] = frozenset()
    private: frozenset[str] = frozenset()

    def asked(self, *, to_head: bool = False) -> Asked:
        """The conditions as the bundle states them; `to_head` where the period outlasts the signed log."""
        until = None if to_head else self.until
        return Asked(_stated(self.since), _stated(until), self.kind, self.body, self.object)

    def entries(self) -> Q:
        """The rows of `Leaf` whose entries are asked for."""
        found = self.period()
        if self.kind.endswith("."):
            found &= Q(entry__kind__startswith=self.kind)
        elif self.kind:
            found &= Q(entry__kind=self.kind)
        if self.body:
            found &= Q(entry__labels__body=self.body)
        return found & of_objects([self.object]) if self.object else found

    def period(self) -> Q:
        """The rows of `Leaf` whose entries' own time lies in the period."""
        found = Q()
        if self.since is not None:
            found &= Q(entry__at__gte=self.since)
        return found if self.until is None else found & Q(entry__at__lt=self.until)


def of_objects(names: Collection[str]) -> Q:
    """The rows of `Leaf` whose entries are about one of these objects, as `type/id`."""
    found = Q(pk__in=[])
    for name in names:
        kind, _, number = name.partition("/")
        found |= Q(entry__object_type=kind, entry__object_id=number)
    return found


def with_payload(choice: Choice, *, begin: int, end: int) -> QuerySet[Leaf]:
    """The leaves of [begin, end) whose payload goes along, in order."""
    shown = Leaf.objects.filter(leaf_index__gte=begin, leaf_index__lt=end).order_by("leaf_index")
    if ALL in choice.payloads:
        return shown
    if ASKED in choice.payloads:
        return shown.filter(choice.entries())
    return shown.filter(of_objects(choice.payloads))


def private_values(choice: Choice) -> QuerySet[PrivateValue]:
    """Personal values of the fields chosen that are not erased; of which entries, the caller says."""
    kept = PrivateValue.objects.filter(key__isnull=False)
    if ALL in choice.private:
        return kept
    wanted = Q(field__in=choice.private)
    for column in choice.private:
        wanted |= Q(field__endswith=f"/{column}")
    return kept.filter(wanted)


def personal_columns() -> list[str]:
    """The names of the columns that hold personal values, of all audited tables together."""
    tables = import_string(settings.AUDITED_TABLES).values()
    return sorted({column for table in tables for column in getattr(table, "personal", ())})


def parse_day(text: str) -> datetime:
    """Midnight UTC of a day written `2026-11-22`. Raises: ValueError."""
    return datetime.combine(datetime.strptime(text, "%Y-%m-%d").date(), time(), UTC)  # noqa: DTZ007 day only


def _stated(at: datetime | None) -> str:
    return "" if at is None else at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
