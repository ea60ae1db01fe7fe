"""What a company adds through its overlay: policy entries and counsel's sign-offs, checked by name."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from participation.rules import reading
from participation.rules.dated import Dated, ParametersError
from participation.rules.determination import Source
from participation.rules.reading import FactsError
from participation.rules.vocabulary import PartyList

POLICY = "company_policy"
SIGN_OFF = "sign_off"

# What a policy entry may be about, and the reader of its value.
MATCHES: dict[str, Callable[[object, str], Any]] = {
    "eccn": reading.eccn,
    "country": reading.country,
    "list": reading.choice(PartyList),
    "body": reading.text,
}


@dataclass(frozen=True)
class SignOff:
    """Counsel read a rule and stands for it; `rule` is the key of a dated row, counsel a role or initials."""

    rule: str
    counsel: str
    on: date
    note: str


def check_company_row(row: Dated) -> None:
    """Raises: ParametersError, with the number of the entry, for a row that this module cannot read."""
    if row.source is not Source.INFERENCE:
        raise ParametersError(f"{row.name}: no regulation says this, so its source is inference")
    if not isinstance(row.value, list):
        raise ParametersError(f"{row.name}: a list of entries is needed")
    check = _check_policy if row.name == POLICY else _check_sign_off
    for number, entry in enumerate(row.value):
        try:
            check(entry, f"[{number}]")
        except FactsError as fault:
            raise ParametersError(f"{row.name}{fault}") from fault


def _check_policy(entry: object, path: str) -> None:
    read = _object(entry, {"match", "value", "reason"}, path)
    if read.get("match") not in MATCHES:
        raise FactsError(f"{path}.match", f"one of {', '.join(MATCHES)} is needed")
    MATCHES[read["match"]](read.get("value"), f"{path}.value")
    reading.text(read.get("reason"), f"{path}.reason")


def _check_sign_off(entry: object, path: str) -> None:
    read = _object(entry, {"rule", "counsel", "on", "note"}, path)
    for key in ("rule", "counsel"):
        reading.text(read.get(key), f"{path}.{key}")
    reading.day(read.get("on"), f"{path}.on")
    if not isinstance(read.get("note", ""), str):
        raise FactsError(f"{path}.note", "text is needed")


def _object(entry: object, keys: set[str], path: str) -> Mapping[str, Any]:
    if not isinstance(entry, Mapping):
        raise FactsError(path, f"an object with {', '.join(sorted(keys))} is needed")
    for key in entry:
        if key not in keys:
            raise FactsError(f"{path}.{key}", "is not a key of an entry")
    return entry


def sign_offs_of(rows: Iterable[Dated]) -> tuple[SignOff, ...]:
    """The sign-offs of all rows, in their order."""
    return tuple(
        SignOff(each["rule"], each["counsel"], date.fromisoformat(each["on"]), each.get("note", ""))
        for row in rows
        for each in row.value
    )


def check_sign_offs(values: Mapping[str, tuple[Dated, ...]]) -> None:
    """Raises: ParametersError, for a sign-off of a rule that this edition does not have."""
    known = {row.key for rows in values.values() for row in rows}
    for each in sign_offs_of(values[SIGN_OFF]):
        if each.rule not in known:
            raise ParametersError(f"{SIGN_OFF}: there is no rule {each.rule}")
