"""The door of screening: propose, compare, band, explain."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from participation.screening import policy
from participation.screening.candidates import ListedName
from participation.screening.compare import country_value, name_value, spelling_value
from participation.screening.evidence import Evidence
from participation.screening.index import Index
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


class _Asked(NamedTuple):
    """A name, what it states with the words of each reading, and the best hit of each party so far."""

    name: Name
    stated: Stated
    words: list[Words]
    best: dict[int, "_Hit"]


def _screened_together(names: Sequence[Name], index: Index, bands: Bands) -> list[Screening]:
    stated = [readings_of(name.text) for name in names]
    asked = [
        _Asked(name, said, [words_of(reading.text) for reading in said.readings], {})
        for name, said in zip(names, stated, strict=True)
    ]
    readings = [
        (one, reading, words)
        for one in asked
        for reading, words in zip(one.stated.readings, one.words, strict=True)
    ]
    _look(
        readings, index.candidates_of_all([words for *_, words in readings], bands.least_value), index, bands
    )
    # Where no word brought anybody, the letters of the whole name are compared.
    again = [
        (one, reading, words)
        for one, reading, words in readings
        if not one.best and reading.whole and words.distinctive
    ]
    near = index.candidates_of_all([words for *_, words in again], policy.SECOND_LOOK)
    few = [numbers if len(numbers) <= policy.MOST_SECOND_LOOKS else [] for numbers in near]
    _look(again, few, index, bands, by_letters=True)
    return [_answer(one) for one in asked]


def _look(
    readings: Sequence[tuple[_Asked, Reading, Words]],
    proposed: Sequence[list[int]],
    index: Index,
    bands: Bands,
    *,
    by_letters: bool = False,
) -> None:
    """Keep the best hit of each party among the names proposed for each reading."""
    value_of = spelling_value if by_letters else name_value
    for (one, reading, words), numbers in zip(readings, proposed, strict=True):
        # Members of a group are listed under the same short name.
        values: dict[tuple[str, ...], int] = {}
        for number in numbers:
            listed = index.words(number)
            value = values.get(listed.tokens)
            if value is None:
                value = values[listed.tokens] = value_of(words, listed)
            if value < bands.least_value:
                continue
            owner = index.owner(number)
            hit = _hit(one.name, reading, words, value, index.name(number), bands, by_letters=by_letters)
            if hit is not None and (owner not in one.best or hit.rank < one.best[owner].rank):
                one.best[owner] = hit


def _answer(one: _Asked) -> Screening:
    if not one.stated.readings:
        return Screening(one.name, "cannot_screen", one.stated.unread, ())
    if one.stated.unread and not one.best:
        reason = f"{one.stated.unread}; nothing close was found"
        return Screening(one.name, "cannot_screen", reason, ())
    hits = sorted(one.best.values(), key=lambda hit: (hit.rank, hit.listed.party.key))
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


def _hit(
    name: Name,
    reading: Reading,
    words: Words,
    value: int,
    listed: ListedName,
    bands: Bands,
    *,
    by_letters: bool,
) -> _Hit | None:
    if not listed.stated:
        value = policy.INITIALS if value == 100 else 0
    if not reading.whole:
        value = value * policy.PART_OF_CELL // 100
    stated_country, listed_country = country_value(name.country, listed.party.countries)
    evidence = Evidence(reading, words, listed, value, stated_country, by_letters)
    agreement = evidence.country
    score = value * policy.NAME_WEIGHT + agreement * policy.COUNTRY_WEIGHT
    band = evidence.band(score, bands)
    if band is None:
        return None
    # Best first: band, score, an official name before an alias; then names, for a fixed order.
    rank = (band != "match", -score, listed.kind != "name", listed.party.name, listed.text)
    return _Hit(rank, reading, listed, band, value, agreement, listed_country, by_letters)


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
