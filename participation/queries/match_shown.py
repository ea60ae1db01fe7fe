"""Why a name was matched, in the words and marks of the page. Reads only what the match holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from participation.models import ListedPartyVersion, RecipientMatch
from participation.queries.weights import Weights
from participation.screening import policy
from participation.screening.marks import Span, brand_of, marks

LISTS = {
    "EL": "Entity List",
    "MEU": "Military End User List",
    "DPL": "Denied Persons List",
    "UVL": "Unverified List",
    "SDN": "Specially Designated Nationals",
}
PARTS = {"name": "Name", "alias": "Alias", "address": "Address", "country": "Country"}
LISTED = {"name": "Listed name", "alias": "Listed alias", "address": "Listed address"}
Pieces = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Explained:
    """One match as anybody can follow it: both texts with what agrees, and the parts of the score.

    `read_as` is the text that was compared where it is not the one as stated; `cell` the whole of what was
    stated where only a part of it was compared. `country` says what speaks for or against.
    """

    match: RecipientMatch
    list: str
    ours: Pieces
    read_as: Pieces
    cell: str
    listed_label: str
    theirs: Pieces
    country: str
    score: dict[str, Any]


def explained(match: RecipientMatch, weights: Weights) -> Explained:
    """Takes: a match with its stated name, version and party; the thresholds it was banded with."""
    part = next(one for one in match.parts if one["kind"] != "country")
    said, read_as, listed = part["query_text"], part.get("read_as", ""), part["listed_text"]
    compared, theirs = (pieces(spans) for spans in marks(read_as or said, listed))
    cell = match.recipient.stated_name.text
    return Explained(
        match=match,
        list=LISTS.get(match.version.party.source, match.version.party.source),
        ours=[{"text": said, "marked": False}] if read_as else compared,
        read_as=compared if read_as else [],
        cell=cell if cell != said else "",
        listed_label=LISTED[part["kind"]],
        theirs=theirs,
        country=_country(match.parts, match.version),
        score=_score(match, weights),
    )


def pieces(spans: Iterable[Span]) -> Pieces:
    """Spans in the words of the templates."""
    return [{"text": span.text, "marked": span.agrees} for span in spans]


def _country(parts: Sequence[dict[str, Any]], version: ListedPartyVersion) -> str:
    """What the countries say, in a sentence."""
    part = next((one for one in parts if one["kind"] == "country"), None)
    if part is None:
        return "Not compared."
    ours, theirs = part["query_text"], part["listed_text"] or ", ".join(version.countries)
    if not ours or not theirs:
        missing = "None is stated beside the name" if not ours else "The entry names none"
        return f"{missing}: neither for nor against."
    if part["value"] >= policy.COUNTRY_SAME:
        return f"{ours} on both sides: speaks for it."
    if part["value"] > policy.COUNTRY_OTHER:
        return (
            f"{ours} here, {theirs} on the list, which are listed under each other's heading: speaks for it."
        )
    return f"{ours} here, {theirs} on the list: speaks against it."


def _score(match: RecipientMatch, weights: Weights) -> dict[str, Any]:
    """The parts as `match_parts` draws them: every number in hundredths."""
    parts = [
        {
            "label": PARTS[part["kind"]],
            "text": f"“{part['query_text'] or 'not stated'}” with “{part['listed_text'] or 'not stated'}”",
            "value": part["value"] * 100,
            "weight": part["weight"] * 100,
            "points": part["points"],
        }
        for part in match.parts
    ]
    bands = {"review_from": weights.bands.possible, "strong_from": weights.bands.match}
    return {"parts": parts, "total": match.score, "weights": weights.name, **bands}


def brand(match: RecipientMatch) -> str:
    """The distinctive words of the entry that the name carries as well; empty where there is none."""
    part = match.parts[0]
    return brand_of(part.get("read_as") or part["query_text"], part["listed_text"])
