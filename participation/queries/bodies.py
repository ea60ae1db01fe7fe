"""Standards bodies: their facts in words, each with its quality and date. Reads only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from participation.models import Body

QUALITIES = {
    "official": "text of the body or of a government",
    "secondary": "press, reports, third parties",
    "memory": "from memory: confirm it before you rely on it",
}
# Fact -> how it is called, and the words for its values; a value without words is shown as it is.
FACTS: dict[str, tuple[str, dict[str, str]]] = {
    "seat_country": ("Seat", {}),
    "open_to": (
        "Meetings are open to",
        {
            "anyone": "anyone",
            "anyone_registering": "anyone who registers",
            "members": "members",
            "members_and_guests": "members and guests",
            "nominated": "those whom a national body nominates",
        },
    ),
    "contributions_access": (
        "Contributions can be read by",
        {"public": "anyone", "members": "members", "group_choice": "as each group decides"},
    ),
    "published_access": (
        "Published standards are",
        {
            "free": "free",
            "free_after_embargo": "free after an embargo",
            "free_registration": "free after registration",
            "paid": "paid for",
            "members_free_else_paid": "free for members, else paid for",
            "mixed": "partly free",
        },
    ),
    "redistribution": (
        "Passing them on is",
        {
            "allowed_unmodified": "allowed, unmodified",
            "restricted": "restricted",
            "prohibited_without_permission": "prohibited without permission",
        },
    ),
    "attendance_access": (
        "Attendance lists are",
        {
            "public": "public",
            "in_minutes": "in the minutes",
            "members_only": "for members only",
            "not_to_be_shared": "not to be shared",
        },
    ),
    "named_in_772_1": (
        "Named in 15 CFR 772.1",
        {
            "True": "yes, among the examples",
            "False": "no, but the examples are not complete",
        },
    ),
    "export_statement": (
        "Statement on export rules",
        {"yes": "there is one", "none_found": "none was found"},
    ),
}
ATTRIBUTES = {
    "openness": "Openness",
    "balance": "Balance of interests",
    "due_process": "Due process",
    "appeals": "Appeals",
    "consensus": "Consensus",
}
YES_NO = {"yes": "yes", "no": "no"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact in words; `text` empty: not found or not known, which never means that there is none."""

    label: str
    text: str
    quality: str = ""
    checked_on: str = ""
    source: str = ""
    note: str = ""


def bodies() -> QuerySet[Body]:
    """Every body by name, with who recorded its finding."""
    return Body.objects.select_related("voluntary_consensus_by")


def summary_of(body: Body) -> dict[str, Fact]:
    """The facts that a list of bodies shows, by name."""
    return {name: _fact(body.facts, name, *FACTS[name]) for name in ("open_to", "contributions_access")}


def facts_of(body: Body) -> list[Fact]:
    """Every fact that is asked of a body, known or not."""
    return [_fact(body.facts, name, label, words) for name, (label, words) in FACTS.items()]


def attributes_of(body: Body) -> list[Fact]:
    """The five attributes of a voluntary consensus body in OMB Circular A-119, known or not."""
    stated = body.facts.get("a119", {})
    return [_fact(stated, name, label, YES_NO) for name, label in ATTRIBUTES.items()]


def numbers_of(body: Body) -> Iterator[dict[str, str]]:
    """What numbers of documents look like there."""
    for one in body.facts.get("number", []):
        yield {"kind": one["kind"], "examples": ", ".join(one["examples"])}


def _fact(stated: Mapping[str, Any], name: str, label: str, words: Mapping[str, str]) -> Fact:
    given = stated.get(name)
    if not isinstance(given, Mapping):
        return Fact(label, "")
    value = str(given["value"])
    return Fact(
        label=label,
        text=words.get(value, value),
        quality=QUALITIES.get(given["quality"], given["quality"]),
        checked_on=given.get("checked_on", ""),
        source=given.get("source", ""),
        note=given.get("note", ""),
    )
