"""How Plenary's values look in a page: status, answer, source quality, score, day, time.

Each tag fills the partial of its name. A value outside a closed list is an error, never a blank or a guess.
"""

from calendar import month_name
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.utils import timezone

from participation.rules.wording import SOURCE_WORDS
from participation.states import SHOWN_WORDS

register = template.Library()
T = TypeVar("T")

ANSWER_WORDS = {"yes": "Yes", "no": "No", "unknown": "Unknown"}
# Filled bars of four, best first.
SOURCES = {source.value: (4 - place, word) for place, (source, word) in enumerate(SOURCE_WORDS.items())}
VERDICT_WORDS = {
    "same": "Same",
    "near": "Near match",
    "differs": "Differs",
    "only_ours": "Only here",
    "only_theirs": "Only there",
    "neither": "Not known",
}
MINUS = "\N{MINUS SIGN}"
COUNT_WORDS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"]


@register.inclusion_tag("partials/status.html")
def status(key: str, word: str = "") -> dict[str, str]:
    """Shape and word of a status: clear, wait or stop; `word` replaces the usual word, as in "2 wait"."""
    usual = _one_of(SHOWN_WORDS, key, "status")
    return {"key": key, "word": word or usual}


@register.inclusion_tag("partials/answer.html")
def answer(key: str) -> dict[str, str]:
    """Shape and word of an answer to a step: yes, no or unknown."""
    return {"key": key, "word": _one_of(ANSWER_WORDS, key, "answer")}


@register.inclusion_tag("partials/source_quality.html")
def source_quality(key: str) -> dict[str, Any]:
    """Four bars and a word for how sure the source of a rule is."""
    filled, word = _one_of(SOURCES, key, "source")
    bars = [{"x": f"{place * 5}.5", "on": place < filled} for place in range(4)]
    return {"bars": bars, "word": word}


@register.filter
def status_word(key: str) -> str:
    """The word of a status."""
    return _one_of(SHOWN_WORDS, key, "status")


@register.filter
def verdict_word(key: str) -> str:
    """The word for how two fields of a match compare."""
    return _one_of(VERDICT_WORDS, key, "comparison")


@register.inclusion_tag("partials/match_parts.html")
def match_parts(match: Any) -> dict[str, Any]:
    """Parts of a score as steps that lead to its total; all numbers are integers in hundredths.

    Raises: ValueError when the points of the parts are not the total.
    """
    rows, reached = [], 0
    for part in _get(match, "parts"):
        points = _get(part, "points")
        start, reached = reached, reached + points
        bar = {"x": str(min(start, reached)), "width": str(abs(points)), "less": points < 0}
        rows.append({"part": part, "bar": bar})
    total = _get(match, "total")
    if reached != total:
        raise ValueError(f"parts of the score sum to {reached}, its total is {total}")
    marks = [str(bound) for bound in (_get(match, "review_from"), _get(match, "strong_from")) if bound]
    return {"match": match, "rows": rows, "total_width": str(total), "marks": marks}


@register.inclusion_tag("partials/errors.html")
def error_summary(
    *forms: BaseForm | None, rows: Sequence[Any] = (), note: str = "nothing has been saved yet"
) -> dict[str, Any]:
    """Every error of the forms and of pasted rows (`{text, target}`), each with the id to go to."""
    errors = [{"text": _get(row, "text"), "target": _get(row, "target")} for row in rows]
    for form in reversed([form for form in forms if form is not None]):
        errors[:0] = _form_errors(form)
    count = len(errors)
    word = COUNT_WORDS[count] if count < len(COUNT_WORDS) else thousands(count)
    return {"errors": errors, "count_word": word, "note": note}


@register.inclusion_tag("partials/pager.html", takes_context=True)
def pager(context: Mapping[str, Any], page: Page[Any], noun: str = "", order: str = "") -> dict[str, Any]:
    """Which rows of how many, in which order, and links to the other pages; other query parameters stay."""
    query = context["request"].GET.copy()

    def link(number: Any) -> dict[str, Any]:
        query["page"] = number
        return {"label": number, "url": f"?{query.urlencode()}", "current": number == page.number}

    gap = str(page.paginator.ELLIPSIS)
    shown = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "noun": noun,
        "order": order,
        "links": [{"label": gap, "url": ""} if str(number) == gap else link(number) for number in shown],
        "previous": link(page.previous_page_number()) if page.has_previous() else None,
        "following": link(page.next_page_number()) if page.has_next() else None,
    }


