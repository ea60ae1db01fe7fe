"""The door of screening: propose, compare, band, explain."""

from collections.abc import Iterable, Sequence

from participation.screening import policy
from participation.screening.candidates import ListedName
from participation.screening.compare import country_value, name_value
from participation.screening.index import Index
from participation.screening.normalize import Words, folded, words_of
from participation.screening.policy import BANDS, Bands
from participation.screening.stated import Reading, readings_of
from participation.screening.types import Band, ListedParty, Match, Name, Part, Screening

__all__ = ["Index", "build_index", "screen"]


def build_index(parties: Iterable[ListedParty]) -> Index:
    """The index of a list, to be built once and used for every screening against that list."""
    return Index.of(parties)


def screen(names: Sequence[Name], index: Index, bands: Bands = BANDS) -> list[Screening]:
    """One answer per name, in the order given; every listed party over the threshold, best first."""
    return [_screened(name, index, bands) for name in names]


def _screened(name: Name, index: Index, bands: Bands) -> Screening:
    stated = readings_of(name.text)
    if not stated.readings:
        return Screening(name, "cannot_screen", stated.unread, ())
    best: dict[str, Match] = {}
    for reading in stated.readings:
        words = words_of(reading.text)
        for number in index.candidates(words, bands.least_value):
            match = _match(name, reading, words, index.name(number), bands)
            if match is None:
                continue
            known = best.get(match.party.key)
            if known is None or _rank(match) < _rank(known):
                best[match.party.key] = match
    matches = tuple(sorted(best.values(), key=_rank))
    if stated.unread and not matches:
        return Screening(name, "cannot_screen", stated.unread, ())
    return Screening(name, "screened", stated.unread, matches)


def _rank(match: Match) -> tuple[bool, int, bool, str, str, str]:
    """Best first: band, score, an official name before an alias; then names and key: a fixed order."""
    by_alias = match.parts[0].kind != "name"
    return (
        match.band != "match",
        -match.score,
        by_alias,
        match.party.name,
        match.matched_name,
        match.party.key,
    )


def _match(name: Name, reading: Reading, words: Words, listed: ListedName, bands: Bands) -> Match | None:
    value = name_value(words, listed.words)
    if value < bands.least_value:
        return None
    if not listed.stated:
        value = policy.INITIALS if value == 100 else 0
    if not reading.whole:
        value = value * policy.PART_OF_CELL // 100
    agreement, listed_country = country_value(name.country, listed.party.countries)
    parts = (
        Part(listed.kind, value, policy.NAME_WEIGHT, reading.shown, listed.text),
        Part("country", agreement, policy.COUNTRY_WEIGHT, name.country or "", listed_country),
    )
    score = sum(part.points for part in parts)
    band = _band(score, value, agreement, reading, listed, bands)
    if band is None:
        return None
    return Match(
        listed.party, band, score, listed.text, parts, _explanation(reading, listed, value, agreement)
    )


def _band(
    score: int, value: int, agreement: int, reading: Reading, listed: ListedName, bands: Bands
) -> Band | None:
    if score < bands.possible or value == 0:
        return None
    weak = _is_weak(listed)
    if _is_short(listed) and not reading.whole:
        return None
    if weak and agreement == policy.COUNTRY_OTHER:
        return None
    if listed.party.person and len(listed.words.tokens) < 2:
        return None
    if score < bands.match or reading.doubtful or not listed.stated:
        return "possible"
    if weak and (agreement == policy.COUNTRY_UNKNOWN or _is_short(listed)):
        return "possible"
    return "match"


def _is_short(listed: ListedName) -> bool:
    """A short alias; a short official name is what the list itself calls the party."""
    return listed.kind == "alias" and len(folded(listed.text)) <= policy.SHORT_NAME


def _is_weak(listed: ListedName) -> bool:
    """Whether the name belongs to many: words of the trade, common brand words, a few letters."""
    distinctive = listed.words.distinctive
    return not distinctive or max(map(len, distinctive)) <= policy.SHORT_NAME + 1 or not listed.stated


def _explanation(reading: Reading, listed: ListedName, value: int, agreement: int) -> str:
    read = f" (read as {reading.text!r})" if reading.shown != reading.text else ""
    how = "is" if value == 100 else f"agrees to {value} of 100 with"
    where = {
        policy.COUNTRY_SAME: "the country agrees",
        policy.COUNTRY_NEAR: "the country differs but is a near one",
        policy.COUNTRY_UNKNOWN: "no country to compare",
    }.get(agreement, "the country differs")
    what = listed.kind if listed.stated else "initials of the name"
    return f"{reading.shown!r}{read} {how} the listed {what} {listed.text!r}; {where}."
