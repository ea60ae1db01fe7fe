"""The rulebook laid out as one Markdown document."""

from collections.abc import Iterator

from participation.rules.book import Book, Era, Interval, Rule, Section
from participation.rules.case import spoken
from participation.rules.reference_tables import ReferenceTable
from participation.rules.wording import SOURCE_WORDS

NOT_SIGNED = "not signed off"
_HEAD = """\
# Rulebook: standards work and the export rules, by date

Made by `manage.py write_rulebook` from the dated parameters in `participation/rules/parameters/`: do not edit
it. As of {on}. The rules are known until {known_until}. This is what the rules core computes with; it is not
legal advice.

- Edition `{edition}`; {count} dated rules, {signed}.
- Days are civil days in US Eastern, the last one included. *Throughout*: a rule that is older than this book,
  with no end known.
- How well a rule is verified: *regulation text* was read in the regulation or official data; a *secondary
  source* is a law firm or a standards body; *our inference* follows from texts that were read; *from memory*
  is still to be checked.

## What may be shared for a standard, with whom, and since when

{story} Newest first.
"""


def document(book: Book) -> str:
    """The whole book as Markdown; the same book gives the same text."""
    head = _HEAD.format(
        on=spoken(book.on),
        known_until=book.known_until,
        edition=book.edition,
        story=book.story,
        count=book.count,
        signed=f"{book.signed} signed off by counsel" if book.signed else "none signed off by counsel here",
    )
    parts = [head, _table(_ERA_HEADS, (_era_cells(each) for each in book.eras))]
    parts += [_section(each) for each in book.sections]
    parts += [_TABLES, _table(_TABLE_HEADS, (_table_cells(each) for each in book.tables))]
    return "\n".join(parts)


_TABLES = """\
## Tables that the rules look into

They ship whole, as data, and are not printed here. For days before the first issue that one stands, as an
inference.
"""
_TABLE_HEADS = ("table", "as of", "holds", "citation", "source", "note")
_ERA_HEADS = ("when", "rule", "what may be shared", "with whom", "on which condition", "source")
_RULE_HEADS = ("days", "state", "what it says", "citation", "source", "signed off")


def _era_cells(era: Era) -> tuple[str, ...]:
    one = era.interval
    return (
        one.days,
        f"**{one.title}**",
        era.what,
        era.with_whom,
        era.condition,
        f"{_link(one)}, {_source(one)}",
    )


def _table_cells(table: ReferenceTable) -> tuple[str, ...]:
    link = f"[{table.citation.cite}]({table.citation.url})"
    return (table.title, table.issued, table.holds, link, SOURCE_WORDS[table.source], table.note)


def _section(section: Section) -> str:
    lines = [f"## {section.number}. {section.question}", "", f"Step `{section.step}`.", ""]
    if section.also:
        lines += [f"Also looked at, told above: {', '.join(section.also)}.", ""]
    lines += [_rule(each) for each in section.rules]
    return "\n".join(lines)


def _rule(rule: Rule) -> str:
    head = f"### {rule.title}\n\n{rule.governs} `{rule.name}`\n"
    notes = "".join(f"\n{_escaped(one.days)}: {one.note}\n" for one in rule.intervals if one.note)
    return f"{head}\n{_table(_RULE_HEADS, (_cells(one) for one in rule.intervals))}{notes}"


def _cells(one: Interval) -> tuple[str, ...]:
    says = ": ".join(part for part in (one.title, one.value) if part) or "applies"
    return (one.days, one.state, says, _link(one), _source(one), one.signed or NOT_SIGNED)


def _source(one: Interval) -> str:
    return SOURCE_WORDS[one.source]


def _link(one: Interval) -> str:
    return f"[{one.cite}]({one.url})"


def _table(heads: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *(tuple(map(_escaped, row)) for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
