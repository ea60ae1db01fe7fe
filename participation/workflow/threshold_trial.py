"""What other thresholds would make of the names of the last months; nothing but an entry is written."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from participation import index_cache
from participation.models import DisclosureRecipient, ListedPartyVersion, Snapshot, StatedName
from participation.queries.weights import Weights, weights_in_force
from participation.screening.policy import Bands
from participation.screening.screen import Index, screen
from participation.screening.types import Match, Name
from participation.workflow.journal import By, note

# So many names are screened for one page, those shared last first; the command looks at all.
LOOKED_AT = 2000
BATCH = 500
BANDS_IN_ORDER = ("match", "possible", "none")
# What becomes of a pair, in the order of the page.
WORDS = ("newly flagged", "released", "becomes a match", "becomes possible")


class NothingToTry(Exception):
    """There is no list in force to screen against."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A pair that falls into another band. The score is in hundredths and the same under both."""

    stated: StatedName
    version: ListedPartyVersion
    score: int
    now: str
    then: str

    @property
    def word(self) -> str:
        """What becomes of it, in a word."""
        if self.now == "none":
            return "newly flagged"
        if self.then == "none":
            return "released"
        return "becomes a match" if self.then == "match" else "becomes possible"


@dataclass(frozen=True, slots=True)
class OfBody:
    """How many pairs of one body's disclosures fall into another band, by what becomes of them."""

    body: str
    flagged: int
    released: int
    stronger: int
    weaker: int


@dataclass(frozen=True, slots=True)
class Trial:
    """The names of a period against the list in force, banded now and as they would be.

    `pairs` and `names` are counts by band, now and then; a name counts by its best match.
    """

    weights: Weights
    bands: Bands
    months: int
    since: date
    snapshot: Snapshot
    distinct: int
    looked_at: int
    pairs: tuple[dict[str, int], dict[str, int]]
    names: tuple[dict[str, int], dict[str, int]]
    bodies: tuple[OfBody, ...]
    shifts: tuple[Shift, ...]

    @property
    def not_looked_at(self) -> int:
        return self.distinct - self.looked_at

    def count(self, word: str) -> int:
        return sum(shift.word == word for shift in self.shifts)

    @property
    def newly_flagged(self) -> int:
        return self.count("newly flagged")

    @property
    def released(self) -> int:
        return self.count("released")

    @property
    def by_band(self) -> list[tuple[str, int, int, int, int]]:
        """Band, names now and then, pairs now and then; a pair that nobody proposes is not counted."""
        (pairs_now, pairs_then), (names_now, names_then) = self.pairs, self.names
        return [
            (band, names_now[band], names_then[band], pairs_now[band], pairs_then[band])
            for band in BANDS_IN_ORDER
        ]


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the 28th where there may be none."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, 28))


def try_thresholds(bands: Bands, *, months: int, by: By, limit: int | None = LOOKED_AT) -> Trial:
    """The names that were checked in the last months under these bands, beside those in force.

    Every name is screened again against the list in force, since stored matches hold only what was over the
    threshold of then. Takes: `limit`, the most names to look at; None for all. Raises: NothingToTry.
    """
    snapshot = index_cache.snapshot_in_force()
    if snapshot is None:
        raise NothingToTry("No list is in force, so nothing can be screened: import one first.")
    since = months_before(timezone.now().date(), months)
    bodies = _bodies_of_names(since)
    weights, chosen = weights_in_force(), list(bodies)[:limit]
    stated = StatedName.objects.in_bulk(chosen)
    found = _Banded(weights.bands, bands, index_cache.index_for(snapshot))
    for start in range(0, len(chosen), BATCH):
        found.take([stated[pk] for pk in chosen[start : start + BATCH]])
    shifts = found.shifts()
    trial = Trial(
        weights=weights,
        bands=bands,
        months=months,
        since=since,
        snapshot=snapshot,
        distinct=len(bodies),
        looked_at=len(chosen),
        pairs=found.pairs(),
        names=found.names(),
        bodies=_by_body(shifts, bodies),
        shifts=shifts,
    )
    _note_trial(trial, by=by, at=timezone.now())
    return trial


