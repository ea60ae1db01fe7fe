"""What a judgement of a pair rested on, against what the two sides say now. Reads only."""

from participation.models import ListedPartyVersion, PairDecision, StatedName
from participation.screening.reopened import Change, Value, changes


def since(decision: PairDecision, *, stated: StatedName, version: ListedPartyVersion) -> tuple[Change, ...]:
    """The relevant fields that differ from what the officer saw, the entry's first; empty where it holds.

    Takes: a decision with its stated name, organisation, version and the version's party at hand, and
    `version` with its party.
    """
    listed = changes("listed", _listed(decision.version), _listed(version))
    then = _stated(decision.stated_name.country, decision.organisation)
    return listed + changes("stated", then, _stated(stated.country, stated.organisation))


def _listed(version: ListedPartyVersion) -> dict[str, Value]:
    return {
        "source": (version.party.source,),
        "name": (version.name,),
        "aliases": tuple(version.aliases),
        "countries": tuple(version.countries),
        "addresses": tuple(version.addresses),
        "entity_type": _one(version.entity_type),
        "programs": tuple(version.programs),
        "license_requirement": _one(version.license_requirement),
        "license_policy": _one(version.license_policy),
        "remarks": _one(version.remarks),
    }


def _stated(country: str, organisation: object) -> dict[str, Value]:
    return {"country": _one(country), "organisation": _one(str(organisation) if organisation else "")}


def _one(text: str) -> Value:
    return (text,) if text else ()
