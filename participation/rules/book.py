"""The rulebook as people read it on a day: eras, chapters, rules and their intervals, all in words.

The page and the document are two layouts of this and of nothing else.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from participation.rules.case import spoken
from participation.rules.company import SIGN_OFF, SignOff
from participation.rules.determination import Source
from participation.rules.in_force import Dated, Edition, about_parameters
from participation.rules.phases import Phase, phases_of, told
from participation.rules.reference_tables import ReferenceTable, reference_tables
from participation.rules.rulebook import Parameter, chapters, sign_offs
from participation.rules.wording import days_in_words, value_in_words

# The parameter that tells the story in plain words; the others are the exact tests.
STORY = "standards_work"
# What stands beside the chapters: the story on top, each sign-off at its rule.
ASIDE = frozenset({STORY, SIGN_OFF})
SignOffs = Mapping[str, Sequence[SignOff]]


@dataclass(frozen=True)
class Interval:
    """One dated row of a rule. `when` is past, today or future, told in `state`.

    `value` is empty where the row only says that the rule applies, `signed` where nobody signed it off.
    """

    key: str
    title: str
    value: str
    start: date | None
    end: date | None
    days: str
    phase: Phase
    when: str
    state: str
    cite: str
    url: str
    source: Source
    note: str
    signed: str


@dataclass(frozen=True)
class Rule:
    """One parameter with its intervals, oldest first."""

    name: str
    title: str
    governs: str
    intervals: tuple[Interval, ...]


@dataclass(frozen=True)
class Section:
    """One chapter: the question of a step and the rules it looks at; `also` are told in an earlier one."""

    number: int
    step: str
    question: str
    rules: tuple[Rule, ...]
    also: tuple[str, ...]


@dataclass(frozen=True)
class Era:
    """What the rules of one time come to, in plain words."""

    what: str
    with_whom: str
    condition: str
    interval: Interval


@dataclass(frozen=True)
class Book:
    """The whole rulebook on a day; `signed` of the `count` intervals are signed off.

    `story` introduces the eras, which stand newest first.
    """

    on: date
    edition: str
    known_until: str
    story: str
    eras: tuple[Era, ...]
    sections: tuple[Section, ...]
    tables: tuple[ReferenceTable, ...]
    count: int
    signed: int


def book(rules: Edition, on: date) -> Book:
    """The rulebook as it reads on a day."""
    signed: dict[str, list[SignOff]] = {}
    for each in sign_offs(rules):
        signed.setdefault(each.rule, []).append(each)
    sections = tuple(_sections(rules, on, signed))
    eras = [_era(row, one) for row, one in _beside(rules.values[STORY], on, signed)]
    every = [one for section in sections for rule in section.rules for one in rule.intervals]
    every += [era.interval for era in eras]
    known_until = rules.on(on)["rules_known_until"].value
    return Book(
        on=on,
        edition=rules.fingerprint,
        known_until=value_in_words(known_until),
        story=about_parameters()[STORY].governs,
        eras=tuple(reversed(eras)),
        sections=sections,
        tables=reference_tables(),
        count=len(every),
        signed=sum(bool(one.signed) for one in every),
    )


def _sections(rules: Edition, on: date, signed: SignOffs) -> Iterator[Section]:
    """Each rule stands in the first chapter that looks at it; the sign-offs stand beside the rules."""
    seen = set(ASIDE)
    for number, chapter in enumerate(chapters(rules), 1):
        new = [each for each in chapter.parameters if each.name not in seen]
        again = [each.title.partition(":")[0] for each in chapter.parameters if each.name in seen - ASIDE]
        seen.update(each.name for each in new)
        read = tuple(_rule(each, on, signed) for each in new)
        yield Section(number, chapter.step, chapter.question, read, tuple(dict.fromkeys(again)))


def _rule(parameter: Parameter, on: date, signed: SignOffs) -> Rule:
    intervals = tuple(one for _, one in _beside(parameter.rows, on, signed))
    return Rule(parameter.name, parameter.title, parameter.governs, intervals)


def _beside(rows: Sequence[Dated], on: date, signed: SignOffs) -> list[tuple[Dated, Interval]]:
    phases = phases_of(rows)
    return [(row, _interval(row, phase, on, signed)) for row, phase in zip(rows, phases, strict=True)]


def _interval(row: Dated, phase: Phase, on: date, signed: SignOffs) -> Interval:
    when = _when(row, on)
    return Interval(
        key=row.key,
        title=row.title,
        value=_value(row),
        start=row.start,
        end=row.end,
        days=days_in_words(row.start, row.end),
        phase=phase,
        when=when,
        state=told(phase, when),
        cite=row.citation.cite,
        url=row.citation.url,
        source=row.source,
        note=row.note,
        signed="; ".join(_sign_off(each) for each in signed.get(row.key, ())),
    )


def _value(row: Dated) -> str:
    """The value in words, unless the title says it already."""
    said_by_title = row.title and (isinstance(row.value, str) or not row.value)
    return "" if said_by_title else value_in_words(row.value)


def _when(row: Dated, on: date) -> str:
    if row.is_in_force(on):
        return "today"
    return "past" if row.end and row.end < on else "future"


def _sign_off(signed: SignOff) -> str:
    note = f" ({signed.note})" if signed.note else ""
    return f"{signed.counsel}, {spoken(signed.on)}{note}"


def _era(row: Dated, interval: Interval) -> Era:
    return Era(row.value["what"], row.value["with_whom"], row.value["condition"], interval)