def _bodies_of_names(since: date) -> dict[int, set[str]]:
    """Stated name -> the bodies of the disclosures that were checked since with it, newest name first."""
    rows = DisclosureRecipient.objects.filter(disclosure__lines__determinations__made_at__date__gte=since)
    found: dict[int, set[str]] = {}
    for name, body in rows.values_list("stated_name", "disclosure__body__name").distinct():
        found.setdefault(name, set()).add(body or "No body")
    return dict(sorted(found.items(), reverse=True))


class _Banded:
    """Pairs by their bands now and then; what only one of the two proposes is `none` in the other."""

    def __init__(self, now: Bands, then: Bands, index: Index) -> None:
        self._bands, self._index = (now, then), index
        self._matches: dict[tuple[int, int], list[Match | None]] = {}
        self._stated: dict[int, StatedName] = {}

    def take(self, stated: Sequence[StatedName]) -> None:
        self._stated |= {row.pk: row for row in stated}
        names = [Name(text=row.text, country=row.country or None) for row in stated]
        for place, bands in enumerate(self._bands):
            for row, answer in zip(stated, screen(names, self._index, bands), strict=True):
                for match in answer.matches:
                    pair = self._matches.setdefault((row.pk, int(match.party.key)), [None, None])
                    pair[place] = match

    def pairs(self) -> tuple[dict[str, int], dict[str, int]]:
        now, then = (Counter(_band(pair[place]) for pair in self._matches.values()) for place in (0, 1))
        return _whole(now), _whole(then)

    def names(self) -> tuple[dict[str, int], dict[str, int]]:
        return self._names(0), self._names(1)

    def _names(self, place: int) -> dict[str, int]:
        best = dict.fromkeys(self._stated, "none")
        for (name, _), pair in self._matches.items():
            best[name] = min(best[name], _band(pair[place]), key=BANDS_IN_ORDER.index)
        return _whole(Counter(best.values()))

    def shifts(self) -> tuple[Shift, ...]:
        """Those that fall into another band, newly flagged first, then the highest score."""
        apart = {key: pair for key, pair in self._matches.items() if _band(pair[0]) != _band(pair[1])}
        versions = ListedPartyVersion.objects.select_related("party").in_bulk({key[1] for key in apart})
        found = [
            Shift(
                self._stated[name],
                versions[version],
                next(match.score for match in pair if match is not None),
                _band(pair[0]),
                _band(pair[1]),
            )
            for (name, version), pair in apart.items()
        ]
        return tuple(sorted(found, key=_in_order))


def _in_order(shift: Shift) -> tuple[int, int, str, int]:
    return WORDS.index(shift.word), -shift.score, shift.stated.text, shift.version.pk


def _band(match: Match | None) -> str:
    return match.band if match else "none"


def _whole(counts: Mapping[str, int]) -> dict[str, int]:
    return {band: counts.get(band, 0) for band in BANDS_IN_ORDER}


def _by_body(shifts: Iterable[Shift], bodies: Mapping[int, set[str]]) -> tuple[OfBody, ...]:
    found: dict[str, Counter[str]] = {}
    for shift in shifts:
        for body in bodies[shift.stated.pk]:
            found.setdefault(body, Counter())[shift.word] += 1
    return tuple(
        OfBody(
            body,
            flagged=counts["newly flagged"],
            released=counts["released"],
            stronger=counts["becomes a match"],
            weaker=counts["becomes possible"],
        )
        for body, counts in sorted(found.items())
    )


@transaction.atomic
def _note_trial(trial: Trial, *, by: By, at: datetime) -> None:
    payload = {
        "bands": {"match": trial.bands.match, "possible": trial.bands.possible},
        "in_force": trial.weights.number,
        "months": trial.months,
        "list": bytes(trial.snapshot.file_hash).hex(),
        "names": trial.looked_at,
        "not_looked_at": trial.not_looked_at,
        "newly_flagged": trial.newly_flagged,
        "released": trial.released,
    }
    note("weights.tried", by=by, at=at, payload=payload)
