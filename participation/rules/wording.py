"""Dated rules in words: their values, their days, and how well each is verified."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from participation.rules.case import spoken
from participation.rules.countries import COUNTRY_NAMES
from participation.rules.determination import Source
from participation.rules.outcome import Outcome

SOURCE_WORDS = {
    Source.REGULATION: "regulation text",
    Source.SECONDARY: "secondary source",
    Source.INFERENCE: "our inference",
    Source.MEMORY: "from memory",
}
# A list that is longer is counted: tables of a regulation are data, not reading matter.
MOST_ITEMS = 60
_OUTCOMES = {
    Outcome.LICENSE_REQUIRED.value: "a licence is needed",
    Outcome.NEEDS_REVIEW.value: "to be reviewed",
    Outcome.NO_LICENSE_REQUIRED.value: "no licence is needed",
}
_WORDS = _OUTCOMES | {
    "none": "none",
    "not_in_force": "not in force",
    "in_force": "in force",
    "unsettled": "not settled",
    "not_named": "not named yet",
    "named_items": "the named items",
    "all_items": "all items",
    "general_license_2019": "the general licence of 2019",
    "rule_2020": "the rule of 2020",
    "rule_2022": "the rule of 2022",
    "every": "all published encryption software",
    "nonstandard": "non-standard cryptography only",
    "ccl": "items on the Commerce Control List",
    "ear99": "EAR99 items",
    "AT": "controlled for anti-terrorism reasons only",
    "named_cryptography": "the named encryption paragraphs",
    "ear": "under the EAR",
    "ofac": "where Treasury's rules stand beside it",
}


def value_in_words(value: Any) -> str:
    """What a row lays down; empty where it only says that the rule applies."""
    if value is True:
        return ""
    if value is False:
        return "does not apply"
    if isinstance(value, str):
        return spoken(date.fromisoformat(value)) if _is_day(value) else _word(value)
    if isinstance(value, Mapping) and value.keys() == {"footnote", "entries"}:
        return _footnote_in_words(value["footnote"], value["entries"])
    if isinstance(value, Mapping):
        return "; ".join(f"{_word(str(key))}: {value_in_words(each)}" for key, each in value.items())
    if isinstance(value, list | tuple):
        return _list_in_words(value)
    return str(value)


def days_in_words(start: date | None, end: date | None) -> str:
    """The days of a row: from and to, either of which may be open."""
    if start and end:
        return f"{spoken(start)} to {spoken(end)}" if start != end else spoken(start)
    if start:
        return f"since {spoken(start)}"
    return f"until {spoken(end)}" if end else "throughout"


def _list_in_words(value: list[Any] | tuple[Any, ...]) -> str:
    if not value:
        return "none recorded"
    if len(value) > MOST_ITEMS:
        return f"{len(value):,} entries"
    if isinstance(value[0], Mapping):
        return " | ".join(value_in_words(each) for each in value)
    # `AT` alone is Austria; beside a word that is no country it is a reason for control.
    names = COUNTRY_NAMES if all(each in COUNTRY_NAMES for each in value) else {}
    return ", ".join(names.get(str(each)) or _word(str(each)) for each in value)


def _footnote_in_words(number: int, entries: list[str]) -> str:
    concerned = [f"category {each}" if len(each) == 1 else each for each in entries]
    return f"footnote {number}: {', '.join(concerned) or 'no entry'}"


def _word(text: str) -> str:
    return _WORDS.get(text, text.replace("_", " ") if text.islower() else text)


def _is_day(text: str) -> bool:
    return len(text) == 10 and text[4] == text[7] == "-" and text.replace("-", "").isdecimal()
