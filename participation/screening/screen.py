"""The door of screening: propose, compare, band, explain."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from participation.screening import policy
from participation.screening.candidates import ListedName
from participation.screening.compare import country_value
from participation.screening.evidence import Evidence
from participation.screening.index import Index
from participation.screening.meetings import Respelled
from participation.screening.normalize import Words, words_of
from participation.screening.policy import BANDS, Bands
from participation.screening.stated import Reading, Stated, readings_of
from participation.screening.types import Band, ListedParty, Match, Name, Part, Screening

__all__ = ["Index", "build_index", "screen"]

# Names that share the work of one look into the index.
_AT_ONCE = 256


def build_index(parties: Iterable[ListedParty]) -> Index:
    """The index of a list, to be built once and used for every screening against that list."""
    return Index.of(parties)


def screen(names: Sequence[Name], index: Index, bands: Bands = BANDS) -> list[Screening]:
    """One answer per name, in the order given; every listed party over the threshold, best first."""
    answers: list[Screening] = []
    for start in range(0, len(names), _AT_ONCE):
        answers += _screened_together(names[start : start + _AT_ONCE], index, bands)
    return answers


@dataclass(frozen=True, slots=True)
class _Asked:
    """A name, what it states, the words of each reading, by party the names worth a look, and the hits."""

    name: Name
    stated: Stated
    words: list[Words]
    found: dict[int, list["_Found"]] = field(default_factory=dict)
    hits: list["_Hit"] = field(default_factory=list)


class _Found(NamedTuple):
    """A listed name whose value lets it count, and the reading that it was found for."""

    value: int
    number: int
    reading: Reading
    words: Words
    by_letters: bool


def _screened_together(names: Sequence[Name], index: Index, bands: Bands) -> list[Screening]:
    asked = [_asked(name) for name in names]
    respelled = index.respelled([words for one in asked for words in one.words])
    for one_knows_where, least in ((True, bands.least_value), (False, bands.least_value_anywhere)):
        some = [one for one in asked if (one.name.country is not None) is one_knows_where]
        if not some:
            continue
        _look(some, index, least, respelled)
        _settle(some, index, bands)
        again = [one for one in some if not one.hits]
        _look_at_letters(again, index, least)
        _settle(again, index, bands)
    return [_answer(one) for one in asked]


def _asked(name: Name) -> _Asked:
    stated = readings_of(name.text)
    return _Asked(name, stated, [words_of(reading.text) for reading in stated.readings])


def _look(asked: Sequence[_Asked], index: Index, least: int, respelled: Respelled) -> None:
    """Find for every reading the listed names whose value is at least this."""
    readings = [
        (one, reading, words)
        for one in asked
        for reading, words in zip(one.stated.readings, one.words, strict=True)
    ]
    for row, number, value in index.over([words for *_, words in readings], least, respelled):
        one, reading, words = readings[row]
        if value == 100 or not reading.only_as_written:
            _keep(one, _Found(value, number, reading, words, False), index, least)


def _look_at_letters(asked: Sequence[_Asked], index: Index, least: int) -> None:
    """Where no word brought anybody, compare the letters of the whole name; a part must be just as listed."""
    readings = [
        (one, reading, words)
        for one in asked
        for reading, words in zip(one.stated.readings, one.words, strict=True)
    ]
    for row, number, value in index.written_like([reading.text for _, reading, _ in readings]):
        one, reading, words = readings[row]
        if value >= least and (reading.whole or value == policy.WRITTEN_ALIKE):
            _keep(one, _Found(value, number, reading, words, True), index, least)


def _keep(one: _Asked, found: _Found, index: Index, least: int) -> None:
    """Keep what counts: initials that the list does not state agree wholly, part of a cell counts less."""
    value = found.value
    if not index.is_stated(found.number):
        value = policy.INITIALS if value == 100 else 0
    if not found.reading.whole:
        value = value * policy.PART_OF_CELL // 100
    if value >= least:
        one.found.setdefault(index.owner(found.number), []).append(found._replace(value=value))


def _settle(asked: Sequence[_Asked], index: Index, bands: Bands) -> None:
    """Turn what was found into the best hit of each party."""
    for one in asked:
        for found in one.found.values():
            hit = _best(one.name, found, index, bands)
            if hit is not None:
                one.hits.append(hit)
        one.found.clear()


def _best(name: Name, found: list[_Found], index: Index, bands: Bands) -> "_Hit | None":
    """The best hit among the names of one party; the first of equal ones."""
    best: _Hit | None = None
    for one in sorted(found, key=lambda each: -each.value):
        if best is not None and one.value < best.value and best.settles(one.value, bands):
            break
        hit = _hit(name, one, index.name(one.number), bands)
        if hit is not None and (best is None or hit.rank < best.rank):
            best = hit
    return best


def _answer(one: _Asked) -> Screening:
    if not one.stated.readings:
        return Screening(one.name, "cannot_screen", one.stated.unread, ())
    if one.stated.unread and not one.hits:
        reason = f"{one.stated.unread}; nothing close was found"
        return Screening(one.name, "cannot_screen", reason, ())
    hits = sorted(one.hits, key=lambda hit: (hit.rank, hit.listed.party.key))
    matches = tuple([_match(one.name, hit) for hit in hits[: policy.MOST_PARTIES]])
    return Screening(one.name, "screened", one.stated.unread, matches, too_many=len(hits) - len(matches))


class _Hit(NamedTuple):
    """A listed name over the threshold. `rank` is less for the better one of two."""

    rank: tuple[bool, int, bool, str, str]
    reading: Reading
    listed: ListedName
    band: Band
    value: int
    agreement: int
    listed_country: str
    by_letters: bool

    def settles(self, value: int, bands: Bands) -> bool:
        """Whether no name of this lesser value can be a better one."""
        return self.band == "match" or value * policy.NAME_WEIGHT + 100 * policy.COUNTRY_WEIGHT < bands.match


def _hit(name: Name, found: _Found, listed: ListedName, bands: Bands) -> _Hit | None:
    reading, value = found.reading, found.value
    stated_country, listed_country = country_value(name.country, listed.party.countries)
    evidence = Evidence(reading, found.words, listed, value, stated_country, found.by_letters)
    agreement = evidence.country
    score = value * policy.NAME_WEIGHT + agreement * policy.COUNTRY_WEIGHT
    band = evidence.band(score, bands)
    if band is None:
        return None
    # Best first: band, score, an official name before an alias; then names, for a fixed order.
    rank = (band != "match", -score, listed.kind != "name", listed.party.name, listed.text)
    return _Hit(rank, reading, listed, band, value, agreement, listed_country, found.by_letters)


def _match(name: Name, hit: _Hit) -> Match:
    listed, reading = hit.listed, hit.reading
    read_as = reading.text if reading.text != reading.shown else ""
    parts = (
        Part(listed.kind, hit.value, policy.NAME_WEIGHT, reading.shown, listed.text, read_as),
        Part("country", hit.agreement, policy.COUNTRY_WEIGHT, name.country or "", hit.listed_country),
    )
    explanation = _explanation(hit)
    return Match(listed.party, hit.band, -hit.rank[1], listed.text, parts, explanation)


def _explanation(hit: _Hit) -> str:
    reading, listed, agreement = hit.reading, hit.listed, hit.agreement
    read = f" (read as {reading.text!r})" if reading.shown != reading.text else ""
    letters = ", letter by letter," if hit.by_letters else ""
    how = "is" if hit.value == 100 else f"agrees{letters} to {hit.value} of 100 with"
    where = {
        policy.COUNTRY_SAME: "the country agrees",
        policy.COUNTRY_NEAR: "the country differs but is a near one",
        policy.COUNTRY_UNKNOWN: "no country to compare",
    }.get(agreement, "the country differs")
    if reading.doubtful and agreement == policy.COUNTRY_UNKNOWN:
        where = "the country may be that of another party in the cell"
    what = listed.kind if listed.stated else "initials of the name"
    return f"{reading.shown!r}{read} {how} the listed {what} {listed.text!r}; {where}."
