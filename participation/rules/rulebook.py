"""The rules as a book to read: a chapter for each step, with the dated parameters that it looks at."""

from dataclasses import dataclass

from participation.rules.company import SIGN_OFF, SignOff, sign_offs_of
from participation.rules.countries import COUNTRY_NAMES
from participation.rules.in_force import Dated, Edition, about_parameters
from participation.rules.steps import STEPS

# The last chapter: what the edition as a whole says, read by no step.
EDITION = "edition"


@dataclass(frozen=True)
class Parameter:
    """One dated rule: its name in the files, what people call it, what it governs, its rows by date.

    `read_by`: the steps that look at it, in their order.
    """

    name: str
    title: str
    governs: str
    read_by: tuple[str, ...]
    rows: tuple[Dated, ...]


@dataclass(frozen=True)
class Chapter:
    """One question of the law, in the order of the steps, with the parameters that answer it."""

    step: str
    question: str
    parameters: tuple[Parameter, ...]


def chapters(rules: Edition) -> tuple[Chapter, ...]:
    """The whole edition: each parameter in each chapter whose step reads it, in the step's order.

    The last chapter, `edition`, holds what no step reads.
    """
    read = {table for step in STEPS for table in step.reads}
    rest = tuple(table for table in about_parameters() if table not in read)
    return (
        *(Chapter(step.name, step.question, _parameters(rules, step.reads)) for step in STEPS),
        Chapter(EDITION, "What else belongs to this edition?", _parameters(rules, rest)),
    )


def sign_offs(rules: Edition) -> tuple[SignOff, ...]:
    """Counsel's sign-offs; `rule` is the `key` of the dated row that was signed."""
    return sign_offs_of(rules.values[SIGN_OFF])


def _parameters(rules: Edition, tables: tuple[str, ...]) -> tuple[Parameter, ...]:
    return tuple(
        _parameter(name, rows)
        for table in tables
        for name, rows in rules.values.items()
        if name.partition(".")[0] == table
    )


def _parameter(name: str, rows: tuple[Dated, ...]) -> Parameter:
    """A table by country has one parameter for each: its title names the country."""
    table, _, country = name.partition(".")
    about = about_parameters()[table]
    title = (
        f"{about.title}: {COUNTRY_NAMES.get(country, country.replace('_', ' '))}" if country else about.title
    )
    read_by = tuple(step.name for step in STEPS if table in step.reads)
    return Parameter(name, title, about.governs, read_by, rows)
