"""From what people stated of the rules to the overlay that the rules take. Pure: values in, values out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

# Statements of these stand side by side on one day; of the others the one recorded last stands.
JOINED = {"company_policy": "Company policy", "sign_off": "Sign-off by counsel"}
WITHDRAWAL = "withdrawal"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Statement:
    """One recorded statement; `number` is None for one that is only being tried.

    `value`: a word or a day as text; for company policy {match, value, reason}; for a sign-off {rule, on}.
    """

    number: int | None
    what: str
    begins_on: date | None
    ends_on: date | None
    value: Any
    citation: str
    url: str
    source: str
    withdraws: int | None = None


def standing(statements: Sequence[Statement]) -> list[Statement]:
    """Those that no other withdraws, in the order in which they were recorded."""
    withdrawn = {one.withdraws for one in statements if one.withdraws is not None}
    return [one for one in statements if one.what != WITHDRAWAL and one.number not in withdrawn]


def overlay_of(
    statements: Sequence[Statement], *, rules: Collection[str] | None = None
) -> dict[str, list[dict[str, Any]]]:
    """The overlay for `edition`: name -> rows without overlap; empty where nothing is stated.

    Takes: statements in the order in which they were recorded; `rules`, the keys of the rows that a sign-off
    may name: one of a rule that is no longer there is left out, and None leaves none out.
    """
    found: dict[str, list[Statement]] = {}
    for one in standing(statements):
        if one.what == "sign_off" and rules is not None and one.value["rule"] not in rules:
            continue
        found.setdefault(one.what, []).append(one)
    return {what: _rows(what, found[what]) for what in sorted(found)}


def _rows(what: str, statements: Sequence[Statement]) -> list[dict[str, Any]]:
    """One row for each run of days on which the same statements stand."""
    runs: list[tuple[date, date | None, tuple[Statement, ...]]] = []
    for start, end in _pieces(statements):
        there = tuple(one for one in statements if _covers(one, start))
        chosen = there if what in JOINED else there[-1:]
        if runs and runs[-1][2] == chosen:
            runs[-1] = (runs[-1][0], end, chosen)
        else:
            runs.append((start, end, chosen))
    return [_row(what, *run) for run in runs if run[2]]


def _pieces(statements: Sequence[Statement]) -> list[tuple[date, date | None]]:
    """The days from the first beginning on, cut wherever a statement begins or has ended."""
    cuts = {one.begins_on or date.min for one in statements}
    cuts |= {one.ends_on + ONE_DAY for one in statements if one.ends_on is not None}
    starts = sorted(cuts)
    return [
        (start, following - ONE_DAY if following else None)
        for start, following in zip(starts, [*starts[1:], None], strict=True)
    ]


def _covers(one: Statement, day: date) -> bool:
    return (one.begins_on or date.min) <= day and (one.ends_on is None or day <= one.ends_on)


def _row(what: str, start: date, end: date | None, chosen: Sequence[Statement]) -> dict[str, Any]:
    days = {
        "from": None if start == date.min else start.isoformat(),
        "to": None if end is None else end.isoformat(),
    }
    if days == {"from": None, "to": None}:
        days = {"always": True}
    last = chosen[-1]
    row = days | {
        "value": [_entry(one) for one in chosen] if what in JOINED else last.value,
        "citation": "; ".join(dict.fromkeys(one.citation for one in chosen)),
        "url": last.url,
        "source": last.source,
    }
    return row | {"title": JOINED[what]} if what in JOINED else row


def _entry(one: Statement) -> dict[str, str]:
    """A sign-off names its record, never the person: the name lies in the log, where it can be erased."""
    if one.what != "sign_off":
        return dict(one.value)
    record = "not recorded yet" if one.number is None else f"rule/{one.number}"
    return {**one.value, "counsel": f"Counsel ({record})"}