@register.filter
def hundredths(value: int | None) -> str:
    """5820 as "58.2", 5825 as "58.25", 5800 as "58.0": exact, so that numbers add up in sight."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"hundredths need an integer, not {value!r}")
    whole, rest = divmod(abs(value), 100)
    decimals = f"{rest:02d}"
    return f"{MINUS if value < 0 else ''}{whole}.{decimals[:-1] if decimals.endswith('0') else decimals}"


@register.filter
def whole(value: int | None) -> str:
    """3500 as "35", 3550 as "35.5": for weights and percentages."""
    return hundredths(value).removesuffix(".0")


@register.filter
def thousands(value: int | None) -> str:
    """48213 as "48,213"."""
    return "" if value is None else f"{value:,}"


@register.filter
def day(value: date | datetime | str | None) -> str:
    """A civil day as "20 November 2026"; a time is taken in the reader's zone, a text as ISO 8601."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if len(value) > 10 else date.fromisoformat(value)
    if isinstance(value, datetime):
        value = _aware(value).astimezone(timezone.get_current_timezone())
    return f"{value.day} {month_name[value.month]} {value.year}"


@register.filter
def when(value: datetime | str | None, zone: str = "") -> str:
    """A time with its zone: "20 November 2026, 16:40 UTC", elsewhere "20 November 2026, 10:40 (UTC-6)".

    Takes: an aware datetime or its ISO 8601 text; `zone`, an IANA name; without it the reader's zone.
    Raises: ValueError for a time without a zone.
    """
    if value is None or value == "":
        return ""
    at = _aware(datetime.fromisoformat(value) if isinstance(value, str) else value)
    at = at.astimezone(ZoneInfo(zone) if zone else timezone.get_current_timezone())
    return f"{at.day} {month_name[at.month]} {at.year}, {at:%H:%M} {_offset(at)}"


@register.filter
def in_force(span: Any) -> str:
    """When a rule applied: `{from, to}` as days; without either, on every day that the rules cover."""
    if span is None:
        return "Dates in force not recorded"
    begin, end = day(_get(span, "from")), day(_get(span, "to"))
    if begin and end:
        return f"In force {begin} to {end}"
    if begin:
        return f"In force since {begin}"
    return f"In force until {end}" if end else "In force on every day since before May 2019"


@register.filter
def short_hash(value: bytes | memoryview | str | None) -> str:
    """The first eight hexadecimal digits in two groups: "7f3a 91c2"."""
    if not value:
        return ""
    digits = value.lower() if isinstance(value, str) else bytes(value).hex()
    return f"{digits[:4]} {digits[4:8]}".strip()


@register.filter
def initials(name: str | None) -> str:
    """A person as first and last initial: "Maria van der Kerr" as "M. K."; a mail address by its parts."""
    parts = (name or "").partition("@")[0].replace(".", " ").replace("_", " ").split()
    ends = parts[:1] + parts[1:][-1:]
    return " ".join(f"{part[0].upper()}." for part in ends)


def _get(thing: Any, name: str) -> Any:
    """A field of a mapping or of an object; None where it is missing."""
    return thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError(f"time without a zone: {at.isoformat()}")
    return at


def _offset(at: datetime) -> str:
    offset = f"{at:%z}"
    sign, hours, minutes = offset[0].replace("-", MINUS), int(offset[1:3]), offset[3:5]
    if offset in ("+0000", "-0000"):
        return "UTC"
    return f"(UTC{sign}{hours}{'' if minutes == '00' else ':' + minutes})"


def _form_errors(form: BaseForm) -> list[dict[str, str]]:
    found = [{"text": str(text), "target": ""} for text in form.non_field_errors()]
    for name, texts in form.errors.items():
        if name in form.fields:
            bound = form[name]
            lead = bound.label if bound.label.endswith(("?", ".")) else f"{bound.label}:"
            found += [{"text": f"{lead} {text}", "target": bound.auto_id} for text in texts]
    return found


def _one_of(table: Mapping[str, T], key: str, kind: str) -> T:
    if key not in table:
        raise ValueError(f"no such {kind}: {key!r}")
    return table[key]
