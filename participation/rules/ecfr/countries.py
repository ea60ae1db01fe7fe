"""Supplement No. 1 to part 738 (the Country Chart) and to part 740 (the Country Groups), by ISO code."""

import re
from dataclasses import dataclass

from participation.rules.ecfr.names import CODES
from participation.rules.ecfr.supplement import Element, SupplementError, headings, rows, supplement, words

CHART, GROUPS = "Supplement No. 1 to Part 738", "Supplement No. 1 to Part 740"
COLUMNS = (
    *(
        "CB1",
        "CB2",
        "CB3",
        "NP1",
        "NP2",
        "NS1",
        "NS2",
        "MT1",
        "RS1",
        "RS2",
        "FC1",
        "CC1",
        "CC2",
        "CC3",
        "AT1",
        "AT2",
    ),
)
FEWEST_COUNTRIES = 190
_LABELS = {"A": 6, "D": 5, "E": 2}


@dataclass(frozen=True)
class Chart:
    """Columns marked and footnotes by country, the rows that point elsewhere, the footnotes' words."""

    marks: dict[str, tuple[str, ...]]
    footnotes: dict[str, tuple[int, ...]]
    elsewhere: dict[str, str]
    texts: dict[int, str]


def chart_of(xml: bytes, *, fewest: int = FEWEST_COUNTRIES) -> Chart:
    """The Country Chart.

    Raises: SupplementError, for other columns, a row that does not fit, or a country that is not known.
    """
    chart = Chart({}, {}, {}, {})
    for cells in rows(_chart_table(supplement(xml, CHART))):
        _read_chart_row(cells, chart)
    if len(chart.marks) < fewest:
        raise SupplementError(f"Only {len(chart.marks)} countries are here; at least {fewest} are expected.")
    return chart


def _chart_table(found: Element) -> Element:
    for table in found.iter("TABLE"):
        columns = [each.replace(" ", "") for each in headings(table) if re.fullmatch(r"[A-Z]{2} [0-9]", each)]
        if columns:
            if tuple(columns) != COLUMNS:
                raise SupplementError(f"The chart has other columns than expected: {', '.join(columns)}.")
            return table
    raise SupplementError("No table with the columns of the chart is here.")


def _read_chart_row(cells: list[Element], chart: Chart) -> None:
    name = words(cells[0])
    if len(cells) == 1:
        number = re.match(r"[0-9]+", "".join(cells[0].itertext()).strip())
        if number:
            chart.texts[int(number[0])] = re.sub(r"^[0-9]+\s*", "", name)
        return
    code = _code(name)
    if code is None:
        return
    if notes := _footnotes(cells[0]):
        chart.footnotes[code] = notes
    if len(cells) == 2:
        chart.elsewhere[code] = words(cells[1])
        return
    if len(cells) != len(COLUMNS) + 1:
        raise SupplementError(f"{name} has {len(cells) - 1} cells, not {len(COLUMNS)}.")
    marks = [words(cell).upper() for cell in cells[1:]]
    if set(marks) - {"X", ""}:
        raise SupplementError(f"{name} has a mark that is not an X.")
    chart.marks[code] = tuple(column for column, mark in zip(COLUMNS, marks, strict=True) if mark)


def _footnotes(cell: Element) -> tuple[int, ...]:
    marks = " ".join("".join(each.itertext()) for each in cell.iter("sup"))
    return tuple(int(each) for each in re.findall(r"[0-9]+", marks))


def groups_of(xml: bytes) -> dict[str, tuple[str, ...]]:
    """The members of each country group, A:1 to E:2, as sorted codes; Group B is a list of its own.

    Raises: SupplementError, where a table of groups or the list is missing, or a country is unknown.
    """
    found = supplement(xml, GROUPS)
    groups: dict[str, tuple[str, ...]] = {}
    for letter, count in _LABELS.items():
        groups |= _members(_group_table(found, letter), [f"{letter}:{each + 1}" for each in range(count)])
    return {**groups, "B": _group_b(found)}


def _group_table(found: Element, letter: str) -> Element:
    for table in found.iter("TABLE"):
        if f"Country Group {letter}" in words(table):
            return table
    raise SupplementError(f"The table of Country Group {letter} is not here.")


def _members(table: Element, labels: list[str]) -> dict[str, tuple[str, ...]]:
    members: dict[str, list[str]] = {label: [] for label in labels}
    for cells in rows(table):
        # Footnotes stand in the same body: one cell, or a sentence where a name should be.
        if len(cells) <= len(labels) or (code := _code(words(cells[0]))) is None:
            continue
        for label, cell in zip(labels, cells[1:], strict=False):
            if "X" in words(cell).upper():
                members[label].append(code)
    return {label: tuple(sorted(codes)) for label, codes in members.items()}


def _group_b(found: Element) -> tuple[str, ...]:
    names = [words(item) for list_ in found.iter("SCOL2") for item in list_.iter("LI")]
    codes = {code for name in names if name and (code := _code(name))}
    if len(codes) < FEWEST_COUNTRIES - 40:
        raise SupplementError(f"Country Group B has only {len(codes)} countries here.")
    return tuple(sorted(codes))


def _code(name: str) -> str | None:
    """The ISO code; null for a place that has none, such as Kosovo.

    Raises: SupplementError, for a name that is not known.
    """
    plain = re.sub(r"\s*(?:[0-9]+|\*)+$", "", name).strip()
    if not plain:
        return None
    if plain not in CODES:
        raise SupplementError(f"{plain!r} is not a country that is known here.")
    return CODES[plain] or None
