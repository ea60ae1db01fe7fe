"""Which column of an attendee list is which: by its header, or by what stands in it."""

from collections.abc import Callable, Sequence

from participation.imports.cells import EMAIL, ON_SITE, REMOTE, clipped
from participation.imports.country_codes import ALPHA_2, NAMES
from participation.imports.problems import RowProblem
from participation.imports.table import Heading, header_key

COLUMNS = frozenset(
    {"name", "first_name", "middle_name", "last_name", "organisation", "country", "email"}
    | {"mode", "remote", "on_site", "either"}
)

NAMED = {
    "name": "name, full name, person, participant, attendee, delegate, participant name, attendee name",
    "first_name": "first name, given name, forename",
    "middle_name": "middle name, middle initial",
    "last_name": "last name, surname, family name",
    "organisation": "organisation, organization, affiliation, affiliations, company, employer, "
    "organisation name, organization name, company name, institution, represents, representing, "
    "organisation represented, organization represented, member company, individual member",
    "country": "country, country code, cc, iso country, country region",
    "email": "email, e mail, mail, email address, e mail address",
    "mode": "mode, presence, attendance, attendance type, participation, attending",
    "remote": "remote, online, virtual",
    "on_site": "on site, onsite, in person",
}
HEADING = Heading(
    aliases={alias: column for column, aliases in NAMED.items() for alias in aliases.split(", ")},
    needed=frozenset({"name", "last_name", "organisation"}),
)
REPEATABLE = frozenset({"organisation"})


def without_repeats(
    columns: Sequence[str | None],
) -> tuple[tuple[str | None, ...], tuple[RowProblem, ...]]:
    """The columns with the second `country` or `name` set aside, and a remark on each."""
    kept: list[str | None] = []
    problems = []
    for place, column in enumerate(columns, 1):
        if column in kept and column not in REPEATABLE and column is not None:
            first = kept.index(column) + 1
            named = column.replace("_", " ")
            message = f"Columns {first} and {place} both hold the {named}; column {first} is read."
            problems.append(RowProblem(None, column, "odd", message))
            kept.append(None)
        else:
            kept.append(column)
    return tuple(kept), tuple(problems)


def guessed_columns(rows: Sequence[tuple[str, ...]]) -> tuple[str | None, ...]:
    """Columns of a list without a header: name, organisation, then what the cells look like.

    Gives: `either` for a list of one column, or of one beside countries or addresses: each of its
    cells is a person or an organisation. None for a column that looks like nothing known.
    """
    width = max((len(row) for row in rows), default=0)
    kinds = [
        kind_of([clipped(row[place]) for row in rows if len(row) > place and row[place]])
        for place in range(width)
    ]
    plain = [place for place, kind in enumerate(kinds) if kind is None]
    guessed = list(kinds)
    if len(plain) == 1:
        guessed[plain[0]] = "either"
    for place, column in zip(plain, ("name", "organisation", "country"), strict=False):
        guessed[place] = guessed[place] or column
    return without_repeats(guessed)[0]


def kind_of(cells: Sequence[str]) -> str | None:
    """The column whose form at least half of the cells have; None for plain text and empty columns."""
    tests: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("email", lambda cell: bool(EMAIL.fullmatch(cell))),
        ("mode", lambda cell: header_key(cell) in ON_SITE | REMOTE),
        ("country", lambda cell: cell in ALPHA_2 or cell.casefold() in NAMES),
    )
    for column, fits in tests:
        if cells and 2 * sum(fits(cell) for cell in cells) >= len(cells):
            return column
    return None
