"""The door of screening: propose, compare, band, explain."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
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


def _screened_together(names: Sequence[Name], index: Index, bands: Bands) -> Iterator[Screening]:
    stated = [readings_of(name.text) for name in names]
    words = [words_of(reading.text) for one in stated for reading in one.readings]
    proposed = zip(words, index.candidates_of_all(words, bands.least_value), strict=True)
    for name, said in zip(names, stated, strict=True):
        yield _screened(name, said, list(islice(proposed, len(said.readings))), index, bands)


def _screened(
    name: Name, stated: Stated, proposed: Sequence[tuple[Words, list[int]]], index: Index, bands: Bands
) -> Screening:
    best: dict[int, _Hit] = {}
    for reading, (words, numbers) in zip(stated.readings, proposed, strict=True):
        # Members of a group are listed under the same short name.
        values: dict[tuple[str, ...], int] = {}
        for number in numbers:
            listed = index.words(number)
            value = values.get(listed.tokens)
            if value is None:
                value = values[listed.tokens] = name_value(words, listed)
            if value < bands.least_value:
                continue
            owner = index.owner(number)
            hit = _hit(name, reading, words, value, index.name(number), bands)
            if hit is not None and (owner not in best or hit.rank < best[owner].rank):
                best[owner] = hit
    if not stated.readings:
        return Screening(name, "cannot_screen", stated.unread, ())
    if not best:
        best = _second_look(
            name, [(r, w) for r, (w, _) in zip(stated.readings, proposed, strict=True)], index, bands
        )
    if stated.unread and not best:
        return Screening(name, "cannot_screen", f"{stated.unread}; nothing close was found", ())
    hits = sorted(best.values(), key=lambda hit: (hit.rank, hit.listed.party.key))
    matches = tuple([_match(name, hit) for hit in hits[: policy.MOST_PARTIES]])
    return Screening(name, "screened", stated.unread, matches, too_many=len(hits) - len(matches))


def _second_look(
    name: Name, readings: Sequence[tuple[Reading, Words]], index: Index, bands: Bands
) -> dict[int, "_Hit"]:
    """Parties whose name is written alike, where no word by itself brought one."""
    best: dict[int, _Hit] = {}
    for reading, words in readings:
        if not reading.whole or not words.distinctive:
            continue
        numbers = index.candidates(words, policy.SECOND_LOOK)
        for number in numbers if len(numbers) <= policy.MOST_SECOND_LOOKS else ():
            value = spelling_value(words, index.words(number))
            if value < bands.least_value:
                continue
            owner = index.owner(number)
            hit = _hit(name, reading, words, value, index.name(number), bands)
            if hit is not None and (owner not in best or hit.rank < best[owner].rank):
                best[owner] = hit
    return best


class _Hit(NamedTuple):
    """A listed name over the threshold. `rank` is less for the better one of two."""

    rank: tuple[bool, int, bool, str, str]
    reading: Reading
    listed: ListedName
    band: Band
    value: int
    agreement: int
    listed_country: str


def _hit(
    name: Name, reading: Reading, words: Words, value: int, listed: ListedName, bands: Bands
) -> _Hit | None:
    if not listed.stated:
        value = policy.INITIALS if value == 100 else 0
    if not reading.whole:
        value = value * policy.PART_OF_CELL // 100
    stated_country, listed_country = country_value(name.country, listed.party.countries)
    evidence = Evidence(reading, words, listed, value, stated_country)
    agreement = evidence.country
    score = value * policy.NAME_WEIGHT + agreement * policy.COUNTRY_WEIGHT
    band = evidence.band(score, bands)
    if band is None:
        return None
    # Best first: band, score, an official name before an alias; then names, for a fixed order.
    rank = (band != "match", -score, listed.kind != "name", listed.party.name, listed.text)
    return _Hit(rank, reading, listed, band, value, agreement, listed_country)


def _match(name: Name, hit: _Hit) -> Match:
    listed, reading = hit.listed, hit.reading
    read_as = reading.text if reading.text != reading.shown else ""
    parts = (
        Part(listed.kind, hit.value, policy.NAME_WEIGHT, reading.shown, listed.text, read_as),
        Part("country", hit.agreement, policy.COUNTRY_WEIGHT, name.country or "", hit.listed_country),
    )
    explanation = _explanation(reading, listed, hit.value, hit.agreement)
    return Match(listed.party, hit.band, -hit.rank[1], listed.text, parts, explanation)


def _explanation(reading: Reading, listed: ListedName, value: int, agreement: int) -> str:
    read = f" (read as {reading.text!r})" if reading.shown != reading.text else ""
    how = "is" if value == 100 else f"agrees to {value} of 100 with"
    where = {
        policy.COUNTRY_SAME: "the country agrees",
        policy.COUNTRY_NEAR: "the country differs but is a near one",
        policy.COUNTRY_UNKNOWN: "no country to compare",
    }.get(agreement, "the country differs")
    if reading.doubtful and agreement == policy.COUNTRY_UNKNOWN:
        where = "the country may be that of another party in the cell"
    what = listed.kind if listed.stated else "initials of the name"
    return f"{reading.shown!r}{read} {how} the listed {what} {listed.text!r}; {where}."
